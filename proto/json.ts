import { decodeBySchema, type MessageObject } from "./dynamic.js";
import { JsonError } from "./json-error.js";
import { DecodeError } from "./reader.js";
import { decimalFromWire, formatDuration, formatTimestamp, goZeroTime, type Instant, toBase64 } from "./scalars.js";
import { type FieldSchema, type MessageSchema, schemaOf } from "./schema.js";

/** A value that JSON.stringify writes as it is meant: 64-bit integers are text already. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * A message as the SDK's command line, its gRPC gateway and genesis files write it: names in snake_case, zero values
 * present, 64-bit integers as text, bytes in base64, decimals with 18 places, absent messages null, and what is packed
 * in an Any beside its `@type`.
 * @throws JsonError, DecodeError, UnknownTypeError when an Any holds what is not known
 */
export function toJson(typeUrl: string, message: Uint8Array | object): JsonValue {
  const schema = schemaOf(typeUrl);
  return messageToJson(
    schema,
    message instanceof Uint8Array ? decodeBySchema(schema, message) : (message as MessageObject),
  );
}

/** As `toJson`, for a message some of whose lists are read as they are written: they become lists of JSON that are. */
export function toJsonTree(typeUrl: string, message: object): Record<string, JsonValue | AsyncIterable<JsonValue>> {
  const state = message as MessageObject;
  const read = schemaOf(typeUrl).fields.filter(({ key }) => Symbol.asyncIterator in Object(state[key]));
  const none = Object.fromEntries(read.map(({ key }) => [key, []]));
  const tree: ReturnType<typeof toJsonTree> = { ...(toJson(typeUrl, { ...state, ...none }) as JsonObject) };
  for (const field of read) tree[field.name] = elementsToJson(field, state[field.key] as AsyncIterable<unknown>);
  return tree;
}

async function* elementsToJson(field: FieldSchema, elements: AsyncIterable<unknown>): AsyncGenerator<JsonValue> {
  for await (const element of elements) yield valueToJson(field, element);
}

type JsonObject = Record<string, JsonValue>;

function messageToJson(schema: MessageSchema, message: MessageObject): JsonValue {
  const special = wellKnown.get(schema.typeName);
  if (special !== undefined) return special(message);
  const json: JsonObject = {};
  for (const field of schema.fields) {
    const value = message[field.key];
    if (isUnsetChoice(field, value)) continue;
    json[field.name] = fieldToJson(field, value);
  }
  return json;
}

/** Fields of a oneof are there only when they are set; a `optional` field counts as a oneof of its own. */
const isUnsetChoice = (field: FieldSchema, value: unknown): boolean =>
  value === undefined && field.oneof !== undefined && !field.oneof.startsWith("_");

/** Types with a form of their own, wherever they stand. */
const wellKnown: ReadonlyMap<string, (message: MessageObject) => JsonValue> = new Map([
  ["google.protobuf.Any", anyToJson],
  ["google.protobuf.Timestamp", (message: MessageObject) => named("", () => formatTimestamp(instantOf(message)))],
  ["google.protobuf.Duration", (message: MessageObject) => named("", () => formatDuration(instantOf(message)))],
]);

function instantOf({ seconds, nanos }: MessageObject): Instant {
  return { seconds: (seconds ?? 0n) as bigint, nanos: (nanos ?? 0) as number };
}

function anyToJson(message: MessageObject): JsonValue {
  const { typeUrl = "", value = new Uint8Array(0) } = message as { typeUrl?: string; value?: Uint8Array };
  const inner = toJson(typeUrl, value);
  if (wellKnown.has(schemaOf(typeUrl).typeName)) return { "@type": typeUrl, value: inner };
  return { "@type": typeUrl, ...(inner as JsonObject) };
}

function fieldToJson(field: FieldSchema, value: unknown): JsonValue {
  if (field.mapKey !== undefined) {
    const entries = Object.entries((value ?? {}) as MessageObject).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return Object.fromEntries(entries.map(([key, entry]) => [key, valueToJson(field, entry)]));
  }
  if (field.repeated) return ((value ?? []) as unknown[]).map((element) => valueToJson(field, element));
  return valueToJson(field, value);
}

function valueToJson(field: FieldSchema, value: unknown): JsonValue {
  const custom = customToJson.get(field.customType);
  if (custom !== undefined) return named(field.name, () => customValue(field, value, custom));
  switch (field.kind) {
    case "message":
      return nestedToJson(field, value as MessageObject | undefined);
    case "enum":
      return field.enumeration?.nameOf.get((value ?? 0) as number) ?? ((value ?? 0) as number);
    case "int64":
    case "uint64":
    case "sint64":
    case "fixed64":
    case "sfixed64":
      return ((value ?? 0n) as bigint).toString();
    case "bytes":
      return bytesToJson(field, value as Uint8Array | undefined);
    case "string":
      return (value ?? "") as string;
    case "bool":
      return (value ?? false) as boolean;
    default:
      return (value ?? 0) as number;
  }
}

/** Go types that write themselves: from the text on the wire to the text in JSON. */
const customToJson: ReadonlyMap<string, (wire: string) => string> = new Map([
  ["cosmossdk.io/math.Int", (wire) => (wire === "" ? "0" : wire)],
  ["cosmossdk.io/math.LegacyDec", (wire) => (wire === "" ? "0" : decimalFromWire(wire))],
]);

function customValue(field: FieldSchema, value: unknown, write: (wire: string) => string): JsonValue {
  const wire = value instanceof Uint8Array ? Buffer.from(value).toString() : ((value ?? "") as string);
  return wire === "" && field.nullable ? null : write(wire);
}

/** Bytes that Go holds as JSON text are part of the JSON; other bytes that are not set are null. */
function bytesToJson(field: FieldSchema, value: Uint8Array | undefined): JsonValue {
  if (field.castType === "encoding/json.RawMessage") return parseRaw(field, value);
  if (value === undefined || (value.length === 0 && !field.repeated && field.oneof === undefined)) return null;
  return toBase64(value);
}

function parseRaw(field: FieldSchema, value: Uint8Array | undefined): JsonValue {
  if (value === undefined || value.length === 0) return null;
  try {
    return JSON.parse(Buffer.from(value).toString()) as JsonValue;
  } catch {
    throw new JsonError(field.name, "the bytes are not JSON text");
  }
}

function nestedToJson(field: FieldSchema, value: MessageObject | undefined): JsonValue {
  const schema = field.message;
  if (schema === undefined) throw new JsonError(field.name, "the field's type is not known");
  if (value === undefined) {
    if (field.nullable) return null;
    if (field.standardTime && schema.typeName.endsWith("Timestamp")) return formatTimestamp(goZeroTime);
  }
  const message = value ?? {};
  return named(field.name, () =>
    goStructs.has(schema.typeName) ? structToJson(schema, message) : messageToJson(schema, message),
  );
}

/** Messages that the SDK, where they are nested, writes by Go's own JSON package rather than by protobuf's rules. */
const goStructs: ReadonlySet<string> = new Set([
  "cosmos.staking.v1beta1.DelegationResponse",
  "cosmos.staking.v1beta1.RedelegationResponse",
]);

/** Go's JSON of a struct: zero scalars left out, integers as numbers, no list as null. */
function structToJson(schema: MessageSchema, message: MessageObject): JsonValue {
  const json: JsonObject = {};
  for (const field of schema.fields) {
    const value = message[field.key];
    if (field.message !== undefined) json[field.name] = structFieldToJson(field, field.message, value);
    else if (customToJson.has(field.customType)) json[field.name] = fieldToJson(field, value);
    else if (value !== undefined && value !== "" && value !== 0 && value !== 0n && value !== false) {
      json[field.name] = typeof value === "bigint" ? Number(value) : fieldToJson(field, value);
    }
  }
  return json;
}

function structFieldToJson(field: FieldSchema, schema: MessageSchema, value: unknown): JsonValue {
  if (field.repeated) {
    const list = (value ?? []) as MessageObject[];
    return list.length === 0 ? null : list.map((element) => structToJson(schema, element));
  }
  if (schema.typeName === "google.protobuf.Timestamp") {
    return formatTimestamp(value === undefined ? goZeroTime : instantOf(value as MessageObject), "trimmed");
  }
  return structToJson(schema, (value ?? {}) as MessageObject);
}

/** Runs `make`, and puts `name` before the path of the error it throws. */
export function named<T>(name: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof JsonError) throw new JsonError(join(name, error.path), error.reason);
    if (error instanceof RangeError || error instanceof DecodeError) throw new JsonError(name, error.message);
    throw error;
  }
}

function join(name: string, path: string): string {
  if (name === "" || path === "") return name + path;
  return path.startsWith("[") ? name + path : `${name}.${path}`;
}
