import { PageRequest } from "cosmjs-types/cosmos/base/query/v1beta1/pagination";
import { inBlock, testAddress } from "../../abci/state/testing/memory.js";
import { bankFixture, coins } from "./testing/fixture.js";

const metadata = {
  description: "the coin of the chain",
  denomUnits: [
    { denom: "aec", exponent: 0, aliases: [] },
    { denom: "EC", exponent: 18, aliases: [] },
  ],
  base: "aec",
  display: "EC",
  name: "Echoin",
  symbol: "EC",
  uri: "",
  uriHash: "",
};

async function fixture() {
  const all = await bankFixture({ 1: "100aec,5uusd", 2: "7aec" });
  await all.bank.metadata.set(all.ctx, "aec", metadata);
  return { ...all, ctx: inBlock(all.ctx, {}, { mode: "query" }) };
}

const page = (fields: Partial<PageRequest> = {}) => PageRequest.fromPartial(fields);

test("balances: one, all, by display name, and none", async () => {
  const { ctx, queries, name } = await fixture();
  const address = name(1);
  expect(await queries.Balance(ctx, { address, denom: "aec" })).toEqual({ balance: { denom: "aec", amount: "100" } });
  expect(await queries.Balance(ctx, { address: name(9), denom: "aec" })).toEqual({
    balance: { denom: "aec", amount: "0" },
  });
  const { balances, pagination } = await queries.AllBalances(ctx, { address, resolveDenom: false });
  expect(balances).toEqual([
    { denom: "aec", amount: "100" },
    { denom: "uusd", amount: "5" },
  ]);
  expect(pagination?.total).toBe(2n);
  const resolved = await queries.AllBalances(ctx, { address, resolveDenom: true, pagination: page({ limit: 1n }) });
  expect(resolved.balances).toEqual([{ denom: "EC", amount: "100" }]);
  const next = page({ key: resolved.pagination!.nextKey });
  const second = await queries.AllBalances(ctx, { address, resolveDenom: true, pagination: next });
  expect(second.balances).toEqual([{ denom: "uusd", amount: "5" }]);
});

test("what can be spent is less than what a vesting account holds, never below zero", async () => {
  const { ctx, accounts, bank, queries, name } = await bankFixture({ 1: "100aec" });
  await accounts.createVesting(ctx, testAddress(3), { kind: "permanentLocked", original: coins("30aec,9uusd") });
  await bank.move(ctx, { from: testAddress(1), to: testAddress(3), coins: coins("40aec") });
  const address = name(3);
  const { balances } = await queries.SpendableBalances(ctx, { address });
  expect(balances).toEqual([{ denom: "aec", amount: "10" }]);
  const spendable = async (denom: string) => (await queries.SpendableBalanceByDenom(ctx, { address, denom })).balance;
  expect(await spendable("aec")).toEqual({ denom: "aec", amount: "10" });
  expect(await spendable("uusd")).toEqual({ denom: "uusd", amount: "0" });
});

test("supply, in pages and of one denomination", async () => {
  const { ctx, queries } = await fixture();
  const { supply, pagination } = await queries.TotalSupply(ctx, { pagination: page({ limit: 1n, countTotal: true }) });
  expect([supply, pagination!.total]).toEqual([[{ denom: "aec", amount: "107" }], 2n]);
  expect(Buffer.from(pagination!.nextKey).toString()).toBe("uusd");
  expect(await queries.SupplyOf(ctx, { denom: "uusd" })).toEqual({ amount: { denom: "uusd", amount: "5" } });
  expect(await queries.SupplyOf(ctx, { denom: "none" })).toEqual({ amount: { denom: "none", amount: "0" } });
});

test("metadata, by either way of asking", async () => {
  const { ctx, queries } = await fixture();
  expect((await queries.DenomsMetadata(ctx, {})).metadatas).toEqual([metadata]);
  expect(await queries.DenomMetadata(ctx, { denom: "aec" })).toEqual({ metadata });
  expect(await queries.DenomMetadataByQueryString(ctx, { denom: "aec" })).toEqual({ metadata });
  await expect(queries.DenomMetadata(ctx, { denom: "uusd" })).rejects.toMatchObject({
    status: "NOT_FOUND",
    message: "client metadata for denom uusd",
  });
});

test("owners of a denomination, in pages", async () => {
  const { ctx, queries, name } = await fixture();
  const first = await queries.DenomOwners(ctx, { denom: "aec", pagination: page({ limit: 1n }) });
  expect(first.denomOwners).toEqual([{ address: name(1), balance: { denom: "aec", amount: "100" } }]);
  const next = page({ key: first.pagination!.nextKey });
  const second = await queries.DenomOwnersByQuery(ctx, { denom: "aec", pagination: next });
  expect(second.denomOwners).toEqual([{ address: name(2), balance: { denom: "aec", amount: "7" } }]);
});

test("which denominations can be sent: all that are set, or those asked for", async () => {
  const { ctx, bank, queries } = await fixture();
  for (const [denom, enabled] of [
    ["aec", false],
    ["uusd", true],
  ] as const)
    await bank.sendEnabled.set(ctx, denom, enabled);
  const all = await queries.SendEnabled(ctx, { denoms: [] });
  expect(all.sendEnabled).toEqual([
    { denom: "aec", enabled: false },
    { denom: "uusd", enabled: true },
  ]);
  const some = await queries.SendEnabled(ctx, { denoms: ["uusd", "none"] });
  expect(some).toEqual({ sendEnabled: [{ denom: "uusd", enabled: true }] });
  expect((await queries.Params(ctx, {})).params).toEqual({ sendEnabled: [], defaultSendEnabled: true });
});

test("bad addresses and denominations are the caller's mistake", async () => {
  const { ctx, queries, name } = await fixture();
  const invalid = { status: "INVALID_ARGUMENT" };
  await expect(queries.Balance(ctx, { address: "echo1", denom: "aec" })).rejects.toMatchObject(invalid);
  await expect(queries.AllBalances(ctx, { address: "", resolveDenom: false })).rejects.toMatchObject({
    ...invalid,
    message: "invalid address: empty address string is not allowed: invalid address",
  });
  await expect(queries.Balance(ctx, { address: name(1), denom: "1" })).rejects.toMatchObject({
    ...invalid,
    message: "invalid denom: 1",
  });
  await expect(queries.SupplyOf(ctx, { denom: "" })).rejects.toMatchObject(invalid);
  await expect(queries.DenomOwners(ctx, { denom: "x" })).rejects.toMatchObject(invalid);
});
