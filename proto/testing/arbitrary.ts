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
const key = {
  typeUrl: "/cosmos.crypto.secp256k1.PubKey",
  value: Uint8Array.from([10, 33, 2, ...Array<number>(32).fill(7)]),
};
const allowance = pack("/cosmos.feegrant.v1beta1.BasicAllowance", { spendLimit: [{ denom: "aec", amount: "3" }] });
const contract = pack("/cosmos.authz.v1beta1.GenericAuthorization", { msg: "/cosmos.bank.v1beta1.MsgSend" });

/** What may be packed in an Any, by the interface that its field asks for. */
const packedByInterface: Readonly<Record<string, readonly { typeUrl: string; value: Uint8Array }[]>> = {
  "cosmos.auth.v1beta1.AccountI": [
    pack("/cosmos.auth.v1beta1.BaseAccount", { address: accounts[0], pubKey: key, sequence: 3n }),
  ],
  "cosmos.auth.v1beta1.ModuleAccountI": [
    pack("/cosmos.auth.v1beta1.ModuleAccount", { name: "gov", permissions: ["burner"] }),
  ],
  "cosmos.authz.v1beta1.Authorization": [
    contract,
    pack("/cosmos.bank.v1beta1.SendAuthorization", { spendLimit: [{ denom: "aec", amount: "7" }] }),
    pack("/cosmos.staking.v1beta1.StakeAuthorization", { allowList: { address: ["a"] }, authorizationType: 1 }),
  ],
  "cosmos.crypto.PubKey": [
    key,
    { typeUrl: "/cosmos.crypto.ed25519.PubKey", value: Uint8Array.from([10, 32, ...Array<number>(32).fill(9)]) },
    pack("/cosmos.crypto.multisig.LegacyAminoPubKey", { threshold: 1, publicKeys: [key, key] }),
  ],
  "cosmos.feegrant.v1beta1.FeeAllowanceI": [
    allowance,
    pack("/cosmos.feegrant.v1beta1.AllowedMsgAllowance", { allowance, allowedMessages: ["/a<b>"] }),
  ],
  "cosmos.gov.v1beta1.Content": [pack("/cosmos.gov.v1beta1.TextProposal", { title: "a & b", description: "" })],
  "cosmos.evidence.v1beta1.Evidence": [
    pack("/cosmos.evidence.v1beta1.Equivocation", { height: 4n, consensusAddress: "c" }),
  ],
};

const packedMessages = [
  pack("/cosmos.bank.v1beta1.MsgSend", { fromAddress: accounts[0], amount: [{ denom: "aec", amount: "1" }] }),
  pack("/cosmos.bank.v1beta1.MsgMultiSend", {}),
];

function pack(typeUrl: string, message: object): { typeUrl: string; value: Uint8Array } {
  const codec = codecFor(typeUrl);
  return { typeUrl, value: encodeMessage(codec, codec.fromPartial(message)) };
}

/** What a field's Any may hold; some fields do not say it. */
function interfaceOf(field: FieldSchema): string {
  if (field.acceptsInterface !== "") return field.acceptsInterface;
  if (/pub_?key$/.test(field.name)) return "cosmos.crypto.PubKey";
  return field.name === "accounts" ? "cosmos.auth.v1beta1.AccountI" : "";
}

/** Messages of a type with every kind of value that its fields can hold, zero and absent ones included. */
export function arbitraryMessage(schema: MessageSchema): fc.Arbitrary<Sample> {
  return arbitraryObject(schema, 3).map((message) => ({
    typeUrl: schema.typeUrl,
    message,
    bytes: encodeMessage(codecFor(schema.typeUrl), message),
  }));
}

function arbitraryObject(schema: MessageSchema, depth: number): fc.Arbitrary<Record<string, unknown>> {
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
      if (field.message?.typeName === "google.protobuf.Any") {
        return fc.constantFrom(...(packedByInterface[interfaceOf(field)] ?? packedMessages));
      }
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
  if (field.castType === "encoding/json.RawMessage") return fc.constant(Uint8Array.from(Buffer.from('{"a":[1,"b"]}')));
  if (/LegacyDec$|\.Dec$|Int$/.test(field.customType))
    return wholeNumber.map((text) => Uint8Array.from(Buffer.from(text)));
  return fc.oneof(fc.constant(new Uint8Array(0)), fc.uint8Array({ minLength: 1, maxLength: 40 }));
}
