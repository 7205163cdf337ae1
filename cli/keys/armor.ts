import { randomBytes } from "node:crypto";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { CliError } from "../errors.js";
import type { AccountKeyKind } from "./public-key.js";

/** A key in ASCII armor as simd exports it: argon2id (1 pass, 64 MiB, 4 lanes), then ChaCha20-Poly1305 over the amino bytes. */
const BLOCK = "TENDERMINT PRIVATE KEY";
const ARGON2 = { iterations: 1, memorySize: 64 * 1024, parallelism: 4, hashLength: 32 } as const;
/** Amino name prefixes of private keys (tendermint/PrivKeySecp256k1, os/PrivKeyEthSecp256k1), and their length byte. */
const AMINO_PRIVATE: Readonly<Record<AccountKeyKind, Buffer>> = {
  secp256k1: Buffer.from("e1b0f79b20", "hex"),
  ethsecp256k1: Buffer.from("2a5ece9320", "hex"),
};
/** What a kind of key is called on command lines and in armor, as by simd and evmd. */
export const KEY_TYPES: Readonly<Record<AccountKeyKind, string>> = {
  secp256k1: "secp256k1",
  ethsecp256k1: "eth_secp256k1",
};
/** The key is fresh for each export (new salt), so the nonce may be fixed, and the format has it so. */
const NONCE = new Uint8Array(12);

/** A private key, and what kind of account it makes. */
export interface PrivateKey {
  readonly kind: AccountKeyKind;
  readonly bytes: Uint8Array;
}

/** Encrypts a private key for carrying to another keyring. */
export async function armorPrivateKey({ kind, bytes }: PrivateKey, passphrase: string): Promise<string> {
  const salt = randomBytes(16);
  const text = Buffer.concat([AMINO_PRIVATE[kind], bytes]);
  const sealed = chacha20poly1305(await stretch(passphrase, salt), NONCE).encrypt(Uint8Array.from(text));
  return encodeArmor({ kdf: "argon2", salt: salt.toString("hex").toUpperCase(), type: KEY_TYPES[kind] }, sealed);
}

/** The private key again. @throws CliError on a wrong passphrase, a damaged text, or a form that is not known */
export async function unarmorPrivateKey(armor: string, passphrase: string): Promise<PrivateKey> {
  const { headers, body } = decodeArmor(armor);
  if (headers.kdf !== "argon2") {
    throw new CliError(`the key is armored with "${headers.kdf ?? "no kdf"}", and only argon2 is read`, {
      hint: "export it again with a tool of SDK 0.50 or newer, or import its hex",
    });
  }
  const kind = kindOf(headers.type ?? "secp256k1");
  const key = await stretch(passphrase, Buffer.from(headers.salt ?? "", "hex"));
  let text: Uint8Array;
  try {
    text = chacha20poly1305(key, NONCE).decrypt(body);
  } catch {
    throw new CliError("wrong passphrase for this armored key");
  }
  const prefix = AMINO_PRIVATE[kind];
  if (text.length !== prefix.length + 32 || !prefix.equals(text.slice(0, prefix.length))) {
    throw new CliError(`the armored content is not a private key of type ${KEY_TYPES[kind]}`);
  }
  return { kind, bytes: text.slice(prefix.length) };
}

/** The kind of key that a type names. @throws CliError naming those that are known */
export function kindOf(type: string): AccountKeyKind {
  const found = (Object.keys(KEY_TYPES) as AccountKeyKind[]).find((kind) => KEY_TYPES[kind] === type);
  if (found !== undefined) return found;
  throw new CliError(`keys of type "${type}" are not known`, { hint: Object.values(KEY_TYPES).join(" or ") });
}

async function stretch(passphrase: string, salt: Uint8Array): Promise<Uint8Array> {
  if (salt.length < 8) throw new CliError("the armored key has no proper salt");
  const { argon2id } = await import("hash-wasm");
  return argon2id({ ...ARGON2, password: passphrase, salt, outputType: "binary" });
}

/** OpenPGP ASCII armor (RFC 4880, section 6.2): headers, base64 in lines of 64, a CRC-24. */
export function encodeArmor(headers: Readonly<Record<string, string>>, body: Uint8Array): string {
  const lines = [`-----BEGIN ${BLOCK}-----`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  lines.push(
    "",
    ...(Buffer.from(body)
      .toString("base64")
      .match(/.{1,64}/g) ?? []),
  );
  lines.push(`=${crc24(body).toString("base64")}`, `-----END ${BLOCK}-----`);
  return lines.join("\n");
}

/** Headers and content of an armored key. @throws CliError on another block, a missing end or a wrong checksum */
export function decodeArmor(armor: string): { headers: Readonly<Record<string, string>>; body: Uint8Array } {
  const lines = armor.split(/\r?\n/).map((line) => line.trim());
  const start = lines.indexOf(`-----BEGIN ${BLOCK}-----`);
  const end = lines.indexOf(`-----END ${BLOCK}-----`);
  if (start < 0 || end < start) {
    throw new CliError("that is not an armored private key", {
      hint: `the text starts with -----BEGIN ${BLOCK}----- and ends with -----END ${BLOCK}-----`,
    });
  }
  const inner = lines.slice(start + 1, end);
  const blank = inner.indexOf("");
  const headers: Record<string, string> = {};
  for (const line of inner.slice(0, Math.max(blank, 0))) {
    const [name, ...value] = line.split(":");
    if (name !== undefined) headers[name] = value.join(":").trim();
  }
  const content = inner.slice(blank + 1).filter((line) => line !== "");
  const checksum = content.find((line) => line.startsWith("="));
  const body = Uint8Array.from(Buffer.from(content.filter((line) => !line.startsWith("=")).join(""), "base64"));
  if (checksum === undefined || !Buffer.from(checksum.slice(1), "base64").equals(crc24(body))) {
    throw new CliError("the armored key is damaged: its checksum does not fit", { hint: "copy the whole text again" });
  }
  return { headers, body };
}

function crc24(bytes: Uint8Array): Buffer {
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit++)
      crc = crc & 0x800000 ? ((crc << 1) ^ 0x1864cfb) & 0xffffff : (crc << 1) & 0xffffff;
  }
  return Buffer.from([crc >>> 16, (crc >>> 8) & 0xff, crc & 0xff]);
}
