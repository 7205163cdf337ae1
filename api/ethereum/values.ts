import { bytesOfHex, hexOf } from "../../modules/evm/hex.js";
import { invalidParams } from "./errors.js";

/** A number as Ethereum's JSON has it: hexadecimal without leading zeros. */
export const quantity = (value: bigint | number): string => `0x${value.toString(16)}`;

/** Bytes as Ethereum's JSON has them. */
export const data = hexOf;

/** A block that a client means. */
export type BlockReference =
  | { readonly kind: "latest" | "earliest" | "pending" }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "hash"; readonly hash: Uint8Array };

/** A request's parameters by place. Each reader takes one; a value that does not fit is an error that names its place. */
export class Params {
  constructor(private readonly values: readonly unknown[]) {}

  /** @throws JsonRpcError when there are more than a method takes */
  atMost(count: number): void {
    if (this.values.length > count) throw invalidParams(`too many arguments, want at most ${count}`);
  }

  has(index: number): boolean {
    return this.values[index] !== undefined && this.values[index] !== null;
  }

  /** What stands at a place, read by `read`. @throws JsonRpcError when there is nothing, or nothing that fits */
  required<T>(index: number, read: (value: unknown) => T): T {
    if (!this.has(index)) throw invalidParams(`missing value for required argument ${index}`);
    return this.read(index, read);
  }

  optional<T>(index: number, read: (value: unknown) => T): T | undefined {
    return this.has(index) ? this.read(index, read) : undefined;
  }

  private read<T>(index: number, read: (value: unknown) => T): T {
    try {
      return read(this.values[index]);
    } catch (error) {
      if (error instanceof Misfit) throw invalidParams(`invalid argument ${index}: ${error.message}`);
      throw error;
    }
  }
}

/** A value is not what it has to be. */
export class Misfit extends Error {}

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 80) ?? "undefined";

/** Bytes of any length, `0x` text. @throws Misfit */
export function readBytes(value: unknown): Uint8Array {
  if (typeof value !== "string") throw new Misfit(`${shown(value)} is no hex string`);
  if (value === "") throw new Misfit("empty hex string");
  if (!value.startsWith("0x") && !value.startsWith("0X")) throw new Misfit("hex string without 0x prefix");
  if (value.length % 2 === 1) throw new Misfit("hex string of odd length");
  const bytes = bytesOfHex(`0x${value.slice(2)}`);
  if (bytes === undefined) throw new Misfit("invalid hex string");
  return bytes;
}

function readFixed(value: unknown, length: number, name: string): Uint8Array {
  const bytes = readBytes(value);
  if (bytes.length !== length) {
    throw new Misfit(`hex string has length ${bytes.length * 2}, want ${length * 2} for ${name}`);
  }
  return bytes;
}

/** @throws Misfit */
export const readAddress = (value: unknown): Uint8Array => readFixed(value, 20, "common.Address");
/** @throws Misfit */
export const readHash = (value: unknown): Uint8Array => readFixed(value, 32, "common.Hash");

/** A slot's key: up to 32 bytes, short ones stand for the low end; clients write it as a number too. @throws Misfit */
export function readSlot(value: unknown): Uint8Array {
  const digits = typeof value === "string" ? /^0x([0-9a-fA-F]{0,64})$/.exec(value)?.[1] : undefined;
  if (digits === undefined) throw new Misfit("storage key is no hex string of at most 32 bytes");
  return Uint8Array.from(Buffer.from(digits.padStart(64, "0"), "hex"));
}

/** A number of at most `bits`, `0x` and digits without leading zeros. @throws Misfit */
export function readQuantity(value: unknown, bits = 256): bigint {
  if (typeof value !== "string") throw new Misfit(`${shown(value)} is no hex string`);
  if (value === "") throw new Misfit("empty hex string");
  if (!/^0x/i.test(value)) throw new Misfit("hex string without 0x prefix");
  if (value.length === 2) throw new Misfit(`hex string "0x"`);
  if (!/^0x[0-9a-f]+$/i.test(value)) throw new Misfit("invalid hex string");
  if (value.length > 3 && value[2] === "0") throw new Misfit("hex number with leading zero digits");
  const number = BigInt(value);
  if (number >> BigInt(bits) !== 0n) throw new Misfit(`hex number > ${bits} bits`);
  return number;
}

/** A count as clients write it: a number, or hexadecimal text. @throws Misfit */
export function readCount(value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  return Number(readQuantity(value, 53));
}

/** @throws Misfit */
export function readBoolean(value: unknown): boolean {
  if (typeof value !== "boolean") throw new Misfit(`${shown(value)} is not true or false`);
  return value;
}

/** @throws Misfit */
export function readObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Misfit(`${shown(value)} is no object`);
  }
  return value as Readonly<Record<string, unknown>>;
}

/** @throws Misfit */
export function readList<T>(value: unknown, read: (item: unknown) => T): T[] {
  if (!Array.isArray(value)) throw new Misfit(`${shown(value)} is no list`);
  return value.map(read);
}

/** A height or a tag: every block is final at once, so `safe` and `finalized` are the latest. @throws Misfit */
export function readNumber(value: unknown): BlockReference {
  switch (value) {
    case "latest":
    case "safe":
    case "finalized":
      return { kind: "latest" };
    case "earliest":
    case "pending":
      return { kind: value };
    default:
      return { kind: "number", number: Number(readQuantity(value, 53)) };
  }
}

/** A height, a tag, a hash, or an object of EIP-1898 with one of them. @throws Misfit */
export function readBlock(value: unknown): BlockReference {
  if (typeof value === "object" && value !== null) {
    const { blockNumber, blockHash } = readObject(value);
    if (blockNumber !== undefined && blockHash !== undefined) {
      throw new Misfit("cannot specify both BlockHash and BlockNumber, choose one or the other");
    }
    if (blockHash !== undefined) return { kind: "hash", hash: readHash(blockHash) };
    if (blockNumber !== undefined) return readNumber(blockNumber);
    throw new Misfit("neither block nor hash specified");
  }
  if (typeof value === "string" && value.length === 66) return { kind: "hash", hash: readHash(value) };
  return readNumber(value);
}
