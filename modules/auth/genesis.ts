import { GenesisState } from "cosmjs-types/cosmos/auth/v1beta1/genesis";
import { AddressCodec } from "../../abci/state/addresses.js";
import type { GenesisHandler } from "../../abci/state/module.js";
import { bytesEqual, keyFromBytes } from "../../abci/store/bytes.js";
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
export const authGenesis = (accounts: AccountKeeper): GenesisHandler<GenesisState> => ({
  codec: GenesisState,
  defaults: () => ({ params: defaultParams(), accounts: [] }),

  validate({ params, accounts: packed }, prefix) {
    validateParams(params);
    const addresses = new AddressCodec(prefix);
    const seen = new Set<string>();
    for (const [index, entry] of packed.entries()) {
      const account = named(`accounts[${index}]`, () => unpackAccount(entry));
      const name = `address: ${account.address.slice(0, 100)}`;
      const address = named(name, () => addresses.parse(account.address));
      const key = keyFromBytes(address);
      if (seen.has(key)) throw invalidAccount(name, "duplicate account");
      seen.add(key);
      named(name, () => validateAccount(account, address));
    }
  },

  async init(ctx, { params, accounts: packed }) {
    await accounts.setParams(ctx, params);
    let next = 0n;
    for (const account of withUniqueNumbers(packed.map(unpackAccount))) {
      const address = ctx.addresses.parse(account.address);
      // The text is stored as the chain writes it, whatever its case in the file.
      await accounts.insert(ctx, address, { ...account, address: ctx.addresses.format(address) });
      next = account.accountNumber + 1n;
    }
    await accounts.nextNumber.set(ctx, next);
    // All of them now: what comes later at such an address, by whatever way, cannot be taken for a user's.
    for (const name of accounts.moduleAccountNames) await accounts.ensureModuleAccount(ctx, name);
  },

  async export(ctx) {
    const packed = [];
    for await (const [, account] of accounts.accounts.range(ctx)) packed.push(packAccount(account));
    return { params: await accounts.params(ctx), accounts: packed };
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
 * Accounts sorted by number. Where a number stands twice (tools write 0 for all), later ones get the lowest numbers that
 * nobody has.
 */
function withUniqueNumbers(accounts: readonly Account[]): Account[] {
  const taken = new Set<bigint>();
  const repeated: Account[] = [];
  const result: Account[] = [];
  for (const account of accounts) {
    const list = taken.has(account.accountNumber) ? repeated : result;
    taken.add(account.accountNumber);
    list.push(account);
  }
  // As the SDK: by the number that they share, and in the file's order within it.
  repeated.sort((a, b) => compare(a.accountNumber, b.accountNumber));
  let free = 0n;
  for (const account of repeated) {
    while (taken.has(free)) free++;
    taken.add(free);
    result.push({ ...account, accountNumber: free });
  }
  return result.sort((a, b) => compare(a.accountNumber, b.accountNumber));
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

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
