import { GenesisState } from "cosmjs-types/cosmos/auth/v1beta1/genesis";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { AddressCodec } from "../../abci/state/addresses.js";
import type { WriteContext } from "../../abci/state/context.js";
import { KeySet } from "../../abci/state/key-set.js";
import type { GenesisHandler } from "../../abci/state/module.js";
import { numbered } from "../../abci/state/numbered.js";
import { bytesEqual, keyFromBytes, uint64ToKey } from "../../abci/store/bytes.js";
import { type Account, isVestingAccount, packAccount, unpackAccount } from "./account.js";
import { invalidAccount } from "./errors.js";
import type { AccountKeeper } from "./keeper.js";
import { defaultParams, validateParams } from "./params.js";
import { addressOfModule } from "./pubkey-addresses.js";
import { addressOfPubKey } from "./pubkeys.js";
import { validateVesting } from "./vesting-plan.js";

/** Account numbers fit a signed 64-bit integer, so that every client can hold them. */
const MAX_NUMBER = (1n << 63n) - 1n;

/** Genesis of auth: parameters and accounts. Nonces of unordered transactions are not part of it, as in the SDK. */
export const authGenesis = (accounts: AccountKeeper): GenesisHandler<GenesisState, "accounts"> => ({
  codec: GenesisState,
  defaults: () => ({ params: defaultParams(), accounts: [] }),

  validate({ params, accounts: packed }, prefix) {
    validateParams(params);
    const addresses = new AddressCodec(prefix);
    const seen = new KeySet();
    for (const [index, entry] of numbered(packed)) {
      const account = named(`accounts[${index}]`, () => unpackAccount(entry));
      const name = `address: ${account.address.slice(0, 100)}`;
      const address = named(name, () => addresses.parse(account.address));
      if (!seen.add(keyFromBytes(address))) throw invalidAccount(name, "duplicate account");
      named(name, () => validateAccount(account, address));
    }
  },

  async init(ctx, { params, accounts: packed }) {
    await accounts.setParams(ctx, params);
    const next = await insertAll(ctx, accounts, packed);
    await accounts.nextNumber.set(ctx, next);
    // All of them now: what comes later at such an address, by whatever way, cannot be taken for a user's.
    for (const name of accounts.moduleAccountNames) await accounts.ensureModuleAccount(ctx, name);
  },

  export: async (ctx) => ({ params: await accounts.params(ctx) }),
  lists: {
    async *accounts(ctx) {
      for await (const [, account] of accounts.accounts.range(ctx)) yield packAccount(account);
    },
  },
});

function named<T>(entry: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw invalidAccount(entry, error instanceof Error ? error.message : "malformed");
  }
}

/**
 * Writes the accounts under numbers that are unique: where one stands twice (tools write 0 for all), the first account has
 * it, and the others get the lowest numbers that nobody has. @returns the number that the next account gets
 */
async function insertAll(ctx: WriteContext, keeper: AccountKeeper, packed: Iterable<Any>): Promise<bigint> {
  const taken = new KeySet();
  /** number → which accounts, by their place in the list, have it although it was taken. */
  const repeated = new Map<bigint, number[]>();
  let next = 0n;
  let count = 0;
  const insert = async (account: Account, accountNumber: bigint): Promise<void> => {
    const address = ctx.addresses.parse(account.address);
    // The text is stored as the chain writes it, whatever its case in the file.
    await keeper.insert(ctx, address, { ...account, accountNumber, address: ctx.addresses.format(address) });
    if (accountNumber >= next) next = accountNumber + 1n;
  };
  for (const [index, entry] of numbered(packed)) {
    count = index + 1;
    const account = unpackAccount(entry);
    const { accountNumber } = account;
    if (taken.add(uint64ToKey(accountNumber))) await insert(account, accountNumber);
    else listOf(repeated, accountNumber).push(index);
  }
  if (repeated.size === 0) return next;
  const numbers = freeNumbers(repeated, taken, count);
  for (const [index, entry] of numbered(packed)) {
    const number = numbers[index] as number;
    if (number > 0) await insert(unpackAccount(entry), BigInt(number - 1));
  }
  return next;
}

function listOf(lists: Map<bigint, number[]>, number: bigint): number[] {
  let list = lists.get(number);
  if (list === undefined) lists.set(number, (list = []));
  return list;
}

/**
 * For each of `count` accounts the number that it gets, and one more, or 0 when it has its own. As the SDK: by the number
 * that they share, and in the file's order within it.
 */
function freeNumbers(repeated: ReadonlyMap<bigint, readonly number[]>, taken: KeySet, count: number): Uint32Array {
  const numbers = new Uint32Array(count);
  let free = 0;
  for (const [, places] of [...repeated].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const place of places) {
      while (!taken.add(uint64ToKey(BigInt(free)))) free++;
      numbers[place] = free + 1;
    }
  }
  return numbers;
}

/** @throws Error that says what is wrong */
function validateAccount(account: Account, address: Uint8Array): void {
  if (account.accountNumber > MAX_NUMBER || account.sequence > MAX_NUMBER) {
    throw new Error("account number and sequence are at most 2^63 - 1");
  }
  if (account.pubKey !== undefined && !bytesEqual(addressOfPubKey(account.pubKey), address)) {
    throw new Error("account address and pubkey address do not match");
  }
  if (account.kind === "module") {
    if (account.name.trim() === "") throw new Error("module account name cannot be blank");
    if (!bytesEqual(addressOfModule(account.name), address)) {
      throw new Error(`address ${account.address} cannot be derived from the module name '${account.name}'`);
    }
    if (account.permissions.some((permission) => permission.trim() === "")) {
      throw new Error("module permission is empty");
    }
  }
  if (isVestingAccount(account)) validateVesting(account);
}
