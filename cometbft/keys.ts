import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";

/** An ed25519 key as CometBFT uses it, for a node's identity or a validator's votes. */
export interface CometKey {
  /** 32 bytes; never to be logged. */
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** A new random key, or the key of a 32-byte seed. @throws RangeError when the seed has another length */
export function makeKey(seed: Uint8Array = ed25519.utils.randomSecretKey()): CometKey {
  if (seed.length !== 32) throw new RangeError(`an ed25519 seed has 32 bytes, not ${seed.length}`);
  return { seed, publicKey: ed25519.getPublicKey(seed) };
}

/** The 20-byte consensus address: the beginning of the public key's sha-256. */
export function addressOf(publicKey: Uint8Array): Uint8Array {
  return Uint8Array.from(createHash("sha256").update(publicKey).digest().subarray(0, 20));
}

/** The name of a node among its peers: its node key's address in lower-case hexadecimal. */
export function nodeIdOf(publicKey: Uint8Array): string {
  return Buffer.from(addressOf(publicKey)).toString("hex");
}

/** Text of config/node_key.json; the file is for its owner alone (0600). */
export function nodeKeyFile(key: CometKey): string {
  return `${JSON.stringify({ priv_key: privateKeyJson(key) })}\n`;
}

/** Text of config/priv_validator_key.json; the file is for its owner alone (0600). */
export function validatorKeyFile(key: CometKey): string {
  const address = Buffer.from(addressOf(key.publicKey)).toString("hex").toUpperCase();
  return json({ address, pub_key: publicKeyJson(key.publicKey), priv_key: privateKeyJson(key) });
}

/** Text of data/priv_validator_state.json of a key that has signed nothing. Never to be written over one that has. */
export function freshValidatorState(): string {
  return json({ height: "0", round: 0, step: 0 });
}

/**
 * The key in node_key.json or priv_validator_key.json.
 * @throws Error that says what is wrong, and never shows the key
 */
export function parseKeyFile(text: string, path: string): CometKey {
  const document = parseObject(text, path);
  const { type, value } = asObject(document["priv_key"]) ?? {};
  if (type !== "tendermint/PrivKeyEd25519" || typeof value !== "string")
    throw new Error(`${path}: priv_key is to be {"type":"tendermint/PrivKeyEd25519","value":"<base64>"}`);
  const bytes = Buffer.from(value, "base64");
  if (bytes.length !== 64) throw new Error(`${path}: an ed25519 private key has 64 bytes, this one ${bytes.length}`);
  const key = makeKey(Uint8Array.from(bytes.subarray(0, 32)));
  if (!Buffer.from(key.publicKey).equals(bytes.subarray(32)))
    throw new Error(`${path}: the key's second half is not the public key of its first: the file is damaged`);
  return key;
}

/** A public key as genesis files have it. */
export function publicKeyJson(publicKey: Uint8Array): { type: "tendermint/PubKeyEd25519"; value: string } {
  return { type: "tendermint/PubKeyEd25519", value: Buffer.from(publicKey).toString("base64") };
}

/** A public key as `show-validator` prints it and messages carry it: Any in JSON. */
export function publicKeyAny(publicKey: Uint8Array): { "@type": "/cosmos.crypto.ed25519.PubKey"; key: string } {
  return { "@type": "/cosmos.crypto.ed25519.PubKey", key: Buffer.from(publicKey).toString("base64") };
}

function privateKeyJson({ seed, publicKey }: CometKey): { type: string; value: string } {
  return { type: "tendermint/PrivKeyEd25519", value: Buffer.concat([seed, publicKey]).toString("base64") };
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function parseObject(text: string, path: string): Record<string, unknown> {
  try {
    const object = asObject(JSON.parse(text));
    if (object !== undefined) return object;
  } catch {
    // The parser's message would quote the text, and with it the key.
  }
  throw new Error(`${path} is not a JSON object`);
}
