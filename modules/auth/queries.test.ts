import { BaseAccount, ModuleAccount } from "cosmjs-types/cosmos/auth/v1beta1/auth";
import { PageRequest } from "cosmjs-types/cosmos/base/query/v1beta1/pagination";
import { accountFromAny } from "@cosmjs/stargate";
import { inBlock, testAddress } from "../../abci/state/testing/memory.js";
import { decodeMessage } from "../../proto/reader.js";
import { vestingAccount } from "./vesting-plan.js";
import { plainAccount } from "./account.js";
import { addressOfModule } from "./pubkey-addresses.js";
import { authFixture } from "./testing/fixture.js";

async function fixture() {
  const all = await authFixture();
  await all.accounts.create(all.ctx, testAddress(1));
  const name = (byte: number) => all.ctx.addresses.format(testAddress(byte));
  return { ...all, name, ctx: inBlock(all.ctx, {}, { mode: "query" }) };
}

test("an account, as cosmjs reads it", async () => {
  const { ctx, queries, name } = await fixture();
  const { account } = await queries.Account(ctx, { address: name(1) });
  expect(accountFromAny(account!)).toEqual({ address: name(1), pubkey: null, accountNumber: 3n, sequence: 0 });
  expect(await queries.AccountInfo(ctx, { address: name(1) })).toEqual({
    info: { address: name(1), accountNumber: 3n, sequence: 0n },
  });
});

test("cosmjs reads module accounts and the vesting kinds that it knows", async () => {
  const { ctx, accounts, queries, name } = await fixture();
  const original = [{ denom: "aec", amount: 5n }];
  const base = plainAccount(name(2), 9n);
  for (const account of [
    vestingAccount(base, { kind: "delayed", original, endTime: 9n }),
    vestingAccount(base, { kind: "continuous", original, startTime: 1n, endTime: 9n }),
    vestingAccount(base, { kind: "periodic", original, startTime: 1n, periods: [{ length: 8n, amount: original }] }),
    { ...vestingAccount(base, { kind: "delayed", original, endTime: 9n }), kind: "baseVesting" as const },
  ]) {
    await accounts.insert(ctx, testAddress(2), account);
    const packed = (await queries.Account(ctx, { address: name(2) })).account!;
    expect(accountFromAny(packed)).toMatchObject({ address: name(2), accountNumber: 9n });
  }
  const gov = ctx.addresses.format(addressOfModule("gov"));
  expect(accountFromAny((await queries.Account(ctx, { address: gov })).account!)).toMatchObject({ address: gov });
});

test("accounts that do not exist are not found, in the words that cosmjs looks for", async () => {
  const { ctx, queries, name } = await fixture();
  const missing = { status: "NOT_FOUND", message: `account ${name(9)} not found` };
  await expect(queries.Account(ctx, { address: name(9) })).rejects.toMatchObject(missing);
  await expect(queries.AccountInfo(ctx, { address: name(9) })).rejects.toMatchObject(missing);
  await expect(queries.Account(ctx, { address: "" })).rejects.toMatchObject({ status: "INVALID_ARGUMENT" });
});

test("all accounts, in pages by address", async () => {
  const { ctx, queries } = await fixture();
  const { accounts, pagination } = await queries.Accounts(ctx, {});
  expect([accounts.length, pagination!.total]).toEqual([4, 4n]);
  const first = await queries.Accounts(ctx, { pagination: PageRequest.fromPartial({ limit: 1n }) });
  expect(decodeMessage(BaseAccount, first.accounts[0]!.value).address).toBe(ctx.addresses.format(testAddress(1)));
  expect(first.pagination!.nextKey.length).toBe(20);
});

test("an address by account number", async () => {
  const { ctx, queries, name } = await fixture();
  expect(await queries.AccountAddressByID(ctx, { id: 0n, accountId: 3n })).toEqual({ accountAddress: name(1) });
  await expect(queries.AccountAddressByID(ctx, { id: 0n, accountId: 9n })).rejects.toMatchObject({
    status: "NOT_FOUND",
    message: "account address not found with account number 9",
  });
  await expect(queries.AccountAddressByID(ctx, { id: 3n, accountId: 3n })).rejects.toMatchObject({
    status: "INVALID_ARGUMENT",
  });
});

test("module accounts, sorted by name, and by name", async () => {
  const { ctx, queries } = await fixture();
  const { accounts } = await queries.ModuleAccounts(ctx, {});
  const names = accounts.map(({ value }) => decodeMessage(ModuleAccount, value).name);
  expect(names).toEqual(["fee_collector", "gov", "mint"]);
  const { account } = await queries.ModuleAccountByName(ctx, { name: "gov" });
  expect(decodeMessage(ModuleAccount, account!.value).permissions).toEqual(["burner"]);
  await expect(queries.ModuleAccountByName(ctx, { name: "nobody" })).rejects.toMatchObject({ status: "NOT_FOUND" });
  await expect(queries.ModuleAccountByName(ctx, { name: "" })).rejects.toMatchObject({ status: "INVALID_ARGUMENT" });
});

test("the prefix, and addresses in both forms", async () => {
  const { ctx, queries, name } = await fixture();
  expect(await queries.Bech32Prefix(ctx, {})).toEqual({ bech32Prefix: "echo" });
  expect(await queries.AddressBytesToString(ctx, { addressBytes: testAddress(1) })).toEqual({ addressString: name(1) });
  expect(await queries.AddressStringToBytes(ctx, { addressString: name(1) })).toEqual({ addressBytes: testAddress(1) });
  const invalid = { status: "INVALID_ARGUMENT" };
  await expect(queries.AddressBytesToString(ctx, { addressBytes: new Uint8Array(0) })).rejects.toMatchObject(invalid);
  await expect(queries.AddressBytesToString(ctx, { addressBytes: new Uint8Array(256) })).rejects.toMatchObject(invalid);
  await expect(queries.AddressStringToBytes(ctx, { addressString: " " })).rejects.toMatchObject(invalid);
});

test("parameters", async () => {
  const { ctx, queries } = await fixture();
  expect((await queries.Params(ctx, {})).params).toMatchObject({ maxMemoCharacters: 256n, txSigLimit: 7n });
});
