import {
  MsgCreatePeriodicVestingAccount,
  MsgCreatePermanentLockedAccount,
  MsgCreateVestingAccount,
} from "cosmjs-types/cosmos/vesting/v1beta1/tx";
import { type ErrorFactory, sdk } from "../../abci/state/errors.js";
import { testAddress } from "../../abci/state/testing/memory.js";
import { NANOS_PER_SECOND } from "../../abci/state/time.js";
import { addressOfModule } from "../auth/pubkey-addresses.js";
import { bankFixture, coins, fails, holds, linesOf } from "../bank/testing/fixture.js";
import { vestingMessages } from "./messages.js";
import { vestingModule } from "./module.js";
import { MAX_PERIODS } from "./types.js";

const amount = [{ denom: "aec", amount: "30" }];

async function fixture() {
  const all = await bankFixture({ 1: "100aec" });
  const messages = vestingMessages(all.accounts, all.bank);
  const now = all.ctx.block.timeNanos / NANOS_PER_SECOND;
  const parties = { fromAddress: all.name(1), toAddress: all.name(2) };
  return { ...all, messages, now, parties, to: testAddress(2) };
}

test("a continuous account starts now; its coins come from the sender, with a send's events", async () => {
  const all = await fixture();
  const { ctx, accounts, bank, messages, now, parties, to, name } = all;
  await messages.CreateVestingAccount(
    ctx,
    MsgCreateVestingAccount.fromPartial({ ...parties, amount, endTime: now + 100n, delayed: false }),
  );
  expect(await accounts.get(ctx, to)).toMatchObject({
    kind: "continuous",
    startTime: now,
    vesting: { original: coins("30aec"), endTime: now + 100n },
  });
  expect([await bank.balance(ctx, to, "aec"), await bank.spendable(ctx, to, "aec")]).toEqual([30n, 0n]);
  expect(linesOf(ctx)).toEqual([
    `coin_spent spender=${name(1)} amount=30aec`,
    `coin_received receiver=${name(2)} amount=30aec`,
    `transfer recipient=${name(2)} sender=${name(1)} amount=30aec`,
    `message sender=${name(1)}`,
  ]);
  await holds(ctx, all);
});

test("delayed, permanently locked and periodic accounts", async () => {
  const all = await fixture();
  const { ctx, accounts, messages, parties, to, name } = all;
  await messages.CreateVestingAccount(
    ctx,
    MsgCreateVestingAccount.fromPartial({ ...parties, amount, endTime: 5n, delayed: true }),
  );
  expect(await accounts.get(ctx, to)).toMatchObject({ kind: "delayed", vesting: { endTime: 5n } });
  await messages.CreatePermanentLockedAccount(
    ctx,
    MsgCreatePermanentLockedAccount.fromPartial({ ...parties, toAddress: name(3), amount }),
  );
  expect(await accounts.get(ctx, testAddress(3))).toMatchObject({ kind: "permanentLocked", vesting: { endTime: 0n } });
  const vestingPeriods = [
    { length: 10n, amount: [{ denom: "aec", amount: "3" }] },
    { length: 5n, amount: [{ denom: "aec", amount: "4" }] },
  ];
  await messages.CreatePeriodicVestingAccount(
    ctx,
    MsgCreatePeriodicVestingAccount.fromPartial({ ...parties, toAddress: name(4), startTime: 7n, vestingPeriods }),
  );
  expect(await accounts.get(ctx, testAddress(4))).toMatchObject({
    kind: "periodic",
    startTime: 7n,
    vesting: { original: coins("7aec"), endTime: 22n },
    periods: [
      { length: 10n, amount: coins("3aec") },
      { length: 5n, amount: coins("4aec") },
    ],
  });
  await holds(ctx, all);
});

test("an account that exists, or is blocked, stays what it is", async () => {
  const { ctx, messages, parties, name } = await fixture();
  const create = (toAddress: string) =>
    messages.CreatePermanentLockedAccount(
      ctx,
      MsgCreatePermanentLockedAccount.fromPartial({ ...parties, toAddress, amount }),
    );
  expect((await fails(create(name(1)), sdk.invalidRequest)).message).toContain(`account ${name(1)} already exists`);
  await fails(create(ctx.addresses.format(addressOfModule("mint"))), sdk.unauthorized);
});

test("what the sender does not have, or may not send, makes no account", async () => {
  const { ctx, bank, accounts, messages, parties, to } = await fixture();
  const create = (denom: string) =>
    ctx.branch((inner) =>
      messages.CreatePermanentLockedAccount(
        inner,
        MsgCreatePermanentLockedAccount.fromPartial({ ...parties, amount: [{ denom, amount: "101" }] }),
      ),
    );
  await fails(create("aec"), sdk.insufficientFunds);
  await bank.sendEnabled.set(ctx, "uusd", false);
  await expect(create("uusd")).rejects.toMatchObject({ codespace: "bank", code: 5 });
  expect(await accounts.exists(ctx, to)).toBe(false);
});

test.each<[string, Partial<MsgCreateVestingAccount>, ErrorFactory<never>]>([
  ["no end", { endTime: 0n, delayed: true }, sdk.invalidRequest],
  ["a negative end", { endTime: -1n, delayed: true }, sdk.invalidRequest],
  ["an end that has passed", { endTime: 1n }, sdk.invalidRequest],
  ["no coins", { amount: [] }, sdk.invalidCoins],
  ["zero coins", { amount: [{ denom: "aec", amount: "0" }] }, sdk.invalidCoins],
  ["a bad sender", { fromAddress: "x" }, sdk.invalidAddress],
  ["a bad recipient", { toAddress: "x" }, sdk.invalidAddress],
])("an account with %s is refused", async (_name, change, error) => {
  const { ctx, messages, parties, now } = await fixture();
  const message = { ...parties, amount, endTime: now + 5n, delayed: false, ...change };
  await fails(messages.CreateVestingAccount(ctx, message), error);
});

const period = { length: 1n, amount: [{ denom: "aec", amount: "1" }] };

test.each<[string, Partial<MsgCreatePeriodicVestingAccount>, string]>([
  ["no start", { startTime: 0n }, "invalid start time of 0"],
  ["no periods", { vestingPeriods: [] }, "there are no vesting periods"],
  [
    "a period of no time",
    { vestingPeriods: [period, { ...period, length: 0n }] },
    "invalid period length of 0 in period 1",
  ],
  ["a period without coins", { vestingPeriods: [{ ...period, amount: [] }] }, "without vesting coins"],
  [
    "too many periods",
    { vestingPeriods: Array.from({ length: MAX_PERIODS + 1 }, () => period) },
    "at most 1000 vesting periods, not 1001",
  ],
  [
    "an end past what times can say",
    { vestingPeriods: [{ ...period, length: (1n << 63n) - 1n }] },
    "the end of period 0 is later",
  ],
])("a schedule with %s is refused", async (_name, change, message) => {
  const { ctx, messages, parties } = await fixture();
  const create = messages.CreatePeriodicVestingAccount(ctx, {
    ...parties,
    startTime: 1n,
    vestingPeriods: [period],
    ...change,
  });
  await expect(create).rejects.toThrow(message);
});

test("the module has messages and no state of its own", async () => {
  const { accounts, bank } = await fixture();
  const { stores, messages } = vestingModule(accounts, bank);
  expect([stores, messages![0]!.service]).toEqual([[], "cosmos.vesting.v1beta1.Msg"]);
});
