import { Plan } from "cosmjs-types/cosmos/upgrade/v1beta1/upgrade";
import { ModuleStore } from "../../abci/state/collections.js";
import type { WriteContext } from "../../abci/state/context.js";
import { AppError, AssertionError, type ErrorFactory, sdk } from "../../abci/state/errors.js";
import type { ModuleDefinition } from "../../abci/state/module.js";
import { inBlock, memoryContext, testAddress } from "../../abci/state/testing/memory.js";
import { stringValue } from "../../abci/state/values.js";
import { keyToBytes } from "../../abci/store/bytes.js";
import { decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { preBlock } from "./blocks.js";
import { errors, UpgradeHalt, UpgradeNeeded } from "./errors.js";
import { upgradeInvariants } from "./invariants.js";
import { UpgradeKeeper } from "./keeper.js";
import { upgradeMessages } from "./messages.js";
import { upgradeModule } from "./module.js";
import { upgradeQueries } from "./queries.js";
import type { UpgradeTable } from "./types.js";
import { formatUpgradeInfo, parseUpgradeInfo, storeUpgradesAtStart } from "./upgrade-info.js";

const gov = testAddress(9);
const authority = memoryContext().addresses.format(gov);

const planOf = (name: string, height: bigint, info = "notes"): Plan => Plan.fromPartial({ name, height, info });

/** What one binary knows: several of them look at the same state in these tests. */
function binary(table: UpgradeTable = {}, skipHeights: readonly bigint[] = []) {
  const upgrade = new UpgradeKeeper({ store: new ModuleStore("upgrade"), authority: gov, table, skipHeights });
  return { upgrade, messages: upgradeMessages(upgrade), queries: upgradeQueries(upgrade) };
}

const note = new ModuleStore("notes").item(0x01, "note", stringValue);

/** A module whose stored form is in this version; migrations append their number to what is stored. */
function moduleOf(name: string, consensusVersion: number, versions: readonly number[] = []): ModuleDefinition {
  const append = (version: number) => async (ctx: WriteContext) =>
    note.set(ctx, `${(await note.get(ctx)) ?? ""}${name}${version};`);
  const migrations = Object.fromEntries(versions.map((version) => [version, append(version)]));
  return { name, stores: [name], consensusVersion, migrations };
}

async function fails(work: Promise<unknown>, factory: ErrorFactory<never>): Promise<void> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error("expected an AppError", { cause: error });
  expect([error.codespace, error.code]).toEqual([factory.codespace, factory.code]);
}

describe("SoftwareUpgrade", () => {
  test("plans an upgrade; a later plan takes its place; cancelling drops it", async () => {
    const ctx = memoryContext({ block: { height: 5n } });
    const { messages, queries } = binary();
    expect(await queries.CurrentPlan(ctx, {})).toEqual({});
    await messages.SoftwareUpgrade(ctx, { authority, plan: planOf("v2", 5n) });
    await messages.SoftwareUpgrade(ctx, { authority, plan: planOf("v3", 9n, "") });
    const { plan } = await queries.CurrentPlan(ctx, {});
    expect(plan).toMatchObject({ name: "v3", height: 9n, info: "", time: { seconds: -62_135_596_800n, nanos: 0 } });
    await messages.CancelUpgrade(ctx, { authority });
    await messages.CancelUpgrade(ctx, { authority });
    expect(await queries.CurrentPlan(ctx, {})).toEqual({});
  });

  test("takes a plan as Go clients write it: with the time of the year 1", async () => {
    const ctx = memoryContext();
    const { messages } = binary();
    const plan = { ...planOf("v2", 5n), time: { seconds: -62_135_596_800n, nanos: 0 } };
    await messages.SoftwareUpgrade(ctx, { authority, plan: decodeMessage(Plan, encodeMessage(Plan, plan)) });
  });

  const good = planOf("v2", 7n);
  test.each<[string, Plan]>([
    ["without a name", planOf("", 7n)],
    ["at height 0", planOf("v2", 0n)],
    ["at a negative height", planOf("v2", -7n)],
    ["in the past", planOf("v2", 4n)],
    ["with a time", { ...good, time: { seconds: 1_700_000_000n, nanos: 0 } }],
    ["with a time beyond the calendar", { ...good, time: { seconds: 1n << 50n, nanos: 0 } }],
    ["with a client state", { ...good, upgradedClientState: { typeUrl: "/x", value: new Uint8Array(0) } }],
    ["that is done", planOf("v1", 7n)],
  ])("refuses a plan %s", async (_, plan) => {
    const ctx = memoryContext({ block: { height: 5n } });
    const { upgrade, messages } = binary();
    await upgrade.done.set(ctx, [3n, "v1"], Uint8Array.of(1));
    await fails(messages.SoftwareUpgrade(ctx, { authority, plan }), sdk.invalidRequest);
    expect(await upgrade.plan.get(ctx)).toBeUndefined();
  });

  test("only the authority may plan and cancel", async () => {
    const ctx = memoryContext();
    const { messages, queries } = binary();
    expect(await queries.Authority(ctx, {})).toEqual({ address: authority });
    const stranger = ctx.addresses.format(testAddress(1));
    await fails(messages.SoftwareUpgrade(ctx, { authority: stranger, plan: good }), errors.invalidSigner);
    await fails(messages.CancelUpgrade(ctx, { authority: stranger }), errors.invalidSigner);
  });
});

describe("before a block", () => {
  const modules = [moduleOf("alpha", 3, [1, 2]), moduleOf("beta", 1)];

  async function planned() {
    const ctx = memoryContext({ block: { height: 5n }, mode: "block" });
    const old = binary();
    await old.upgrade.initVersions(ctx, [moduleOf("alpha", 1), moduleOf("beta", 1)]);
    await old.upgrade.schedule(ctx, planOf("v2", 7n));
    const at = (height: bigint) => inBlock(ctx, { height });
    return { old, at };
  }

  test("nothing happens without a plan, nor before its height", async () => {
    const { old, at } = await planned();
    expect(await preBlock(memoryContext(), binary().upgrade, modules)).toEqual({ kind: "none" });
    expect(await preBlock(at(6n), old.upgrade, modules)).toEqual({ kind: "none" });
  });

  test("a binary without the upgrade stops at its height, with the line that cosmovisor waits for", async () => {
    const { old, at } = await planned();
    for (const height of [7n, 8n]) {
      const error: unknown = await preBlock(at(height), old.upgrade, modules).catch((thrown: unknown) => thrown);
      if (!(error instanceof UpgradeNeeded)) throw new Error("expected UpgradeNeeded", { cause: error });
      expect(error.message).toBe('UPGRADE "v2" NEEDED at height: 7: notes');
      expect([error.plan.name, error.height]).toEqual(["v2", height]);
    }
    expect(await old.upgrade.plan.get(at(8n))).toBeDefined();
  });

  test("a binary with the upgrade stops before its height", async () => {
    const { at } = await planned();
    const early = preBlock(at(6n), binary({ v2: {} }).upgrade, modules);
    await expect(early).rejects.toThrow('BINARY UPDATED BEFORE TRIGGER! UPGRADE "v2"');
    await expect(early).rejects.toThrow(UpgradeHalt);
  });

  test("a binary with the upgrade migrates every module, then itself, and records it", async () => {
    const { at } = await planned();
    const table = { v2: { migrate: async (ctx: WriteContext) => note.set(ctx, `${await note.get(ctx)}own`) } };
    const { upgrade, queries } = binary(table);
    const ctx = at(7n);
    const result = await preBlock(ctx, upgrade, modules);
    expect(result).toMatchObject({ kind: "applied", log: 'applying upgrade "v2" at height: 7' });
    expect(await note.get(ctx)).toBe("alpha1;alpha2;own");
    expect(await queries.CurrentPlan(ctx, {})).toEqual({});
    expect(await queries.AppliedPlan(ctx, { name: "v2" })).toEqual({ height: 7n });
    expect(await queries.AppliedPlan(ctx, { name: "v9" })).toEqual({ height: 0n });
    expect((await queries.ModuleVersions(ctx, { moduleName: "" })).moduleVersions).toEqual([
      { name: "alpha", version: 3n },
      { name: "beta", version: 1n },
    ]);
    expect((await queries.ModuleVersions(ctx, { moduleName: "alpha" })).moduleVersions).toHaveLength(1);
    await expect(queries.ModuleVersions(ctx, { moduleName: "gamma" })).rejects.toThrow("module version not found");
    for (const invariant of upgradeInvariants(upgrade)) await invariant.check(ctx);

    expect(await preBlock(at(8n), upgrade, modules)).toEqual({ kind: "none" });
    await expect(preBlock(at(8n), binary().upgrade, modules)).rejects.toThrow(
      "wrong app version 1, upgrade handler is missing for v2 upgrade plan",
    );
  });

  test("a new module begins with its default genesis", async () => {
    const { at } = await planned();
    const genesis = {
      defaults: () => "fresh",
      init: async (ctx: WriteContext, state: string) => note.set(ctx, state),
    } as unknown as NonNullable<ModuleDefinition["genesis"]>;
    const ctx = at(7n);
    const all = [...modules.slice(1), { ...moduleOf("gamma", 4), genesis }];
    await preBlock(ctx, binary({ v2: {} }).upgrade, all);
    expect(await note.get(ctx)).toBe("fresh");
    const { moduleVersions } = await binary().queries.ModuleVersions(ctx, { moduleName: "gamma" });
    expect(moduleVersions).toEqual([{ name: "gamma", version: 4n }]);
  });

  test("a missing migration, or a state newer than the binary, stops the node with everything as it was", async () => {
    const { at } = await planned();
    const { upgrade } = binary({ v2: {} });
    const ctx = at(7n);
    const gap = ctx.branch((inner) => preBlock(inner, upgrade, [moduleOf("alpha", 3, [1])]));
    await expect(gap).rejects.toThrow("module alpha has no migration from version 2 to 3");
    const newer = ctx.branch((inner) => preBlock(inner, upgrade, [moduleOf("alpha", 0)]));
    await expect(newer).rejects.toThrow("module alpha is stored in version 1, but this binary knows only 0");
    expect(await note.get(ctx)).toBeUndefined();
    expect(await upgrade.plan.get(ctx)).toBeDefined();
  });

  test("a skipped height drops the plan, in any binary", async () => {
    for (const table of [{}, { v2: {} }] as UpgradeTable[]) {
      const { at } = await planned();
      const { upgrade } = binary(table, [7n]);
      const result = await preBlock(at(7n), upgrade, modules);
      expect(result).toMatchObject({ kind: "skipped", log: 'UPGRADE "v2" SKIPPED at 7: notes' });
      expect(await upgrade.plan.get(at(7n))).toBeUndefined();
      expect(await preBlock(at(8n), upgrade, modules)).toEqual({ kind: "none" });
    }
  });

  test("the same name cannot be done twice", async () => {
    const { at } = await planned();
    const { upgrade, messages } = binary({ v2: {} });
    await preBlock(at(7n), upgrade, modules);
    await fails(messages.SoftwareUpgrade(at(8n), { authority, plan: planOf("v2", 9n) }), sdk.invalidRequest);
  });

  test("a name from the object's own prototype is no handler", async () => {
    const { at } = await planned();
    const { upgrade } = binary();
    await upgrade.schedule(at(6n), planOf("constructor", 7n));
    await expect(preBlock(at(7n), upgrade, modules)).rejects.toThrow(UpgradeNeeded);
  });
});

test("keys have the SDK's layout, and IBC's upgraded states go with the plan", async () => {
  const ctx = memoryContext();
  const { upgrade, messages, queries } = binary();
  const hex = (key: string) => Buffer.from(keyToBytes(key)).toString("hex");
  expect(hex(upgrade.done.locate([7n, "v2"]).key)).toBe("0100000000000000077632");
  expect(hex(upgrade.versions.locate("bank").key)).toBe("0262616e6b");
  expect(upgrade.upgradedIbc.locate("7/upgradedClient").key).toBe("upgradedIBCState/7/upgradedClient");

  await messages.SoftwareUpgrade(ctx, { authority, plan: planOf("v2", 7n) });
  await upgrade.setUpgradedClient(ctx, 7n, Uint8Array.of(1));
  await upgrade.setUpgradedConsensusState(ctx, 7n, Uint8Array.of(2));
  expect(await upgrade.upgradedClient(ctx, 7n)).toEqual(Uint8Array.of(1));
  const query = () => queries.UpgradedConsensusState(ctx, { lastHeight: 7n });
  expect((await query()).upgradedConsensusState).toEqual(Uint8Array.of(2));
  await messages.SoftwareUpgrade(ctx, { authority, plan: planOf("v3", 8n) });
  expect((await query()).upgradedConsensusState).toHaveLength(0);
  expect(await upgrade.upgradedClient(ctx, 7n)).toBeUndefined();
});

test("UPGRADE-1 and UPGRADE-2 notice a broken state", async () => {
  const ctx = memoryContext();
  const { upgrade } = binary();
  const [first, second] = upgradeInvariants(upgrade);
  await upgrade.plan.set(ctx, planOf("", 7n));
  await expect(first!.check(ctx)).rejects.toThrow(AssertionError);
  await upgrade.plan.set(ctx, planOf("v2", 7n));
  await upgrade.done.set(ctx, [3n, "v2"], Uint8Array.of(1));
  await expect(first!.check(ctx)).rejects.toThrow("UPGRADE-1: v2 is planned, but was done at height 3");
  await expect(second!.check(ctx)).rejects.toThrow("UPGRADE-2");
});

test("the module has no part in app_state", () => {
  expect(upgradeModule(binary().upgrade).genesis).toBeUndefined();
});

describe("upgrade-info.json", () => {
  test("is written and read", () => {
    const info = { name: 'v2 "quoted"', height: 9_007_199_254_740_991n, info: '{"binaries":{}}\n' };
    expect(parseUpgradeInfo(formatUpgradeInfo(info))).toEqual(info);
    expect(JSON.parse(formatUpgradeInfo({ name: "v2", height: 7n, info: "" }))).toEqual({
      name: "v2",
      height: 7,
      info: "",
    });
  });

  test("is read as Go programs write it", () => {
    expect(parseUpgradeInfo('{"name":"v2","time":"0001-01-01T00:00:00Z","height":7}')).toEqual({
      name: "v2",
      height: 7n,
      info: "",
    });
  });

  test.each([
    ["", "is no JSON"],
    ["[]", "has to hold an object"],
    ['{"height":7}', "name has to be a text that is not empty, got undefined"],
    ['{"name":"v2"}', "height has to be a positive whole number"],
    ['{"name":"v2","height":"7"}', 'got "7"'],
    ['{"name":"v2","height":1.5}', "got 1.5"],
    ['{"name":"v2","height":0}', "got 0"],
    ['{"name":"v2","height":7,"info":7}', "info has to be a text, got 7"],
    ['{"name":"v2","height":7,"time":"2026-01-01T00:00:00Z"}', "time has to be left out"],
    ['{"name":"v2","height":7,"upgraded_client_state":{}}', "upgraded_client_state has to be left out"],
  ])("%s is refused", (text, reason) => {
    expect(() => parseUpgradeInfo(text)).toThrow(AppError);
    expect(() => parseUpgradeInfo(text)).toThrow(reason);
  });

  test("tells which stores begin and end, only at the upgrade's own height", () => {
    const storeUpgrades = { added: ["ibc"], deleted: [] };
    const table = { v2: { storeUpgrades }, v3: {} };
    const info = { name: "v2", height: 7n, info: "" };
    const at = (lastVersion: bigint, skipHeights: readonly bigint[] = []) =>
      storeUpgradesAtStart({ info, lastVersion, table, skipHeights });
    expect(at(6n)).toEqual(storeUpgrades);
    expect(at(5n)).toBeUndefined();
    expect(at(7n)).toBeUndefined();
    expect(at(6n, [7n])).toBeUndefined();
    const other = (name: string) =>
      storeUpgradesAtStart({ info: { ...info, name }, lastVersion: 6n, table, skipHeights: [] });
    expect(other("v3")).toBeUndefined();
    expect(other("toString")).toBeUndefined();
    expect(storeUpgradesAtStart({ info: undefined, lastVersion: 6n, table, skipHeights: [] })).toBeUndefined();
  });
});
