import type { ReadContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import type { Invariant } from "../../abci/state/module.js";
import { bytesEqual, keyFromBytes } from "../../abci/store/bytes.js";
import type { StakingKeeper } from "./keeper.js";
import { pooled } from "./pools.js";
import { redelegationFromRecord, unbondingFromRecord } from "./records.js";
import { powerOf } from "./shares.js";
import { BONDED_POOL, MAX_TOTAL_POWER, NOT_BONDED_POOL } from "./types.js";

/** STAKING-1 to STAKING-6 and STAKING-9 of the README; STAKING-7 and STAKING-8 hold by how the set is made and slashed. */
export const stakingInvariants = (staking: StakingKeeper): readonly Invariant[] => [
  {
    id: "STAKING-1",
    says: "consensus addresses and validators lead to each other",
    cheap: false,
    check: (ctx) => checkConsAddresses(ctx, staking),
  },
  {
    id: "STAKING-2",
    says: "a validator's shares are the sum of its delegations', each positive and in the index by operator",
    cheap: false,
    check: (ctx) => checkShares(ctx, staking),
  },
  {
    id: "STAKING-3",
    says: "the ranking holds each validator that is not jailed once, at its power",
    cheap: false,
    check: (ctx) => checkRanking(ctx, staking),
  },
  {
    id: "STAKING-4",
    says: "the pools hold what is delegated to active validators, and what is delegated to others or unbonding",
    cheap: false,
    check: (ctx) => checkPools(ctx, staking),
  },
  {
    id: "STAKING-5",
    says: "each unbonding, redelegation and unbonding validator is in its indexes and its queue",
    cheap: false,
    check: (ctx) => checkQueues(ctx, staking),
  },
  {
    id: "STAKING-6",
    says: "the bonded validators are those that CometBFT knows, and their powers add up to the total",
    cheap: true,
    check: (ctx) => checkActiveSet(ctx, staking),
  },
  {
    id: "STAKING-9",
    says: "stake is frozen of those validators that are being slashed, and of no others",
    cheap: false,
    check: (ctx) => checkFrozen(ctx, staking),
  },
];

async function checkConsAddresses(ctx: ReadContext, staking: StakingKeeper): Promise<void> {
  let validators = 0;
  for await (const { operator, consAddress } of staking.validators(ctx)) {
    validators++;
    const found = await staking.byConsAddress.get(ctx, consAddress);
    const same = found !== undefined && bytesEqual(found, operator);
    assert(same, `STAKING-1: ${ctx.addresses.formatConsensus(consAddress)} leads to its operator`);
  }
  let indexed = 0;
  for await (const _ of staking.byConsAddress.range(ctx)) indexed++;
  assert(indexed === validators, `STAKING-1: there are ${validators} validators, but ${indexed} consensus addresses`);
}

async function checkShares(ctx: ReadContext, staking: StakingKeeper): Promise<void> {
  const sums = new Map<string, bigint>();
  let delegations = 0;
  for await (const [[delegator, operator], record] of staking.delegations.range(ctx)) {
    const shares = BigInt(record.shares);
    const name = `of ${record.delegatorAddress} to ${record.validatorAddress}`;
    assert(shares > 0n, `STAKING-2: the delegation ${name} has shares`);
    const indexed = await staking.delegationsByOperator.has(ctx, [operator, delegator]);
    assert(indexed, `STAKING-2: the delegation ${name} is in the index by operator`);
    const key = keyFromBytes(operator);
    sums.set(key, (sums.get(key) ?? 0n) + shares);
    delegations++;
  }
  for await (const validator of staking.validators(ctx)) {
    const sum = sums.get(keyFromBytes(validator.operator)) ?? 0n;
    const name = ctx.addresses.formatOperator(validator.operator);
    assert(sum === validator.shares, `STAKING-2: ${name} has ${validator.shares} shares, its delegations ${sum}`);
    assert(validator.tokens >= 0n && (validator.tokens === 0n || sum > 0n), `STAKING-2: ${name} has tokens of nobody`);
    sums.delete(keyFromBytes(validator.operator));
  }
  assert(sums.size === 0, "STAKING-2: there are delegations to a validator that does not exist");
  let indexed = 0;
  for await (const _ of staking.delegationsByOperator.range(ctx)) indexed++;
  assert(indexed === delegations, `STAKING-2: there are ${delegations} delegations, but ${indexed} in the index`);
}

async function checkRanking(ctx: ReadContext, staking: StakingKeeper): Promise<void> {
  const reduction = await staking.powerReduction(ctx);
  let standing = 0;
  for await (const { operator, jailed, tokens } of staking.validators(ctx)) {
    if (jailed) continue;
    standing++;
    const ranked = await staking.byPower.has(ctx, [powerOf(tokens, reduction), operator]);
    assert(ranked, `STAKING-3: ${ctx.addresses.formatOperator(operator)} is ranked by its power`);
  }
  let ranked = 0;
  for await (const _ of staking.byPower.range(ctx)) ranked++;
  assert(ranked === standing, `STAKING-3: ${standing} validators stand, but ${ranked} are ranked`);
}

async function checkPools(ctx: ReadContext, staking: StakingKeeper): Promise<void> {
  let bonded = 0n;
  let notBonded = 0n;
  for await (const { status, tokens } of staking.validators(ctx)) {
    if (status === "bonded") bonded += tokens;
    else notBonded += tokens;
  }
  for await (const [[delegator, operator], record] of staking.unbondings.range(ctx)) {
    for (const { balance } of unbondingFromRecord(delegator, operator, record).entries) {
      assert(balance >= 0n, "STAKING-4: an unbonding entry has no negative balance");
      notBonded += balance;
    }
  }
  const held = [await pooled(ctx, staking, BONDED_POOL), await pooled(ctx, staking, NOT_BONDED_POOL)] as const;
  assert(held[0] === bonded, `STAKING-4: ${bonded} are bonded, and the pool holds ${held[0]}`);
  assert(held[1] === notBonded, `STAKING-4: ${notBonded} are not bonded, and the pool holds ${held[1]}`);
}

async function checkQueues(ctx: ReadContext, staking: StakingKeeper): Promise<void> {
  const counts = { unbondings: 0, redelegations: 0 };
  for await (const [[delegator, operator], record] of staking.unbondings.range(ctx)) {
    counts.unbondings++;
    const { entries } = unbondingFromRecord(delegator, operator, record);
    assert(entries.length > 0, "STAKING-5: an unbonding has entries");
    assert(await staking.unbondingsByOperator.has(ctx, [operator, delegator]), "STAKING-5: an unbonding is indexed");
    for (const { completionNanos } of entries) {
      const queued = await staking.unbondingsDue.has(ctx, [completionNanos, [delegator, operator]]);
      assert(queued, `STAKING-5: the unbonding of ${record.delegatorAddress} is in the queue`);
    }
  }
  for await (const [[delegator, from, to], record] of staking.redelegations.range(ctx)) {
    counts.redelegations++;
    const { entries } = redelegationFromRecord([delegator, from, to], record);
    assert(entries.length > 0, "STAKING-5: a redelegation has entries");
    const indexed =
      (await staking.redelegationsBySource.has(ctx, [from, delegator, to])) &&
      (await staking.redelegationsByDestination.has(ctx, [[to, delegator], from]));
    assert(indexed, "STAKING-5: a redelegation is indexed");
    for (const { completionNanos } of entries) {
      const queued = await staking.redelegationsDue.has(ctx, [completionNanos, [delegator, from, to]]);
      assert(queued, `STAKING-5: the redelegation of ${record.delegatorAddress} is in the queue`);
    }
  }
  await checkIndexes(ctx, staking, counts);
}

async function checkIndexes(
  ctx: ReadContext,
  staking: StakingKeeper,
  { unbondings, redelegations }: { unbondings: number; redelegations: number },
): Promise<void> {
  const count = async (entries: AsyncIterable<unknown>): Promise<number> => {
    let found = 0;
    for await (const _ of entries) found++;
    return found;
  };
  const found = [
    await count(staking.unbondingsByOperator.range(ctx)),
    await count(staking.redelegationsBySource.range(ctx)),
    await count(staking.redelegationsByDestination.range(ctx)),
  ];
  const expected = [unbondings, redelegations, redelegations];
  assert(
    found.join() === expected.join(),
    `STAKING-5: the indexes hold ${found.join()}, not ${expected.join()} entries`,
  );
  let leaving = 0;
  for await (const { operator, status, unbondingTimeNanos } of staking.validators(ctx)) {
    if (status !== "unbonding") continue;
    leaving++;
    const queued = await staking.validatorsDue.has(ctx, [unbondingTimeNanos, operator]);
    assert(queued, `STAKING-5: ${ctx.addresses.formatOperator(operator)}, which is unbonding, is in the queue`);
  }
  const due = await count(staking.validatorsDue.range(ctx));
  assert(due === leaving, `STAKING-5: ${leaving} validators are unbonding, but ${due} are in the queue`);
}

async function checkActiveSet(ctx: ReadContext, staking: StakingKeeper): Promise<void> {
  let total = 0n;
  for await (const [operator, power] of staking.lastPowers.range(ctx)) {
    const validator = await staking.validator(ctx, operator);
    const name = ctx.addresses.formatOperator(operator);
    assert(power > 0n && validator?.status === "bonded", `STAKING-6: ${name}, which CometBFT knows, is bonded`);
    total += power;
  }
  const kept = (await staking.lastTotalPower.get(ctx)) ?? 0n;
  assert(total === kept && total <= MAX_TOTAL_POWER, `STAKING-6: the powers add up to ${total}, not ${kept}`);
}

async function checkFrozen(ctx: ReadContext, staking: StakingKeeper): Promise<void> {
  const slashed = new Set<string>();
  for await (const [[operator]] of staking.pendingSlashes.range(ctx)) slashed.add(keyFromBytes(operator));
  let frozen = 0;
  for await (const operator of staking.frozen.range(ctx)) {
    frozen++;
    const name = ctx.addresses.formatOperator(operator);
    assert(slashed.has(keyFromBytes(operator)), `STAKING-9: ${name}, which is frozen, is being slashed`);
  }
  assert(frozen === slashed.size, `STAKING-9: ${slashed.size} validators are being slashed, but ${frozen} are frozen`);
}
