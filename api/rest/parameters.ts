import { fromBase64, parseTimestamp } from "../../proto/scalars.js";
import type { FieldSchema, MessageSchema } from "../../proto/schema.js";
import { RpcError } from "../status.js";

type Fields = Record<string, unknown>;

/**
 * Puts a parameter of a path or a query string into a request, as grpc-gateway does. A field that is not there is
 * ignored, as it is there: clients add parameters of their own.
 * @param path the field's name, and those inside it
 * @throws RpcError INVALID_ARGUMENT when a value does not fit its field
 */
export function setParameter(
  schema: MessageSchema,
  request: Fields,
  path: readonly string[],
  values: readonly string[],
): void {
  let fields = request;
  let inside = schema;
  for (const [depth, name] of path.entries()) {
    const field = inside.byName.get(name);
    if (field === undefined) return;
    if (depth === path.length - 1) {
      setField(field, fields, path, values);
      return;
    }
    if (field.message === undefined || field.repeated) {
      throw invalid(path, `${name} has no fields of its own that can be set here`);
    }
    fields = (fields[field.key] ??= {}) as Fields;
    inside = field.message;
  }
}

function setField(field: FieldSchema, fields: Fields, path: readonly string[], values: readonly string[]): void {
  if (field.mapKey !== undefined) throw invalid(path, "maps cannot be set here");
  if (field.repeated) fields[field.key] = values.map((text) => parse(field, path, text));
  else if (values[0] !== undefined) fields[field.key] = parse(field, path, values[0]);
}

/** The parameters of a query string, in the order of their names, each with all its values. */
export function queryParameters(search: string): Map<string, string[]> {
  const parameters = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(search)) {
    const values = parameters.get(name);
    if (values === undefined) parameters.set(name, [value]);
    else values.push(value);
  }
  return parameters;
}

const invalid = (path: readonly string[], reason: string): RpcError =>
  new RpcError("INVALID_ARGUMENT", `parameter ${path.join(".")}: ${reason}`);

function parse(field: FieldSchema, path: readonly string[], text: string): unknown {
  switch (field.kind) {
    case "string":
      return text;
    case "bool":
      return parseBool(path, text);
    case "bytes":
      return parseBytes(path, text);
    case "enum":
      return parseEnum(field, path, text);
    case "message":
      return parseMessage(field, path, text);
    case "double":
    case "float":
      return Number(text);
    case "int32":
    case "sint32":
    case "sfixed32":
      return Number(parseInteger(path, text, -(2n ** 31n), 2n ** 31n - 1n));
    case "uint32":
    case "fixed32":
      return Number(parseInteger(path, text, 0n, 2n ** 32n - 1n));
    case "int64":
    case "sint64":
    case "sfixed64":
      return parseInteger(path, text, -(2n ** 63n), 2n ** 63n - 1n);
    case "uint64":
    case "fixed64":
      return parseInteger(path, text, 0n, 2n ** 64n - 1n);
  }
}

function parseInteger(path: readonly string[], text: string, least: bigint, most: bigint): bigint {
  const value = /^[+-]?\d{1,20}$/.test(text) ? BigInt(text.replace(/^\+/, "")) : undefined;
  if (value === undefined || value < least || value > most) {
    throw invalid(path, `${quote(text)} is no whole number from ${least} to ${most}`);
  }
  return value;
}

function parseBool(path: readonly string[], text: string): boolean {
  if (["1", "t", "T", "TRUE", "true", "True"].includes(text)) return true;
  if (["0", "f", "F", "FALSE", "false", "False"].includes(text)) return false;
  throw invalid(path, `${quote(text)} is neither true nor false`);
}

/** Base64 in its usual alphabet or that of URLs. A plus sign that was not escaped has become a space on its way. */
function parseBytes(path: readonly string[], text: string): Uint8Array {
  try {
    return fromBase64(text.replaceAll(" ", "+"));
  } catch {
    throw invalid(path, `${quote(text)} is no base64`);
  }
}

function parseEnum(field: FieldSchema, path: readonly string[], text: string): number {
  const { numberOf, nameOf, typeName } = field.enumeration as NonNullable<FieldSchema["enumeration"]>;
  const number = numberOf.get(text) ?? (/^\d{1,9}$/.test(text) ? Number(text) : undefined);
  if (number === undefined || !nameOf.has(number)) {
    throw invalid(path, `${quote(text)} is no ${typeName}; one of ${[...numberOf.keys()].join(", ")}`);
  }
  return number;
}

function parseMessage(field: FieldSchema, path: readonly string[], text: string): unknown {
  if (field.message?.typeName !== "google.protobuf.Timestamp") throw invalid(path, "set its fields one by one");
  try {
    return parseTimestamp(text);
  } catch {
    throw invalid(path, `${quote(text)} is no time such as 2026-01-31T12:00:00Z`);
  }
}

const quote = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
