import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generateAddress } from "@ethereumjs/util";
import { minimal } from "../../modules/evm/crypto.js";
import { bytesOfHex, hexOf } from "../../modules/evm/hex.js";
import { projectRoot } from "../root.js";
import { deployer } from "./accounts.js";

/** The contracts of contracts/Bench.sol, in the order in which they are deployed; their number is the deployer's nonce. */
const DEPLOYED = ["Funder", "Token", "Token", "Pair", "Router", "Writer", "Writer"] as const;
type Source = (typeof DEPLOYED)[number];

const addressAt = (nonce: number): Uint8Array => generateAddress(deployer().address, minimal(BigInt(nonce)));

/** Where the contracts are, on every chain. */
export const contracts = {
  funder: addressAt(0),
  token: addressAt(1),
  other: addressAt(2),
  pair: addressAt(3),
  router: addressAt(4),
  writer: addressAt(5),
  /** A second writer, whose logs are not looked for. */
  neighbour: addressAt(6),
} as const;

/** What the compiler made of the sources: init code, and methods' selectors by name. */
type Compiled = Readonly<
  Record<Source, { readonly bytecode: string; readonly selectors: Readonly<Record<string, string>> }>
>;

let compiled: Compiled | undefined;

function sources(): Compiled {
  const path = join(projectRoot(), "bench", "evm", "contracts", "contracts.json");
  return (compiled ??= JSON.parse(readFileSync(path, "utf8")) as Compiled);
}

/** Init code of all of them with their constructors' arguments, in the order of their nonces from zero. */
export function deployments(): Uint8Array[] {
  const constructors = [[], texts("Coin", "COIN"), texts("Other", "OTHER"), [contracts.token, contracts.other]];
  return DEPLOYED.map((source, nonce) => {
    const words = constructors[nonce] ?? [];
    return Buffer.concat([bytesOfHex(sources()[source].bytecode)!, ...words.map(word)]);
  });
}

/** An argument of 32 bytes: a number, a truth, or an address. */
export type Argument = bigint | boolean | Uint8Array;

/** Data of a call with arguments of one word each. @throws Error for a method that there is not */
export function callData(source: Source, method: string, ...words: readonly Argument[]): Uint8Array {
  const selector = sources()[source].selectors[method];
  if (selector === undefined) throw new Error(`${source} has no method ${method}`);
  return Buffer.concat([bytesOfHex(selector)!, ...words.map(word)]);
}

/** The same for a method whose first argument is a list of addresses. */
export function callDataOfList(
  source: Source,
  method: string,
  list: readonly Uint8Array[],
  ...words: readonly Argument[]
): Uint8Array {
  const offset = BigInt(32 * (1 + words.length));
  return callData(source, method, offset, ...words, BigInt(list.length), ...list);
}

/** Two short texts as a constructor takes them. */
function texts(first: string, second: string): Argument[] {
  const padded = (text: string): bigint => BigInt(`0x${Buffer.from(text).toString("hex").padEnd(64, "0")}`);
  return [64n, 128n, BigInt(first.length), padded(first), BigInt(second.length), padded(second)];
}

function word(value: Argument): Uint8Array {
  const digits = value instanceof Uint8Array ? hexOf(value).slice(2) : BigInt(value).toString(16);
  return Buffer.from(digits.padStart(64, "0"), "hex");
}
