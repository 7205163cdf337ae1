import { Params, ValidatorSigningInfo } from "cosmjs-types/cosmos/slashing/v1beta1/slashing";
import { Any } from "cosmjs-types/google/protobuf/any";
import type { ModuleStore } from "../../abci/state/collections.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import type { Decimal } from "../../abci/state/decimals.js";
import { addressKey, lengthPrefixedAddressKey, pair, uint64Key } from "../../abci/state/keys.js";
import { durationToNanos, nanosToTimestamp, timestampToNanos } from "../../abci/state/time.js";
import { bytesValue, protoValue, remembered, uint64Value } from "../../abci/state/values.js";
import { PendingUpdates, Priorities, ValidatorSet } from "../../proto/generated/echoin/slashing/v1/rotation.js";
import { FailedRounds, ProposalParams, Sink, Turns } from "../../proto/generated/echoin/slashing/v1/slashing.js";
import { CHUNK_BITS, bitAt, withBit } from "./bitmap.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import { chunkIndexKey } from "./keys.js";
import { decimalOf, validateParams, validateProposalParams } from "./params.js";
import { FOREVER_NANOS, type LastBlocks, type Reason, type SlashingStaking, type SlashSink } from "./types.js";

export interface SlashingParts {
  readonly store: ModuleStore;
  readonly staking: SlashingStaking;
  readonly chain: LastBlocks;
  /** Puts slashed coins into the community pool, when that is the sink. */
  readonly communityPool: SlashSink;
  /** The address that may change parameters. */
  readonly authority: Uint8Array;
}

/** A fault that is proven, and what it costs. */
export interface Punishment {
  readonly consAddress: Uint8Array;
  readonly reason: Reason;
  /** Stake that left before this height is not touched. */
  readonly infractionHeight: bigint;
  /** The validator's power at the time of the fault. */
  readonly power: bigint;
  readonly fraction: Decimal;
  /** Unix nanoseconds. */
  readonly jailedUntilNanos: bigint;
}

/** Who signed, who proposed, and who pays for having failed to. */
export class SlashingKeeper {
  /** The SDK's parameters. */
  readonly storedParams;
  /** consensus address → how the validator signs. SLASHING-1 */
  readonly infos;
  /** (consensus address, chunk) → 1024 blocks of its window, a bit for each that it missed. SLASHING-2 */
  readonly missedBlocks;
  /** consensus address → public key. */
  readonly pubkeys;
  /** Parameters of delayed and invalid proposals, and the sink. */
  readonly storedProposalParams;
  /** consensus address → how it used its last turns. SLASHING-3 */
  readonly turns;
  /** height → its rounds before the one that decided. SLASHING-4 */
  readonly failedRounds;
  /** CometBFT's validator set at the last height; written when it changes. SLASHING-5 */
  readonly validatorSet;
  /** The priorities of its members in round 0. SLASHING-5 */
  readonly priorities;
  /** Changes of the set that are not in force yet. */
  readonly pendingUpdates;
  /** The height at which the window of missed votes last changed; absent means never. */
  readonly windowChanged;

  readonly staking: SlashingStaking;
  readonly chain: LastBlocks;
  readonly authority: Uint8Array;
  private readonly communityPool: SlashSink;

  constructor({ store, staking, chain, communityPool, authority }: SlashingParts) {
    this.storedParams = store.item(0x00, "params", remembered(protoValue(Params)));
    this.infos = store.map(0x01, "signingInfos", lengthPrefixedAddressKey, protoValue(ValidatorSigningInfo));
    this.missedBlocks = store.map(0x02, "missedBlocks", pair(addressKey, chunkIndexKey), bytesValue);
    this.pubkeys = store.map(0x03, "pubkeys", lengthPrefixedAddressKey, protoValue(Any));
    this.storedProposalParams = store.item(0x80, "proposalParams", remembered(protoValue(ProposalParams)));
    this.turns = store.map(0x81, "turns", addressKey, protoValue(Turns));
    this.failedRounds = store.map(0x82, "failedRounds", uint64Key, protoValue(FailedRounds));
    this.validatorSet = store.item(0x83, "validatorSet", remembered(protoValue(ValidatorSet)));
    this.priorities = store.item(0x84, "priorities", protoValue(Priorities));
    this.pendingUpdates = store.item(0x85, "pendingUpdates", protoValue(PendingUpdates));
    this.windowChanged = store.item(0x86, "windowChanged", uint64Value);
    this.staking = staking;
    this.chain = chain;
    this.communityPool = communityPool;
    this.authority = authority;
  }

  params(ctx: ReadContext): Promise<Params> {
    return this.storedParams.getSet(ctx);
  }

  /** Windows of missed votes start anew when their length changes. @throws errors.invalidParams */
  async setParams(ctx: WriteContext, params: Params): Promise<void> {
    validateParams(params);
    const before = await this.storedParams.get(ctx);
    const changes = before !== undefined && before.signedBlocksWindow !== params.signedBlocksWindow;
    if (changes) await this.windowChanged.set(ctx, ctx.block.height);
    await this.storedParams.set(ctx, params);
  }

  proposalParams(ctx: ReadContext): Promise<ProposalParams> {
    return this.storedProposalParams.getSet(ctx);
  }

  /** @throws errors.invalidParams */
  async setProposalParams(ctx: WriteContext, params: ProposalParams): Promise<void> {
    validateProposalParams(params);
    await this.storedProposalParams.set(ctx, params);
  }

  async slashFractionDoubleSign(ctx: ReadContext): Promise<Decimal> {
    return decimalOf("slash_fraction_double_sign", (await this.params(ctx)).slashFractionDoubleSign);
  }

  /** How the validator signs, or undefined when it was never active. */
  signingInfo(ctx: ReadContext, consAddress: Uint8Array): Promise<ValidatorSigningInfo | undefined> {
    return this.infos.get(ctx, consAddress);
  }

  /** Whether the validator's vote at an index of its window is missing. */
  async missedAt(ctx: ReadContext, consAddress: Uint8Array, index: bigint): Promise<boolean> {
    const chunk = await this.missedBlocks.get(ctx, [consAddress, index / BigInt(CHUNK_BITS)]);
    return bitAt(chunk, Number(index % BigInt(CHUNK_BITS)));
  }

  async setMissedAt(ctx: WriteContext, consAddress: Uint8Array, index: bigint, missed: boolean): Promise<void> {
    const key = [consAddress, index / BigInt(CHUNK_BITS)] as const;
    const chunk = await this.missedBlocks.get(ctx, key);
    await this.missedBlocks.set(ctx, key, withBit(chunk, Number(index % BigInt(CHUNK_BITS)), missed));
  }

  /** Forgets the validator's window; at most MAX_WINDOW / CHUNK_BITS entries. */
  async clearMissedBlocks(ctx: WriteContext, consAddress: Uint8Array): Promise<void> {
    const keys: (readonly [Uint8Array, bigint])[] = [];
    for await (const [key] of this.missedBlocks.range(ctx, { prefix: consAddress })) keys.push(key);
    for (const key of keys) await this.missedBlocks.delete(ctx, key);
  }

  async isTombstoned(ctx: ReadContext, consAddress: Uint8Array): Promise<boolean> {
    return (await this.infos.get(ctx, consAddress))?.tombstoned ?? false;
  }

  /** Bars the validator for good. @throws errors.noSigningInfo, errors.validatorTombstoned */
  async tombstone(ctx: WriteContext, consAddress: Uint8Array): Promise<void> {
    const info = await this.infos.get(ctx, consAddress);
    if (info === undefined) throw errors.noSigningInfo("cannot tombstone validator without signing information");
    if (info.tombstoned) throw errors.validatorTombstoned("cannot tombstone validator that is already tombstoned");
    await this.infos.set(ctx, consAddress, { ...info, tombstoned: true });
  }

  /**
   * Slashes a validator and jails it; its jail never becomes shorter than it was. In `one` event, as the SDK tells of
   * downtime, or in `two`, as it tells of evidence. No effect on a validator that staking does not know.
   */
  async punish(ctx: WriteContext, punishment: Punishment, told: "one" | "two" = "one"): Promise<void> {
    const { consAddress, reason, power, jailedUntilNanos, fraction, infractionHeight } = punishment;
    const validator = await this.staking.validatorByConsAddress(ctx, consAddress);
    if (validator === undefined) return;
    const { sink } = await this.proposalParams(ctx);
    const amount = await this.staking.slash(ctx, {
      consAddress,
      infractionHeight,
      power,
      fraction,
      ...(sink === Sink.SINK_COMMUNITY_POOL && { sink: this.communityPool }),
    });
    const jails = !validator.jailed;
    ctx.emit(events.slash(ctx.addresses, { consAddress, power, reason, amount, jailed: jails && told === "one" }));
    if (jails) await this.staking.jail(ctx, consAddress);
    if (jails && told === "two") ctx.emit(events.jail(ctx.addresses, consAddress));
    const info = await this.infos.get(ctx, consAddress);
    if (info === undefined || timestampToNanos(info.jailedUntil) >= jailedUntilNanos) return;
    await this.infos.set(ctx, consAddress, { ...info, jailedUntil: nanosToTimestamp(jailedUntilNanos) });
  }

  /** The end of a jail that begins in this block and takes as long as a parameter says. */
  jailedUntil(ctx: ReadContext, duration: Params["downtimeJailDuration"]): bigint {
    const until = ctx.block.timeNanos + durationToNanos(duration);
    return until < FOREVER_NANOS ? until : FOREVER_NANOS;
  }
}
