import { CliError } from "../errors.js";

/** An amount in base units, as messages carry it. */
export interface CoinJson {
  readonly denom: string;
  readonly amount: string;
}

const DENOM = "[a-zA-Z][a-zA-Z0-9/:._-]{2,127}";
const MAX_AMOUNT = 1n << 256n;
const PRICE_DIGITS = 18;

/** One coin such as 5aec. @throws CliError saying which part is wrong */
export function parseCoin(text: string): CoinJson {
  const match = new RegExp(`^(\\d+)(${DENOM})$`).exec(text.trim());
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new CliError(`"${text}" is not a coin`, { hint: coinHint(text) });
  }
  const amount = BigInt(match[1]);
  if (amount >= MAX_AMOUNT) throw new CliError(`${text}: amounts are below 2^256`);
  return { denom: match[2], amount: amount.toString() };
}

function coinHint(text: string): string {
  if (/^\d+\.\d+/.test(text)) return "amounts are whole base units: 1 EC is 1000000000000000000aec";
  if (/^-/.test(text)) return "amounts are not negative";
  if (/^\d+\s*$/.test(text)) return `the denomination is missing: ${text.trim()}aec`;
  return "a whole number and a denomination, such as 5000aec";
}

/** Coins such as 5aec,7uusd, sorted by denomination and without zeros, as the chain wants them. @throws CliError */
export function parseCoins(text: string): CoinJson[] {
  if (text.trim() === "") return [];
  const coins = text.split(",").map(parseCoin);
  coins.sort((a, b) => (a.denom < b.denom ? -1 : a.denom > b.denom ? 1 : 0));
  const twice = coins.find((coin, index) => coin.denom === coins[index - 1]?.denom);
  if (twice !== undefined)
    throw new CliError(`"${text}" names ${twice.denom} twice`, { hint: "add the two amounts up" });
  return coins.filter((coin) => coin.amount !== "0");
}

/** The fee for `gas` at prices such as 0.025aec, rounded up so that the price is met. @throws CliError */
export function feeAt(prices: string, gas: bigint): CoinJson[] {
  const coins = prices.split(",").map((price) => {
    const match = new RegExp(`^(\\d+)(?:\\.(\\d{1,${PRICE_DIGITS}}))?(${DENOM})$`).exec(price.trim());
    if (match?.[1] === undefined || match[3] === undefined) {
      throw new CliError(`"${price}" is not a gas price`, { hint: "for example 0.025aec" });
    }
    const scaled = BigInt(match[1] + (match[2] ?? "").padEnd(PRICE_DIGITS, "0"));
    const unit = 10n ** BigInt(PRICE_DIGITS);
    return `${(scaled * gas + unit - 1n) / unit}${match[3]}`;
  });
  return parseCoins(coins.join(","));
}

/** Gas times a decimal factor such as 1.3, rounded up. */
export function adjustGas(gas: bigint, factor: string): bigint {
  const [whole = "0", fraction = ""] = factor.split(".");
  const unit = 10n ** BigInt(fraction.length);
  return (gas * BigInt(whole + fraction) + unit - 1n) / unit;
}

/** As `parseCoins`, and at least one of them. @throws CliError */
export function neededCoins(text: string): CoinJson[] {
  const coins = parseCoins(text);
  if (coins.length === 0) throw new CliError(`"${text}" is no amount to send`, { hint: "for example 5000aec" });
  return coins;
}
