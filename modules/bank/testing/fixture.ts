import { type Coin, parseCoins } from "../../../abci/state/coins.js";
import { ModuleStore } from "../../../abci/state/collections.js";
import type { StateContext } from "../../../abci/state/context.js";
import { AppError, type ErrorFactory } from "../../../abci/state/errors.js";
import { memoryContext, testAddress } from "../../../abci/state/testing/memory.js";
import { authModule } from "../../auth/module.js";
import { AccountKeeper } from "../../auth/keeper.js";
import { addressOfModule } from "../../auth/pubkey-addresses.js";
import { bankInvariants } from "../invariants.js";
import { BankKeeper } from "../keeper.js";
import { bankMessages } from "../messages.js";
import { bankModule } from "../module.js";
import { bankQueries } from "../queries.js";

export const AUTHORITY = addressOfModule("gov");

export const MODULES = {
  fee_collector: [],
  gov: ["burner"],
  mint: ["minter"],
  pool: ["staking"],
} as const;

/** `12aec,5uusd` as a coin set. */
export function coins(text: string): Coin[] {
  if (text === "") return [];
  return parseCoins(
    text.split(",").map((coin) => {
      const [, amount = "", denom = ""] = /^(\d+)(.*)$/.exec(coin) ?? [];
      return { denom, amount };
    }),
  );
}

export type BankFixture = Awaited<ReturnType<typeof bankFixture>>;

/** Both keepers on empty stores after genesis; everyone in `holders` (address bytes of one value) has these coins. */
export async function bankFixture(holders: Readonly<Record<number, string>> = {}) {
  const ctx = memoryContext({ mode: "genesis" });
  const accounts = new AccountKeeper(new ModuleStore("acc"), { authority: AUTHORITY, modules: MODULES });
  const blocked = ["fee_collector", "mint", "pool"].map(addressOfModule);
  const bank = new BankKeeper(new ModuleStore("bank"), accounts, { authority: AUTHORITY, blocked });
  const auth = authModule(accounts);
  await auth.genesis!.init(ctx, auth.genesis!.defaults());
  const name = (byte: number) => ctx.addresses.format(testAddress(byte));
  const balances = Object.entries(holders).map(([byte, text]) => ({
    address: name(Number(byte)),
    coins: coins(text).map(({ denom, amount }) => ({ denom, amount: amount.toString() })),
  }));
  const module = bankModule(bank);
  await module.genesis!.init(ctx, { ...(module.genesis!.defaults() as object), balances });
  for (const byte of Object.keys(holders)) await accounts.create(ctx, testAddress(Number(byte)));
  return { ctx, accounts, bank, auth, module, messages: bankMessages(bank), queries: bankQueries(bank), name };
}

/** All invariants of both modules. */
export async function holds(ctx: StateContext, { bank, auth }: Pick<BankFixture, "bank" | "auth">): Promise<void> {
  for (const invariant of [...bankInvariants(bank), ...auth.invariants!]) await invariant.check(ctx);
}

/** The error that `work` fails with, which is of this kind. */
export async function fails(work: Promise<unknown>, kind: ErrorFactory<never>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error("expected an AppError", { cause: error });
  expect([error.codespace, error.code]).toEqual([kind.codespace, kind.code]);
  return error;
}

/** Events in one line each: `transfer recipient=… sender=… amount=…`. */
export function linesOf(ctx: StateContext): string[] {
  return ctx.events.map(({ type, attributes }) =>
    [type, ...attributes.map(({ key, value }) => `${key}=${value}`)].join(" "),
  );
}
