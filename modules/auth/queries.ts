import type { Query } from "cosmjs-types/cosmos/auth/v1beta1/query";
import type { ReadContext } from "../../abci/state/context.js";
import { AppError } from "../../abci/state/errors.js";
import { type QueryService, invalidArgument, notFound } from "../../abci/state/module.js";
import { paginate } from "../../abci/state/pagination.js";
import { type Account, packAccount } from "./account.js";
import type { AccountKeeper } from "./keeper.js";

/** `cosmos.auth.v1beta1.Query`. */
export const authQueries = (accounts: AccountKeeper): QueryService<Query> => ({
  async Accounts(ctx, { pagination: request }) {
    const { items, pagination } = await paginate(ctx, accounts.accounts.pages(), request);
    return { accounts: items.map(([, account]) => packAccount(account)), pagination };
  },

  async Account(ctx, { address }) {
    return { account: packAccount(await accountAt(ctx, accounts, address)) };
  },

  async AccountAddressByID(ctx, { id, accountId }) {
    if (id !== 0n) {
      throw invalidArgument("requesting with id isn't supported, try to request using account-id");
    }
    const address = await accounts.byNumber.get(ctx, accountId);
    if (address === undefined) throw notFound(`account address not found with account number ${accountId}`);
    return { accountAddress: ctx.addresses.format(address) };
  },

  async Params(ctx) {
    return { params: await accounts.params(ctx) };
  },

  async ModuleAccounts(ctx) {
    const found = [];
    for (const name of accounts.moduleAccountNames) {
      const account = await accounts.getOrUndefined(ctx, accounts.moduleAddress(name));
      if (account !== undefined) found.push(packAccount(account));
    }
    return { accounts: found };
  },

  async ModuleAccountByName(ctx, { name }) {
    if (name === "") throw invalidArgument("module name is empty");
    const known = accounts.moduleAccountNames.includes(name);
    const account = known ? await accounts.getOrUndefined(ctx, accounts.moduleAddress(name)) : undefined;
    if (account === undefined) throw notFound(`account ${name.slice(0, 100)} not found`);
    return { account: packAccount(account) };
  },

  async Bech32Prefix(ctx) {
    return { bech32Prefix: ctx.addresses.prefix };
  },

  async AddressBytesToString(ctx, { addressBytes }) {
    if (addressBytes.length === 0) throw invalidArgument("empty address bytes is not allowed");
    if (addressBytes.length > 255) throw invalidArgument(`address max length is 255, got ${addressBytes.length}`);
    return { addressString: ctx.addresses.format(addressBytes) };
  },

  async AddressStringToBytes(ctx, { addressString }) {
    return { addressBytes: parseAddress(ctx, addressString) };
  },

  async AccountInfo(ctx, { address }) {
    const { pubKey, accountNumber, sequence } = await accountAt(ctx, accounts, address);
    return { info: { address, ...(pubKey && { pubKey }), accountNumber, sequence } };
  },
});

async function accountAt(ctx: ReadContext, accounts: AccountKeeper, address: string): Promise<Account> {
  const account = await accounts.getOrUndefined(ctx, parseAddress(ctx, address));
  if (account === undefined) throw notFound(`account ${address} not found`);
  return account;
}

function parseAddress(ctx: ReadContext, text: string): Uint8Array {
  try {
    return ctx.addresses.parse(text);
  } catch (error) {
    if (error instanceof AppError) throw invalidArgument(error.message);
    throw error;
  }
}
