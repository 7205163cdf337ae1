import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createMultisigThresholdPubkey, encodeSecp256k1Pubkey, pubkeyToAddress } from "@cosmjs/amino";
import { stringToPath } from "@cosmjs/crypto";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { HDNodeWallet } from "ethers";
import { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";
import { Sandbox } from "../testing/run.js";
import { armorPrivateKey, decodeArmor, encodeArmor, unarmorPrivateKey } from "./armor.js";
import { checkMnemonic, deriveKey, hdPath, publicKeyOf } from "./derive.js";
import { addressBytes, multisigKey, simpleKey, toBech32 } from "./public-key.js";

/** The first test vector of BIP-39 for 256 bits. */
const WORDS =
  "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art";

const TEST = ["--keyring-backend", "test"];

let box: Sandbox;
beforeEach(() => (box = new Sandbox()));
afterEach(() => box.remove());

const recover = (name: string, words: string, flags: string[] = TEST): Promise<{ address: string; pubkey: string }> =>
  box.json(["keys", "add", name, "--recover", "--output", "json", ...flags], { input: `${words}\n` });

describe("derivation", () => {
  test.each([
    ["cosmos", "m/44'/118'/0'/0/0"],
    ["echo", "m/44'/118'/0'/0/0"],
    ["echo", "m/44'/118'/3'/0/7"],
    ["echo", "m/44'/60'/0'/0/0"],
  ])("address with prefix %s at %s is cosmjs's", async (prefix, path) => {
    const wallet = await DirectSecp256k1HdWallet.fromMnemonic(WORDS, { prefix, hdPaths: [stringToPath(path)] });
    const [account] = await wallet.getAccounts();
    const key = publicKeyOf(await deriveKey(WORDS, { passphrase: "", path }), "secp256k1");
    expect(toBech32(prefix, addressBytes(key))).toBe(account?.address);
  });

  test("a multisig's address is cosmjs's", async () => {
    const keys = [0, 1, 2].map((index) =>
      deriveKey(WORDS, { passphrase: "", path: hdPath({ coinType: 118, account: 0, index }) }),
    );
    const bytes = (await Promise.all(keys)).map((key) => secp256k1.getPublicKey(key));
    const theirs = createMultisigThresholdPubkey(bytes.map(encodeSecp256k1Pubkey), 2, true);
    const ours = multisigKey(
      2,
      bytes.map((key) => simpleKey("secp256k1", key)),
    );
    expect(toBech32("echo", addressBytes(ours))).toBe(pubkeyToAddress(theirs, "echo"));
  });

  test("a wrong mnemonic is refused without repeating its words", () => {
    const secret = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon zebraa";
    expect(() => checkMnemonic(secret)).toThrow("word 12 of the mnemonic is not in the English BIP-39 list");
    expect(() => checkMnemonic("abandon art")).toThrow("has 12, 15, 18, 21 or 24 words, not 2");
    expect(() => checkMnemonic(WORDS.replace(/art$/, "abandon"))).toThrow("checksum");
  });
});

describe("armor", () => {
  const key = Uint8Array.from({ length: 32 }, (_, index) => index + 1);

  test("what is exported is imported again, and only with its passphrase", async () => {
    const armor = await armorPrivateKey({ kind: "secp256k1", bytes: key }, "correct horse");
    expect(await unarmorPrivateKey(armor, "correct horse")).toEqual({ kind: "secp256k1", bytes: key });
    await expect(unarmorPrivateKey(armor, "wrong horse")).rejects.toThrow("wrong passphrase");
  });

  test("a changed letter is noticed by the checksum", () => {
    const armor = encodeArmor({ kdf: "argon2" }, key);
    expect(decodeArmor(armor)).toEqual({ headers: { kdf: "argon2" }, body: key });
    expect(() => decodeArmor(armor.replace("AQID", "AQIE"))).toThrow("checksum");
    expect(() => decodeArmor("no armor")).toThrow("not an armored private key");
  });
});

describe("commands", () => {
  test("add, list and show have simd's shape", async () => {
    const added = await recover("alice", WORDS);
    const expected = { name: "alice", type: "local", address: added.address, pubkey: added.pubkey };
    expect(added).toEqual(expected);
    expect(JSON.parse(added.pubkey)).toEqual({
      "@type": "/cosmos.crypto.secp256k1.PubKey",
      key: expect.any(String) as string,
    });
    expect(await box.json(["keys", "list", "--output", "json", ...TEST])).toEqual([expected]);
    expect((await box.run(["keys", "show", "alice", "-a", ...TEST])).stdout.trim()).toBe(added.address);
    expect((await box.run(["keys", "show", added.address, "-p", ...TEST])).stdout.trim()).toBe(added.pubkey);
  });

  test("the mnemonic of a new key recovers the same key", async () => {
    const added = await box.json<{ address: string; mnemonic: string }>([
      "keys",
      "add",
      "a",
      "--output",
      "json",
      ...TEST,
    ]);
    expect((await recover("b", added.mnemonic)).address).toBe(added.address);
  });

  test("--dry-run stores nothing, and --multisig sorts by address", async () => {
    await recover("dry", WORDS, ["--dry-run", ...TEST]);
    expect(await box.json(["keys", "list", "--output", "json", ...TEST])).toEqual([]);
    await recover("a", WORDS);
    await recover("b", WORDS, ["--index", "1", ...TEST]);
    const multi = (name: string, members: string): Promise<{ address: string }> =>
      box.json(["keys", "add", name, "--multisig", members, "--multisig-threshold", "2", "--output", "json", ...TEST]);
    expect((await multi("ab", "a,b")).address).toBe((await multi("ba", "b,a")).address);
  });

  test("plain key files are 0600 in a 0700 folder, and refused when others may read them", async () => {
    await recover("alice", WORDS);
    const folder = join(box.home, "keyring-test");
    const file = join(folder, "alice.key.json");
    expect([statSync(folder).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
    chmodSync(file, 0o644);
    const refused = await box.run(["keys", "show", "alice", ...TEST]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`chmod 600 ${file}`);
  });

  test("the file backend encrypts, opens with its passphrase only, and notices swapped records", async () => {
    const secret = "long enough";
    const created = await box.run(["keys", "add", "alice", "--recover"], { input: `${secret}\n${secret}\n${WORDS}\n` });
    expect(created.code).toBe(0);
    const folder = join(box.home, "keyring-file");
    const stored = readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), "utf8"))
      .join();
    expect(stored).not.toContain("privkey");
    expect((await box.json<unknown[]>(["keys", "list", "--output", "json"], { input: `${secret}\n` })).length).toBe(1);
    expect((await box.run(["keys", "list"], { input: "something else\n" })).stderr).toContain(
      "wrong keyring passphrase",
    );
    writeFileSync(join(folder, "bob.key.json"), readFileSync(join(folder, "alice.key.json")), { mode: 0o600 });
    expect((await box.run(["keys", "show", "bob"], { input: `${secret}\n` })).stderr).toContain("was changed");
  });

  test("export and import carry a key; hex never comes from the command line", async () => {
    const { address } = await recover("alice", WORDS);
    const armor = (await box.run(["keys", "export", "alice", ...TEST], { input: "passphrase\n" })).stdout;
    writeFileSync(join(box.folder, "armor"), armor);
    const imported = ["keys", "import", "bob", "armor", "--output", "json", ...TEST];
    expect((await box.json<{ address: string }>(imported, { input: "passphrase\n" })).address).toBe(address);

    const bare = await box.run(["keys", "export", "alice", "--unarmored-hex", "--unsafe", "-y", ...TEST]);
    const hex = ["keys", "import-hex", "carol", "--output", "json", ...TEST];
    expect((await box.json<{ address: string }>(hex, { input: bare.stdout })).address).toBe(address);
    const argv = await box.run(["keys", "import-hex", "dave", bare.stdout.trim(), ...TEST]);
    expect(argv.code).toBe(1);
    expect(argv.stderr).not.toContain(bare.stdout.trim());
  });

  test("unknown names suggest the closest, and taken names are not overwritten silently", async () => {
    await recover("alice", WORDS);
    expect((await box.run(["keys", "show", "alise", ...TEST])).stderr).toContain('did you mean "alice"?');
    const again = await box.run(["keys", "add", "alice", ...TEST]);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('there is a key named "alice" already');
    expect((await box.run(["keys", "add", "../alice", ...TEST])).stderr).toContain("cannot be a key's name");
  });

  test("parse shows both directions", async () => {
    const { address } = await recover("alice", WORDS);
    const { bytes } = await box.json<{ bytes: string }>(["keys", "parse", address, "--output", "json"]);
    const { formats } = await box.json<{ formats: string[] }>(["keys", "parse", bytes, "--output", "json"]);
    expect(formats[0]).toBe(address);
  });

  test("an Ethereum key is that of Ethereum's wallets, and has both spellings of its address", async () => {
    const wallet = HDNodeWallet.fromPhrase(WORDS);
    const added = await recover("eth", WORDS, ["--algo", "eth_secp256k1", ...TEST]);
    expect(added).toMatchObject({ eth_address: wallet.address });
    expect(JSON.parse(added.pubkey)).toEqual({
      "@type": "/cosmos.evm.crypto.v1.ethsecp256k1.PubKey",
      key: Buffer.from(wallet.publicKey.slice(2), "hex").toString("base64"),
    });
    expect((await box.run(["keys", "show", "eth", ...TEST])).stdout).toContain(wallet.address);
    // Found by either, by clients' Ethermint spelling of the key too; capitals that are no checksum are refused.
    for (const address of [added.address, wallet.address, wallet.address.toLowerCase()])
      expect((await box.run(["keys", "show", address, "-a", ...TEST])).stdout.trim()).toBe(added.address);
    const misspelt = wallet.address.replace(/[a-f]/, (letter) => letter.toUpperCase());
    expect((await box.run(["keys", "show", misspelt, ...TEST])).code).toBe(1);
    const ethermint = added.pubkey.replace("cosmos.evm", "ethermint");
    const offline = ["keys", "add", "offline", "--pubkey", ethermint, "--output", "json", ...TEST];
    expect((await box.json<typeof added>(offline)).address).toBe(added.address);

    // Another coin type, index or path is asked for by its flag; client.toml's coin type is that of Cosmos keys.
    const key = ["--key-type", "eth_secp256k1", ...TEST];
    const second = HDNodeWallet.fromPhrase(WORDS, "", "m/44'/60'/0'/0/1");
    expect(await recover("second", WORDS, ["--index", "1", ...key])).toMatchObject({ eth_address: second.address });
    const cosmos = HDNodeWallet.fromPhrase(WORDS, "", "m/44'/118'/0'/0/0");
    expect(await recover("odd", WORDS, ["--coin-type", "118", ...key])).toMatchObject({ eth_address: cosmos.address });
    await box.run(["config", "set", "client", "coin-type", "118"]);
    expect(await recover("again", WORDS, ["--dry-run", ...key])).toMatchObject({ eth_address: wallet.address });

    const multisig = await box.run(["keys", "add", "multi", "--multisig", "eth,second", ...TEST]);
    expect(multisig.stderr).toContain("an Ethereum key is no part of a multisig");
  });

  test("an Ethereum key travels as armor and as hex, and stays what it is", async () => {
    const wallet = HDNodeWallet.fromPhrase(WORDS);
    const { privateKey } = wallet;
    const json = ["--output", "json", ...TEST];
    const imported = await box.json(["keys", "unsafe-import-eth-key", "eth", ...json], { input: `${privateKey}\n` });
    expect(imported).toMatchObject({ eth_address: wallet.address });
    const printed = await box.run(["keys", "unsafe-export-eth-key", "eth", "-y", ...TEST]);
    expect(`0x${printed.stdout.trim()}`).toBe(privateKey);
    const armor = (await box.run(["keys", "export", "eth", ...TEST], { input: "passphrase\n" })).stdout;
    expect(armor).toContain("type: eth_secp256k1");
    writeFileSync(join(box.folder, "armor"), armor);
    const carried = await box.json(["keys", "import", "bob", "armor", ...json], { input: "passphrase\n" });
    expect(carried).toMatchObject({ eth_address: wallet.address });
    const typed = ["keys", "import-hex", "carol", "--key-type", "eth_secp256k1", ...json];
    expect(await box.json(typed, { input: `${privateKey}\n` })).toMatchObject({ eth_address: wallet.address });

    // A Cosmos key has another address there, and no key is taken from a command line.
    await recover("cosmos", WORDS);
    const refused = await box.run(["keys", "unsafe-export-eth-key", "cosmos", "-y", ...TEST]);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toContain('"cosmos" is a secp256k1 key');
    const argv = await box.run(["keys", "unsafe-import-eth-key", "dave", privateKey, ...TEST]);
    expect(argv.code).toBe(1);
    expect(argv.stderr).toContain("echoind keys unsafe-import-eth-key dave < file");
    expect(argv.stderr).not.toContain(privateKey);
  });
});
