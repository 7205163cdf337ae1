import { parseGenesis, type CometGenesis } from "../../cometbft/genesis.js";
import { asCliError, CliError } from "../errors.js";
import { parseJson, readNeededBytes, writeFileAtomic } from "../files.js";
import type { Home } from "../home.js";
import type { CoinJson } from "../tx/coins.js";

type Json = Record<string, unknown>;

/** CometBFT's genesis document with an application's part that can be edited. */
export interface GenesisDocument extends Omit<CometGenesis, "app_state"> {
  readonly app_state: Json;
}

/** Vesting of a genesis account; times are Unix seconds as decimal text, "0" when not given. */
export interface Vesting {
  readonly amount: readonly CoinJson[];
  readonly start: string;
  readonly end: string;
}

/** CometBFT's genesis document with the application's part as it stands in the file: JSON text, of any length. */
export type GenesisText = CometGenesis<Uint8Array>;

/** A genesis file, as far as CometBFT checks it. @throws CliError naming the file and the part that is wrong */
export function readGenesisFile(path: string, hint: string): GenesisText {
  const document = asCliError(() => parseGenesis(readNeededBytes(path, hint)), path);
  if (document.app_state[0] === "{".charCodeAt(0)) return document;
  throw new CliError(`${path}: app_state has to be an object of module names`);
}

/** The genesis file of a home. @throws CliError naming the part that is wrong */
export function readGenesis(home: Home): GenesisText {
  return readGenesisFile(home.genesis, `echoind init <moniker> --home ${home.path}`);
}

/** The genesis document of a home, to be edited. @throws CliError naming the part that is wrong, or when it is too long for that */
export function readGenesisDocument(home: Home): GenesisDocument {
  const { app_state: text, ...document } = readGenesis(home);
  if (text.length > MAX_EDITED_BYTES) {
    throw new CliError(`${home.genesis} is too long to be edited: its app_state has ${text.length} bytes`, {
      hint: `at most ${MAX_EDITED_BYTES}; such files are made by other programs, and echoind genesis validate checks them`,
    });
  }
  return { ...document, app_state: parseJson(Buffer.from(text).toString(), `${home.genesis}: app_state`) as Json };
}

/** What is edited is one string when it is written, in more characters than it had when its lines were not indented. */
const MAX_EDITED_BYTES = 256_000_000;

/** Writes the document as people can read it. */
export function writeGenesisDocument(home: Home, document: GenesisDocument): void {
  writeFileAtomic(home.genesis, `${JSON.stringify(document, undefined, 2)}\n`, 0o644);
}

/** An object below another one. @throws CliError when the genesis lacks it */
function part(owner: Json, name: string, where: string): Json {
  const value = owner[name];
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new CliError(`the genesis has no ${where}`, { hint: "make it with echoind init" });
  }
  return value as Json;
}

/** A list below an object, made when it is missing. */
function list(owner: Json, name: string): Json[] {
  if (!Array.isArray(owner[name])) owner[name] = [];
  return owner[name] as Json[];
}

/** Adds an account with coins; the supply grows with it. @throws CliError when the account is there and `append` is not set */
export function addGenesisAccount(
  document: GenesisDocument,
  account: { address: string; coins: readonly CoinJson[]; vesting?: Vesting; append?: boolean },
): void {
  const { address, coins, vesting, append = false } = account;
  const accounts = list(part(document.app_state, "auth", "app_state.auth"), "accounts");
  const bank = part(document.app_state, "bank", "app_state.bank");
  const balances = list(bank, "balances");
  const there = accounts.some((entry) => addressOfAccount(entry) === address);
  if (there && !append) {
    throw new CliError(`${address} is in the genesis already`, { hint: "add --append to give it more coins" });
  }
  if (!there) accounts.push(accountJson(address, coins, vesting));
  const balance = balances.find((entry) => entry.address === address);
  if (balance === undefined) balances.push({ address, coins: [...coins] });
  else balance.coins = addCoins(balance.coins as CoinJson[], coins);
  bank.supply = addCoins(list(bank, "supply") as unknown as CoinJson[], coins);
}

/** Adds what a candidate declares to the council. @throws CliError when it has declared and `replace` is not set */
export function addGenesisDeclaration(
  document: GenesisDocument,
  {
    operator,
    organisation,
    region,
    replace,
  }: Record<"operator" | "organisation" | "region", string> & { replace: boolean },
): void {
  const declarations = list(part(document.app_state, "council", "app_state.council"), "declarations");
  const declaration = { operator, organisation, region, ruled: false, reason: "", height: "0" };
  const index = declarations.findIndex((each) => each.operator === operator);
  if (index < 0) declarations.push(declaration);
  else if (replace) declarations[index] = declaration;
  else {
    throw new CliError(`${operator} has declared ${JSON.stringify(declarations[index]?.organisation)} already`, {
      hint: "add --replace",
    });
  }
}

function addressOfAccount(entry: Json): unknown {
  if (typeof entry.address === "string") return entry.address;
  const inner = entry.base_account ?? entry.base_vesting_account;
  return typeof inner === "object" && inner !== null ? addressOfAccount(inner as Json) : undefined;
}

function accountJson(address: string, coins: readonly CoinJson[], vesting: Vesting | undefined): Json {
  const base = { address, pub_key: null, account_number: "0", sequence: "0" };
  if (vesting === undefined) return { "@type": "/cosmos.auth.v1beta1.BaseAccount", ...base };
  for (const { denom, amount } of vesting.amount) {
    const held = coins.find((coin) => coin.denom === denom)?.amount ?? "0";
    if (BigInt(amount) > BigInt(held))
      throw new CliError(`${address}: ${amount}${denom} vest, but the account gets only ${held}${denom}`);
  }
  if (vesting.end === "0") throw new CliError("--vesting-end-time is needed with --vesting-amount");
  if (BigInt(vesting.start) >= BigInt(vesting.end)) throw new CliError("vesting has to start before it ends");
  const vestingBase = {
    base_account: base,
    original_vesting: [...vesting.amount],
    delegated_free: [],
    delegated_vesting: [],
    end_time: vesting.end,
  };
  if (vesting.start === "0")
    return { "@type": "/cosmos.vesting.v1beta1.DelayedVestingAccount", base_vesting_account: vestingBase };
  return {
    "@type": "/cosmos.vesting.v1beta1.ContinuousVestingAccount",
    base_vesting_account: vestingBase,
    start_time: vesting.start,
  };
}

function addCoins(a: readonly CoinJson[], b: readonly CoinJson[]): CoinJson[] {
  const sums = new Map<string, bigint>();
  for (const { denom, amount } of [...a, ...b]) sums.set(denom, (sums.get(denom) ?? 0n) + BigInt(amount));
  const denoms = [...sums.keys()].sort();
  return denoms.map((denom) => ({ denom, amount: (sums.get(denom) ?? 0n).toString() }));
}
