import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createMultisigThresholdPubkey, encodeSecp256k1Pubkey, pubkeyToAddress } from "@cosmjs/amino";
import { stringToPath } from "@cosmjs/crypto";
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
    const key = publicKeyOf(await deriveKey(WORDS, { passphrase: "", path }));
    expect(toBech32(prefix, addressBytes({ kind: "secp256k1", bytes: key }))).toBe(account?.address);
  });

  test("a multisig's address is cosmjs's", async () => {
    const keys = [0, 1, 2].map((index) =>
      deriveKey(WORDS, { passphrase: "", path: hdPath({ coinType: 118, account: 0, index }) }),
    );
    const bytes = (await Promise.all(keys)).map(publicKeyOf);
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
    const armor = await armorPrivateKey(key, "correct horse");
    expect(await unarmorPrivateKey(armor, "correct horse")).toEqual(key);
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
});
