import type { Plan } from "cosmjs-types/cosmos/upgrade/v1beta1/upgrade";
import { sdk } from "../../abci/state/errors.js";
import { MIN_TIME_NANOS, nanosToTimestamp, timestampToNanos } from "../../abci/state/time.js";

/** @throws sdk.invalidRequest */
export function validatePlan({ name, time, height, upgradedClientState }: Plan): void {
  const timeNanos = timestampToNanos(time);
  // A time that was left out reads as 1970 here, and as the year 1 where Go wrote it.
  if (timeNanos !== 0n && timeNanos !== MIN_TIME_NANOS) {
    throw sdk.invalidRequest("time-based upgrades have been deprecated in the SDK");
  }
  if (upgradedClientState !== undefined) {
    throw sdk.invalidRequest("upgrade logic for IBC has been moved to the IBC module");
  }
  if (name === "") throw sdk.invalidRequest("name cannot be empty");
  if (height <= 0n) throw sdk.invalidRequest("height must be greater than 0");
}

/** A plan as it is stored and shown: its unused time is the year 1, as Go clients write it. */
export function plan({ name, height, info }: Pick<Plan, "name" | "height" | "info">): Plan {
  return { name, height, info, time: nanosToTimestamp(MIN_TIME_NANOS) };
}

/** Whether the block of this height has to come with the upgrade done. */
export function isDue({ height }: Plan, blockHeight: bigint): boolean {
  return height <= blockHeight;
}
