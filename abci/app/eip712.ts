import { keccak256 } from "../state/keccak.js";

/*
 * EIP-712 over Cosmos sign documents, as the Cosmos EVM's wallets make it: the amino JSON of a transaction becomes typed data
 * whose types follow from the values. A document of any other form has no typed data: nothing in it may stay unsigned.
 */

type Json = string | number | boolean | null | readonly Json[] | JsonObject;
interface JsonObject {
  readonly [name: string]: Json;
}

interface Field {
  readonly name: string;
  readonly type: string;
}

type Types = Map<string, readonly Field[]>;

/** A document that cannot be signed so; wallets could not have made it either. */
class NoTypedData extends Error {}

const field = (name: string, type = "string"): Field => ({ name, type });

const DOMAIN: readonly Field[] = [
  field("name"),
  field("version"),
  field("chainId", "uint256"),
  field("verifyingContract"),
  field("salt"),
];

const FIXED: readonly (readonly [string, readonly Field[]])[] = [
  ["Fee", [field("amount", "Coin[]"), field("gas")]],
  ["Coin", [field("denom"), field("amount")]],
];

const TX = [field("account_number"), field("chain_id"), field("fee", "Fee"), field("memo"), field("sequence")];

/** So many types of one name, told apart by a number behind it, may be in one document. */
const MAX_NAMESAKES = 1000;

/**
 * What is hashed and signed for a sign document in amino JSON: 0x1901, the domain's hash, the document's hash. Undefined when the
 * document has no typed data: another field than these, an empty or nested value, more than one shape in a list.
 * @param evmChainId the number that Ethereum transactions are signed for
 */
export function eip712Bytes(aminoJson: Uint8Array, evmChainId: bigint): Uint8Array | undefined {
  try {
    const document = JSON.parse(Buffer.from(aminoJson).toString("utf8")) as JsonObject;
    const { msgs, ...rest } = document;
    if (!isList(msgs)) throw new NoTypedData("there are no messages");
    const types: Types = new Map(FIXED);
    const fields = [...TX];
    const message: Record<string, Json> = { ...rest };
    for (const [index, each] of msgs.entries()) {
      const name = `msg${index}`;
      message[name] = each;
      fields.push(field(name, addMessage(types, each)));
    }
    types.set("Tx", fields);
    return Buffer.concat([Buffer.of(0x19, 0x01), domainHash(evmChainId), hashStruct(types, "Tx", message)]);
  } catch (error) {
    if (error instanceof NoTypedData || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function domainHash(chainId: bigint): Uint8Array {
  const types: Types = new Map([["EIP712Domain", DOMAIN]]);
  const text = (value: string) => keccak256(Buffer.from(value, "utf8"));
  const parts = ["Cosmos Web3", "1.0.0", chainId, "cosmos", "0"].map((part) =>
    typeof part === "bigint" ? word(part) : text(part),
  );
  return keccak256(Buffer.concat([typeHash(types, "EIP712Domain"), ...parts]));
}

// --- types from values

/** The type of a message, named after the last part of its amino name. */
function addMessage(types: Types, message: Json): string {
  if (!isObject(message)) throw new NoTypedData("a message is no object");
  const { type } = message;
  if (typeof type !== "string") throw new NoTypedData("a message has no type");
  return addType(types, `Type${type.slice(type.lastIndexOf("/") + 1)}`, "Type", message);
}

/** @param name what the type is called; those inside are called after `prefix` and the names of their fields. */
function addType(types: Types, name: string, prefix: string, value: JsonObject): string {
  if (!/^[A-Za-z]\w*$/.test(name)) throw new NoTypedData("a type's name is none");
  const names = Object.keys(value).sort((a, b) => (a > b ? -1 : 1));
  const fields = names.map((each) => field(each, typeOf(types, prefix + titled(each), value[each]!)));
  for (let index = 0; index < MAX_NAMESAKES; index++) {
    const indexed = `${name}${index}`;
    const known = types.get(indexed);
    if (known === undefined) types.set(indexed, fields);
    if (known === undefined || sameFields(known, fields)) return indexed;
  }
  throw new NoTypedData("too many types of one name");
}

function typeOf(types: Types, name: string, value: Json): string {
  if (!isList(value)) return elementType(types, name, value);
  // The first element stands for all; of an empty list nothing is known, and text is as good as anything.
  const [first] = value;
  return first === undefined ? "string[]" : `${elementType(types, name, first)}[]`;
}

function elementType(types: Types, name: string, value: Json): string {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return "int64";
  if (!isObject(value)) throw new NoTypedData("a value is null, or a list in a list");
  return addType(types, name, name, value);
}

/** `from_address` → `FromAddress`. */
function titled(name: string): string {
  if (!/^([A-Za-z][A-Za-z0-9]*|[0-9]+)(_([A-Za-z][A-Za-z0-9]*|[0-9]+))*$/.test(name)) {
    throw new NoTypedData("a field's name cannot become a type's");
  }
  return name
    .split("_")
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("");
}

const sameFields = (a: readonly Field[], b: readonly Field[]): boolean =>
  a.length === b.length && a.every(({ name, type }, index) => b[index]!.name === name && b[index]!.type === type);

// --- hashes of values

/** EIP-712's hashStruct. Every field of the value has to be in its type, and the other way round. */
function hashStruct(types: Types, type: string, value: Json | undefined): Uint8Array {
  const fields = types.get(type)!;
  if (!isObject(value) || Object.keys(value).length !== fields.length)
    throw new NoTypedData("a value has another shape");
  const parts = fields.map((each) => hashValue(types, each.type, value[each.name]));
  return keccak256(Buffer.concat([typeHash(types, type), ...parts]));
}

function hashValue(types: Types, type: string, value: Json | undefined): Uint8Array {
  if (type.endsWith("[]")) {
    if (!isList(value)) throw new NoTypedData("a value is no list");
    return keccak256(Buffer.concat(value.map((each) => hashValue(types, type.slice(0, -2), each))));
  }
  switch (type) {
    case "string":
      if (typeof value !== "string") throw new NoTypedData("a value is no text");
      return keccak256(Buffer.from(value, "utf8"));
    case "bool":
      if (typeof value !== "boolean") throw new NoTypedData("a value is no truth value");
      return word(value ? 1n : 0n);
    case "int64":
      if (!Number.isSafeInteger(value)) throw new NoTypedData("a value is no integer");
      return word(BigInt.asUintN(256, BigInt(value as number)));
    default:
      return hashStruct(types, type, value);
  }
}

function typeHash(types: Types, type: string): Uint8Array {
  const inside = dependencies(types, type, new Set());
  inside.delete(type);
  const names = [type, ...[...inside].sort()];
  const written = names.map(
    (name) =>
      `${name}(${types
        .get(name)!
        .map((each) => `${each.type} ${each.name}`)
        .join(",")})`,
  );
  return keccak256(Buffer.from(written.join(""), "utf8"));
}

function dependencies(types: Types, type: string, found: Set<string>): Set<string> {
  const name = type.endsWith("[]") ? type.slice(0, -2) : type;
  const fields = types.get(name);
  if (fields === undefined || found.has(name)) return found;
  found.add(name);
  for (const each of fields) dependencies(types, each.type, found);
  return found;
}

function word(value: bigint): Uint8Array {
  return Buffer.from(value.toString(16).padStart(64, "0"), "hex");
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
