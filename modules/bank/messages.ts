import type { Msg, MsgMultiSend, MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { requireAuthority } from "../../abci/state/authority.js";
import { type Coin, addCoins, formatCoins, isValidDenom, parseCoins } from "../../abci/state/coins.js";
import type { WriteContext } from "../../abci/state/context.js";
import { sdk } from "../../abci/state/errors.js";
import type { MessageService, ReadAhead } from "../../abci/state/module.js";
import { errors } from "./errors.js";
import type { BankKeeper } from "./keeper.js";
import type { Payment } from "./types.js";

/** `cosmos.bank.v1beta1.Msg` of SDK 0.53. */
export const bankMessages = (bank: BankKeeper): MessageService<Msg> => ({
  async Send(ctx, { fromAddress, toAddress, amount }) {
    const from = ctx.addresses.parse(fromAddress);
    const to = ctx.addresses.parse(toAddress);
    const coins = parseAmount(amount);
    await bank.requireSendEnabled(ctx, coins);
    bank.requireRecipient(ctx, to);
    await bank.move(ctx, { from, to, coins });
    return {};
  },

  async MultiSend(ctx, message) {
    const { from, total, payments } = parseMultiSend(ctx, message);
    await bank.requireSendEnabled(ctx, total);
    for (const { to } of payments) bank.requireRecipient(ctx, to);
    await bank.pay(ctx, { from, total, payments });
    return {};
  },

  async UpdateParams(ctx, { authority, params }) {
    requireAuthority(ctx, bank.authority, authority);
    if (params.sendEnabled.length > 0) {
      throw sdk.invalidRequest("use of send_enabled in params is no longer supported: send MsgSetSendEnabled");
    }
    await bank.parameters.set(ctx, params);
    return {};
  },

  async SetSendEnabled(ctx, { authority, sendEnabled, useDefaultFor }) {
    requireAuthority(ctx, bank.authority, authority);
    const seen = new Set<string>();
    for (const { denom } of sendEnabled) {
      if (seen.has(denom)) throw sdk.invalidRequest(`duplicate denom entries found for ${JSON.stringify(denom)}`);
      seen.add(denom);
      requireDenom("SendEnabled", denom);
    }
    for (const denom of useDefaultFor) requireDenom("UseDefaultFor", denom);
    for (const { denom, enabled } of sendEnabled) await bank.sendEnabled.set(ctx, denom, enabled);
    for (const denom of useDefaultFor) await bank.sendEnabled.delete(ctx, denom);
    return {};
  },
});

/** What a send is going to read: both balances and both accounts. */
export const bankReadAhead = (bank: BankKeeper): Readonly<Record<string, ReadAhead>> => {
  const keysOf = (address: Uint8Array, coins: readonly { readonly denom: string }[]) => [
    bank.accounts.locate(address),
    ...coins.map(({ denom }) => bank.balances.locate([address, denom])),
  ];
  return {
    "/cosmos.bank.v1beta1.MsgSend": ({ fromAddress, toAddress, amount }: MsgSend, parse) => [
      ...keysOf(parse(fromAddress), amount),
      ...keysOf(parse(toAddress), amount),
    ],
    "/cosmos.bank.v1beta1.MsgMultiSend": ({ inputs, outputs }: MsgMultiSend, parse) =>
      [...inputs, ...outputs].flatMap(({ address, coins }) => keysOf(parse(address), coins)),
  };
};

function parseAmount(amount: MsgSend["amount"]): Coin[] {
  const coins = parseCoins(amount);
  if (coins.length === 0) throw sdk.invalidCoins("no coins are sent");
  return coins;
}

function parseMultiSend(
  ctx: WriteContext,
  { inputs, outputs }: MsgMultiSend,
): { from: Uint8Array; total: Coin[]; payments: Payment[] } {
  const [input] = inputs;
  if (input === undefined) throw errors.noInputs(undefined);
  if (inputs.length > 1) throw errors.multipleSenders(undefined);
  if (outputs.length === 0) throw errors.noOutputs(undefined);
  const from = ctx.addresses.parse(input.address);
  const total = parseAmount(input.coins);
  const payments = outputs.map(({ address, coins }) => ({
    to: ctx.addresses.parse(address),
    coins: parseAmount(coins),
  }));
  const paid = formatCoins(addCoins(...payments.map(({ coins }) => coins)));
  if (paid !== formatCoins(total)) throw errors.inputOutputMismatch(`${formatCoins(total)} in, ${paid} out`);
  return { from, total, payments };
}

function requireDenom(field: string, denom: string): void {
  if (!isValidDenom(denom)) {
    throw sdk.invalidRequest(`invalid ${field} denom ${JSON.stringify(denom)}: invalid denom: ${denom}`);
  }
}
