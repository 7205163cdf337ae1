import { resolve } from "node:path";
import { CliError } from "../errors.js";
import { readNeeded } from "../files.js";
import type { Invocation } from "../invocation.js";
import { armorPrivateKey, unarmorPrivateKey } from "../keys/armor.js";
import { publicKeyOf } from "../keys/derive.js";
import { checkName } from "../keys/keyring.js";
import { addressPrefix, keyOutput, openKeyring } from "../keys/open.js";

/** `keys export`: the armored key on standard output. */
export async function exportKey(call: Invocation, name: string): Promise<void> {
  const bare = call.boolean("unarmored-hex");
  if (bare !== call.boolean("unsafe")) {
    throw new CliError("--unarmored-hex and --unsafe go together", {
      hint: "a bare key can be used by everyone who sees it; leave both out for an encrypted export",
    });
  }
  const privateKey = await openKeyring(call).privateKey(name);
  if (!bare) {
    const passphrase = await call.prompter.secret("Enter passphrase to encrypt the exported key: ");
    if (passphrase.length < 8) throw new CliError("a passphrase has at least 8 characters");
    return call.print(await armorPrivateKey(privateKey, passphrase));
  }
  const sure = call.boolean("yes") || (await call.prompter.confirm(`Print the private key of "${name}" unprotected?`));
  if (!sure) throw new CliError("nothing was exported", { hint: "answer y, or give --yes" });
  call.print(Buffer.from(privateKey).toString("hex"));
}

/** `keys import`: an armored key from a file. */
export async function importKey(call: Invocation, name: string, file: string): Promise<void> {
  const armor = readNeeded(resolve(call.host.terminal.cwd, file), "it is what echoind keys export printed");
  const passphrase = await call.prompter.secret("Enter passphrase to decrypt your key: ");
  await store(call, name, await unarmorPrivateKey(armor, passphrase));
}

/** `keys import-hex`: never from the command line, which every process of this machine can read. */
export async function importHex(call: Invocation, name: string, onCommandLine?: string): Promise<void> {
  if (onCommandLine !== undefined) {
    throw new CliError(
      "a private key on the command line can be read by every process and stays in the shell's history",
      {
        hint: `this one should be replaced; type the next one when asked, or pipe it: echoind keys import-hex ${name} < file`,
      },
    );
  }
  const typed = (await call.prompter.secret("Enter the private key in hex: ")).trim().replace(/^0x/, "");
  if (!/^[0-9a-fA-F]{64}$/.test(typed)) throw new CliError("a private key in hex has 64 digits");
  await store(call, name, Uint8Array.from(Buffer.from(typed, "hex")));
}

async function store(call: Invocation, name: string, privateKey: Uint8Array): Promise<void> {
  checkName(name);
  const record = { name, type: "local", publicKey: { kind: "secp256k1", bytes: publicKeyOf(privateKey) } } as const;
  await openKeyring(call).add(record, privateKey);
  const output = keyOutput(record, addressPrefix(call));
  call.result((call.string("output") ?? "text") === "text" ? [output] : output, "text");
}
