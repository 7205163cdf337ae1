import type { Query, QueryDenomOwnersRequest, QueryDenomOwnersResponse } from "cosmjs-types/cosmos/bank/v1beta1/query";
import { amountOf, isValidDenom } from "../../abci/state/coins.js";
import type { ReadContext } from "../../abci/state/context.js";
import { AppError, assert } from "../../abci/state/errors.js";
import { type QueryService, invalidArgument, notFound } from "../../abci/state/module.js";
import { paginate } from "../../abci/state/pagination.js";
import type { BankKeeper } from "./keeper.js";

/** `cosmos.bank.v1beta1.Query` of SDK 0.53. */
export const bankQueries = (bank: BankKeeper): QueryService<Query> => ({
  async Balance(ctx, { address, denom }) {
    requireDenom(denom);
    const amount = await bank.balance(ctx, parseAddress(ctx, address), denom);
    return { balance: { denom, amount: amount.toString() } };
  },

  async AllBalances(ctx, { address, pagination: request, resolveDenom }) {
    const source = bank.balances.pages(parseAddress(ctx, address));
    const { items, pagination } = await paginate(ctx, source, request);
    const balances = [];
    for (const [[, denom], amount] of items) {
      const display = resolveDenom ? (await bank.metadata.get(ctx, denom))?.display : undefined;
      balances.push({ denom: display ?? denom, amount: amount.toString() });
    }
    return { balances, pagination };
  },

  async SpendableBalances(ctx, { address, pagination: request }) {
    const owner = parseAddress(ctx, address);
    const { items, pagination } = await paginate(ctx, bank.balances.pages(owner), request);
    const locked = await bank.accounts.lockedCoins(ctx, owner);
    const balances = items.map(([[, denom], held]) => {
      const left = held - amountOf(locked, denom);
      return { denom, amount: (left > 0n ? left : 0n).toString() };
    });
    return { balances, pagination };
  },

  async SpendableBalanceByDenom(ctx, { address, denom }) {
    const owner = parseAddress(ctx, address);
    requireDenom(denom);
    return { balance: { denom, amount: (await bank.spendable(ctx, owner, denom)).toString() } };
  },

  async TotalSupply(ctx, { pagination: request }) {
    const { items, pagination } = await paginate(ctx, bank.supplies.pages(), request);
    return { supply: items.map(([denom, amount]) => ({ denom, amount: amount.toString() })), pagination };
  },

  async SupplyOf(ctx, { denom }) {
    requireDenom(denom);
    return { amount: { denom, amount: (await bank.supply(ctx, denom)).toString() } };
  },

  async Params(ctx) {
    return { params: await bank.params(ctx) };
  },

  async DenomsMetadata(ctx, { pagination: request }) {
    const { items, pagination } = await paginate(ctx, bank.metadata.pages(), request);
    return { metadatas: items.map(([, metadata]) => metadata), pagination };
  },

  DenomMetadata: (ctx, { denom }) => denomMetadata(ctx, bank, denom),
  DenomMetadataByQueryString: (ctx, { denom }) => denomMetadata(ctx, bank, denom),
  DenomOwners: (ctx, request) => denomOwners(ctx, bank, request),
  DenomOwnersByQuery: (ctx, request) => denomOwners(ctx, bank, request),

  async SendEnabled(ctx, { denoms, pagination: request }) {
    if (denoms.length === 0) {
      const { items, pagination } = await paginate(ctx, bank.sendEnabled.pages(), request);
      return { sendEnabled: items.map(([denom, enabled]) => ({ denom, enabled })), pagination };
    }
    const sendEnabled = [];
    for (const denom of denoms) {
      const enabled = await bank.sendEnabled.get(ctx, denom);
      if (enabled !== undefined) sendEnabled.push({ denom, enabled });
    }
    return { sendEnabled };
  },
});

async function denomMetadata(ctx: ReadContext, bank: BankKeeper, denom: string) {
  requireDenom(denom);
  const metadata = await bank.metadata.get(ctx, denom);
  if (metadata === undefined) throw notFound(`client metadata for denom ${denom}`);
  return { metadata };
}

async function denomOwners(
  ctx: ReadContext,
  bank: BankKeeper,
  { denom, pagination: request }: QueryDenomOwnersRequest,
): Promise<QueryDenomOwnersResponse> {
  requireDenom(denom);
  const { items, pagination } = await paginate(ctx, bank.owners.pages(denom), request);
  const denomOwners = [];
  for (const [[, owner]] of items) {
    const amount = await bank.balances.get(ctx, [owner, denom]);
    assert(amount !== undefined, "BANK-3: an owner in the index has a balance");
    denomOwners.push({ address: ctx.addresses.format(owner), balance: { denom, amount: amount.toString() } });
  }
  return { denomOwners, pagination };
}

function parseAddress(ctx: ReadContext, text: string): Uint8Array {
  try {
    return ctx.addresses.parse(text);
  } catch (error) {
    if (error instanceof AppError) throw invalidArgument(`invalid address: ${error.message}`);
    throw error;
  }
}

function requireDenom(denom: string): void {
  if (!isValidDenom(denom)) throw invalidArgument(`invalid denom: ${denom.slice(0, 140)}`);
}
