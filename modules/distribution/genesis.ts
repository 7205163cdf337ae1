import { GenesisState } from "cosmjs-types/cosmos/distribution/v1beta1/genesis";
import { AddressCodec } from "../../abci/state/addresses.js";
import { type Coin, addCoins, formatCoins } from "../../abci/state/coins.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { ONE } from "../../abci/state/decimals.js";
import { AppError, sdk } from "../../abci/state/errors.js";
import { KeySet } from "../../abci/state/key-set.js";
import type { GenesisHandler, Walked } from "../../abci/state/module.js";
import { numbered } from "../../abci/state/numbered.js";
import { decCoinsFromWire, decCoinsToWire, formatDecCoins, parseDecCoins, toDecCoins } from "./dec-coins.js";
import type { DistributionKeeper } from "./keeper.js";
import { DEFAULT_PARAMS, validateParams } from "./params.js";
import { currentRewardsToWire, historicalRewardsToWire, slashEventToWire, startingInfoToWire } from "./records.js";

/** Distribution's part of a genesis file, in which the records of delegations are by far the longest list. */
type DistributionFile = Walked<GenesisState, "delegatorStartingInfos">;

/** Genesis of distribution. A new chain's records are made when staking makes its validators; an exported one's are here. */
export const distributionGenesis = (
  distribution: DistributionKeeper,
): GenesisHandler<GenesisState, "delegatorStartingInfos"> => ({
  codec: GenesisState,
  defaults: () => GenesisState.fromPartial({ params: DEFAULT_PARAMS }),

  validate(state, prefix) {
    validateParams(state.params);
    validateRecords(new AddressCodec(prefix), state);
  },

  async init(ctx, state) {
    await distribution.parameters.set(ctx, state.params);
    await distribution.pool.set(ctx, decCoinsFromWire(state.feePool.communityPool));
    const { previousProposer } = state;
    const proposer = previousProposer === "" ? new Uint8Array(0) : ctx.addresses.parseConsensus(previousProposer);
    await distribution.previousProposer.set(ctx, proposer);
    for (const { delegatorAddress, withdrawAddress } of state.delegatorWithdrawInfos) {
      const to = ctx.addresses.parse(withdrawAddress);
      distribution.requireRecipient(ctx, to);
      await distribution.withdrawAddresses.set(ctx, ctx.addresses.parse(delegatorAddress), to);
    }
    await initValidators(ctx, distribution, state);
    await requireHoldings(ctx, distribution, state);
  },

  async export(ctx) {
    const addresses = ctx.addresses;
    const state = GenesisState.fromPartial({
      params: await distribution.params(ctx),
      feePool: { communityPool: decCoinsToWire(await distribution.communityPool(ctx)) },
    });
    const proposer = await distribution.previousProposer.getSet(ctx);
    if (proposer.length > 0) state.previousProposer = addresses.formatConsensus(proposer);
    for await (const [delegator, to] of distribution.withdrawAddresses.range(ctx)) {
      const delegatorAddress = addresses.format(delegator);
      state.delegatorWithdrawInfos.push({ delegatorAddress, withdrawAddress: addresses.format(to) });
    }
    await exportValidators(ctx, distribution, state);
    return state;
  },
  lists: { delegatorStartingInfos: (ctx) => exportStartingInfos(ctx, distribution) },
});

async function initValidators(ctx: WriteContext, distribution: DistributionKeeper, state: DistributionFile) {
  const operator = (text: string): Uint8Array => ctx.addresses.parseOperator(text);
  for (const { validatorAddress, outstandingRewards } of state.outstandingRewards) {
    await distribution.outstanding.set(ctx, operator(validatorAddress), decCoinsFromWire(outstandingRewards));
  }
  for (const { validatorAddress, accumulated } of state.validatorAccumulatedCommissions) {
    await distribution.commissions.set(ctx, operator(validatorAddress), decCoinsFromWire(accumulated.commission));
  }
  for (const { validatorAddress, period, rewards } of state.validatorHistoricalRewards) {
    const ratio = decCoinsFromWire(rewards.cumulativeRewardRatio);
    const historical = { ratio, references: rewards.referenceCount };
    await distribution.historicalRewards.set(ctx, [operator(validatorAddress), period], historical);
  }
  for (const { validatorAddress, rewards } of state.validatorCurrentRewards) {
    const current = { rewards: decCoinsFromWire(rewards.rewards), period: rewards.period };
    await distribution.currentRewards.set(ctx, operator(validatorAddress), current);
  }
  for (const { validatorAddress, delegatorAddress, startingInfo } of state.delegatorStartingInfos) {
    const { previousPeriod, stake, height } = startingInfo;
    const key = [operator(validatorAddress), ctx.addresses.parse(delegatorAddress)] as const;
    await distribution.startingInfos.set(ctx, key, { previousPeriod, shares: BigInt(stake), height });
  }
  for (const { validatorAddress, height, period, validatorSlashEvent } of state.validatorSlashEvents) {
    const event = { period, fraction: BigInt(validatorSlashEvent.fraction) };
    await distribution.slashEvents.set(ctx, [operator(validatorAddress), height, period], event);
  }
}

async function exportValidators(ctx: ReadContext, distribution: DistributionKeeper, state: GenesisState) {
  const operator = (address: Uint8Array): string => ctx.addresses.formatOperator(address);
  for await (const [validator, rewards] of distribution.outstanding.range(ctx)) {
    const outstandingRewards = decCoinsToWire(rewards);
    state.outstandingRewards.push({ validatorAddress: operator(validator), outstandingRewards });
  }
  for await (const [validator, commission] of distribution.commissions.range(ctx)) {
    const accumulated = { commission: decCoinsToWire(commission) };
    state.validatorAccumulatedCommissions.push({ validatorAddress: operator(validator), accumulated });
  }
  for await (const [[validator, period], historical] of distribution.historicalRewards.range(ctx)) {
    const rewards = historicalRewardsToWire(historical);
    state.validatorHistoricalRewards.push({ validatorAddress: operator(validator), period, rewards });
  }
  for await (const [validator, current] of distribution.currentRewards.range(ctx)) {
    const rewards = currentRewardsToWire(current);
    state.validatorCurrentRewards.push({ validatorAddress: operator(validator), rewards });
  }
  for await (const [[validator, height, period], event] of distribution.slashEvents.range(ctx)) {
    const validatorSlashEvent = slashEventToWire(event);
    state.validatorSlashEvents.push({ validatorAddress: operator(validator), height, period, validatorSlashEvent });
  }
}

async function* exportStartingInfos(ctx: ReadContext, distribution: DistributionKeeper) {
  for await (const [[validator, delegator], info] of distribution.startingInfos.range(ctx)) {
    yield {
      validatorAddress: ctx.addresses.formatOperator(validator),
      delegatorAddress: ctx.addresses.format(delegator),
      startingInfo: startingInfoToWire(info),
    };
  }
}

/** DISTRIBUTION-1 for what the file says. @throws sdk.invalidRequest with both sums */
async function requireHoldings(
  ctx: ReadContext,
  distribution: DistributionKeeper,
  state: DistributionFile,
): Promise<void> {
  const rewards = state.outstandingRewards.map(({ outstandingRewards }) => decCoinsFromWire(outstandingRewards));
  const owed = addCoins(decCoinsFromWire(state.feePool.communityPool), ...rewards);
  const held: Coin[] = [];
  for await (const [[, denom], amount] of distribution.bank.balances.range(ctx, { prefix: distribution.account })) {
    held.push({ denom, amount });
  }
  if (formatDecCoins(owed) === formatDecCoins(toDecCoins(held))) return;
  throw sdk.invalidRequest(
    "distribution module balance does not match the module holdings: " +
      `${formatCoins(held) || "nothing"} <-> ${formatDecCoins(owed) || "nothing"}`,
  );
}

/** @throws sdk.invalidRequest that names the list, the entry and the fault */
function validateRecords(addresses: AddressCodec, state: DistributionFile): void {
  const operator = (text: string): string => addresses.formatOperator(addresses.parseOperator(text));
  const account = (text: string): string => addresses.format(addresses.parse(text));
  checking("fee_pool", () => parseDecCoins(state.feePool.communityPool));
  if (state.previousProposer !== "") {
    checking("previous_proposer", () => addresses.parseConsensus(state.previousProposer));
  }
  eachOnce("delegator_withdraw_infos", state.delegatorWithdrawInfos, (info) => {
    account(info.withdrawAddress);
    return account(info.delegatorAddress);
  });
  eachOnce("outstanding_rewards", state.outstandingRewards, (record) => {
    parseDecCoins(record.outstandingRewards);
    return operator(record.validatorAddress);
  });
  eachOnce("validator_accumulated_commissions", state.validatorAccumulatedCommissions, (record) => {
    parseDecCoins(record.accumulated.commission);
    return operator(record.validatorAddress);
  });
  eachOnce(
    "validator_historical_rewards",
    state.validatorHistoricalRewards,
    ({ validatorAddress, period, rewards }) => {
      parseDecCoins(rewards.cumulativeRewardRatio);
      if (rewards.referenceCount === 0) throw sdk.invalidRequest("reference_count is 0, so nothing needs the record");
      return `${operator(validatorAddress)} period ${period}`;
    },
  );
  eachOnce("validator_current_rewards", state.validatorCurrentRewards, ({ validatorAddress, rewards }) => {
    parseDecCoins(rewards.rewards);
    if (rewards.period === 0n) throw sdk.invalidRequest("period is 0; the first is 1");
    return operator(validatorAddress);
  });
  eachOnce("delegator_starting_infos", state.delegatorStartingInfos, (record) => {
    decimal("stake", record.startingInfo.stake);
    return `${operator(record.validatorAddress)} ${account(record.delegatorAddress)}`;
  });
  eachOnce("validator_slash_events", state.validatorSlashEvents, ({ validatorAddress, height, period, ...record }) => {
    const { validatorPeriod, fraction } = record.validatorSlashEvent;
    if (decimal("fraction", fraction) > ONE) throw sdk.invalidRequest("fraction is over 1");
    if (validatorPeriod !== period) throw sdk.invalidRequest(`period ${period} is ${validatorPeriod} inside`);
    return `${operator(validatorAddress)} height ${height} period ${period}`;
  });
}

function eachOnce<T>(list: string, records: Iterable<T>, nameOf: (record: T) => string): void {
  const seen = new KeySet();
  for (const [index, record] of numbered(records)) {
    const name = checking(`${list}[${index}]`, () => nameOf(record));
    // A name is of addresses and numbers: ASCII, as a key may be.
    if (!seen.add(name)) throw sdk.invalidRequest(`${list}[${index}]: ${name} is there twice`);
  }
}

function checking<T>(entry: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof AppError) throw new AppError(error.codespace, error.code, `${entry}: ${error.message}`);
    throw error;
  }
}

function decimal(name: string, wire: string): bigint {
  if (!/^[0-9]{1,96}$/.test(wire)) throw sdk.invalidRequest(`${name} is no decimal of zero or more`);
  return BigInt(wire);
}
