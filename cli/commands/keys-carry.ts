import { resolve } from "node:path";
import { CliError } from "../errors.js";
import { readNeeded } from "../files.js";
import type { Invocation } from "../invocation.js";
import { armorPrivateKey, KEY_TYPES, type PrivateKey, unarmorPrivateKey } from "../keys/armor.js";
import { publicKeyOf } from "../keys/derive.js";
import { checkName } from "../keys/keyring.js";
import { addressPrefix, keyOutput, openKeyring } from "../keys/open.js";
import type { AccountKeyKind } from "../keys/public-key.js";

/** `keys export`: the armored key on standard output. */
export async function exportKey(call: Invocation, name: string): Promise<void> {
  const bare = call.boolean("unarmored-hex");
  if (bare !== call.boolean("unsafe")) {
    throw new CliError("--unarmored-hex and --unsafe go together", {
      hint: "a bare key can be used by everyone who sees it; leave both out for an encrypted export",
    });
  }
  const privateKey = await privateKeyOf(call, name);
  if (bare) return printBare(call, name, privateKey);
  const passphrase = await call.prompter.secret("Enter passphrase to encrypt the exported key: ");
  if (passphrase.length < 8) throw new CliError("a passphrase has at least 8 characters");
  call.print(await armorPrivateKey(privateKey, passphrase));
}

/** `keys unsafe-export-eth-key`: for Ethereum's tools, so of no key that has another address there. */
export async function exportEthKey(call: Invocation, name: string): Promise<void> {
  const privateKey = await privateKeyOf(call, name);
  if (privateKey.kind !== "ethsecp256k1") {
    throw new CliError(
      `"${name}" is a ${KEY_TYPES[privateKey.kind]} key: Ethereum's tools would make another account of it`,
      {
        hint: `echoind keys export ${name} --unarmored-hex --unsafe prints it all the same`,
      },
    );
  }
  await printBare(call, name, privateKey);
}

async function privateKeyOf(call: Invocation, name: string): Promise<PrivateKey> {
  const keyring = openKeyring(call);
  const bytes = await keyring.privateKey(name);
  const { kind } = (await keyring.get(name)).publicKey;
  if (kind === "secp256k1" || kind === "ethsecp256k1") return { kind, bytes };
  throw new CliError(`"${name}" is a ${kind} key, which has no private half here`);
}

async function printBare(call: Invocation, name: string, privateKey: PrivateKey): Promise<void> {
  const sure = call.boolean("yes") || (await call.prompter.confirm(`Print the private key of "${name}" unprotected?`));
  if (!sure) throw new CliError("nothing was exported", { hint: "answer y, or give --yes" });
  call.print(Buffer.from(privateKey.bytes).toString("hex"));
}

/** `keys import`: an armored key from a file. */
export async function importKey(call: Invocation, name: string, file: string): Promise<void> {
  const armor = readNeeded(resolve(call.host.terminal.cwd, file), "it is what echoind keys export printed");
  const passphrase = await call.prompter.secret("Enter passphrase to decrypt your key: ");
  await store(call, name, await unarmorPrivateKey(armor, passphrase));
}

/** `keys import-hex` and `keys unsafe-import-eth-key`: never from the command line, which every process of this machine can read. */
export async function importHex(
  call: Invocation,
  kind: AccountKeyKind,
  name: string,
  onCommandLine?: string,
): Promise<void> {
  if (onCommandLine !== undefined) {
    throw new CliError(
      "a private key on the command line can be read by every process and stays in the shell's history",
      {
        hint: `this one should be replaced; type the next one when asked, or pipe it: echoind keys ${call.command.name()} ${name} < file`,
      },
    );
  }
  const typed = (await call.prompter.secret("Enter the private key in hex: ")).trim().replace(/^0x/, "");
  if (!/^[0-9a-fA-F]{64}$/.test(typed)) throw new CliError("a private key in hex has 64 digits");
  await store(call, name, { kind, bytes: Uint8Array.from(Buffer.from(typed, "hex")) });
}

async function store(call: Invocation, name: string, { kind, bytes }: PrivateKey): Promise<void> {
  checkName(name);
  const record = { name, type: "local", publicKey: publicKeyOf(bytes, kind) } as const;
  await openKeyring(call).add(record, bytes);
  const output = keyOutput(record, addressPrefix(call));
  call.result((call.string("output") ?? "text") === "text" ? [output] : output, "text");
}
