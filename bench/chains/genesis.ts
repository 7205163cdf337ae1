import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import type { AccountBook } from "../workload/accounts.js";

/** Base units of every account at genesis: what all its sends and fees take, many times over. */
export const EACH = 10n ** 15n;

interface Coin {
  readonly denom: string;
  readonly amount: string;
}

/** The parts of an SDK chain's genesis that are looked at here. */
export interface GenesisDocument {
  [key: string]: unknown;
  chain_id: string;
  app_state: {
    [module: string]: unknown;
    auth: { accounts: { account_number?: string }[] };
    bank: { balances: { address: string; coins: Coin[] }[]; supply: Coin[] };
  };
}

/** Texts that stand for lists too long for one string in memory, until they are written. */
const MARKS = { accounts: '"@accounts"', balances: '"@balances"' } as const;

/**
 * Writes `path` anew with all accounts of the book beside those that it has. Account numbers are the book's, which the
 * signatures depend on; accounts that were there come after them.
 */
export function addAccounts(path: string, book: AccountBook, denom: string): void {
  const document = JSON.parse(readFileSync(path, "utf8")) as GenesisDocument;
  const { auth, bank } = document.app_state;
  const { accounts: others, ...restOfAuth } = auth;
  const { balances, supply, ...restOfBank } = bank;
  const patched = {
    ...document,
    app_state: {
      ...document.app_state,
      auth: { ...restOfAuth, accounts: "@accounts" },
      bank: { ...restOfBank, balances: "@balances", supply: addSupply(supply, denom, EACH * BigInt(book.accounts)) },
    },
  };
  const moved = others.map((account, index) => ({ ...account, account_number: String(book.accounts + index) }));
  const text = JSON.stringify(patched);
  const [first, second] = [text.indexOf(MARKS.accounts), text.indexOf(MARKS.balances)];
  if (first < 0 || second < first) throw new Error(`${path}: bank comes before auth, which was not expected`);
  const file = openSync(path, "w");
  try {
    const write = (piece: string): void => {
      writeSync(file, piece);
    };
    write(`${text.slice(0, first)}[`);
    writeList(write, book.accounts, (index) => accountJson(book.textAt(index), index), moved);
    write(`]${text.slice(first + MARKS.accounts.length, second)}[`);
    const coins = `[{"denom":"${denom}","amount":"${EACH}"}]`;
    writeList(write, book.accounts, (index) => `{"address":"${book.textAt(index)}","coins":${coins}}`, balances);
    write(`]${text.slice(second + MARKS.balances.length)}\n`);
  } finally {
    closeSync(file);
  }
}

const accountJson = (address: string, number: number): string =>
  `{"@type":"/cosmos.auth.v1beta1.BaseAccount","address":"${address}","pub_key":null,"account_number":"${number}","sequence":"0"}`;

function writeList(
  write: (piece: string) => void,
  count: number,
  entryAt: (index: number) => string,
  others: readonly object[],
): void {
  const AT_ONCE = 5000;
  for (let from = 0; from < count; from += AT_ONCE) {
    const entries = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => entryAt(from + index));
    write(`${from === 0 ? "" : ","}${entries.join(",")}`);
  }
  for (const other of others) write(`,${JSON.stringify(other)}`);
}

function addSupply(supply: readonly Coin[], denom: string, amount: bigint): Coin[] {
  const there = BigInt(supply.find((coin) => coin.denom === denom)?.amount ?? "0");
  const others = supply.filter((coin) => coin.denom !== denom);
  return [...others, { denom, amount: String(there + amount) }].sort((a, b) => (a.denom < b.denom ? -1 : 1));
}

/** Rewrites a small genesis document. */
export function editGenesis(path: string, change: (document: GenesisDocument) => void): void {
  const document = JSON.parse(readFileSync(path, "utf8")) as GenesisDocument;
  change(document);
  const file = openSync(path, "w");
  writeSync(file, JSON.stringify(document));
  closeSync(file);
}
