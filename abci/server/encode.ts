import type { ValidatorUpdate } from "cosmjs-types/tendermint/abci/types";
import * as abci from "cosmjs-types/tendermint/abci/types";
import { ConsensusParams } from "cosmjs-types/tendermint/types/params";
import { encodeMessage } from "../../proto/writer.js";

/** An event as modules emit it; on the wire each attribute says besides whether it is to be indexed. */
export interface EventFields {
  readonly type: string;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
}

/** Keys of attributes that are to be indexed, by their event's type. */
export type IndexedEvents = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * What a list of `type.key` has CometBFT index, undefined for an empty one: everything. It is a node's own affair: the flag is
 * in no hash, which are over code, data and gas alone.
 */
export function indexedEvents(list: readonly string[]): IndexedEvents | undefined {
  if (list.length === 0) return undefined;
  const keysOf = new Map<string, Set<string>>();
  for (const each of list) {
    // Types of events may have dots, as `cosmos.authz.v1beta1.EventGrant`; keys have none.
    const dot = each.lastIndexOf(".");
    const type = each.slice(0, dot);
    const keys = keysOf.get(type) ?? new Set();
    keysOf.set(type, keys.add(each.slice(dot + 1)));
  }
  return keysOf;
}

/** What a transaction came to: fields of ExecTxResult, and the same of ResponseCheckTx. */
export interface TxResultFields {
  readonly code: number;
  readonly codespace: string;
  readonly data: Uint8Array;
  readonly log: string;
  readonly info?: string;
  readonly gasWanted: bigint;
  readonly gasUsed: bigint;
  readonly events: readonly EventFields[];
}

/** Fields of ResponseFinalizeBlock. */
export interface FinalizeBlockFields {
  readonly txResults: EncodedResults;
  readonly events: readonly EventFields[];
  readonly validatorUpdates?: readonly ValidatorUpdate[] | undefined;
  readonly consensusParamUpdates?: ConsensusParams | undefined;
  readonly appHash: Uint8Array;
}

/**
 * Bytes of ResponseCheckTx, without the ante handler's events: CometBFT indexes none of them, and would decode ten for each
 * transaction. @throws RangeError when gas does not fit an int64 or the code a uint32
 */
export function encodeCheckTxResponse(result: TxResultFields): Uint8Array {
  at = 0;
  txResult({ ...result, events: [] });
  return take();
}

/** Results are gathered in pieces that grow to so many bytes; a longer result is a piece of its own. */
const firstPieceBytes = 8 << 10;
const mostPieceBytes = 256 << 10;

/**
 * Memory for the results of one block after the other. A block of ten thousand transactions fills some 30 MB, which live as long as
 * the block runs: new memory for each would count as old by then, and V8 marks its whole heap for every 64 MB of that.
 */
export class ResultMemory {
  private free: Buffer[] = [];

  /** A piece of full size. */
  take(): Buffer {
    return this.free.pop() ?? Buffer.allocUnsafeSlow(mostPieceBytes);
  }

  /** What a block used is kept for the next one; what it did not need is let go. */
  keep(pieces: readonly Buffer[]): void {
    this.free = pieces.filter(({ length }) => length === mostPieceBytes);
  }
}

/**
 * What a block's transactions came to, encoded one after the other where ResponseFinalizeBlock has them. Those of a large block are
 * tens of megabytes: in pieces they are written once, and neither kept in ten thousand small arrays nor gathered in one.
 */
export class EncodedResults {
  private readonly full: Uint8Array[] = [];
  private readonly taken: Buffer[] = [];
  private piece: Buffer = Buffer.alloc(0);
  private filled = 0;

  /** @param indexed which attributes are to be indexed; undefined for all */
  constructor(
    private readonly indexed?: IndexedEvents,
    private readonly memory = new ResultMemory(),
  ) {}

  /** Adds the next one. @throws RangeError when gas does not fit an int64 or the code a uint32 */
  add(result: TxResultFields): void {
    at = 0;
    const kept = 2;
    const start = open(0x12, kept);
    txResult(result, this.indexed);
    close(start, kept);
    if (this.filled + at > this.piece.length) this.startPiece(at);
    this.piece.set(bytes.subarray(0, at), this.filled);
    this.filled += at;
    letGo();
  }

  /** All so far, in order. */
  get pieces(): readonly Uint8Array[] {
    return this.filled === 0 ? this.full : [...this.full, this.piece.subarray(0, this.filled)];
  }

  /** Gives the memory to the next block. Only once the other end has read all of it: the pieces hold other bytes then. */
  release(): void {
    this.memory.keep(this.taken);
  }

  private startPiece(least: number): void {
    if (this.filled > 0) this.full.push(this.piece.subarray(0, this.filled));
    const size = Math.min(mostPieceBytes, Math.max(firstPieceBytes, 2 * this.piece.length));
    this.piece =
      size < mostPieceBytes || least > mostPieceBytes
        ? Buffer.allocUnsafeSlow(Math.max(size, least))
        : this.memory.take();
    this.taken.push(this.piece);
    this.filled = 0;
  }
}

/**
 * Bytes of ResponseFinalizeBlock, in pieces; without `indexed`, every attribute is to be indexed.
 * @throws RangeError when a number does not fit its field
 */
export function encodeFinalizeBlockResponse(
  response: FinalizeBlockFields,
  indexed?: IndexedEvents,
): readonly Uint8Array[] {
  at = 0;
  for (const event of response.events) eventField(0x0a, event, indexed);
  const head = take();
  at = 0;
  for (const update of response.validatorUpdates ?? []) bytesField(0x1a, encodeMessage(abci.ValidatorUpdate, update));
  const params = response.consensusParamUpdates;
  if (params !== undefined) bytesField(0x22, encodeMessage(ConsensusParams, params));
  if (response.appHash.length > 0) bytesField(0x2a, response.appHash);
  return [head, ...response.txResults.pieces, take()];
}

/*
 * One buffer for all encoding, written from its start each time and copied out at the end: nothing here awaits, so no
 * two messages are under way at once. It grows to the largest response so far and stays, up to a bound.
 */
let bytes = new Uint8Array(0);
let text = Buffer.alloc(0);
let at = 0;

/** A buffer above this is let go after use. */
const keptBytes = 1 << 20;
const leastBytes = 64 << 10;

function take(): Uint8Array {
  const result = Buffer.allocUnsafe(at);
  result.set(bytes.subarray(0, at));
  letGo();
  return result;
}

function letGo(): void {
  if (bytes.length > keptBytes) useBuffer(leastBytes);
}

function useBuffer(size: number): void {
  const buffer = Buffer.allocUnsafeSlow(size);
  bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, size);
  text = buffer;
}

function reserve(size: number): void {
  if (at + size <= bytes.length) return;
  const old = bytes;
  useBuffer(Math.max(leastBytes, 2 * (at + size)));
  bytes.set(old.subarray(0, at));
}

/** ExecTxResult and ResponseCheckTx have the same fields under the same numbers. */
function txResult(result: TxResultFields, indexed?: IndexedEvents): void {
  if (result.code !== 0) uint32Field(0x08, result.code);
  if (result.data.length > 0) bytesField(0x12, result.data);
  if (result.log !== "") stringField(0x1a, result.log);
  if (result.info !== undefined && result.info !== "") stringField(0x22, result.info);
  if (result.gasWanted !== 0n) int64Field(0x28, result.gasWanted);
  if (result.gasUsed !== 0n) int64Field(0x30, result.gasUsed);
  for (const event of result.events) eventField(0x3a, event, indexed);
  if (result.codespace !== "") stringField(0x42, result.codespace);
}

function eventField(tag: number, event: EventFields, indexed: IndexedEvents | undefined): void {
  const kept = varintBytes(plainLength(event));
  const start = open(tag, kept);
  if (event.type !== "") stringField(0x0a, event.type);
  const keys = indexed?.get(event.type);
  for (const { key, value } of event.attributes) {
    // A flag that is not set is written too: an attribute's length is the same then, and readers take it.
    const flag = indexed === undefined || keys?.has(key) === true ? 1 : 0;
    if (!plainAttribute(key, value, flag)) attributeField(key, value, flag);
  }
  close(start, kept);
}

/** The event's length when all of its text is ASCII and short, as it almost always is: then nothing has to be moved. */
function plainLength({ type, attributes }: EventFields): number {
  let length = type.length + 2;
  for (const { key, value } of attributes) length += key.length + value.length + 8;
  return length;
}

function attributeField(key: string, value: string, flag: 0 | 1): void {
  const start = open(0x12, 1);
  if (key !== "") stringField(0x0a, key);
  if (value !== "") stringField(0x12, value);
  reserve(2);
  bytes[at++] = 0x18;
  bytes[at++] = flag;
  close(start, 1);
}

/** Writes an attribute of short ASCII, in one go; false, and nothing is written, when it is another one. */
function plainAttribute(key: string, value: string, flag: 0 | 1): boolean {
  const keyLength = key.length;
  const valueLength = value.length;
  const length = keyLength + valueLength + 6;
  if (keyLength === 0 || valueLength === 0 || valueLength > longestLoop || length > 0x7f) return false;
  reserve(length + 2);
  const target = bytes;
  let to = at;
  target[to++] = 0x12;
  target[to++] = length;
  target[to++] = 0x0a;
  target[to++] = keyLength;
  let seen = 0;
  for (let i = 0; i < keyLength; i++) seen |= target[to++] = key.charCodeAt(i);
  target[to++] = 0x12;
  target[to++] = valueLength;
  for (let i = 0; i < valueLength; i++) seen |= target[to++] = value.charCodeAt(i);
  if (seen > 0x7f) return false;
  target[to++] = 0x18;
  target[to++] = flag;
  at = to;
  return true;
}

/** Begins a nested message, and keeps `kept` bytes for its length. Returns where its content starts. */
function open(tag: number, kept: number): number {
  reserve(6);
  bytes[at] = tag;
  at += 1 + kept;
  return at;
}

/** Ends a nested message: fills in its length, and moves its content when that takes other than the bytes kept. */
function close(start: number, kept: number): void {
  const length = at - start;
  const needed = varintBytes(length);
  let end = at;
  if (needed !== kept) {
    reserve(4);
    bytes.copyWithin(start + needed - kept, start, at);
    end += needed - kept;
  }
  at = start - kept;
  varint(length);
  at = end;
}

function varintBytes(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : 5;
}

/** An integer from 0 to 2^53−1; room must have been reserved. */
function varint(value: number): void {
  while (value > 0x7fffffff) {
    bytes[at++] = (value % 128) | 0x80;
    value = Math.floor(value / 128);
  }
  while (value > 0x7f) {
    bytes[at++] = (value & 0x7f) | 0x80;
    value >>>= 7;
  }
  bytes[at++] = value;
}

function uint32Field(tag: number, value: number): void {
  if (value !== value >>> 0) throw new RangeError(`${value} does not fit a uint32`);
  reserve(6);
  bytes[at++] = tag;
  varint(value);
}

const maxInt64 = 2n ** 63n - 1n;

function int64Field(tag: number, value: bigint): void {
  reserve(11);
  bytes[at++] = tag;
  const small = Number(value);
  if (small >= 0 && small <= Number.MAX_SAFE_INTEGER) return varint(small);
  if (value > maxInt64 || value < -maxInt64 - 1n) throw new RangeError(`${value} does not fit an int64`);
  let rest = BigInt.asUintN(64, value);
  for (; rest > 0x7fn; rest >>= 7n) bytes[at++] = Number(rest & 0x7fn) | 0x80;
  bytes[at++] = Number(rest);
}

function bytesField(tag: number, value: Uint8Array): void {
  reserve(value.length + 6);
  bytes[at++] = tag;
  varint(value.length);
  bytes.set(value, at);
  at += value.length;
}

/** Up to this length a loop is faster than a call of the system's encoder. */
const longestLoop = 48;

function stringField(tag: number, value: string): void {
  const { length } = value;
  // UTF-8 takes at most three bytes for one UTF-16 unit.
  reserve(3 * length + 6);
  bytes[at] = tag;
  if (length <= longestLoop && shortAscii(value, length)) return;
  const kept = varintBytes(length);
  const start = at + 1 + kept;
  at = start + text.write(value, start);
  close(start, kept);
}

/** Writes ASCII without leaving JavaScript; false when it finds another character. */
function shortAscii(value: string, length: number): boolean {
  const target = bytes;
  const start = at + 2;
  let seen = 0;
  for (let i = 0; i < length; i++) seen |= target[start + i] = value.charCodeAt(i);
  if (seen > 0x7f) return false;
  target[start - 1] = length;
  at = start + length;
  return true;
}
