import type { ModuleStore } from "../../abci/state/collections.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { ONE, mulDiv } from "../../abci/state/decimals.js";
import { addressKey, pair, uint64Key } from "../../abci/state/keys.js";
import type { PackedMessage } from "../../abci/state/module.js";
import { protoValue, remembered } from "../../abci/state/values.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import {
  Declaration,
  Params,
  Role,
  RoleHolder,
  SeatOption,
  SeatTally,
  SeatVote,
} from "../../proto/generated/echoin/council/v1/council.js";
import { errors, govErrors } from "./errors.js";
import { events } from "./events.js";
import { type Chambers, chambersFor } from "./matters.js";
import { readParams } from "./params.js";
import { capPowers, seat } from "./seats.js";
import type { Candidate, CouncilProposals, CouncilStaking, SeatPolicy } from "./types.js";

export interface CouncilParts {
  readonly store: ModuleStore;
  /** Gov's module account, in whose name passed proposals act. */
  readonly authority: Uint8Array;
  readonly staking: CouncilStaking;
  readonly proposals: CouncilProposals;
}

/** The council: who may sit in it, what it votes, and which roles it gives. Its seats are those of the active set. */
export class CouncilKeeper implements SeatPolicy {
  readonly parameters;
  /** operator → the organisation and region it declared, or the council found. */
  readonly declarations;
  /** (proposal, operator) → its seat's vote. Votes on a proposal that ended stay until gov settles it. */
  readonly votes;
  /** proposal → how the seats voted when it ended. */
  readonly results;
  /** (role, account) of each role that is held. */
  readonly roles;

  readonly authority: Uint8Array;
  readonly staking: CouncilStaking;
  readonly proposals: CouncilProposals;

  constructor({ store, authority, staking, proposals }: CouncilParts) {
    this.parameters = store.item(0x01, "params", remembered(protoValue(Params)));
    this.declarations = store.map(0x02, "declarations", addressKey, protoValue(Declaration));
    this.votes = store.map(0x03, "votes", pair(uint64Key, addressKey), protoValue(SeatVote));
    this.results = store.map(0x04, "results", uint64Key, protoValue(SeatTally));
    this.roles = store.map(0x05, "roles", pair(uint64Key, addressKey), protoValue(RoleHolder));
    this.authority = authority;
    this.staking = staking;
    this.proposals = proposals;
  }

  params(ctx: ReadContext): Promise<Params> {
    return this.parameters.getSet(ctx);
  }

  /** @see SeatPolicy.seat */
  seat<C extends Candidate>(ctx: ReadContext, candidates: AsyncIterable<C>, seats: number): Promise<C[]> {
    return seat(ctx, this, candidates, seats);
  }

  /** @see SeatPolicy.capPowers */
  async capPowers(ctx: ReadContext, powers: readonly bigint[]): Promise<bigint[]> {
    return capPowers(powers, readParams(await this.params(ctx)).powerCap);
  }

  /** Which chambers decide about a proposal with these messages. */
  matterOf(messages: readonly PackedMessage[]): Chambers {
    return chambersFor(messages);
  }

  /** Whether an account has a role now. */
  hasRole(ctx: ReadContext, role: Role, address: Uint8Array): Promise<boolean> {
    return this.roles.has(ctx, [BigInt(role), address]);
  }

  /** Yes votes that the council's approval takes with so many seats; one at least. */
  async needed(ctx: ReadContext, seats: number): Promise<number> {
    const { seatThreshold } = readParams(await this.params(ctx));
    return Math.max(1, Number(mulDiv(BigInt(seats), seatThreshold, ONE, "ceil")));
  }

  /** Counts the votes of those who have a seat now; reads one entry for each seat. */
  async tally(ctx: ReadContext, id: bigint): Promise<SeatTally> {
    const active = await this.staking.activeSet(ctx);
    const options: SeatOption[] = [];
    await ctx.prefetch(active.map(({ operator }) => this.votes.locate([id, operator])));
    for (const { operator } of active) {
      const vote = await this.votes.get(ctx, [id, operator]);
      if (vote !== undefined) options.push(vote.option);
    }
    const count = (wanted: SeatOption): number => options.filter((option) => option === wanted).length;
    return {
      seats: active.length,
      yes: count(SeatOption.SEAT_OPTION_YES),
      no: count(SeatOption.SEAT_OPTION_NO),
      abstain: count(SeatOption.SEAT_OPTION_ABSTAIN),
      needed: await this.needed(ctx, active.length),
    };
  }

  /** Counts the votes on a proposal whose voting ends, and keeps the result. */
  async close(ctx: WriteContext, id: bigint): Promise<{ approves: boolean; says: string }> {
    const tally = await this.tally(ctx, id);
    await this.results.set(ctx, id, tally);
    ctx.emit(events.counted(id, tally));
    const { seats, yes, needed } = tally;
    return { approves: yes >= needed, says: `${yes} of ${seats} seats voted yes, ${needed} are needed` };
  }

  /** Removes votes on a proposal that ended, at most `limit`. Returns how many. */
  async forget(ctx: WriteContext, id: bigint, limit: number): Promise<number> {
    let removed = 0;
    if (limit <= 0) return removed;
    for await (const [[, operator]] of this.votes.range(ctx, { prefix: id })) {
      if (removed >= limit) break;
      await this.votes.delete(ctx, [id, operator]);
      removed++;
    }
    return removed;
  }

  /**
   * Takes a seat's vote, in place of an earlier one.
   * @throws govErrors.inactiveProposal, errors.notForCouncil, errors.noSeat, errors.invalidVote
   */
  async vote(
    ctx: WriteContext,
    { id, operator, option }: { id: bigint; operator: Uint8Array; option: SeatOption },
  ): Promise<void> {
    if (!isOption(option)) throw errors.invalidVote(`${option} is no option: yes, no or abstain`);
    const messages = await this.proposals.votable(ctx, id);
    if (messages === undefined) throw govErrors.inactiveProposal(id.toString());
    if (!this.matterOf(messages).council) throw errors.notForCouncil(`proposal ${id} is the holders' alone`);
    const active = await this.staking.activeSet(ctx);
    const name = ctx.addresses.format(operator);
    if (!active.some((seat) => bytesEqual(seat.operator, operator))) {
      throw errors.noSeat(`${name} is not the operator of an active validator`);
    }
    await this.votes.set(ctx, [id, operator], { proposalId: id, operator: name, option });
    ctx.emit(events.voted(id, name, option));
  }

  /** Gives a role. @throws errors.unknownRole, errors.roleHeld */
  async grantRole(ctx: WriteContext, role: Role, address: Uint8Array): Promise<void> {
    requireRole(role);
    const name = ctx.addresses.format(address);
    if (await this.hasRole(ctx, role, address)) throw errors.roleHeld(name);
    await this.roles.set(ctx, [BigInt(role), address], { role, address: name, grantedHeight: ctx.block.height });
    ctx.emit(events.granted(role, name));
  }

  /** Takes a role back. @throws errors.unknownRole, errors.roleNotHeld */
  async revokeRole(ctx: WriteContext, role: Role, address: Uint8Array): Promise<void> {
    requireRole(role);
    const name = ctx.addresses.format(address);
    if (!(await this.hasRole(ctx, role, address))) throw errors.roleNotHeld(name);
    await this.roles.delete(ctx, [BigInt(role), address]);
    ctx.emit(events.revoked(role, name));
  }
}

const OPTIONS: ReadonlySet<SeatOption> = new Set([
  SeatOption.SEAT_OPTION_YES,
  SeatOption.SEAT_OPTION_NO,
  SeatOption.SEAT_OPTION_ABSTAIN,
]);

/** Whether a seat can vote so. */
export const isOption = (option: SeatOption): boolean => OPTIONS.has(option);

/** Every role there is. */
export const ROLES: readonly Role[] = [Role.ROLE_AUDITOR, Role.ROLE_ORACLE_OPERATOR, Role.ROLE_SECRETARY];

/** @throws errors.unknownRole */
export function requireRole(role: Role): void {
  if (!ROLES.includes(role)) {
    throw errors.unknownRole(`${role}: auditor, oracle operator or secretary`);
  }
}
