import type { ReadContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import type { Invariant } from "../../abci/state/module.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import { isVestingAccount } from "./account.js";
import type { AccountKeeper } from "./keeper.js";
import { addressOfModule } from "./pubkey-addresses.js";
import { addressOfPubKey } from "./pubkeys.js";
import { validateVesting } from "./vesting-plan.js";

/** AUTH-1 to AUTH-5 of the README. */
export const authInvariants = (accounts: AccountKeeper): readonly Invariant[] => [
  {
    id: "AUTH-1",
    says: "each account stands under its own address, and its key is that address's",
    cheap: false,
    check: (ctx) => checkAddresses(ctx, accounts),
  },
  {
    id: "AUTH-2",
    says: "the index by number holds each account once, and nothing else",
    cheap: false,
    check: (ctx) => checkNumbers(ctx, accounts),
  },
  {
    id: "AUTH-3",
    says: "the next account number is above all numbers in use",
    cheap: false,
    check: (ctx) => checkNext(ctx, accounts),
  },
  {
    id: "AUTH-4",
    says: "vesting schedules add up, and no more vesting coins are delegated than there are",
    cheap: false,
    check: (ctx) => checkVesting(ctx, accounts),
  },
  {
    id: "AUTH-5",
    says: "every module account exists, stands under its module's address and has no key",
    cheap: false,
    check: (ctx) => checkModules(ctx, accounts),
  },
];

async function checkAddresses(ctx: ReadContext, { accounts }: AccountKeeper): Promise<void> {
  for await (const [address, account] of accounts.range(ctx)) {
    const text = ctx.addresses.format(address);
    assert(account.address === text, `AUTH-1: the account at ${text} says that it is ${account.address}`);
    if (account.pubKey === undefined) continue;
    assert(bytesEqual(addressOfPubKey(account.pubKey), address), `AUTH-1: the key of ${text} is its own`);
  }
}

async function checkNumbers(ctx: ReadContext, { accounts, byNumber }: AccountKeeper): Promise<void> {
  let indexed = 0;
  for await (const [number, address] of byNumber.range(ctx)) {
    const account = await accounts.get(ctx, address);
    assert(account?.accountNumber === number, `AUTH-2: number ${number} leads to the account that has it`);
    indexed++;
  }
  let count = 0;
  for await (const _ of accounts.range(ctx)) count++;
  assert(indexed === count, `AUTH-2: there are ${count} accounts, but ${indexed} in the index`);
}

async function checkNext(ctx: ReadContext, { byNumber, nextNumber }: AccountKeeper): Promise<void> {
  const next = await nextNumber.peek(ctx);
  for await (const [number] of byNumber.range(ctx, { reverse: true })) {
    assert(number < next, `AUTH-3: the next account number is ${next}, but ${number} is in use`);
    break;
  }
}

async function checkVesting(ctx: ReadContext, { accounts }: AccountKeeper): Promise<void> {
  for await (const [, account] of accounts.range(ctx)) {
    if (!isVestingAccount(account)) continue;
    try {
      validateVesting(account);
    } catch (error) {
      assert(false, `AUTH-4: ${account.address}: ${error instanceof Error ? error.message : "invalid"}`);
    }
  }
}

async function checkModules(ctx: ReadContext, accounts: AccountKeeper): Promise<void> {
  for (const name of accounts.moduleAccountNames) {
    const account = await accounts.getOrUndefined(ctx, addressOfModule(name));
    const own = account?.kind === "module" && account.name === name && account.pubKey === undefined;
    assert(own, `AUTH-5: module ${name} has its account`);
  }
}
