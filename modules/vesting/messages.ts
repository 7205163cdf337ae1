import type { Msg } from "cosmjs-types/cosmos/vesting/v1beta1/tx";
import type { Period } from "cosmjs-types/cosmos/vesting/v1beta1/vesting";
import { type Coin, type WireCoin, addCoins, parseCoins } from "../../abci/state/coins.js";
import type { WriteContext } from "../../abci/state/context.js";
import { sdk } from "../../abci/state/errors.js";
import type { MessageService } from "../../abci/state/module.js";
import { NANOS_PER_SECOND } from "../../abci/state/time.js";
import { MAX_PERIODS, type VestingAccounts, type VestingBank, type VestingPlan } from "./types.js";

const MAX_INT64 = (1n << 63n) - 1n;

/** `cosmos.vesting.v1beta1.Msg`: new accounts whose coins cannot be spent at once. */
export const vestingMessages = (accounts: VestingAccounts, bank: VestingBank): MessageService<Msg> => {
  async function endow(
    ctx: WriteContext,
    { fromAddress, toAddress }: { fromAddress: string; toAddress: string },
    plan: VestingPlan,
  ): Promise<void> {
    const from = ctx.addresses.parse(fromAddress);
    const to = ctx.addresses.parse(toAddress);
    await bank.requireSendEnabled(ctx, plan.original);
    bank.requireRecipient(ctx, to);
    if (await accounts.exists(ctx, to)) throw sdk.invalidRequest(`account ${toAddress} already exists`);
    await accounts.createVesting(ctx, to, plan);
    await bank.move(ctx, { from, to, coins: plan.original });
  }

  return {
    async CreateVestingAccount(ctx, message) {
      const { endTime, delayed } = message;
      const original = parseAmount(message.amount);
      if (endTime <= 0n) throw sdk.invalidRequest("invalid end time");
      const startTime = ctx.block.timeNanos / NANOS_PER_SECOND;
      await endow(
        ctx,
        message,
        delayed ? { kind: "delayed", original, endTime } : { kind: "continuous", original, startTime, endTime },
      );
      return {};
    },

    async CreatePermanentLockedAccount(ctx, message) {
      await endow(ctx, message, { kind: "permanentLocked", original: parseAmount(message.amount) });
      return {};
    },

    async CreatePeriodicVestingAccount(ctx, message) {
      const { startTime } = message;
      if (startTime < 1n) {
        throw sdk.invalidRequest(`invalid start time of ${startTime}, length must be greater than 0`);
      }
      const periods = parsePeriods(startTime, message.vestingPeriods);
      const original = addCoins(...periods.map(({ amount }) => amount));
      await endow(ctx, message, { kind: "periodic", original, startTime, periods });
      return {};
    },
  };
};

function parsePeriods(startTime: bigint, periods: readonly Period[]): { length: bigint; amount: Coin[] }[] {
  if (periods.length === 0) throw sdk.invalidRequest("there are no vesting periods");
  if (periods.length > MAX_PERIODS) {
    throw sdk.invalidRequest(`there are at most ${MAX_PERIODS} vesting periods, not ${periods.length}`);
  }
  let end = startTime;
  return periods.map(({ length, amount }, index) => {
    if (length < 1n) {
      throw sdk.invalidRequest(`invalid period length of ${length} in period ${index}, length must be greater than 0`);
    }
    end += length;
    if (end > MAX_INT64) throw sdk.invalidRequest(`the end of period ${index} is later than times can say`);
    return { length, amount: parseAmount(amount) };
  });
}

function parseAmount(amount: readonly WireCoin[]): Coin[] {
  const coins = parseCoins(amount);
  if (coins.length === 0) throw sdk.invalidCoins("an account without vesting coins is no vesting account");
  return coins;
}
