import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { CliError } from "../errors.js";
import { parseJson, readNeeded } from "../files.js";
import type { Invocation } from "../invocation.js";
import { kindOf } from "../keys/armor.js";
import {
  checkMnemonic,
  COIN_TYPES,
  deriveKey,
  hdPath,
  mnemonicFromEntropy,
  newMnemonic,
  publicKeyOf,
} from "../keys/derive.js";
import { checkName, type KeyRecord } from "../keys/keyring.js";
import { addressPrefix, keyOutput, openKeyring } from "../keys/open.js";
import { type AccountKeyKind, fromPublicKeyJson, multisigKey, simpleKey, type PublicKey } from "../keys/public-key.js";
import { sortedMembers } from "./keys.js";

/** `keys add`: one of a multisig, a public key, a recovered key or a new one. */
export async function addKey(call: Invocation, name: string): Promise<void> {
  checkName(name);
  const keyring = openKeyring(call);
  const dryRun = call.boolean("dry-run");
  if (!dryRun) await keyring.unlock();
  if (!dryRun && keyring.has(name)) {
    if (!(await call.prompter.confirm(`There is a key named "${name}". Replace it?`))) {
      throw new CliError(`there is a key named "${name}" already`, {
        hint: "choose another name, or answer y to replace it",
      });
    }
    keyring.delete(name);
  }
  const offline = await publicOnly(call, name);
  if (offline !== undefined) {
    if (!dryRun) await keyring.add(offline);
    return call.result(created(call, offline), "text");
  }

  const kind = keyKind(call);
  const { mnemonic, passphrase, isNew } = await mnemonicFor(call);
  const privateKey = await deriveKey(mnemonic, { passphrase, path: pathFor(call, kind) });
  const record: KeyRecord = { name, type: "local", publicKey: publicKeyOf(privateKey, kind) };
  if (!dryRun) await keyring.add(record, privateKey);
  tell(call, record, isNew && call.boolean("backup") ? mnemonic : undefined);
}

function tell(call: Invocation, record: KeyRecord, mnemonic: string | undefined): void {
  const text = (call.string("output") ?? "text") === "text";
  const shown = created(call, record);
  if (!text && mnemonic !== undefined) return call.result({ ...(shown as object), mnemonic });
  call.result(shown, "text");
  if (mnemonic === undefined) return;
  call.note("\nWrite these words down and keep them safe. They are the only way to recover the account.\n");
  call.note(mnemonic);
}

/** simd prints a list in text and an object in JSON. */
function created(call: Invocation, record: KeyRecord): unknown {
  const output = keyOutput(record, addressPrefix(call));
  return (call.string("output") ?? "text") === "text" ? [output] : output;
}

async function publicOnly(call: Invocation, name: string): Promise<KeyRecord | undefined> {
  const members = call.list("multisig");
  if (members.length > 0) {
    const publicKeys = await sortedMembers(openKeyring(call), members, !call.boolean("nosort"));
    return { name, type: "multi", publicKey: multisigKey(Number(call.string("multisig-threshold")), publicKeys) };
  }
  const json = call.string("pubkey");
  const base64 = call.string("pubkey-base64");
  if (json !== undefined && base64 !== undefined) throw new CliError("--pubkey and --pubkey-base64 exclude each other");
  let publicKey: PublicKey | undefined;
  if (json !== undefined) publicKey = fromPublicKeyJson(parseJson(json, "--pubkey"));
  if (base64 !== undefined) publicKey = simpleKey(keyKind(call), Buffer.from(base64, "base64"));
  if (publicKey === undefined) return undefined;
  return { name, type: publicKey.kind === "multisig" ? "multi" : "offline", publicKey };
}

/** The kind of key that --key-type (or --algo, as evmd's documentation has it) names. */
export function keyKind(call: Invocation): AccountKeyKind {
  return kindOf(call.string("algo") ?? call.string("key-type") ?? "secp256k1");
}

/** An Ethereum key has Ethereum's coin type, whatever client.toml has for the chain's others, unless a flag names one. */
function pathFor(call: Invocation, kind: AccountKeyKind): string {
  const whole = call.string("hd-path");
  if (whole !== undefined && whole !== "") return whole;
  const number = (name: string): number => Number(call.string(name));
  const usual = kind === "secp256k1" || call.isSet("coin-type") ? call.string("coin-type") : undefined;
  return hdPath({
    coinType: Number(usual ?? COIN_TYPES[kind]),
    account: number("account"),
    index: number("index"),
  });
}

async function mnemonicFor(call: Invocation): Promise<{ mnemonic: string; passphrase: string; isNew: boolean }> {
  const source = call.string("source");
  const interactive = call.boolean("interactive");
  let words = "";
  if (source !== undefined) {
    words = readNeeded(resolve(call.host.terminal.cwd, source), "--source names a file with the mnemonic");
  } else if (call.boolean("recover")) {
    words = await call.prompter.line("Enter your bip39 mnemonic: ");
  } else if (interactive) {
    words = await call.prompter.line("Enter your bip39 mnemonic, or nothing to make a new one: ");
  }
  const given = source !== undefined || call.boolean("recover") || words.trim() !== "";
  const mnemonic = given ? checkMnemonic(words) : newMnemonic();
  return { mnemonic, passphrase: interactive ? await bip39Passphrase(call) : "", isNew: !given };
}

async function bip39Passphrase(call: Invocation): Promise<string> {
  const passphrase = await call.prompter.secret("Enter your bip39 passphrase, or nothing for none: ");
  if (passphrase !== "" && (await call.prompter.secret("Repeat it: ")) !== passphrase) {
    throw new CliError("the two passphrases differ");
  }
  return passphrase;
}

/** `keys mnemonic`: from the system's random numbers, or from letters that a person typed. */
export async function mnemonicCommand(call: Invocation): Promise<void> {
  if (!call.boolean("unsafe-entropy")) return call.print(newMnemonic());
  const typed = await call.prompter.line("Type at least 43 random letters: ");
  if (typed.length < 43) throw new CliError(`256 bits need at least 43 letters, and that was ${typed.length}`);
  call.print(mnemonicFromEntropy(createHash("sha256").update(typed).digest()));
}
