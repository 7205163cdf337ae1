import { Deposit, Params, Proposal, ProposalStatus, Vote } from "cosmjs-types/cosmos/gov/v1/gov";
import { type Coin, subtractCoins } from "../../abci/state/coins.js";
import type { ModuleStore } from "../../abci/state/collections.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import { addressKey, lengthPrefixedAddressKey, pair, stringKey, uint64Key } from "../../abci/state/keys.js";
import type { MessageRouter, PackedMessage } from "../../abci/state/module.js";
import { timeKey, timestampToNanos } from "../../abci/state/time.js";
import { bytesValue, integerValue, protoValue, remembered, stringValue, uint64Value } from "../../abci/state/values.js";
import { settlementValue } from "./settlement.js";
import { splitValue } from "./split.js";
import type { GovBank, GovCommunityPool, GovCouncil, GovStaking } from "./types.js";

export interface GovParts {
  readonly store: ModuleStore;
  /** Gov's module account: it holds the deposits and signs what passed proposals do. */
  readonly address: Uint8Array;
  readonly router: MessageRouter;
  /** Messages that no proposal may have; by default there are none. */
  readonly isRefused?: (typeUrl: string) => boolean;
  readonly bank: GovBank;
  readonly staking: GovStaking;
  readonly pool: GovCommunityPool;
  readonly council: GovCouncil;
}

const VOTING_MARK = Uint8Array.of(1);

/** Proposals, what was deposited on them and how they are voted on. The rules stand in the files beside, by concept. */
export class GovKeeper {
  readonly proposals;
  /** (end of voting, proposal) of each proposal that is being voted on. GOV-2 */
  readonly activeQueue;
  /** (end of deposits, proposal) of each proposal that lacks deposits. GOV-2 */
  readonly inactiveQueue;
  readonly nextId;
  /** Each proposal that is being voted on. GOV-2 */
  readonly voting;
  /** (proposal, depositor) → what that account deposited. */
  readonly deposits;
  /** (proposal, voter) → its vote. Votes on a proposal that ended stay until they are settled. */
  readonly votes;
  readonly parameters;
  readonly constitution;
  /** (proposal, validator) → shares of that validator whose holders voted themselves, by option. GOV-3 */
  readonly counted;
  /** (voter, proposal) of each vote: so that a change of a delegation finds them. GOV-4 */
  readonly votesByVoter;
  /** Each proposal that ended, while there are deposits or votes to settle. */
  readonly settling;
  /** denomination → sum of all deposits. GOV-1 */
  readonly escrow;

  readonly address: Uint8Array;
  readonly router: MessageRouter;
  readonly isRefused: (typeUrl: string) => boolean;
  readonly bank: GovBank;
  readonly staking: GovStaking;
  readonly pool: GovCommunityPool;
  readonly council: GovCouncil;

  constructor({ store, address, router, isRefused = () => false, bank, staking, pool, council }: GovParts) {
    this.proposals = store.map(0x00, "proposals", uint64Key, protoValue(Proposal));
    this.activeQueue = store.map(0x01, "activeQueue", pair(timeKey, uint64Key), uint64Value);
    this.inactiveQueue = store.map(0x02, "inactiveQueue", pair(timeKey, uint64Key), uint64Value);
    this.nextId = store.sequence(0x03, "nextId");
    this.voting = store.map(0x04, "voting", uint64Key, bytesValue);
    this.deposits = store.map(0x10, "deposits", pair(uint64Key, lengthPrefixedAddressKey), protoValue(Deposit));
    this.votes = store.map(0x20, "votes", pair(uint64Key, lengthPrefixedAddressKey), protoValue(Vote));
    this.parameters = store.item(0x30, "params", remembered(protoValue(Params)));
    this.constitution = store.item(0x31, "constitution", stringValue);
    this.counted = store.map(0x80, "counted", pair(uint64Key, addressKey), splitValue);
    this.votesByVoter = store.set(0x81, "votesByVoter", pair(addressKey, uint64Key));
    this.settling = store.map(0x82, "settling", uint64Key, settlementValue);
    this.escrow = store.map(0x83, "escrow", stringKey, integerValue);
    this.address = address;
    this.router = router;
    this.isRefused = isRefused;
    this.bank = bank;
    this.staking = staking;
    this.pool = pool;
    this.council = council;
  }

  params(ctx: ReadContext): Promise<Params> {
    return this.parameters.getSet(ctx);
  }

  /** Writes a proposal, and whether it is being voted on. Its queue is the caller's. */
  async save(ctx: WriteContext, proposal: Proposal): Promise<void> {
    await this.proposals.set(ctx, proposal.id, proposal);
    const voting = proposal.status === ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD;
    if (voting) await this.voting.set(ctx, proposal.id, VOTING_MARK);
    else await this.voting.delete(ctx, proposal.id);
  }

  /** Removes a proposal from its queue, the index of those being voted on, and the store. */
  async remove(ctx: WriteContext, { id, depositEndTime, votingEndTime }: Proposal): Promise<void> {
    if (depositEndTime) await this.inactiveQueue.delete(ctx, [timestampToNanos(depositEndTime), id]);
    if (votingEndTime) await this.activeQueue.delete(ctx, [timestampToNanos(votingEndTime), id]);
    await this.voting.delete(ctx, id);
    await this.proposals.delete(ctx, id);
  }

  /** A proposal that can be voted on in this block: its period has begun, and ends now or later. */
  async votable(ctx: ReadContext, id: bigint): Promise<Proposal | undefined> {
    if (!(await this.voting.has(ctx, id))) return undefined;
    const proposal = await this.proposals.get(ctx, id);
    assert(proposal?.votingEndTime !== undefined, `GOV-2: proposal ${id} is voted on, and has an end`);
    return timestampToNanos(proposal.votingEndTime) < ctx.block.timeNanos ? undefined : proposal;
  }

  /** The messages of a proposal, ended or not; undefined when there is none. */
  async messagesOf(ctx: ReadContext, id: bigint): Promise<readonly PackedMessage[] | undefined> {
    return (await this.proposals.get(ctx, id))?.messages;
  }

  /** All that gov's account owes depositors. */
  async owed(ctx: ReadContext): Promise<Coin[]> {
    const coins: Coin[] = [];
    for await (const [denom, amount] of this.escrow.range(ctx)) coins.push({ denom, amount });
    return coins;
  }

  /** Notes that deposits came in. */
  async addEscrow(ctx: WriteContext, coins: readonly Coin[]): Promise<void> {
    for (const { denom, amount } of coins) {
      await this.escrow.set(ctx, denom, ((await this.escrow.get(ctx, denom)) ?? 0n) + amount);
    }
  }

  /** Notes that deposits left. */
  async takeEscrow(ctx: WriteContext, coins: readonly Coin[]): Promise<void> {
    for (const { denom, amount } of coins) {
      const left = ((await this.escrow.get(ctx, denom)) ?? 0n) - amount;
      assert(left >= 0n, `GOV-1: no more ${denom} leaves the deposits than is in them`);
      if (left === 0n) await this.escrow.delete(ctx, denom);
      else await this.escrow.set(ctx, denom, left);
    }
  }
}

/** Whether `has` covers `needed`, denomination by denomination. */
export const covers = (has: readonly Coin[], needed: readonly Coin[]): boolean =>
  subtractCoins(has, needed) !== undefined;
