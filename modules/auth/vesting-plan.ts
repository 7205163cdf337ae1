import { type Coin, addCoins, amountOf, formatCoins } from "../../abci/state/coins.js";
import type { PlainAccount, VestingAccount, VestingPeriod } from "./account.js";

/** How a new account's coins vest; times are Unix seconds. */
export type VestingPlan = { readonly original: readonly Coin[] } & (
  | { readonly kind: "delayed"; readonly endTime: bigint }
  | { readonly kind: "permanentLocked" }
  | { readonly kind: "continuous"; readonly startTime: bigint; readonly endTime: bigint }
  | { readonly kind: "periodic"; readonly startTime: bigint; readonly periods: readonly VestingPeriod[] }
);

/** A plain account whose coins vest by a plan; nothing of it is delegated. */
export function vestingAccount(base: PlainAccount, plan: VestingPlan): VestingAccount {
  const vesting = (endTime: bigint) => ({
    original: plan.original,
    delegatedFree: [],
    delegatedVesting: [],
    endTime,
  });
  switch (plan.kind) {
    case "permanentLocked":
      return { ...base, kind: plan.kind, vesting: vesting(0n) };
    case "delayed":
      return { ...base, kind: plan.kind, vesting: vesting(plan.endTime) };
    case "continuous":
      return { ...base, kind: plan.kind, vesting: vesting(plan.endTime), startTime: plan.startTime };
    case "periodic": {
      const { startTime, periods } = plan;
      const endTime = periods.reduce((end, { length }) => end + length, startTime);
      return { ...base, kind: plan.kind, vesting: vesting(endTime), startTime, periods };
    }
  }
}

/** Checks a vesting schedule. @throws Error that says what is wrong */
export function validateVesting(account: VestingAccount): void {
  const { original, delegatedVesting, endTime } = account.vesting;
  if (endTime < 0n) throw new Error("end time cannot be negative");
  if (original.length === 0) throw new Error("an account without vesting coins is no vesting account");
  if (delegatedVesting.some(({ denom, amount }) => amount > amountOf(original, denom))) {
    throw new Error("delegated vesting amount cannot be greater than original vesting amount");
  }
  if (account.kind === "permanentLocked" && endTime !== 0n) {
    throw new Error("permanently vested accounts cannot have an end-time");
  }
  if (account.kind !== "continuous" && account.kind !== "periodic") return;
  if (account.startTime < 0n) throw new Error("start time cannot be negative");
  if (account.startTime >= endTime) throw new Error("vesting start-time has to be before end-time");
  if (account.kind !== "periodic") return;
  let end = account.startTime;
  for (const [index, { length, amount }] of account.periods.entries()) {
    if (length < 0n) throw new Error(`period #${index} has a negative length: ${length}`);
    if (amount.length === 0) throw new Error(`period #${index} has no coins`);
    end += length;
  }
  if (end !== endTime) throw new Error("vesting end time does not match length of all vesting periods");
  const sum = formatCoins(addCoins(...account.periods.map(({ amount }) => amount)));
  if (sum !== formatCoins(original)) {
    throw new Error(
      `original vesting coins (${formatCoins(original)}) does not match the sum of all coins in vesting periods (${sum})`,
    );
  }
}
