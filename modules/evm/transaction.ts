import { RLP } from "@ethereumjs/rlp";
import { errors } from "./errors.js";
import {
  addressOfUncompressed,
  bytesToNumber,
  keccak256,
  minimal,
  recoverPublicKey,
  SECP256K1_ORDER,
  wordBytes,
} from "./crypto.js";
import { ADDRESS_LENGTH } from "./types.js";

/** EIP-2718 types: legacy, access list (2930), dynamic fee (1559), blobs (4844), set code (7702). */
export type TransactionType = 0 | 1 | 2 | 3 | 4;

/** An address, and slots of 32 bytes, that a transaction warms beforehand (EIP-2930). */
export interface AccessListItem {
  readonly address: Uint8Array;
  readonly storageKeys: readonly Uint8Array[];
}

/** An account's permission to run another's code as its own (EIP-7702), as signed; it may be worth nothing. */
export interface Authorization {
  readonly chainId: bigint;
  readonly address: Uint8Array;
  readonly nonce: bigint;
  readonly yParity: bigint;
  readonly r: bigint;
  readonly s: bigint;
}

/** What a transaction wants done, whoever signed it. */
export interface TransactionRequest {
  readonly type: TransactionType;
  readonly nonce: bigint;
  readonly gasLimit: bigint;
  /** Base units of the coin that a unit of gas may cost, base fee and tip together. */
  readonly maxFeePerGas: bigint;
  /** What of it may be the tip; the whole for types 0 and 1. */
  readonly maxPriorityFeePerGas: bigint;
  /** Undefined for a new contract. */
  readonly to: Uint8Array | undefined;
  readonly value: bigint;
  readonly data: Uint8Array;
  readonly accessList: readonly AccessListItem[];
  readonly authorizations: readonly Authorization[];
  readonly blobVersionedHashes: readonly Uint8Array[];
  readonly maxFeePerBlobGas: bigint;
}

/** A signed Ethereum transaction; nothing in it depends on state. */
export interface EthereumTransaction extends TransactionRequest {
  /** Absent for transactions of before EIP-155, which any chain takes. */
  readonly chainId: bigint | undefined;
  readonly r: bigint;
  readonly s: bigint;
  /** As written: 27, 28 or from 35 on for type 0, else 0 or 1. */
  readonly v: bigint;
  readonly hash: Uint8Array;
  readonly sender: Uint8Array;
  /** As `eth_sendRawTransaction` takes it. */
  readonly raw: Uint8Array;
}

const MAX_UINT64 = (1n << 64n) - 1n;
const HALF_ORDER = SECP256K1_ORDER >> 1n;
const EMPTY = new Uint8Array(0);

type RlpItem = Uint8Array | readonly RlpItem[];

/** How many fields each type has, its signature's three counted in. */
const FIELDS: Readonly<Record<TransactionType, number>> = { 0: 9, 1: 11, 2: 12, 3: 14, 4: 13 };

/**
 * The `r` of a transaction that names its sender instead of being signed; `s` is then the address. No signature has it: it
 * is over the curve's order. Refused everywhere but in a dev node, which has no peers.
 */
export const UNSIGNED_R = (1n << 256n) - 1n;

let unsignedAllowed = false;

/** Lets transactions in this thread name their sender. Never to be called by a node of a network. */
export function allowUnsigned(): void {
  unsignedAllowed = true;
}

const decoded = new WeakMap<Uint8Array, EthereumTransaction>();

/**
 * The transaction in `raw`; the same array is decoded once.
 * @throws errors.decode, errors.typeNotSupported, errors.invalidSender, errors.feeCapTooBig
 */
export function decodeEthereumTransaction(raw: Uint8Array): EthereumTransaction {
  const known = decoded.get(raw);
  if (known !== undefined) return known;
  const transaction = signed(raw, parse(raw));
  decoded.set(raw, transaction);
  parsed.delete(raw);
  return transaction;
}

/** What a transaction wants, whoever signed it. @throws as `decodeEthereumTransaction`, but for its signature */
export const requestOf = (raw: Uint8Array): TransactionRequest => decoded.get(raw) ?? parse(raw).parts.request;

const parsed = new WeakMap<Uint8Array, Parsed>();

interface Parsed {
  readonly type: TransactionType;
  readonly parts: Parts;
  /** keccak-256 of all of it. */
  readonly hash: Uint8Array;
}

function parse(raw: Uint8Array): Parsed {
  const known = parsed.get(raw);
  if (known !== undefined) return known;
  const found = parseAnew(raw);
  parsed.set(raw, found);
  return found;
}

function parseAnew(raw: Uint8Array): Parsed {
  const first = raw[0];
  if (first === undefined) throw errors.decode("typed transaction too short");
  if (first >= 0xc0) return { type: 0, parts: decodeLegacy(listOf(raw, FIELDS[0])), hash: keccak256(raw) };
  if (first > 4 || first === 0) throw errors.typeNotSupported(`type ${first}`);
  const type = first as TransactionType;
  return { type, parts: decodeTyped(type, listOf(raw.subarray(1), FIELDS[type])), hash: keccak256(raw) };
}

interface Parts {
  readonly request: TransactionRequest;
  readonly chainId: bigint | undefined;
  readonly v: bigint;
  readonly r: bigint;
  readonly s: bigint;
  readonly yParity: bigint;
  /** What was signed: the fields without the signature, for type 0 with those of EIP-155. */
  readonly signedFields: RlpItem[];
}

function decodeLegacy(fields: readonly RlpItem[]): Parts {
  const [nonce, gasPrice, gas, to, value, data] = fields as Uint8Array[];
  const [v, r, s] = fields.slice(6).map((field) => uint(field, 32, "signature"));
  const price = fee(gasPrice);
  const protectedBy = v! >= 35n ? (v! - 35n) / 2n : undefined;
  if (protectedBy === undefined && v !== 27n && v !== 28n)
    throw errors.invalidSender("invalid transaction v, r, s values");
  return {
    request: {
      ...noExtras,
      type: 0,
      nonce: uint(nonce, 8, "nonce"),
      gasLimit: uint(gas, 8, "gas"),
      maxFeePerGas: price,
      maxPriorityFeePerGas: price,
      to: recipient(to),
      value: uint(value, 32, "value"),
      data: bytes(data),
    },
    chainId: protectedBy,
    v: v!,
    r: r!,
    s: s!,
    yParity: protectedBy === undefined ? v! - 27n : (v! - 35n) % 2n,
    signedFields: [...fields.slice(0, 6), ...(protectedBy === undefined ? [] : [minimal(protectedBy), EMPTY, EMPTY])],
  };
}

function decodeTyped(type: TransactionType, fields: readonly RlpItem[]): Parts {
  const body = fields.slice(0, -3);
  const [v, r, s] = [0, 1, 2].map((index) => uint(fields[body.length + index], 32, "signature")) as [
    bigint,
    bigint,
    bigint,
  ];
  let at = 0;
  const take = (): RlpItem => body[at++]!;

  const chainId = uint(take(), 32, "chain id");
  const nonce = uint(take(), 8, "nonce");
  const maxPriorityFeePerGas = fee(take());
  const maxFeePerGas = type === 1 ? maxPriorityFeePerGas : fee(take());
  const gasLimit = uint(take(), 8, "gas");
  const to = recipient(take());
  const value = uint(take(), 32, "value");
  const data = bytes(take());
  const warmed = accessList(take());
  if (type >= 3 && to === undefined) throw errors.decode("rlp: input string too short for common.Address");
  const maxFeePerBlobGas = type === 3 ? fee(take()) : 0n;
  const blobVersionedHashes = type === 3 ? list(take()).map((item) => bytes(item, 32)) : NONE;
  const authorizations = type === 4 ? list(take()).map(authorization) : NONE;
  if (v !== 0n && v !== 1n) throw errors.invalidSender("invalid transaction v, r, s values");
  // Written out, with no copy of a copy: every transaction comes here, and more than once.
  const request = {
    type,
    nonce,
    gasLimit,
    maxFeePerGas,
    maxPriorityFeePerGas,
    to,
    value,
    data,
    accessList: warmed,
    authorizations,
    blobVersionedHashes,
    maxFeePerBlobGas,
  };
  return { request, chainId, v, r, s, yParity: v, signedFields: body };
}

const NONE = [] as const;
const noExtras = { accessList: NONE, authorizations: NONE, blobVersionedHashes: NONE, maxFeePerBlobGas: 0n } as const;

/** Finds out who signed. High s are refused since Homestead. */
function signed(raw: Uint8Array, found: Parsed): EthereumTransaction {
  const { hash } = found;
  const { request, chainId, v, r, s } = found.parts;
  if (unsignedAllowed && r === UNSIGNED_R) {
    return { ...request, chainId, v, r, s, hash, sender: wordBytes(s).slice(12), raw };
  }
  const sender = claimedSender(raw) ?? known?.find(hash) ?? recoverSender(found);
  if (sender === undefined) throw errors.invalidSender("invalid transaction v, r, s values");
  return { ...request, chainId, v, r, s, hash, sender, raw };
}

function recoverSender(found: Parsed): Uint8Array | undefined {
  const { r, s, yParity } = found.parts;
  if (!mayBeSignature(found.parts)) return undefined;
  const key = recoverPublicKey({ digest: digestOf(found), r, s, yParity: yParity === 0n ? 0 : 1 });
  const sender = key && addressOfUncompressed(key);
  if (sender !== undefined) noted?.note(found.hash, sender);
  return sender;
}

/** Remembers who signed which transaction, by its hash; it may forget. */
export interface SenderMemory {
  find(hash: Uint8Array): Uint8Array | undefined;
  note(hash: Uint8Array, sender: Uint8Array): void;
}

let known: Pick<SenderMemory, "find"> | undefined;
let noted: Pick<SenderMemory, "note"> | undefined;

/** Has this thread look up senders that others found out. They have to have found them out as this one would. */
export function lookUpSenders(memory: Pick<SenderMemory, "find">): void {
  known = memory;
}

/** Has this thread tell others of the senders that it finds out. */
export function noteSenders(memory: Pick<SenderMemory, "note">): void {
  noted = memory;
}

/** What was signed. */
const digestOf = ({ type, parts }: Pick<Parsed, "type" | "parts">): Uint8Array =>
  keccak256(withType(type, RLP.encode(parts.signedFields as never)));

const mayBeSignature = ({ r, s }: Parts): boolean => r > 0n && r < SECP256K1_ORDER && s > 0n && s <= HALF_ORDER;

/** A signature, what it is over, and which of the keys that could have made it did. */
export interface SenderSignature {
  /** 32 bytes. */
  readonly digest: Uint8Array;
  /** r and s, 64 bytes. */
  readonly signature: Uint8Array;
  readonly yParity: 0 | 1;
}

/** Who somebody says has signed; the verdict is undefined as long as nobody has found out. */
interface Claim {
  readonly sender: Uint8Array;
  readonly verdict: () => boolean | undefined;
}

const claims = new WeakMap<Uint8Array, Claim>();

/**
 * What another thread needs to find out who signed a transaction that is not decoded yet; undefined when that is known, here
 * or to another thread, or when nobody can have. @throws as `requestOf`
 */
export function senderSignatureOf(raw: Uint8Array): SenderSignature | undefined {
  if (decoded.has(raw) || claims.has(raw)) return undefined;
  const found = parse(raw);
  if (known?.find(found.hash) !== undefined) return undefined;
  const { r, s, yParity } = found.parts;
  if (!mayBeSignature(found.parts)) return undefined;
  const signature = Buffer.concat([wordBytes(r), wordBytes(s)]);
  return { digest: digestOf(found), signature, yParity: yParity === 0n ? 0 : 1 };
}

/**
 * Lets the decoding of `raw` take `sender` for who signed it, if by then the verdict is that it was; else it finds out by
 * itself. The verdict has to be of `senderSignatureOf(raw)` and nothing else, so that the result is the same either way.
 */
export function claimSender(raw: Uint8Array, sender: Uint8Array, verdict: () => boolean | undefined): void {
  claims.set(raw, { sender, verdict });
}

function claimedSender(raw: Uint8Array): Uint8Array | undefined {
  const claim = claims.get(raw);
  claims.delete(raw);
  return claim?.verdict() === true ? claim.sender : undefined;
}

/** EIP-2718: the type's byte in front, except of legacy transactions. */
export function withType(type: number, payload: Uint8Array): Uint8Array {
  if (type === 0) return payload;
  const framed = new Uint8Array(payload.length + 1);
  framed[0] = type;
  framed.set(payload, 1);
  return framed;
}

/** The fields of a list that takes up all of `encoded`. */
function listOf(encoded: Uint8Array, length: number): readonly RlpItem[] {
  let items: RlpItem;
  try {
    items = RLP.decode(encoded);
  } catch (error) {
    throw errors.decode(`rlp: ${error instanceof Error ? error.message : "malformed"}`);
  }
  const fields = list(items);
  if (fields.length < length) throw errors.decode("rlp: too few elements for the transaction's type");
  if (fields.length > length) throw errors.decode("rlp: input list has too many elements for the transaction's type");
  return fields;
}

function list(item: RlpItem | undefined): readonly RlpItem[] {
  if (item === undefined || item instanceof Uint8Array) throw errors.decode("rlp: expected List");
  return item;
}

/** A byte string; `length` bytes of it when given. */
function bytes(item: RlpItem | undefined, length?: number): Uint8Array {
  if (!(item instanceof Uint8Array)) throw errors.decode("rlp: expected String or Byte");
  if (length !== undefined && item.length !== length) {
    throw errors.decode(`rlp: input string too ${item.length < length ? "short" : "long"} for ${length} bytes`);
  }
  return item;
}

/** An integer of at most `size` bytes, without leading zeros. */
function uint(item: RlpItem | undefined, size: number, what: string): bigint {
  const digits = bytes(item);
  if (digits[0] === 0) throw errors.decode(`rlp: non-canonical integer (leading zero bytes) for ${what}`);
  if (digits.length > size) throw errors.decode(`rlp: input string too long for ${what}`);
  return bytesToNumber(digits);
}

/** A price; over 256 bits it has words of its own. */
function fee(item: RlpItem | undefined): bigint {
  if (bytes(item).length > 32) throw errors.feeCapTooBig();
  return uint(item, 32, "fee");
}

function recipient(item: RlpItem | undefined): Uint8Array | undefined {
  const address = bytes(item);
  return address.length === 0 ? undefined : bytes(address, ADDRESS_LENGTH);
}

function accessList(item: RlpItem | undefined): AccessListItem[] {
  return list(item).map((entry) => {
    const [address, keys, ...rest] = list(entry);
    if (rest.length > 0) throw errors.decode("rlp: input list has too many elements for types.AccessTuple");
    return { address: bytes(address, ADDRESS_LENGTH), storageKeys: list(keys).map((key) => bytes(key, 32)) };
  });
}

function authorization(item: RlpItem): Authorization {
  const fields = list(item);
  if (fields.length !== 6) throw errors.decode("rlp: an authorization has six elements");
  const [chainId, address, nonce, yParity, r, s] = fields;
  return {
    chainId: uint(chainId, 32, "chain id"),
    address: bytes(address, ADDRESS_LENGTH),
    nonce: uint(nonce, 8, "nonce"),
    yParity: uint(yParity, 1, "y parity"),
    r: uint(r, 32, "r"),
    s: uint(s, 32, "s"),
  };
}

/** Who gave an authorization, or undefined when its signature is none (EIP-7702). */
export function authorityOf({ chainId, address, nonce, yParity, r, s }: Authorization): Uint8Array | undefined {
  if (yParity > 1n || r === 0n || r >= SECP256K1_ORDER || s === 0n || s > HALF_ORDER) return undefined;
  const digest = keccak256(withType(0x05, RLP.encode([minimal(chainId), address, minimal(nonce)])));
  const key = recoverPublicKey({ digest, r, s, yParity: yParity === 0n ? 0 : 1 });
  return key && addressOfUncompressed(key);
}

/** The largest nonce that a transaction may have is one less (EIP-2681). */
export const MAX_NONCE = MAX_UINT64;
