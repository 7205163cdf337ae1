import { hash as digest } from "node:crypto";
import { AuthInfo, type Fee, type SignerInfo, TxBody } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { type Codec, codecs } from "../../proto/codecs.js";
import { decodeMessage as decodeProto } from "../../proto/reader.js";
import { signersOf } from "../../proto/registry.js";
import { decodeTxRaw, rejectUnknownFields } from "../../proto/unknown.js";
import { accountOfOperator } from "../state/addresses.js";
import { type Coin, parseCoin } from "../state/coins.js";
import { AppError, sdk } from "../state/errors.js";
import { Verdicts } from "./signatures/verdicts.js";

/** The most bytes that are looked at as a transaction at all; blocks have their own, smaller limit. */
const MAX_TX_BYTES = 10 * 1024 * 1024;

/** Unix nanoseconds; 0n when the transaction sets no time-out. */
type TimeNanos = bigint;

export interface DecodedMessage {
  readonly typeUrl: string;
  readonly codec: Codec<unknown>;
  readonly value: unknown;
  readonly packed: Any;
  readonly signers: readonly string[];
}

/**
 * A transaction whose bytes are canonical and whose every field is known. Nothing in it depends on state, so it is
 * decoded once and shared by CheckTx, the proposal and the block.
 */
export interface Transaction {
  /** SHA-256 of the bytes as a binary string: what the network names it by. */
  readonly hash: string;
  readonly bytes: Uint8Array;
  readonly bodyBytes: Uint8Array;
  readonly authInfoBytes: Uint8Array;
  readonly body: TxBody;
  /** Whether the body has non-critical fields that are not known here; amino signatures do not cover them. */
  readonly hasUnknownFields: boolean;
  readonly authInfo: AuthInfo;
  readonly fee: Fee;
  /** As given: the ante handler checks that they form a coin set. */
  readonly feeCoins: readonly Coin[];
  readonly gasLimit: bigint;
  readonly signatures: readonly Uint8Array[];
  readonly signerInfos: readonly SignerInfo[];
  readonly messages: readonly DecodedMessage[];
  /** Whose signatures are needed, each once: the messages' signers in order, then the fee payer. */
  readonly signers: readonly string[];
  readonly feePayer: string;
  readonly unordered: boolean;
  readonly timeoutNanos: TimeNanos;
  /** What is known of its signatures. */
  readonly verdicts: Verdicts;
}

/** Bytes, and the transaction that they are, or why they are none. */
export interface Decoded {
  readonly bytes: Uint8Array;
  readonly tx?: Transaction;
  readonly fault?: Error;
}

/** The bytes as the transaction that they are, or with the reason why they are none. */
export function decodeAny(
  bytes: Uint8Array,
  decode: (bytes: Uint8Array) => Transaction = (each) => decodeTransaction(each),
): Decoded {
  try {
    return { bytes, tx: decode(bytes) };
  } catch (error) {
    return { bytes, fault: error as Error };
  }
}

/** @throws what makes the bytes no transaction */
export function transactionOf({ tx, fault }: Decoded): Transaction {
  if (tx === undefined) throw fault ?? new Error("neither a transaction nor a fault");
  return tx;
}

/** The transaction in `bytes`. @throws sdk.txDecode with the field that is wrong. */
export function decodeTransaction(
  bytes: Uint8Array,
  hash = transactionHash(bytes),
  verdicts = new Verdicts(),
): Transaction {
  try {
    return decode(bytes, hash, verdicts);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw sdk.txDecode(error instanceof Error ? error.message : "malformed transaction");
  }
}

function decode(bytes: Uint8Array, hash: string, verdicts: Verdicts): Transaction {
  if (bytes.length > MAX_TX_BYTES) throw sdk.txTooLarge(`${bytes.length} bytes, at most ${MAX_TX_BYTES}`);
  const raw = decodeTxRaw(bytes);
  const hasUnknownFields = rejectUnknownFields("/cosmos.tx.v1beta1.TxBody", raw.bodyBytes, { allowNonCritical: true });
  rejectUnknownFields("/cosmos.tx.v1beta1.AuthInfo", raw.authInfoBytes);
  const body = decodeProto(TxBody, raw.bodyBytes);
  const authInfo = decodeProto(AuthInfo, raw.authInfoBytes);
  if (authInfo.fee === undefined) throw sdk.txDecode("auth_info has no fee");
  const messages = body.messages.map(decodeMessage);
  const signers = requiredSigners(messages, authInfo.fee);
  return {
    hash,
    bytes,
    bodyBytes: raw.bodyBytes,
    authInfoBytes: raw.authInfoBytes,
    body,
    hasUnknownFields,
    authInfo,
    fee: authInfo.fee,
    feeCoins: authInfo.fee.amount.map(parseCoin),
    gasLimit: authInfo.fee.gasLimit,
    signatures: raw.signatures,
    signerInfos: authInfo.signerInfos,
    messages,
    signers,
    feePayer: authInfo.fee.payer !== "" ? authInfo.fee.payer : (signers[0] ?? ""),
    unordered: body.unordered,
    timeoutNanos: timeoutNanos(body),
    verdicts,
  };
}

function decodeMessage(packed: Any): DecodedMessage {
  const codec = codecs.get(packed.typeUrl);
  if (codec === undefined) throw sdk.txDecode(`unable to resolve type URL ${packed.typeUrl}`);
  const value: unknown = decodeProto(codec, packed.value);
  return { typeUrl: packed.typeUrl, codec, value, packed, signers: messageSigners(packed.typeUrl, value) };
}

/** The accounts that have to sign a message: an operator signs with the account that has the same bytes. */
function messageSigners(typeUrl: string, value: unknown): string[] {
  const { of, validators } = signersOf(typeUrl);
  return validators ? of(value).map(accountOfOperator) : of(value);
}

function requiredSigners(messages: readonly DecodedMessage[], fee: Fee): string[] {
  const signers = new Set<string>();
  for (const message of messages) for (const signer of message.signers) signers.add(signer);
  if (fee.payer !== "") signers.add(fee.payer);
  return [...signers];
}

function timeoutNanos({ timeoutTimestamp }: TxBody): TimeNanos {
  if (timeoutTimestamp === undefined) return 0n;
  return timeoutTimestamp.seconds * 1_000_000_000n + BigInt(timeoutTimestamp.nanos);
}

/** SHA-256 of a transaction's bytes as a binary string: what the network names a transaction by. */
export function transactionHash(bytes: Uint8Array): string {
  return digest("sha256", bytes, "latin1" as "hex");
}
