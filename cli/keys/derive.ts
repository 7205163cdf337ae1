import { secp256k1 } from "@noble/curves/secp256k1.js";
import { HDKey } from "@scure/bip32";
import { entropyToMnemonic, generateMnemonic, mnemonicToSeed, validateMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { CliError } from "../errors.js";
import type { AccountKeyKind, PublicKey } from "./public-key.js";

/** 24 new English words (256 bits). */
export const newMnemonic = (): string => generateMnemonic(wordlist, 256);

/** Words from entropy that a person brought: 16 to 32 bytes. */
export const mnemonicFromEntropy = (entropy: Uint8Array): string => entropyToMnemonic(entropy, wordlist);

/** One space between the words, lower case. @throws CliError naming a wrong word's place, never the words themselves */
export function checkMnemonic(text: string): string {
  const words = text.trim().toLowerCase().split(/\s+/);
  if (![12, 15, 18, 21, 24].includes(words.length)) {
    throw new CliError(`a mnemonic has 12, 15, 18, 21 or 24 words, not ${text.trim() === "" ? 0 : words.length}`);
  }
  const unknown = words.findIndex((word) => !wordlist.includes(word));
  if (unknown >= 0) {
    throw new CliError(`word ${unknown + 1} of the mnemonic is not in the English BIP-39 list`, {
      hint: "check its spelling",
    });
  }
  const mnemonic = words.join(" ");
  if (!validateMnemonic(mnemonic, wordlist)) {
    throw new CliError("the mnemonic's checksum is wrong", {
      hint: "the words are fine, but their order or one of them is not",
    });
  }
  return mnemonic;
}

/** The coin types of BIP-44 that wallets make keys of a kind with. */
export const COIN_TYPES: Readonly<Record<AccountKeyKind, string>> = { secp256k1: "118", ethsecp256k1: "60" };

/** The BIP-44 path of an address. @throws CliError when a number is out of range */
export function hdPath(parts: { coinType: number; account: number; index: number }): string {
  for (const [name, value] of Object.entries(parts)) {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** 31)
      throw new CliError(`${name} must be between 0 and 2147483647`);
  }
  return `m/44'/${parts.coinType}'/${parts.account}'/0/${parts.index}`;
}

/** The 32-byte secp256k1 key of a mnemonic at a path. @throws CliError on a malformed path */
export async function deriveKey(mnemonic: string, options: { passphrase: string; path: string }): Promise<Uint8Array> {
  if (!/^m(\/\d{1,10}'?)+$/.test(options.path)) {
    throw new CliError(`"${options.path}" is not a derivation path`, { hint: "write it as m/44'/118'/0'/0/0" });
  }
  const seed = await mnemonicToSeed(mnemonic, options.passphrase);
  const { privateKey } = HDKey.fromMasterSeed(seed).derive(options.path);
  if (privateKey === null) throw new CliError(`there is no key at ${options.path}`);
  return privateKey;
}

/** The public key of a private key. @throws CliError when the number is no key */
export function publicKeyOf(privateKey: Uint8Array, kind: AccountKeyKind): PublicKey {
  if (privateKey.length !== 32 || !secp256k1.utils.isValidSecretKey(privateKey)) {
    throw new CliError("that is not a secp256k1 private key: it needs 32 bytes, between 1 and the curve's order");
  }
  return { kind, bytes: secp256k1.getPublicKey(privateKey, true) };
}
