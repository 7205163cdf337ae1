import { sdk } from "./errors.js";

/** An amount in base units of one denomination. */
export interface Coin {
  readonly denom: string;
  readonly amount: bigint;
}

/** How a coin travels in messages: its amount is decimal text. */
export interface WireCoin {
  readonly denom: string;
  readonly amount: string;
}

const DENOM = /^[a-zA-Z][a-zA-Z0-9/:._-]{2,127}$/;
const INTEGER = /^(0|-?[1-9][0-9]*)$/;

/** Amounts fit 256 bits, as the SDK's `math.Int` and the EVM's words do. */
export const MAX_AMOUNT = (1n << 256n) - 1n;

/** Decimal digits of 2^256: longer texts are refused before they are read. */
const MAX_AMOUNT_DIGITS = 78;

export function isValidDenom(denom: string): boolean {
  return DENOM.test(denom);
}

/** An integer from decimal text: no sign for zero, no leading zeros, at most 256 bits. @throws sdk.invalidCoins */
export function parseInteger(text: string): bigint {
  if (text.length > MAX_AMOUNT_DIGITS + 1 || !INTEGER.test(text)) {
    throw sdk.invalidCoins(
      `${JSON.stringify(text.slice(0, 100))} is not an integer of at most 256 bits in plain decimal digits`,
    );
  }
  const value = BigInt(text);
  if (value > MAX_AMOUNT || value < -MAX_AMOUNT) throw sdk.invalidCoins(`${text} is over 256 bits`);
  return value;
}

/** A coin with a valid denomination and an amount of zero or more. @throws sdk.invalidCoins */
export function parseCoin({ denom, amount }: WireCoin): Coin {
  if (!isValidDenom(denom)) throw sdk.invalidCoins(`invalid denom: ${denom.slice(0, 140)}`);
  const value = parseInteger(amount);
  if (value < 0n) throw sdk.invalidCoins(`amount ${amount}${denom} is negative`);
  return { denom, amount: value };
}

/** A coin set: sorted by denomination, no denomination twice, every amount positive. @throws sdk.invalidCoins */
export function parseCoins(coins: readonly WireCoin[]): Coin[] {
  const result: Coin[] = [];
  let last = "";
  for (const wire of coins) {
    const coin = parseCoin(wire);
    if (coin.amount === 0n) throw sdk.invalidCoins(`amount of ${coin.denom} is not positive`);
    if (coin.denom === last) throw sdk.invalidCoins(`duplicate denomination ${coin.denom}`);
    if (coin.denom < last) throw sdk.invalidCoins(`denominations are not sorted: ${coin.denom} follows ${last}`);
    last = coin.denom;
    result.push(coin);
  }
  return result;
}

/** `5aec,7uusd`: how coins are written in events and logs. */
export function formatCoins(coins: readonly Coin[]): string {
  return coins.map(formatCoin).join(",");
}

export function formatCoin({ denom, amount }: Coin): string {
  return `${amount}${denom}`;
}

export function coinsToWire(coins: readonly Coin[]): WireCoin[] {
  return coins.map(({ denom, amount }) => ({ denom, amount: amount.toString() }));
}

/** The sum as a coin set: sorted, without zeros. */
export function addCoins(...sets: readonly (readonly Coin[])[]): Coin[] {
  const totals = new Map<string, bigint>();
  for (const coins of sets) {
    for (const { denom, amount } of coins) totals.set(denom, (totals.get(denom) ?? 0n) + amount);
  }
  return sortedCoins(totals);
}

/** `from` less `what` as a coin set, or undefined when some amount would be negative. */
export function subtractCoins(from: readonly Coin[], what: readonly Coin[]): Coin[] | undefined {
  const totals = new Map(from.map(({ denom, amount }) => [denom, amount]));
  for (const { denom, amount } of what) {
    const left = (totals.get(denom) ?? 0n) - amount;
    if (left < 0n) return undefined;
    totals.set(denom, left);
  }
  return sortedCoins(totals);
}

export function amountOf(coins: readonly Coin[], denom: string): bigint {
  return coins.find((coin) => coin.denom === denom)?.amount ?? 0n;
}

function sortedCoins(totals: ReadonlyMap<string, bigint>): Coin[] {
  return [...totals]
    .filter(([, amount]) => amount !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([denom, amount]) => ({ denom, amount }));
}
