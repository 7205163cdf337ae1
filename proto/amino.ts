import type { Fee, TxBody } from "cosmjs-types/cosmos/tx/v1beta1/tx";

import { decodeBySchema, type MessageObject } from "./dynamic.js";
import { decimalFromWire, escapeAsGo, formatTimestamp, goJson, type Instant, toBase64 } from "./scalars.js";
import { type FieldSchema, type MessageSchema, schemaOf } from "./schema.js";

/** A message or transaction that has no legacy amino JSON form, and so cannot be signed in that mode. */
export class AminoError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "AminoError";
  }
}

/**
 * The legacy amino JSON of a message, as the SDK derives it from the amino options in .proto files: sorted names,
 * no whitespace, `{"type","value"}` around types that have an amino name and around all that is packed in an Any.
 * @throws AminoError, DecodeError, UnknownTypeError
 */
export function aminoJson(typeUrl: string, message: Uint8Array | object): string {
  const schema = schemaOf(typeUrl);
  const value = inner(schema, message instanceof Uint8Array ? decodeBySchema(schema, message) : message);
  return schema.aminoName === "" ? value : wrapped(schema.aminoName, value);
}

/** What a signer in SIGN_MODE_LEGACY_AMINO_JSON signs besides the transaction. */
export interface AminoSignerData {
  readonly chainId: string;
  readonly accountNumber: bigint;
  readonly sequence: bigint;
}

/**
 * The bytes that are signed in SIGN_MODE_LEGACY_AMINO_JSON. The mode covers neither extension options, which are refused
 * here, nor unknown fields: the caller refuses bodies in which `rejectUnknownFields` let some pass.
 * @throws AminoError, DecodeError, UnknownTypeError
 */
export function aminoSignBytes(signer: AminoSignerData, body: TxBody, fee: Fee): Uint8Array {
  if (body.extensionOptions.length + body.nonCriticalExtensionOptions.length > 0) {
    throw new AminoError("SIGN_MODE_LEGACY_AMINO_JSON does not cover extension options; sign in SIGN_MODE_DIRECT");
  }
  const feeParts = [
    `"amount":[${fee.amount.map((coin) => inner(coinSchema(), coin)).join()}]`,
    `"gas":"${fee.gasLimit}"`,
  ];
  if (fee.granter !== "") feeParts.push(`"granter":${goJson(fee.granter)}`);
  if (fee.payer !== "") feeParts.push(`"payer":${goJson(fee.payer)}`);
  const parts = [
    `"account_number":"${signer.accountNumber}"`,
    `"chain_id":${goJson(signer.chainId)}`,
    `"fee":{${feeParts.join()}}`,
    `"memo":${goJson(body.memo)}`,
    `"msgs":${body.messages.length === 0 ? "null" : `[${body.messages.map(anyToAmino).join()}]`}`,
    `"sequence":"${signer.sequence}"`,
  ];
  if (body.timeoutHeight !== 0n) parts.push(`"timeout_height":"${body.timeoutHeight}"`);
  if (body.timeoutTimestamp !== undefined) parts.push(`"timeout_timestamp":${timestampToAmino(body.timeoutTimestamp)}`);
  if (body.unordered) parts.push(`"unordered":true`);
  return new TextEncoder().encode(`{${parts.join()}}`);
}

const coinSchema = (): MessageSchema => schemaOf("/cosmos.base.v1beta1.Coin");
const wrapped = (name: string, value: string): string => `{"type":"${name}","value":${value}}`;

/** A message without the type name around it. */
function inner(schema: MessageSchema, message: object): string {
  const object = message as MessageObject;
  const encode = byType.get(schema.typeName) ?? byEncoding.get(schema.aminoEncoding);
  return encode === undefined ? fieldsToAmino(schema, object) : encode(object);
}

const byType: ReadonlyMap<string, (message: MessageObject) => string> = new Map<
  string,
  (message: MessageObject) => string
>([
  ["google.protobuf.Any", anyToAmino],
  ["google.protobuf.Timestamp", timestampToAmino],
  ["google.protobuf.Duration", durationToAmino],
]);

/** The encodings that the option amino.message_encoding names. */
const byEncoding: ReadonlyMap<string, (message: MessageObject) => string> = new Map<
  string,
  (message: MessageObject) => string
>([
  ["key_field", keyToAmino],
  ["module_account", moduleAccountToAmino],
  ["threshold_string", multisigToAmino],
]);

function anyToAmino({
  typeUrl = "",
  value = nothing,
}: {
  readonly typeUrl?: string;
  readonly value?: Uint8Array;
}): string {
  const schema = schemaOf(typeUrl);
  const name = schema.aminoName === "" ? schema.typeUrl : schema.aminoName;
  return wrapped(name, inner(schema, decodeBySchema(schema, value)));
}

const nothing = new Uint8Array(0);

function timestampToAmino({ seconds = 0n, nanos = 0 }: Partial<Instant>): string {
  return `"${orAminoError(() => formatTimestamp({ seconds, nanos }, "trimmed"))}"`;
}

const maxInt64 = 2n ** 63n - 1n;

function durationToAmino({ seconds = 0n, nanos = 0 }: Partial<Instant>): string {
  const total = seconds * 1_000_000_000n + BigInt(nanos);
  if (total > maxInt64 || total < -maxInt64 - 1n)
    throw new AminoError(`a duration of ${seconds} s does not fit 64 bits`);
  return `"${total}"`;
}

function keyToAmino(message: MessageObject): string {
  const key = message["key"];
  return key instanceof Uint8Array && key.length > 0 ? `"${toBase64(key)}"` : "null";
}

function moduleAccountToAmino(message: MessageObject): string {
  const {
    name = "",
    permissions = [],
    baseAccount,
  } = message as {
    name?: string;
    permissions?: string[];
    baseAccount?: { address?: string; accountNumber?: bigint; sequence?: bigint };
  };
  const { address = "", accountNumber = 0n, sequence = 0n } = baseAccount ?? {};
  const listed = permissions.length === 0 ? "null" : goJson(permissions);
  return (
    `{"account_number":${accountNumber},"address":${goJson(address)},"name":${goJson(name)},` +
    `"permissions":${listed},"public_key":"","sequence":${sequence}}`
  );
}

function multisigToAmino(message: MessageObject): string {
  const { publicKeys = [], threshold = 0 } = message as {
    publicKeys?: { typeUrl?: string; value?: Uint8Array }[];
    threshold?: number;
  };
  return `{"pubkeys":[${publicKeys.map(anyToAmino).join()}],"threshold":"${threshold}"}`;
}

/** The fields of a message in the order in which amino writes them. */
interface Plan {
  readonly field: FieldSchema;
  /** The oneof's name in amino; empty when the field stands in none. */
  readonly oneof: string;
}

const plans = new WeakMap<MessageSchema, readonly Plan[]>();

function planOf(schema: MessageSchema): readonly Plan[] {
  const known = plans.get(schema);
  if (known !== undefined) return known;
  const plan = schema.fields
    .map((field) => ({ field, oneof: field.oneof === undefined ? "" : camel(field.oneof) }))
    .sort((a, b) => compare(a.oneof || a.field.amino.name, b.oneof || b.field.amino.name));
  plans.set(schema, plan);
  return plan;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const camel = (name: string): string => name.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function fieldsToAmino(schema: MessageSchema, message: MessageObject): string {
  const parts: string[] = [];
  const writtenEmpty = new Set<string>();
  for (const { field, oneof } of planOf(schema)) {
    const value = message[field.key];
    if (oneof !== "") {
      const part = oneofToAmino(schema, message, field, oneof, writtenEmpty);
      if (part !== undefined) parts.push(part);
    } else if (isSet(field, value) || field.amino.dontOmitEmpty) {
      parts.push(`"${field.amino.name}":${fieldToAmino(field, value)}`);
    }
  }
  return `{${parts.join()}}`;
}

/** A oneof's chosen field inside its type name; an unset oneof once, as null. */
function oneofToAmino(
  schema: MessageSchema,
  message: MessageObject,
  field: FieldSchema,
  oneof: string,
  writtenEmpty: Set<string>,
): string | undefined {
  if (field.amino.oneofName === "") {
    throw new AminoError(`${schema.typeName} has no amino form: its field ${field.name} has no amino.oneof_name`);
  }
  const value = message[field.key];
  if (value !== undefined) {
    const part = `"${field.amino.name}":${fieldToAmino(field, value)}`;
    return `"${oneof}":{"type":"${field.amino.oneofName}","value":{${part}}}`;
  }
  const chosen = schema.fields.some((other) => other.oneof === field.oneof && message[other.key] !== undefined);
  if (chosen || writtenEmpty.has(oneof)) return undefined;
  writtenEmpty.add(oneof);
  return `"${oneof}":null`;
}

function isSet(field: FieldSchema, value: unknown): boolean {
  if (value === undefined) return false;
  if (field.repeated) return (value as unknown[]).length > 0;
  if (field.mapKey !== undefined) return Object.keys(value as object).length > 0;
  if (value instanceof Uint8Array) return value.length > 0;
  return value !== "" && value !== 0 && value !== 0n && value !== false;
}

function fieldToAmino(field: FieldSchema, value: unknown): string {
  if (field.mapKey !== undefined) throw new AminoError(`maps have no amino form (${field.name})`);
  if (field.repeated) {
    const list = (value ?? []) as unknown[];
    if (list.length === 0) return field.amino.encoding === "legacy_coins" ? "[]" : "null";
    return `[${list.map((element) => valueToAmino(field, element)).join()}]`;
  }
  if (field.amino.encoding === "inline_json") return inlineJson(value as Uint8Array);
  if (field.scalar === "cosmos.Int") return integerToAmino(value as string | Uint8Array | undefined);
  if (field.scalar === "cosmos.Dec" && field.customType === "cosmossdk.io/math.LegacyDec") {
    return decimalToAmino(value as string | Uint8Array | undefined);
  }
  return valueToAmino(field, value);
}

function valueToAmino(field: FieldSchema, value: unknown): string {
  switch (field.kind) {
    case "message":
      if (value === undefined)
        throw new AminoError(`the message in ${field.name} is missing, and amino cannot leave it out`);
      return inner(field.message as MessageSchema, value as object);
    case "int64":
    case "uint64":
    case "sint64":
    case "fixed64":
    case "sfixed64":
      return `"${(value ?? 0n) as bigint}"`;
    case "bytes":
      return `"${toBase64((value ?? new Uint8Array()) as Uint8Array)}"`;
    case "float":
    case "double":
      throw new AminoError(`floating-point numbers have no amino form (${field.name})`);
    case "string":
      return goJson(value ?? "");
    case "bool":
      return goJson(value ?? false);
    default:
      return goJson(value ?? 0);
  }
}

const textOf = (value: string | Uint8Array | undefined): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString() : (value ?? "");

function integerToAmino(value: string | Uint8Array | undefined): string {
  return goJson(textOf(value) || "0");
}

function decimalToAmino(value: string | Uint8Array | undefined): string {
  const text = textOf(value);
  return text === "" ? `"0"` : `"${orAminoError(() => decimalFromWire(text))}"`;
}

/** Bytes that hold JSON text, with the keys of all objects sorted. */
function inlineJson(value: Uint8Array): string {
  try {
    return escapeAsGo(JSON.stringify(sorted(JSON.parse(textOf(value)))));
  } catch {
    throw new AminoError("bytes that should hold JSON text do not");
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => compare(a, b));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}

function orAminoError<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw new AminoError(error.message);
    throw error;
  }
}
