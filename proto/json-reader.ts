import { codecFor, UnknownTypeError } from "./codecs.js";
import type { MessageObject } from "./dynamic.js";
import { named } from "./json.js";
import { JsonError } from "./json-error.js";
import { JsonList } from "./json-list.js";
import { didYouMean } from "./nearest.js";
import { decimalToWire, fromBase64, parseDuration, parseTimestamp } from "./scalars.js";
import { type FieldKind, type FieldSchema, type MessageSchema, schemaOf } from "./schema.js";
import { encodeMessage } from "./writer.js";

/**
 * The message object that JSON stands for, as `toJson` writes it or in camelCase. What is left out or null is zero;
 * messages that Go programs never leave out are there, so that it encodes to the bytes that those would write. Anys are
 * packed. A list that is a `JsonList` becomes an Iterable of messages, read as it is walked.
 * @throws JsonError with the path of what is wrong, and the nearest field name for one that is not known
 */
export function fromJson<T = MessageObject>(typeUrl: string, json: unknown): T {
  return readMessage(schemaOf(typeUrl), json) as T;
}

function readMessage(schema: MessageSchema, json: unknown): MessageObject {
  const special = wellKnown.get(schema.typeName);
  if (special !== undefined) return special(json);
  const given = objectOf(json, schema.typeName);
  const message = codecFor(schema.typeUrl).fromPartial({}) as Record<string, unknown>;
  const seen = new Map<string, string>();
  for (const [name, value] of Object.entries(given)) {
    const field = schema.byName.get(name);
    if (field === undefined) throw unknownField(schema, name);
    const slot = field.oneof ?? field.name;
    if (value === null) continue;
    const other = seen.get(slot);
    if (other !== undefined) throw new JsonError("", `"${other}" and "${name}" exclude each other`);
    seen.set(slot, name);
    message[field.key] =
      value instanceof JsonList && field.repeated
        ? { [Symbol.iterator]: () => readElements(field, name, value) }
        : named(name, () => readField(field, value));
  }
  for (const field of schema.fields) if (!seen.has(field.name)) fillIn(field, message);
  return message;
}

function unknownField(schema: MessageSchema, name: string): JsonError {
  const names = schema.fields.map((field) => field.name);
  return new JsonError("", `unknown field "${name}" in ${schema.typeName}${didYouMean(name, names)}`);
}

/** Gives a field that Go always writes the value that Go writes when nothing was set. */
function fillIn(field: FieldSchema, message: Record<string, unknown>): void {
  if (field.nullable || field.repeated || field.mapKey !== undefined || field.oneof !== undefined) return;
  if (integerTypes.has(field.customType)) message[field.key] = field.kind === "bytes" ? Buffer.from("0") : "0";
  else if (field.message !== undefined && !field.message.typeName.endsWith("Timestamp")) {
    message[field.key] = readMessage(field.message, field.message.typeName.endsWith("Duration") ? "0s" : {});
  }
}

const integerTypes: ReadonlySet<string> = new Set(["cosmossdk.io/math.Int", "cosmossdk.io/math.LegacyDec"]);

const wellKnown: ReadonlyMap<string, (json: unknown) => MessageObject> = new Map([
  ["google.protobuf.Any", readAny],
  ["google.protobuf.Timestamp", (json: unknown) => ({ ...parseTimestamp(textOf(json)) })],
  ["google.protobuf.Duration", (json: unknown) => ({ ...parseDuration(textOf(json)) })],
]);

function readAny(json: unknown): MessageObject {
  const { "@type": typeUrl, ...rest } = objectOf(json, "google.protobuf.Any");
  if (typeof typeUrl !== "string") throw new JsonError("@type", "the type of what is packed is missing");
  try {
    const schema = schemaOf(typeUrl);
    const message = readMessage(schema, wellKnown.has(schema.typeName) ? rest["value"] : rest);
    return { typeUrl, value: encodeMessage(codecFor(typeUrl), message) };
  } catch (error) {
    if (error instanceof UnknownTypeError) throw new JsonError("@type", error.message);
    throw error;
  }
}

function readField(field: FieldSchema, json: unknown): unknown {
  if (field.mapKey !== undefined) {
    const entries = Object.entries(objectOf(json, "a map"));
    return Object.fromEntries(entries.map(([key, value]) => [key, named(key, () => readValue(field, value))]));
  }
  if (!field.repeated) return readValue(field, json);
  if (!Array.isArray(json)) throw new JsonError("", `${shown(json)} is not a list`);
  return json.map((element, i) => named(`[${i}]`, () => readValue(field, element)));
}

function* readElements(field: FieldSchema, name: string, list: JsonList): Generator<unknown> {
  const elements = list[Symbol.iterator]();
  for (let i = 0; ; i++) {
    const element = named(name, () => elements.next());
    if (element.done === true) return;
    yield named(`${name}[${i}]`, () => readValue(field, element.value));
  }
}

function readValue(field: FieldSchema, json: unknown): unknown {
  const custom = customFromJson.get(field.customType);
  if (custom !== undefined) {
    const wire = custom(textOf(json));
    return field.kind === "bytes" ? new Uint8Array(Buffer.from(wire)) : wire;
  }
  switch (field.kind) {
    case "message":
      return readMessage(field.message as MessageSchema, json);
    case "enum":
      return readEnum(field, json);
    case "string":
      return textOf(json);
    case "bytes":
      if (field.castType === "encoding/json.RawMessage") return new Uint8Array(Buffer.from(JSON.stringify(json)));
      return fromBase64(textOf(json));
    case "bool":
      if (typeof json !== "boolean") throw new JsonError("", `${shown(json)} is not true or false`);
      return json;
    case "float":
    case "double":
      if (typeof json !== "number") throw new JsonError("", `${shown(json)} is not a number`);
      return json;
    default:
      return readInteger(field.kind, json);
  }
}

const customFromJson: ReadonlyMap<string, (text: string) => string> = new Map([
  ["cosmossdk.io/math.Int", integerToWire],
  ["cosmossdk.io/math.LegacyDec", decimalToWire],
]);

function integerToWire(text: string): string {
  if (!/^-?\d+$/.test(text)) throw new RangeError(`"${text}" is not a whole number`);
  return BigInt(text).toString();
}

function readEnum(field: FieldSchema, json: unknown): number {
  if (typeof json === "number" && Number.isInteger(json)) return json;
  const numbers = field.enumeration?.numberOf ?? new Map<string, number>();
  const number = numbers.get(textOf(json));
  if (number !== undefined) return number;
  const known = [...numbers.keys()];
  throw new JsonError("", `${shown(json)} is none of ${known.join(", ")}${didYouMean(textOf(json), known)}`);
}

const ranges: Readonly<Partial<Record<FieldKind, readonly [bigint, bigint]>>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  sint32: [-(2n ** 31n), 2n ** 31n - 1n],
  sfixed32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  fixed32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  sint64: [-(2n ** 63n), 2n ** 63n - 1n],
  sfixed64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
  fixed64: [0n, 2n ** 64n - 1n],
};

/** Integers may be text or numbers; numbers that JavaScript cannot hold exactly are refused. */
function readInteger(kind: FieldKind, json: unknown): number | bigint {
  const exact = typeof json === "string" ? /^-?\d+$/.test(json) : Number.isSafeInteger(json);
  if (!exact) throw new JsonError("", `${shown(json)} is not a whole number (${kind})`);
  const value = BigInt(json as string | number);
  const [least, greatest] = ranges[kind] ?? [0n, 0n];
  if (value < least || value > greatest) throw new JsonError("", `${value} does not fit ${kind}`);
  return kind.endsWith("64") ? value : Number(value);
}

function objectOf(json: unknown, what: string): Record<string, unknown> {
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  throw new JsonError("", `${shown(json)} is not an object (${what})`);
}

function textOf(json: unknown): string {
  if (typeof json === "string") return json;
  throw new JsonError("", `${shown(json)} is not text`);
}

/** What was found, cut short: it may be a whole file. */
function shown(json: unknown): string {
  const text = json === undefined ? "nothing" : JSON.stringify(json);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
