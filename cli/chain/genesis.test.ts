import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultConsensusParams } from "../../cometbft/genesis.js";
import { WriterLock } from "../../abci/store/lock.js";
import { Home } from "../home.js";
import { storeFile } from "../node/settings.js";
import { Sandbox } from "../testing/run.js";
import type { GenesisDocument } from "./genesis.js";
import { ensureNodeKeys } from "./node-keys.js";

const ADDRESS = "echo1svsh0xnaa2udwp47naqajta6awrcha7sssyv9m";

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
  mkdirSync(join(box.home, "config"), { recursive: true });
  write(emptyGenesis());
});
afterEach(() => box.remove());

const emptyGenesis = (): Record<string, unknown> => ({
  genesis_time: "2026-01-01T00:00:00Z",
  chain_id: "test-1",
  initial_height: "1",
  validators: [],
  app_hash: "",
  app_state: { auth: { accounts: [] }, bank: { balances: [], supply: [] } },
});

/** Consensus parameters whose blocks are other ones. */
const withBlock = (change: object): object => ({
  ...defaultConsensusParams,
  block: { ...defaultConsensusParams.block, ...change },
});

const path = (): string => join(box.home, "config", "genesis.json");
const write = (genesis: unknown): void => writeFileSync(path(), JSON.stringify(genesis));
const read = (): GenesisDocument => JSON.parse(readFileSync(path(), "utf8")) as GenesisDocument;

describe("add-genesis-account", () => {
  test("adds account, balance and supply, and refuses the second time", async () => {
    expect((await box.run(["genesis", "add-genesis-account", ADDRESS, "5uusd,7aec"])).code).toBe(0);
    const coins = [
      { denom: "aec", amount: "7" },
      { denom: "uusd", amount: "5" },
    ];
    expect(read().app_state).toEqual({
      auth: {
        accounts: [
          {
            "@type": "/cosmos.auth.v1beta1.BaseAccount",
            address: ADDRESS,
            pub_key: null,
            account_number: "0",
            sequence: "0",
          },
        ],
      },
      bank: { balances: [{ address: ADDRESS, coins }], supply: coins },
    });
    expect((await box.run(["genesis", "add-genesis-account", ADDRESS, "1aec"])).stderr).toContain(
      "is in the genesis already",
    );
    expect((await box.run(["genesis", "add-genesis-account", ADDRESS, "1aec", "--append"])).code).toBe(0);
    expect(read().app_state).toMatchObject({ bank: { supply: [{ denom: "aec", amount: "8" }, coins[1]] } });
  });

  test("vesting accounts: continuous with a start, delayed without, never more than the coins", async () => {
    const add = (...flags: string[]) => box.run(["genesis", "add-genesis-account", ADDRESS, "10aec", ...flags]);
    expect((await add("--vesting-amount", "11aec", "--vesting-end-time", "5")).stderr).toContain("gets only 10aec");
    expect((await add("--vesting-amount", "1aec")).stderr).toContain("--vesting-end-time is needed");
    expect(
      (await add("--vesting-amount", "1aec", "--vesting-start-time", "9", "--vesting-end-time", "5")).stderr,
    ).toContain("before it ends");
    expect((await add("--vesting-amount", "4aec", "--vesting-start-time", "2", "--vesting-end-time", "5")).code).toBe(
      0,
    );
    expect(read().app_state).toMatchObject({
      auth: { accounts: [{ "@type": "/cosmos.vesting.v1beta1.ContinuousVestingAccount", start_time: "2" }] },
    });
  });

  test("foreign and mistyped addresses, and wrong amounts, change nothing", async () => {
    const before = readFileSync(path(), "utf8");
    const add = async (address: string, coins: string) =>
      (await box.run(["genesis", "add-genesis-account", address, coins])).stderr;
    expect(await add("cosmos1svsh0xnaa2udwp47naqajta6awrcha7s6tk2qm", "1aec")).toContain("here they start with echo1");
    expect(await add(ADDRESS.replace("9m", "9n"), "1aec")).toContain("not a bech32 address");
    expect(await add(ADDRESS, "1.5aec")).toContain("is not a coin");
    expect(readFileSync(path(), "utf8")).toBe(before);
  });

  test("many at once, all or none", async () => {
    const entries = [
      { address: ADDRESS, coins: [{ denom: "aec", amount: "1" }] },
      { address: "echo1s46pccg5r0tz8vq8480jqp0emydczpy7hdf7hn", coins: [{ denom: "aec", amount: "2" }] },
    ];
    const bulk = (list: unknown) => box.run(["genesis", "bulk-add-genesis-account"], { input: JSON.stringify(list) });
    expect((await bulk([...entries, { address: ADDRESS, coins: [] }])).stderr).toContain("in the genesis already");
    expect(read().app_state).toMatchObject({ auth: { accounts: [] } });
    expect((await bulk(entries)).code).toBe(0);
    expect(read().app_state).toMatchObject({ bank: { supply: [{ denom: "aec", amount: "3" }] } });
  });
});

test.each([
  [{ chain_id: "" }, "chain_id is missing"],
  [{ initial_height: 1 }, "initial_height 1 is not a whole number in quotes"],
  [{ app_state: [] }, "app_state has to be an object"],
  [{ consensus: {} }, "consensus is not known"],
  // CometBFT would take such blocks, and the chain's first message would end it.
  [{ consensus_params: withBlock({ max_bytes: "104857600" }) }, "block.max_bytes must be 1 to 67108864, got 104857600"],
  [{ consensus_params: withBlock({ max_bytes: "-1" }) }, "block.max_bytes must be 1 to 67108864, got -1"],
])("a fault of the document is named: %j", async (change, expected) => {
  write({ ...emptyGenesis(), ...change });
  const ran = await box.run(["genesis", "validate"]);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain(path());
  expect(ran.stderr).toContain(expected);
});

test("a home of another layout is refused with both versions named", () => {
  const home = new Home(box.home);
  home.writeVersion("1.2.3");
  expect(() => home.requireVersion("1.2.3")).not.toThrow();
  writeFileSync(home.versionFile, '{"layout":99,"application":"9.9.9"}');
  expect(() => home.requireVersion("1.2.3")).toThrow("has home layout 99, written by echoind 9.9.9");
});

test("unsafe-reset-all empties data, resets the validator, keeps keys; and touches nothing outside a home", async () => {
  const home = new Home(box.home);
  ensureNodeKeys(home);
  home.writeVersion("1.2.3");
  mkdirSync(home.at("data", "blockstore.db"));
  writeFileSync(home.validatorState, '{"height":"9","round":0,"step":3}');
  expect((await box.run(["comet", "unsafe-reset-all"])).code).toBe(0);
  expect(() => readFileSync(home.at("data", "blockstore.db", "x"))).toThrow("ENOENT");
  expect(JSON.parse(readFileSync(home.validatorState, "utf8"))).toEqual({ height: "0", round: 0, step: 0 });
  expect((await box.run(["comet", "unsafe-reset-all", "--home", box.folder])).stderr).toContain(
    "has no config/genesis.json",
  );
});

test("unsafe-reset-all deletes nothing under a node that runs", async () => {
  const home = new Home(box.home);
  ensureNodeKeys(home);
  home.writeVersion("1.2.3");
  writeFileSync(home.validatorState, '{"height":"9","round":0,"step":3}');
  const node = await WriterLock.take(storeFile(home));
  try {
    const ran = await box.run(["comet", "unsafe-reset-all"]);
    expect(ran).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("is locked: another process uses it") as string,
    });
    expect(readFileSync(home.validatorState, "utf8")).toContain('"9"');
  } finally {
    await node.release();
  }
  expect((await box.run(["comet", "unsafe-reset-all"])).code).toBe(0);
});
