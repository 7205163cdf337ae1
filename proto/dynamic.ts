import type { BinaryReader } from "cosmjs-types/binary";

import { DecodeError, readerOf } from "./reader.js";
import type { FieldKind, FieldSchema, MessageSchema } from "./schema.js";

/** A message as an object under the keys that codecs use; what is absent on the wire is absent here. */
export type MessageObject = Readonly<Record<string, unknown>>;

/**
 * Decodes by the descriptor alone, keeping what codecs lose: whether a message that Go programs never leave out was on
 * the wire. A field that comes twice counts as the last, messages merge as protobuf says. For printing and signing;
 * codecs are several times as fast.
 * @throws DecodeError
 */
export function decodeBySchema(schema: MessageSchema, bytes: Uint8Array): MessageObject {
  const reader = readerOf(bytes);
  return decodeInto({}, schema, reader, reader.len, 0);
}

const maxDepth = 100;

function decodeInto(
  message: Record<string, unknown>,
  schema: MessageSchema,
  reader: BinaryReader,
  end: number,
  depth: number,
): MessageObject {
  if (depth > maxDepth) throw new DecodeError(`messages are nested more than ${maxDepth} levels deep`);
  while (reader.pos < end) {
    const tag = reader.uint32();
    const field = schema.byNumber.get(tag >>> 3);
    if (field === undefined) reader.skipType(tag & 7);
    else {
      // Setting one field of a oneof unsets the others.
      const siblings = field.oneof === undefined ? [] : schema.fields.filter(({ oneof }) => oneof === field.oneof);
      decodeField(message, field, reader, { wireType: tag & 7, depth, siblings });
    }
  }
  if (reader.pos !== end) throw new DecodeError(`${schema.typeName} ends within a field`);
  return message;
}

interface Place {
  readonly wireType: number;
  readonly depth: number;
  /** The fields of the oneof that the field stands in. */
  readonly siblings: readonly FieldSchema[];
}

function decodeField(message: Record<string, unknown>, field: FieldSchema, reader: BinaryReader, place: Place): void {
  const { key } = field;
  if (field.mapKey !== undefined) {
    const map = (message[key] ??= {}) as Record<string, unknown>;
    const [name, value] = decodeEntry(field, field.mapKey, reader, place.depth);
    map[name] = value;
  } else if (field.repeated) {
    const list = (message[key] ??= []) as unknown[];
    if (place.wireType === 2 && !delimited.has(field.kind)) {
      const end = reader.uint32() + reader.pos;
      while (reader.pos < end) list.push(readScalar(field.kind, reader));
    } else list.push(decodeValue(field, reader, place.depth, {}));
  } else {
    for (const other of place.siblings) if (other !== field) message[other.key] = undefined;
    message[key] = decodeValue(field, reader, place.depth, message[key] as Record<string, unknown> | undefined);
  }
}

const delimited: ReadonlySet<FieldKind> = new Set(["message", "string", "bytes"]);

function decodeEntry(field: FieldSchema, keyKind: FieldKind, reader: BinaryReader, depth: number): [string, unknown] {
  const end = reader.uint32() + reader.pos;
  let key: unknown = keyKind === "string" ? "" : keyKind === "bool" ? false : 0;
  let value: unknown;
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag >>> 3 === 1) key = readScalar(keyKind, reader);
    else if (tag >>> 3 === 2) value = decodeValue(field, reader, depth, {});
    else reader.skipType(tag & 7);
  }
  return [
    (key as string | number | bigint | boolean).toString(),
    value ?? (field.message === undefined ? undefined : {}),
  ];
}

function decodeValue(
  field: FieldSchema,
  reader: BinaryReader,
  depth: number,
  before: Record<string, unknown> | undefined,
): unknown {
  if (field.message === undefined) return readScalar(field.kind, reader);
  const length = reader.uint32();
  return decodeInto(before ?? {}, field.message, reader, reader.pos + length, depth + 1);
}

function readScalar(kind: FieldKind, reader: BinaryReader): unknown {
  switch (kind) {
    case "enum":
      return reader.int32();
    case "message":
      throw new DecodeError("a message is no scalar");
    default:
      return reader[kind]();
  }
}
