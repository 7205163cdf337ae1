import type { Proposal } from "cosmjs-types/cosmos/gov/v1/gov";
import { ProposalStatus } from "cosmjs-types/cosmos/gov/v1/gov";
import { type Coin, addCoins, coinsToWire, formatCoin, formatCoins, parseCoins } from "../../abci/state/coins.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { ONE, mulDiv, parseDecimal } from "../../abci/state/decimals.js";
import { sdk } from "../../abci/state/errors.js";
import { nanosToTimestamp, timestampToNanos } from "../../abci/state/time.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import { type GovKeeper, covers } from "./keeper.js";
import { minimumDeposit, votingNanos } from "./params.js";

/**
 * Moves a deposit from its depositor to gov; the one that fills the minimum begins the vote. Returns whether it did.
 * @throws errors.invalidProposal, errors.inactiveProposal, errors.invalidDepositDenom, errors.depositTooSmall,
 * sdk.unauthorized for gov itself, whose account holds the deposits, sdk.insufficientFunds
 */
export async function addDeposit(
  ctx: WriteContext,
  gov: GovKeeper,
  { id, depositor, coins }: { id: bigint; depositor: Uint8Array; coins: readonly Coin[] },
): Promise<boolean> {
  const proposal = await gov.proposals.get(ctx, id);
  if (proposal === undefined) throw errors.inactiveProposal(`there is no proposal ${id}`);
  const depositing = proposal.status === ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD;
  if (!depositing && !(await gov.votable(ctx, id))) throw errors.inactiveProposal(id.toString());
  if (depositing && deadlineOf(proposal) < ctx.block.timeNanos) {
    throw errors.inactiveProposal(`the time for deposits on proposal ${id} is over`);
  }
  if (bytesEqual(depositor, gov.address)) {
    throw sdk.unauthorized("gov holds the deposits in its account, and cannot make one out of them");
  }
  await requireAcceptedDenoms(ctx, gov, coins);
  const params = await gov.params(ctx);
  const minimum = minimumDeposit(params, proposal.expedited);
  requireShareOf(minimum, params.minDepositRatio, coins);
  if (coins.length === 0) return false;

  await gov.bank.move(ctx, { from: depositor, to: gov.address, coins });
  await gov.addEscrow(ctx, coins);
  const total = addCoins(parseCoins(proposal.totalDeposit), coins);
  const funded = { ...proposal, totalDeposit: coinsToWire(total) };
  const begins = depositing && covers(total, minimum);
  if (begins) await activate(ctx, gov, funded, votingNanos(params, funded.expedited));
  else await gov.save(ctx, funded);

  const name = ctx.addresses.format(depositor);
  const earlier = await gov.deposits.get(ctx, [id, depositor]);
  const amount = coinsToWire(addCoins(parseCoins(earlier?.amount ?? []), coins));
  ctx.emit(events.deposited(id, name, formatCoins(coins)));
  await gov.deposits.set(ctx, [id, depositor], { proposalId: id, depositor: name, amount });
  return begins;
}

/** @throws errors.invalidDepositDenom for a coin that no proposal's minimum deposit has */
export async function requireAcceptedDenoms(ctx: ReadContext, gov: GovKeeper, coins: readonly Coin[]): Promise<void> {
  const accepted = minimumDeposit(await gov.params(ctx), false).map(({ denom }) => denom);
  if (coins.every(({ denom }) => accepted.includes(denom))) return;
  throw errors.invalidDepositDenom(
    `deposited ${formatCoins(coins)}, but gov accepts only the following denom(s): ${accepted.join(", ")}`,
  );
}

/** @throws errors.depositTooSmall when a first deposit is less than the share of the minimum that it has to be */
export async function requireInitialDeposit(
  ctx: ReadContext,
  gov: GovKeeper,
  { coins, expedited }: { coins: readonly Coin[]; expedited: boolean },
): Promise<void> {
  const params = await gov.params(ctx);
  const ratio = parseDecimal(params.minInitialDepositRatio);
  if (ratio === 0n) return;
  const needed = shareOf(minimumDeposit(params, expedited), ratio, "ceil");
  if (!covers(coins, needed)) {
    throw errors.depositTooSmall(`was (${formatCoins(coins)}), need (${formatCoins(needed)})`);
  }
}

/** One denomination has to reach its share of the minimum: many tiny deposits would be many refunds. */
function requireShareOf(minimum: readonly Coin[], ratioText: string, coins: readonly Coin[]): void {
  const ratio = parseDecimal(ratioText);
  if (ratio === 0n) return;
  const thresholds = shareOf(minimum, ratio, "floor");
  if (thresholds.some(({ denom, amount }) => coins.some((coin) => coin.denom === denom && coin.amount >= amount))) {
    return;
  }
  throw errors.depositTooSmall(
    `received ${formatCoins(coins)} but need at least one of the following: ${thresholds.map(formatCoin).join(",")}`,
  );
}

const shareOf = (coins: readonly Coin[], ratio: bigint, rounding: "floor" | "ceil"): Coin[] =>
  coins.map(({ denom, amount }) => ({ denom, amount: mulDiv(amount, ratio, ONE, rounding) }));

/** Begins the vote on a proposal that has its deposit. */
async function activate(ctx: WriteContext, gov: GovKeeper, proposal: Proposal, spanNanos: bigint): Promise<void> {
  const now = ctx.block.timeNanos;
  await gov.inactiveQueue.delete(ctx, [deadlineOf(proposal), proposal.id]);
  await gov.activeQueue.set(ctx, [now + spanNanos, proposal.id], proposal.id);
  await gov.save(ctx, {
    ...proposal,
    status: ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD,
    votingStartTime: nanosToTimestamp(now),
    votingEndTime: nanosToTimestamp(now + spanNanos),
  });
}

/** When a proposal is dropped that lacks deposits. */
const deadlineOf = ({ depositEndTime }: Proposal): bigint =>
  timestampToNanos(depositEndTime ?? { seconds: 0n, nanos: 0 });
