import type { ConsensusParams } from "cosmjs-types/tendermint/types/params";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import type { Decimal } from "../../abci/state/decimals.js";
import type { MaybePromise } from "../../abci/store/types.js";

export const MODULE_NAME = "evidence";

/** A validator signs with the set of the height before: what stood behind it then is what is slashed. */
export const VALIDATOR_UPDATE_DELAY = 1n;

/** 9999-12-31T23:59:59Z in Unix nanoseconds: until when who signed twice is jailed. */
export const FOREVER_NANOS = 253_402_300_799n * 1_000_000_000n;

/** A fault that is proven, and what it costs. */
export interface DoubleSign {
  readonly consAddress: Uint8Array;
  readonly reason: "double_sign";
  readonly infractionHeight: bigint;
  readonly power: bigint;
  readonly fraction: Decimal;
  readonly jailedUntilNanos: bigint;
}

/** What evidence needs of slashing. */
export interface EvidenceSlashing {
  slashFractionDoubleSign(ctx: ReadContext): Promise<Decimal>;
  signingInfo(ctx: ReadContext, consAddress: Uint8Array): Promise<{ readonly tombstoned: boolean } | undefined>;
  /** Slashes and jails, and tells of it in two events. */
  punish(ctx: WriteContext, punishment: DoubleSign, told: "two"): Promise<void>;
  tombstone(ctx: WriteContext, consAddress: Uint8Array): Promise<void>;
}

/** What evidence needs of staking. */
export interface EvidenceStaking {
  validatorByConsAddress(
    ctx: ReadContext,
    consAddress: Uint8Array,
  ): Promise<{ readonly status: "bonded" | "unbonding" | "unbonded" } | undefined>;
}

/** What evidence needs of the consensus parameters: how old it may be. */
export interface EvidenceConsensus {
  params(ctx: ReadContext): MaybePromise<Pick<ConsensusParams, "evidence">>;
}
