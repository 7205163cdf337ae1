import { hexOf } from "../../abci/state/hex.js";
import { keccak256 } from "../../abci/state/keccak.js";
import { errors } from "./errors.js";
import { ADDRESS_LENGTH, VOUCHER_ADDRESS } from "./types.js";

/** A sponsor's word that a user is a member, which it signs off the chain. */
export interface Voucher {
  readonly sponsorship: bigint;
  readonly user: Uint8Array;
  /** Unix seconds from which on it is worth nothing, redeemed or not. */
  readonly expires: bigint;
}

export interface SignedVoucher extends Voucher {
  /** r, s and v: 65 bytes. */
  readonly signature: Uint8Array;
}

const WORD = 32;
const SIGNATURE_LENGTH = 65;

const utf8Hash = (text: string): Uint8Array => keccak256(Buffer.from(text, "utf8"));

/** The function that the call data of a redemption names; the arguments are a voucher's fields and its signature. */
const REDEEM = utf8Hash("redeem(uint64,address,uint64,bytes)").slice(0, 4);

const DOMAIN_TYPE = utf8Hash("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
const VOUCHER_TYPE = utf8Hash("Voucher(uint64 sponsorship,address user,uint64 expires)");

/** What EIP-712 signs of a voucher: `eth_signTypedData_v4` with the domain "Echoin Sponsor", version "1". */
export function voucherDigest({ sponsorship, user, expires }: Voucher, chainId: bigint): Uint8Array {
  const domain = [DOMAIN_TYPE, utf8Hash("Echoin Sponsor"), utf8Hash("1"), word(chainId), padded(VOUCHER_ADDRESS)];
  const voucher = [VOUCHER_TYPE, word(sponsorship), padded(user), word(expires)];
  const hashed = [domain, voucher].map((words) => keccak256(Buffer.concat(words)));
  return keccak256(Buffer.concat([Buffer.of(0x19, 0x01), ...hashed]));
}

/** A redemption as the call data of an Ethereum transaction. */
export function encodeRedemption({ sponsorship, user, expires, signature }: SignedVoucher): Uint8Array {
  const tail = Buffer.alloc(Math.ceil(signature.length / WORD) * WORD);
  tail.set(signature);
  const head = [word(sponsorship), padded(user), word(expires), word(4n * 32n), word(BigInt(signature.length))];
  return Buffer.concat([REDEEM, ...head, tail]);
}

/** The voucher in the call data of a redemption, which has one form only. @throws errors.invalidVoucher */
export function decodeRedemption(data: Uint8Array): SignedVoucher {
  const at = (index: number): Uint8Array => data.subarray(4 + index * WORD, 4 + (index + 1) * WORD);
  const signature = data.slice(4 + 5 * WORD, 4 + 5 * WORD + SIGNATURE_LENGTH);
  const user = at(1).slice(WORD - ADDRESS_LENGTH);
  const voucher = { sponsorship: uint64(at(0)), user, expires: uint64(at(2)), signature };
  if (hexOf(data) === hexOf(encodeRedemption(voucher)) && signature.length === SIGNATURE_LENGTH) return voucher;
  throw errors.invalidVoucher(
    `the call data is not that of redeem(uint64 sponsorship, address user, uint64 expires, bytes signature) with a signature of ${SIGNATURE_LENGTH} bytes`,
  );
}

/** Divides a signature into r and s, and the parity of y. @throws errors.invalidVoucher */
export function splitSignature(signature: Uint8Array): { readonly compact: Uint8Array; readonly yParity: 0 | 1 } {
  const v = signature[SIGNATURE_LENGTH - 1];
  if (signature.length !== SIGNATURE_LENGTH || (v !== 27 && v !== 28)) {
    throw errors.invalidVoucher(`a signature has ${SIGNATURE_LENGTH} bytes, of which the last is 27 or 28`);
  }
  return { compact: signature.subarray(0, SIGNATURE_LENGTH - 1), yParity: v === 27 ? 0 : 1 };
}

function word(value: bigint): Uint8Array {
  return Buffer.from(value.toString(16).padStart(2 * WORD, "0"), "hex");
}

function padded(address: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.alloc(WORD - address.length), address]);
}

/** The lowest 64 bits of a word, of whatever length it is: what does not fit is found by encoding it again. */
function uint64(bytes: Uint8Array): bigint {
  return BigInt.asUintN(64, BigInt(`0x0${hexOf(bytes).slice(2)}`));
}
