import fc from "fast-check";
import { type Coin, addCoins, amountOf } from "../../abci/state/coins.js";
import { NANOS_PER_SECOND } from "../../abci/state/time.js";
import { type VestingAccount, plainAccount } from "./account.js";
import { lockedCoins, trackDelegation, trackUndelegation, vestingCoins } from "./vesting.js";
import { validateVesting, vestingAccount } from "./vesting-plan.js";

const base = plainAccount("echo1", 0n);
const aec = (amount: bigint): Coin[] => (amount === 0n ? [] : [{ denom: "aec", amount }]);
const at = (seconds: bigint) => seconds * NANOS_PER_SECOND;
const vestingAt = (account: VestingAccount, seconds: bigint) => amountOf(vestingCoins(account, at(seconds)), "aec");

const amount = fc.bigInt({ min: 1n, max: 1n << 200n });
const seconds = fc.bigInt({ min: 1n, max: 1n << 40n });

test("delayed: everything, then nothing", () => {
  const account = vestingAccount(base, { kind: "delayed", original: aec(100n), endTime: 50n });
  expect([0n, 49n, 50n, 51n].map((time) => vestingAt(account, time))).toEqual([100n, 100n, 0n, 0n]);
});

test("permanently locked: everything for ever; without a schedule: nothing", () => {
  const locked = vestingAccount(base, { kind: "permanentLocked", original: aec(100n) });
  expect(vestingAt(locked, 1n << 60n)).toBe(100n);
  expect(lockedCoins({ ...locked, kind: "baseVesting" }, 0n)).toEqual([]);
  expect(lockedCoins(base, 0n)).toEqual([]);
});

test("periodic: each period's coins when it is over", () => {
  const periods = [10n, 20n, 30n].map((length) => ({ length, amount: aec(length) }));
  const account = vestingAccount(base, { kind: "periodic", original: aec(60n), startTime: 100n, periods });
  expect([0n, 100n, 109n, 110n, 129n, 130n, 159n, 160n].map((time) => vestingAt(account, time))).toEqual([
    60n,
    60n,
    60n,
    50n,
    50n,
    30n,
    30n,
    0n,
  ]);
});

test("continuous: never rises, starts with everything, ends with nothing, and follows the line to within one unit", () =>
  fc.assert(
    fc.property(
      amount,
      seconds,
      seconds,
      fc.array(fc.bigInt({ min: 0n, max: 1000n }), { maxLength: 8 }),
      (...given) => {
        const [original, startTime, length, parts] = given;
        const account = vestingAccount(base, {
          kind: "continuous",
          original: aec(original),
          startTime,
          endTime: startTime + length,
        });
        let last = original;
        expect(vestingAt(account, startTime)).toBe(original);
        expect(vestingAt(account, startTime + length)).toBe(0n);
        for (const part of parts.sort((a, b) => (a < b ? -1 : 1))) {
          const passed = (length * part) / 1000n;
          const left = vestingAt(account, startTime + passed);
          expect(left).toBeLessThanOrEqual(last);
          // The share has 18 digits: it is off by up to half of the last one, and the amount by half a unit.
          const exact = original * (length - passed);
          const error = left * length > exact ? left * length - exact : exact - left * length;
          expect(error * 10n ** 18n).toBeLessThanOrEqual(length * (original + 10n ** 18n));
          last = left;
        }
      },
    ),
  ));

test("what is delegated and comes back leaves the tracking as it was, and never unlocks coins", () =>
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 1000n }),
      fc.bigInt({ min: 0n, max: 1000n }),
      fc.array(fc.bigInt({ min: 1n, max: 300n }), { maxLength: 6 }),
      (original, free, delegations) => {
        const start: VestingAccount = vestingAccount(base, { kind: "permanentLocked", original: aec(original) });
        let account = start;
        let balance = original + free;
        const done: bigint[] = [];
        for (const delegated of delegations) {
          if (delegated > balance) continue;
          account = trackDelegation(account, { balance: aec(balance), amount: aec(delegated), timeNanos: 0n });
          balance -= delegated;
          done.push(delegated);
          const { delegatedFree, delegatedVesting } = account.vesting;
          const total = amountOf(addCoins(delegatedFree, delegatedVesting), "aec");
          expect(total).toBe(done.reduce((sum, each) => sum + each, 0n));
          expect(amountOf(delegatedVesting, "aec")).toBeLessThanOrEqual(original);
          // What is locked is always still held.
          expect(amountOf(lockedCoins(account, 0n), "aec")).toBeLessThanOrEqual(balance);
          validateVesting(account);
        }
        for (const delegated of done) account = trackUndelegation(account, aec(delegated));
        expect(account).toEqual(start);
      },
    ),
  ));

test("more may come back than was delegated: it is not tracked below zero", () => {
  const start = vestingAccount(base, { kind: "permanentLocked", original: aec(10n) });
  const delegated = trackDelegation(start, { balance: aec(10n), amount: aec(5n), timeNanos: 0n });
  expect(trackUndelegation(delegated, aec(6n))).toEqual(start);
});

test("delegating what is not held, or nothing, breaks an invariant", () => {
  const account = vestingAccount(base, { kind: "permanentLocked", original: aec(10n) });
  const track = (balance: bigint, delegated: Coin[]) => () =>
    trackDelegation(account, { balance: aec(balance), amount: delegated, timeNanos: 0n });
  expect(track(1n, aec(2n))).toThrow("AUTH-4");
  expect(track(1n, [{ denom: "aec", amount: 0n }])).toThrow("AUTH-4");
  expect(() => trackUndelegation(account, [{ denom: "aec", amount: 0n }])).toThrow("AUTH-4");
});

const periodic = vestingAccount(base, {
  kind: "periodic",
  original: aec(3n),
  startTime: 5n,
  periods: [{ length: 10n, amount: aec(3n) }],
}) as VestingAccount & { kind: "periodic" };

test.each<[string, VestingAccount, string]>([
  ["no coins", vestingAccount(base, { kind: "permanentLocked", original: [] }), "without vesting coins"],
  [
    "a negative end",
    vestingAccount(base, { kind: "delayed", original: aec(1n), endTime: -1n }),
    "end time cannot be negative",
  ],
  [
    "an end before its start",
    vestingAccount(base, { kind: "continuous", original: aec(1n), startTime: 5n, endTime: 5n }),
    "has to be before",
  ],
  ["a negative start", { ...periodic, startTime: -1n }, "start time cannot be negative"],
  ["a permanent lock that ends", { ...periodic, kind: "permanentLocked" }, "cannot have an end-time"],
  [
    "more delegated than there is",
    { ...periodic, vesting: { ...periodic.vesting, delegatedVesting: aec(4n) } },
    "delegated vesting",
  ],
  [
    "periods of another length",
    { ...periodic, vesting: { ...periodic.vesting, endTime: 16n } },
    "does not match length",
  ],
  [
    "periods of another sum",
    { ...periodic, vesting: { ...periodic.vesting, original: aec(4n) } },
    "(4aec) does not match the sum of all coins in vesting periods (3aec)",
  ],
  ["a period without coins", { ...periodic, periods: [{ length: 10n, amount: [] }] }, "period #0 has no coins"],
  [
    "a negative period",
    { ...periodic, periods: [{ length: -1n, amount: aec(3n) }] },
    "period #0 has a negative length: -1",
  ],
])("a schedule with %s is refused", (_name, account, message) => {
  expect(() => validateVesting(account)).toThrow(message);
});
