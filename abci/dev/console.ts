import { format } from "node:util";
import { bytesToNumber, keccak256 } from "../../modules/evm/crypto.js";
import { hexOf } from "../../modules/evm/hex.js";
import type { Observer } from "../../modules/evm/interpreter/observer.js";

/** Whom hardhat's and foundry's console libraries call: there is no code, so a call costs its gas and does nothing. */
export const CONSOLE_ADDRESS = Buffer.from("000000000000000000636f6e736f6c652e6c6f67", "hex");

/** Longest line that is printed: contracts under test may log what they like, terminals may not show it. */
const MAX_LINE = 16_384;

const WORD = 32;
/** Arguments of every kind of these may stand together, up to four. */
const MIXED = ["uint256", "string", "bool", "address"] as const;
const MOST_ARGUMENTS = 4;

/** Shows what runs to `print`, a line for each call of the console. What cannot be read is left out. */
export function consoleObserver(print: (line: string) => void): Observer {
  return {
    enter({ to, input }) {
      if (Buffer.compare(to, CONSOLE_ADDRESS) !== 0) return;
      const line = readConsole(input);
      if (line !== undefined) print(line);
    },
  };
}

/** The line that a call of the console prints, its first argument a format as Node.js has it; undefined for no such call. */
export function readConsole(input: Uint8Array): string | undefined {
  const types = signatures().get(Buffer.from(input.subarray(0, 4)).toString("hex"));
  const values = types && decode(types, input.subarray(4));
  if (values === undefined) return undefined;
  const [first, ...rest] = values;
  if (rest.length === 0) return (first ?? "").slice(0, MAX_LINE);
  // Numbers are text here: %d and %i would make them floating-point ones.
  const pattern = types![0] === "string" ? first!.replace(/((?<!%)(?:%%)*)%[di]/g, "$1%s") : first;
  return format(pattern, ...rest).slice(0, MAX_LINE);
}

let known: ReadonlyMap<string, readonly string[]> | undefined;

/** Selectors, in hex, with the types of the arguments. */
function signatures(): ReadonlyMap<string, readonly string[]> {
  if (known !== undefined) return known;
  const table = new Map<string, readonly string[]>();
  const add = (types: readonly string[]): void => {
    // Libraries of old have selectors of "uint" and "int", which no ABI knows.
    for (const spelt of [types.join(), types.join().replace(/int256/g, "int")]) {
      const digest = keccak256(Buffer.from(`log(${spelt})`, "latin1"));
      table.set(Buffer.from(digest.subarray(0, 4)).toString("hex"), types);
    }
  };
  for (const types of combinations()) add(types);
  for (const types of [["int256"], ["string", "int256"], ["bytes"]]) add(types);
  for (let size = 1; size <= WORD; size++) add([`bytes${size}`]);
  return (known = table);
}

function combinations(): string[][] {
  const all: string[][] = [[]];
  let longest = all;
  for (let count = 1; count <= MOST_ARGUMENTS; count++) {
    longest = longest.flatMap((types) => MIXED.map((type) => [...types, type]));
    all.push(...longest);
  }
  return all;
}

/** ABI-encoded arguments as text; undefined when they are not. */
function decode(types: readonly string[], bytes: Uint8Array): string[] | undefined {
  const values: string[] = [];
  for (const [place, type] of types.entries()) {
    const value = decodeOne(type, bytes, place * WORD);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function decodeOne(type: string, bytes: Uint8Array, at: number): string | undefined {
  const word = bytes.subarray(at, at + WORD);
  if (word.length < WORD) return undefined;
  switch (type) {
    case "uint256":
      return bytesToNumber(word).toString();
    case "int256":
      return BigInt.asIntN(256, bytesToNumber(word)).toString();
    case "bool":
      return String(word.some((byte) => byte !== 0));
    case "address":
      return hexOf(word.subarray(12));
    case "string":
    case "bytes": {
      const found = dynamic(bytes, word);
      return found && (type === "string" ? Buffer.from(found).toString("utf8") : hexOf(found));
    }
    default:
      return hexOf(word.subarray(0, Number(type.slice("bytes".length))));
  }
}

/** What stands where a word points to: its length, then itself. */
function dynamic(bytes: Uint8Array, pointer: Uint8Array): Uint8Array | undefined {
  const start = bytesToNumber(pointer);
  if (start + 32n > BigInt(bytes.length)) return undefined;
  const from = Number(start) + WORD;
  const length = bytesToNumber(bytes.subarray(from - WORD, from));
  return length > BigInt(bytes.length - from) ? undefined : bytes.subarray(from, from + Number(length));
}
