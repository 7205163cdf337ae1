import type { Command } from "commander";
import { CliError } from "../errors.js";
import { commaList, flag, keyringFlags, outputFlag, unsigned, withFlags } from "../flags.js";
import { action, type Host, type Invocation } from "../invocation.js";
import { KEY_TYPES } from "../keys/armor.js";
import { openKeyring, addressPrefix, keyOutput } from "../keys/open.js";
import {
  addressBytes,
  fromBech32,
  multisigKey,
  toBech32,
  toPublicKeyJson,
  type PublicKey,
} from "../keys/public-key.js";
import type { KeyRecord, Keyring } from "../keys/keyring.js";
import { addKey, keyKind, mnemonicCommand } from "./keys-add.js";
import { exportEthKey, exportKey, importHex, importKey } from "./keys-carry.js";

/** `echoind keys`: the keys that sign transactions. */
export function registerKeys(program: Command, host: Host): void {
  const keys = program.command("keys").description("manage the keys that sign transactions");
  const sub = (name: string, description: string): Command =>
    withFlags(keys.command(name).description(description), keyringFlags(), outputFlag("text"));

  const add = sub("add <name>", "make a new key, recover one from its mnemonic, or store a public key or multisig");
  withFlags(
    add,
    flag("--recover", "recover from a mnemonic, asked for or read from standard input"),
    flag("-i, --interactive", "ask for mnemonic and BIP-39 passphrase"),
    flag("--source <file>", "read the mnemonic from a file"),
    flag("--no-backup", "do not print the mnemonic"),
    flag("--dry-run", "print the key without storing it"),
    flag("--multisig <names>", "make a multisig of these keys", { parse: commaList }),
    flag("--multisig-threshold <n>", "signatures that the multisig needs", { default: "1", parse: unsigned }),
    flag("--nosort", "keep the members in the given order instead of sorting by address"),
    flag("--pubkey <json>", "store this public key, without a private one"),
    flag("--pubkey-base64 <key>", "the same, from 33 bytes in base64"),
    flag("--coin-type <n>", "BIP-44 coin type (default: 118, and 60 of eth_secp256k1)", { parse: unsigned }),
    flag("--account <n>", "BIP-44 account", { default: "0", parse: unsigned }),
    flag("--index <n>", "BIP-44 address index", { default: "0", parse: unsigned }),
    flag("--hd-path <path>", "whole derivation path, instead of the three above"),
    ...keyTypeFlags(),
  );
  action(add, host, addKey);

  const list = withFlags(sub("list", "all keys").alias("ls"), flag("-n, --list-names", "names only"));
  action(list, host, listKeys);

  const show = sub("show <name_or_address...>", "one key, or the multisig that several would make");
  withFlags(
    show,
    flag("-a, --address", "print the address only"),
    flag("-p, --pubkey", "print the public key only"),
    flag("--bech <kind>", "prefix: acc, val or cons", { choices: ["acc", "val", "cons"], default: "acc" }),
    flag("--multisig-threshold <n>", "threshold for several keys", { default: "1", parse: unsigned }),
  );
  action(show, host, showKey);

  const remove = sub("delete <name...>", "delete keys from this keyring");
  withFlags(remove, flag("-y, --yes", "do not ask"), flag("-f, --force", "do not ask", { hidden: true }));
  action(remove, host, deleteKeys);

  const rename = withFlags(
    sub("rename <old_name> <new_name>", "give a key another name"),
    flag("-y, --yes", "do not ask"),
  );
  action(rename, host, renameKey);

  const exported = sub("export <name>", "print a private key, encrypted with a passphrase that is asked for");
  withFlags(
    exported,
    flag("--unarmored-hex", "print the bare key in hex; needs --unsafe"),
    flag("--unsafe", "allow --unarmored-hex"),
    flag("-y, --yes", "do not ask"),
  );
  action(exported, host, exportKey);

  action(sub("import <name> <file>", "import a key that was exported encrypted"), host, importKey);
  const hex = sub("import-hex <name> [key]", "import a bare private key in hex, asked for or from standard input");
  action(withFlags(hex, ...keyTypeFlags()), host, (call, name = "", key) => importHex(call, keyKind(call), name, key));
  const ethereum = sub("unsafe-import-eth-key <name> [key]", "import an Ethereum key in hex, as import-hex does");
  action(ethereum, host, (call, name = "", key) => importHex(call, "ethsecp256k1", name, key));
  const bare = sub("unsafe-export-eth-key <name>", "print an Ethereum key in hex, unprotected, for Ethereum's tools");
  action(withFlags(bare, flag("-y, --yes", "do not ask")), host, exportEthKey);

  const mnemonic = keys.command("mnemonic").description("print the words of a new mnemonic, and store nothing");
  action(withFlags(mnemonic, flag("--unsafe-entropy", "make it from typed random letters")), host, mnemonicCommand);

  const parse = keys.command("parse <hex_or_bech32>").description("show an address in hex and with every prefix");
  action(withFlags(parse, outputFlag("text")), host, parseAddress);
}

const keyTypeFlags = () => [
  flag("--key-type <type>", "algorithm of the key", { choices: Object.values(KEY_TYPES) }),
  flag("--algo <type>", "same as --key-type", { choices: Object.values(KEY_TYPES), hidden: true }),
];

async function listKeys(call: Invocation): Promise<void> {
  const records = await openKeyring(call).list();
  if (call.boolean("list-names")) return records.forEach(({ name }) => call.print(name));
  const prefix = addressPrefix(call);
  if (records.length === 0) call.note(`no keys yet: echoind keys add <name>`);
  call.result(
    records.map((record) => keyOutput(record, prefix)),
    "text",
  );
}

async function showKey(call: Invocation, ...names: string[]): Promise<void> {
  const record = await oneOrMultisig(call, names);
  const kind = call.string("bech") ?? "acc";
  const prefix = addressPrefix(call) + { acc: "", val: "valoper", cons: "valcons" }[kind as "acc" | "val" | "cons"];
  const addressOnly = call.boolean("address");
  if (addressOnly && call.boolean("pubkey")) throw new CliError("--address and --pubkey exclude each other");
  if (addressOnly) return call.print(toBech32(prefix, addressBytes(record.publicKey)));
  if (call.boolean("pubkey")) return call.print(JSON.stringify(toPublicKeyJson(record.publicKey)));
  const output = keyOutput(record, prefix);
  call.result((call.string("output") ?? "text") === "text" ? [output] : output, "text");
}

async function oneOrMultisig(call: Invocation, names: readonly string[]): Promise<KeyRecord> {
  const keyring = openKeyring(call);
  const [first] = names;
  if (names.length === 1 && first !== undefined) return keyring.find(first);
  const members = await sortedMembers(keyring, names);
  return { name: "multi", type: "multi", publicKey: multisigKey(Number(call.string("multisig-threshold")), members) };
}

/** The public keys of these names, sorted by address as clients do it. @throws CliError on a repeated or unknown name */
export async function sortedMembers(keyring: Keyring, names: readonly string[], sort = true): Promise<PublicKey[]> {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new CliError(`"${repeated}" is given twice`);
  const members: PublicKey[] = [];
  for (const name of names) members.push((await keyring.find(name)).publicKey);
  if (sort) members.sort((a, b) => Buffer.compare(addressBytes(a), addressBytes(b)));
  return members;
}

async function deleteKeys(call: Invocation, ...names: string[]): Promise<void> {
  const keyring = openKeyring(call);
  for (const name of names) {
    const { type } = await keyring.get(name);
    const what = type === "local" ? "the private key will be gone unless you have its mnemonic" : "a public key";
    const sure =
      call.boolean("yes") || call.boolean("force") || (await call.prompter.confirm(`Delete "${name}" (${what})?`));
    if (!sure) throw new CliError(`"${name}" is kept`, { hint: "answer y, or give --yes" });
    keyring.delete(name);
    call.note(`deleted "${name}"`);
  }
}

async function renameKey(call: Invocation, from: string, to: string): Promise<void> {
  const keyring = openKeyring(call);
  await keyring.get(from);
  const sure = call.boolean("yes") || (await call.prompter.confirm(`Rename "${from}" to "${to}"?`));
  if (!sure) throw new CliError(`"${from}" keeps its name`, { hint: "answer y, or give --yes" });
  await keyring.rename(from, to);
  call.note(`renamed "${from}" to "${to}"`);
}

/** As simd: hex gives every prefix's address, an address gives its bytes in hex. */
function parseAddress(call: Invocation, text: string): void {
  if (/^(0x)?([0-9a-fA-F]{2})+$/.test(text)) {
    const bytes = Buffer.from(text.replace(/^0x/, ""), "hex");
    const prefix = addressPrefix(call);
    const kinds = ["", "pub", "valoper", "valoperpub", "valcons", "valconspub"];
    return call.result({ formats: kinds.map((kind) => toBech32(prefix + kind, bytes)) }, "text");
  }
  const { prefix, bytes } = fromBech32(text);
  call.result({ human: prefix, bytes: Buffer.from(bytes).toString("hex").toUpperCase() }, "text");
}
