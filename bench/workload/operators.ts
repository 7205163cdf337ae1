import { createHash } from "node:crypto";
import { ripemd160 } from "@noble/hashes/legacy.js";
import { bech32 } from "@scure/base";
import { HDKey } from "@scure/bip32";
import { entropyToMnemonic, mnemonicToSeedSync } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";

/** Words of the operator of a validator, from 0 on, the same on every machine: nothing of value may be sent to it. */
export const operatorMnemonic = (index: number): string =>
  entropyToMnemonic(createHash("sha256").update(`echoin bench operator ${index}`).digest(), wordlist);

/** The validator's address as both chains derive it from those words (m/44'/118'/0'/0/0). */
export function validatorAddress(prefix: string, index: number): string {
  const { publicKey } = HDKey.fromMasterSeed(mnemonicToSeedSync(operatorMnemonic(index))).derive("m/44'/118'/0'/0/0");
  const address = ripemd160(createHash("sha256").update(publicKey!).digest());
  return bech32.encode(`${prefix}valoper`, bech32.toWords(address));
}
