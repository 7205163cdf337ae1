import type { TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";

import { DecodeError } from "./reader.js";
import { type FieldKind, type FieldSchema, isKnownType, type MessageSchema, schemaOf } from "./schema.js";

/** A field that the message type does not have. */
export class UnknownFieldError extends DecodeError {
  constructor(
    readonly typeName: string,
    readonly fieldNumber: number,
    wireType: number,
  ) {
    super(`${typeName} has no field ${fieldNumber} (found as ${wireName(wireType)})`);
    this.name = "UnknownFieldError";
  }
}

export interface UnknownFieldRule {
  /** Whether unknown fields pass whose number has bit 11 set: those that a reader may ignore. Only for TxBody. */
  readonly allowNonCritical: boolean;
}

/** One field as the walk needs it. */
interface Slot {
  readonly schema: FieldSchema;
  readonly wireType: number;
  /** Whether the field may also stand packed, as one run of numbers. */
  readonly packable: boolean;
  /** What the slot is counted as, to notice a second one: a oneof's fields share a bit; −1 when it may repeat. */
  readonly once: number;
  /** 0: the value is not looked into. 1: a message. 2: an Any. */
  readonly content: 0 | 1 | 2;
  table: Table | undefined;
}

interface Table {
  readonly typeName: string;
  readonly slots: readonly (Slot | undefined)[];
  /** Fields with numbers too large for the array. */
  readonly distant: ReadonlyMap<number, Slot>;
}

/** Bit 11: the field number says that whoever does not know the field may ignore it. */
const nonCriticalBit = 1 << 10;
const maxDepth = 100;
const maxSlot = 256;
const varint = 0;
const fixed64 = 1;
const delimited = 2;
const fixed32 = 5;

/**
 * Holds raw bytes to the message type's descriptor, through nested messages and the messages in Anys, whose types must
 * be known. Refuses unknown fields, wrong wire types, a second value for what is single, lengths that do not fit,
 * padded tags and lengths, and more than 100 levels. Returns whether unknown non-critical fields were let pass.
 *
 * Rules of the SDK's unknown-field check, with three additions: it reads a second value and a wrong wire type in ways
 * that readers differ on, and does not count levels so strictly.
 * @throws UnknownFieldError, DecodeError
 */
export function rejectUnknownFields(typeUrl: string, bytes: Uint8Array, rule: UnknownFieldRule = strict): boolean {
  at = 0;
  allowNonCritical = rule.allowNonCritical;
  sawNonCritical = false;
  walk(tableOf(typeUrl), bytes, bytes.length, 0);
  return sawNonCritical;
}

const strict: UnknownFieldRule = { allowNonCritical: false };

/** The walk's state; one walk runs at a time, and never across an await. */
let at = 0;
let allowNonCritical = false;
let sawNonCritical = false;

function walk(table: Table, bytes: Uint8Array, end: number, depth: number): void {
  if (depth > maxDepth) throw new DecodeError(`messages are nested more than ${maxDepth} levels deep`);
  let seen = 0;
  while (at < end) {
    let tag = bytes[at++] as number;
    if (tag > 0x7f) {
      at--;
      tag = length(bytes, end);
    }
    const number = tag >>> 3;
    const wireType = tag & 7;
    const slot = number < maxSlot ? table.slots[number] : table.distant.get(number);
    if (slot === undefined) {
      skipUnknown(table, bytes, end, number, wireType);
      continue;
    }
    if (slot.once >= 0) {
      const bit = 1 << slot.once;
      if ((seen & bit) !== 0) throw new DecodeError(`${table.typeName} has ${nameOf(slot)} twice`);
      seen |= bit;
    }
    if (wireType === delimited && slot.wireType === delimited) {
      let size = bytes[at] as number;
      if (size > 0x7f || at >= end) size = length(bytes, end);
      else at++;
      const stop = at + size;
      if (stop > end) throw endsEarly(table);
      if (slot.content === 0) at = stop;
      else if (slot.content === 1) walk((slot.table ??= tableFor(slot)), bytes, stop, depth + 1);
      else walkAny(bytes, stop, depth + 1);
    } else if (wireType === slot.wireType) skip(table, bytes, end, wireType);
    else if (wireType === delimited && slot.packable) walkPacked(table, bytes, end, slot.wireType);
    else throw wrongWireType(table, slot, wireType);
  }
}

/** Walks an Any and then what is in it. */
function walkAny(bytes: Uint8Array, end: number, depth: number): void {
  const start = at;
  walk((anyTable ??= tableOf("/google.protobuf.Any")), bytes, end, depth);
  // The walk found each field at most once, delimited and within bounds, so that they can be read without checks.
  let url = 0;
  let urlEnd = 0;
  let value = end;
  let valueEnd = end;
  for (at = start; at < end;) {
    const number = (bytes[at] as number) >> 3;
    if (number !== 1 && number !== 2) {
      const tag = length(bytes, end);
      skip(anyTable, bytes, end, tag & 7);
      continue;
    }
    at++;
    const size = length(bytes, end);
    if (number === 1) [url, urlEnd] = [at, at + size];
    else [value, valueEnd] = [at, at + size];
    at += size;
  }
  const table = tableOf(asciiSlice.call(bytes, url, urlEnd));
  at = value;
  walk(table, bytes, valueEnd, depth + 1);
  at = end;
}

function walkPacked(table: Table, bytes: Uint8Array, end: number, wireType: number): void {
  const stop = length(bytes, end) + at;
  if (stop > end) throw endsEarly(table);
  while (at < stop) skip(table, bytes, stop, wireType);
}

function skipUnknown(table: Table, bytes: Uint8Array, end: number, number: number, wireType: number): void {
  const critical = (number & nonCriticalBit) === 0;
  if (number === 0) throw new DecodeError(`${table.typeName} has a field with the number 0`);
  if (critical || !allowNonCritical) throw new UnknownFieldError(table.typeName, number, wireType);
  sawNonCritical = true;
  skip(table, bytes, end, wireType);
}

function skip(table: Table, bytes: Uint8Array, end: number, wireType: number): void {
  switch (wireType) {
    case varint: {
      const start = at;
      while (at < end) {
        if ((bytes[at++] as number) > 0x7f) continue;
        const size = at - start;
        if (size > 10 || (size === 10 && (bytes[at - 1] as number) > 1)) {
          throw new DecodeError(`${table.typeName} holds a number of more than 64 bits`);
        }
        return;
      }
      throw endsEarly(table);
    }
    case fixed64:
      at += 8;
      break;
    case delimited:
      // `at` moves while the length is read, so that `at += length(…)` would start from the old place.
      at = length(bytes, end) + at;
      break;
    case fixed32:
      at += 4;
      break;
    default:
      throw new DecodeError(`${table.typeName} holds a field of wire type ${wireType}, which the chain does not use`);
  }
  if (at > end) throw endsEarly(table);
}

/** Reads a tag or a length: below 2^32, and no longer than needed, so that every reader sees the same. */
function length(bytes: Uint8Array, end: number): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    if (at >= end) throw new DecodeError("the message ends within a tag or a length");
    const byte = bytes[at++] as number;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte > 0x7f) continue;
    if (byte === 0 && shift > 0) throw new DecodeError("a tag or a length takes more bytes than it needs");
    if (value > 0xffffffff) break;
    return value;
  }
  throw new DecodeError("a tag or a length is 2^32 or more");
}

const tables = new Map<string, Table>();
let anyTable: Table | undefined;

function tableOf(typeUrl: string): Table {
  const known = tables.get(typeUrl);
  if (known !== undefined) return known;
  if (!isKnownType(typeUrl)) throw new DecodeError(`no message type is known as "${typeUrl}"`);
  const table = compile(schemaOf(typeUrl));
  tables.set(typeUrl, table);
  return table;
}

function tableFor(slot: Slot): Table {
  const { schema } = slot;
  if (schema.mapKey === undefined) return tableOf(schema.message?.typeUrl ?? "");
  // A map's entry is a message with the key as field 1 and the value as field 2.
  const part = (number: number, kind: FieldKind): FieldSchema => ({
    ...schema,
    message: schema.message,
    number,
    kind,
    mapKey: undefined,
    repeated: false,
    oneof: undefined,
  });
  const fields = [part(1, schema.mapKey), part(2, schema.kind)];
  return tableOfFields(`an entry of ${schema.name}`, fields);
}

const compile = (schema: MessageSchema): Table => tableOfFields(schema.typeName, schema.fields);

function tableOfFields(typeName: string, fields: readonly FieldSchema[]): Table {
  const slots: (Slot | undefined)[] = [];
  const distant = new Map<number, Slot>();
  const bits = new Map<string, number>();
  for (const field of fields) {
    const single = !field.repeated && field.mapKey === undefined;
    const counted = field.oneof === undefined ? field.name : `oneof ${field.oneof}`;
    if (single && !bits.has(counted)) bits.set(counted, bits.size);
    const slot = slotOf(field, single ? (bits.get(counted) ?? 0) : -1);
    if (field.number < maxSlot) slots[field.number] = slot;
    else distant.set(field.number, slot);
  }
  if (bits.size > 31) throw new Error(`${typeName} has more than 31 single fields: the walk counts them in 31 bits`);
  return { typeName, slots: Array.from(slots), distant };
}

function slotOf(schema: FieldSchema, once: number): Slot {
  const map = schema.mapKey !== undefined;
  const wireType = map ? delimited : wireTypeOf(schema.kind);
  const message = map || schema.kind === "message";
  const any = !map && message && schema.message?.typeName === "google.protobuf.Any";
  return {
    schema,
    wireType,
    packable: schema.repeated && wireType !== delimited,
    once,
    content: any ? 2 : message ? 1 : 0,
    table: undefined,
  };
}

function wireTypeOf(kind: FieldKind): number {
  switch (kind) {
    case "string":
    case "bytes":
    case "message":
      return delimited;
    case "fixed64":
    case "sfixed64":
    case "double":
      return fixed64;
    case "fixed32":
    case "sfixed32":
    case "float":
      return fixed32;
    default:
      return varint;
  }
}

const { latin1Slice: asciiSlice } = Buffer.prototype as unknown as {
  readonly latin1Slice: (this: Uint8Array, start: number, end: number) => string;
};

const wireNames = ["varint", "fixed64", "bytes", "start_group", "end_group", "fixed32"];
const wireName = (wireType: number): string => wireNames[wireType] ?? `wire type ${wireType}`;
const nameOf = ({ schema }: Slot): string =>
  schema.oneof === undefined ? `field ${schema.name}` : `oneof ${schema.oneof}`;
const endsEarly = (table: Table): DecodeError => new DecodeError(`${table.typeName} ends within a field`);

function wrongWireType(table: Table, slot: Slot, found: number): DecodeError {
  const { name, number } = slot.schema;
  return new DecodeError(
    `field ${name} (${number}) of ${table.typeName} is written as ${wireName(found)}, not as ${wireName(slot.wireType)}`,
  );
}

/**
 * The parts of a transaction, as views of `bytes`, which must be the one canonical form of them (ADR-027): fields in
 * order, the first two at most once and not empty, lengths as short as possible, nothing else.
 * @throws DecodeError, UnknownFieldError
 */
export function decodeTxRaw(bytes: Uint8Array): TxRaw {
  const raw: TxRaw = { bodyBytes: nothing, authInfoBytes: nothing, signatures: [] };
  const end = bytes.length;
  let last = 0;
  at = 0;
  while (at < end) {
    const tag = length(bytes, end);
    const number = tag >>> 3;
    if (number < 1 || number > 3) throw new UnknownFieldError(txRaw, number, tag & 7);
    if ((tag & 7) !== delimited)
      throw new DecodeError(`field ${number} of ${txRaw} is written as ${wireName(tag & 7)}`);
    if (number < last)
      throw new DecodeError(`${txRaw} has field ${number} after field ${last}: not canonical (ADR-027)`);
    if (number === last && number !== 3) throw new DecodeError(`${txRaw} has field ${number} twice`);
    last = number;
    const size = length(bytes, end);
    if (at + size > end) throw new DecodeError(`${txRaw} ends within field ${number}`);
    if (size === 0 && number !== 3) throw new DecodeError(`${txRaw} spells out an empty field ${number}`);
    const value = bytes.subarray(at, at + size);
    at += size;
    if (number === 1) raw.bodyBytes = value;
    else if (number === 2) raw.authInfoBytes = value;
    else raw.signatures.push(value);
  }
  return raw;
}

const txRaw = "cosmos.tx.v1beta1.TxRaw";
const nothing = new Uint8Array(0);

/** Refuses transaction bytes that are not in canonical form. @throws as `decodeTxRaw` */
export function assertCanonicalTxRaw(bytes: Uint8Array): void {
  decodeTxRaw(bytes);
}
