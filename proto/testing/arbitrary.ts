import fc from "fast-check";

import { codecFor } from "../codecs.js";
import type { FieldSchema, MessageSchema } from "../schema.js";
import { encodeMessage } from "../writer.js";

/** A message of some type as an object, and its bytes. */
export interface Sample {
  readonly typeUrl: string;
  readonly message: Record<string, unknown>;
  readonly bytes: Uint8Array;
}

/** Accounts under both prefixes that the reference program knows. */
const accounts = ["cosmos1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu", "cosmos1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqnrql8a"];
const packed = [
  { typeUrl: "/cosmos.base.v1beta1.Coin", value: Uint8Array.from(Buffer.from("0a03616563120131", "hex")) },
  { typeUrl: "/cosmos.crypto.secp256k1.PubKey", value: Uint8Array.from([10, 33, 2, ...Array<number>(32).fill(7)]) },
  { typeUrl: "/cosmos.crypto.ed25519.PubKey", value: Uint8Array.from([10, 32, ...Array<number>(32).fill(9)]) },
];

/** Messages of a type with every kind of value that its fields can hold, zero and absent ones included. */
export function arbitraryMessage(schema: MessageSchema): fc.Arbitrary<Sample> {
  return arbitraryObject(schema, 3).map((message) => ({
    typeUrl: schema.typeUrl,
    message,
    bytes: encodeMessage(codecFor(schema.typeUrl), message),
  }));
}

function arbitraryObject(schema: MessageSchema, depth: number): fc.Arbitrary<Record<string, unknown>> {
  if (schema.typeName === "google.protobuf.Any") return fc.constantFrom(...packed);
  if (schema.typeName === "google.protobuf.Timestamp") {
    return fc.record({ seconds: fc.bigInt(-62135596800n, 253402300799n), nanos: nanos });
  }
  if (schema.typeName === "google.protobuf.Duration") {
    return fc.record({ seconds: fc.bigInt(0n, 9_000_000_000n), nanos: nanos });
  }
  const zero = codecFor(schema.typeUrl).fromPartial({}) as Record<string, unknown>;
  const free = schema.fields.filter((field) => field.oneof === undefined || isProto3Optional(field));
  const model = Object.fromEntries(free.map((field) => [field.key, arbitraryField(field, depth)]));
  const choices = schema.oneofs
    .map((oneof) => schema.fields.filter((field) => field.oneof === oneof && !isProto3Optional(field)))
    .map((fields) => fields.filter(({ message }) => message === undefined || depth > 0))
    .filter((fields) => fields.length > 0)
    .map((fields) => fc.oneof(fc.constant({}), ...fields.map((field) => chosen(field, depth))));
  return fc
    .tuple(fc.record(model), ...choices)
    .map((parts) => Object.assign({ ...zero }, ...parts) as Record<string, unknown>);
}

const nanos = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 999 }).map((ms) => ms * 1_000_000),
  fc.nat(999_999_999),
);

const isProto3Optional = (field: FieldSchema): boolean => field.oneof?.startsWith("_") ?? false;

const chosen = (field: FieldSchema, depth: number): fc.Arbitrary<Record<string, unknown>> =>
  arbitraryValue(field, depth).map((value) => ({ [field.key]: value }));

function arbitraryField(field: FieldSchema, depth: number): fc.Arbitrary<unknown> {
  const value = arbitraryValue(field, depth);
  if (field.mapKey !== undefined) return fc.constant({});
  if (field.repeated) return depth === 0 ? fc.constant([]) : fc.array(value, { maxLength: 2 });
  if (field.message !== undefined && depth === 0) return fc.constant(undefined);
  return field.optional ? fc.option(value, { nil: undefined, freq: 4 }) : value;
}

function arbitraryValue(field: FieldSchema, depth: number): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case "message":
      return field.message === undefined ? fc.constant(undefined) : arbitraryObject(field.message, depth - 1);
    case "enum":
      return fc.constantFrom(...(field.enumeration?.nameOf.keys() ?? [0]));
    case "bool":
      return fc.boolean();
    case "string":
      return arbitraryText(field);
    case "bytes":
      return arbitraryBytes(field);
    case "uint64":
    case "fixed64":
      return fc.oneof(fc.constant(0n), fc.bigInt(0n, 2n ** 64n - 1n), fc.bigInt(0n, 5_000_000_000n));
    case "int64":
    case "sint64":
    case "sfixed64":
      return fc.oneof(fc.constant(0n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.bigInt(0n, 5_000_000_000n));
    case "uint32":
    case "fixed32":
      return fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
    default:
      return fc.oneof(fc.constant(0), fc.integer());
  }
}

const wholeNumber = fc.oneof(fc.constant("0"), fc.bigInt(1n, 10n ** 30n).map(String));

function arbitraryText(field: FieldSchema): fc.Arbitrary<string> {
  if (/LegacyDec$|\.Dec$/.test(field.customType) || /Int$/.test(field.customType)) return wholeNumber;
  switch (field.scalar) {
    case "cosmos.AddressString":
      return fc.constantFrom("", ...accounts);
    case "cosmos.Dec":
      return fc.constantFrom("0.500000000000000000", "1.000000000000000000");
    case "cosmos.Int":
      return wholeNumber;
    default:
      return fc.oneof(
        fc.constant(""),
        fc.string({ maxLength: 8 }),
        fc.constantFrom("a&b", "<c>", "é \u2028", '"\\\n\u0001'),
      );
  }
}

function arbitraryBytes(field: FieldSchema): fc.Arbitrary<Uint8Array> {
  if (/LegacyDec$|\.Dec$|Int$/.test(field.customType))
    return wholeNumber.map((text) => Uint8Array.from(Buffer.from(text)));
  return fc.oneof(fc.constant(new Uint8Array(0)), fc.uint8Array({ minLength: 1, maxLength: 40 }));
}
