import { join } from "node:path";
import { CliError } from "../errors.js";
import { readIfThere } from "../files.js";
import { resolveHome } from "../home.js";
import type { Invocation } from "../invocation.js";
import { EncryptedBackend, PlainBackend } from "./backends.js";
import { Keyring, type KeyRecord } from "./keyring.js";
import { addressBytes, fromBech32, fromHexAddress, toBech32, toHexAddress, toPublicKeyJson } from "./public-key.js";

/** The prefix of a chain that says nothing else. */
export const DEFAULT_PREFIX = "echo";

/** One keyring for each run, so that its passphrase is asked for once. */
const opened = new WeakMap<Invocation, Keyring>();

/** The keyring that --keyring-backend and --keyring-dir (or client.toml) name. */
export function openKeyring(call: Invocation): Keyring {
  const keyring = opened.get(call) ?? makeKeyring(call);
  opened.set(call, keyring);
  return keyring;
}

function makeKeyring(call: Invocation): Keyring {
  const kind = call.string("keyring-backend") ?? "file";
  const folder = call.string("keyring-dir");
  const base = folder === undefined ? call.home.path : resolveHome(folder, call.host.terminal.cwd).path;
  if (kind === "test") return new Keyring(new PlainBackend(join(base, "keyring-test")));
  if (kind === "file") return new Keyring(new EncryptedBackend(join(base, "keyring-file"), call.prompter));
  throw new CliError(`there is no keyring backend "${kind}"`, { hint: "file or test" });
}

/** The address prefix: client.toml's or ECHOIND_BECH32_PREFIX, else that of the home's genesis, else echo. */
export function addressPrefix(call: Invocation): string {
  const given = call.host.terminal.env.ECHOIND_BECH32_PREFIX ?? (call.clientConfig.get("bech32-prefix") as string);
  if (given !== "") return given;
  const genesis = readIfThere(call.home.genesis);
  // The genesis of a large chain is not parsed for eight letters.
  return (
    (genesis === undefined ? undefined : /"bech32_prefix"\s*:\s*"([a-z0-9]{1,83})"/.exec(genesis)?.[1]) ??
    DEFAULT_PREFIX
  );
}

interface KeyOutput {
  readonly name: string;
  readonly type: string;
  readonly address: string;
  /** The same address as Ethereum's tools spell it, of keys that those tools use. */
  readonly eth_address?: string;
  readonly pubkey: string;
}

/** A key as `keys list` and `keys add` print it. */
export function keyOutput({ name, type, publicKey }: KeyRecord, prefix: string): KeyOutput {
  const bytes = addressBytes(publicKey);
  return {
    name,
    type,
    address: toBech32(prefix, bytes),
    ...(publicKey.kind === "ethsecp256k1" && { eth_address: toHexAddress(bytes) }),
    pubkey: JSON.stringify(toPublicKeyJson(publicKey)),
  };
}

/** An address as it is given, in Ethereum's spelling too, or that of a key of this name. @throws CliError on a foreign prefix or an unknown name */
export async function addressOfNameOrAddress(call: Invocation, text: string): Promise<string> {
  const prefix = addressPrefix(call);
  if (text.startsWith(`${prefix}1`)) {
    const { bytes } = fromBech32(text);
    if (bytes.length !== 20 && bytes.length !== 32)
      throw new CliError(`${text} has ${bytes.length} bytes; an address has 20 or 32`);
    return text;
  }
  const hex = fromHexAddress(text);
  if (hex !== undefined) return toBech32(prefix, hex);
  const keyring = openKeyring(call);
  if (!keyring.has(text) && /^[a-z0-9]+1[02-9ac-hj-np-z]{38,}$/.test(text)) {
    throw new CliError(`${text} is an address of another chain: here they start with ${prefix}1`);
  }
  return toBech32(prefix, addressBytes((await keyring.find(text)).publicKey));
}

/** A validator operator's address as it is given, or that of a key's name or account. @throws CliError as above */
export async function operatorOfNameOrAddress(call: Invocation, text: string): Promise<string> {
  const prefix = `${addressPrefix(call)}valoper`;
  if (text.startsWith(`${prefix}1`)) {
    fromBech32(text);
    return text;
  }
  return toBech32(prefix, fromBech32(await addressOfNameOrAddress(call, text)).bytes);
}
