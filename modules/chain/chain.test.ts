import { ModuleStore } from "../../abci/state/collections.js";
import { AppError } from "../../abci/state/errors.js";
import { memoryContext } from "../../abci/state/testing/memory.js";
import type { Info } from "../../proto/generated/echoin/chain/v1/chain.js";
import { chainGenesis } from "./genesis.js";
import { chainInvariants } from "./invariants.js";
import { ChainKeeper } from "./keeper.js";
import { chainQueries } from "./queries.js";
import { DEFAULT_DENOM, DEFAULT_INFO, MAX_COIN_TYPE, denomMetadata } from "./types.js";

const keeper = () => new ChainKeeper(new ModuleStore("chain"));

test("genesis sets what the query and the export tell", async () => {
  for (const info of [DEFAULT_INFO, { bech32Prefix: "cosmos", baseDenom: "uatom", coinType: 60 }]) {
    const chain = keeper();
    const genesis = chainGenesis(chain);
    const ctx = memoryContext({ prefix: info.bech32Prefix });
    genesis.validate(info, info.bech32Prefix);
    await genesis.init(ctx, info);
    expect(await chainQueries(chain).Info(ctx, {})).toEqual({ info });
    expect(await genesis.export(ctx)).toEqual(info);
    for (const invariant of chainInvariants(chain)) await invariant.check(ctx);
  }
  expect(chainGenesis(keeper()).defaults()).toEqual({ bech32Prefix: "echo", baseDenom: "aec", coinType: 118 });
});

test.each<[string, Partial<Info>]>([
  ["bech32_prefix", { bech32Prefix: "" }],
  ["bech32_prefix", { bech32Prefix: "Echo" }],
  ["bech32_prefix", { bech32Prefix: "echo1" }],
  ["bech32_prefix", { bech32Prefix: "2echo" }],
  ["bech32_prefix", { bech32Prefix: "ec-ho" }],
  ["bech32_prefix", { bech32Prefix: "échö" }],
  ["bech32_prefix", { bech32Prefix: "a".repeat(74) }],
  ["base_denom", { baseDenom: "" }],
  ["base_denom", { baseDenom: "ec" }],
  ["base_denom", { baseDenom: "1aec" }],
  ["base_denom", { baseDenom: "a ec" }],
  ["coin_type", { coinType: MAX_COIN_TYPE + 1 }],
])("a genesis with a wrong %s is refused: %p", (field, wrong) => {
  const validate = () => chainGenesis(keeper()).validate({ ...DEFAULT_INFO, ...wrong }, "");
  expect(validate).toThrow(AppError);
  expect(validate).toThrow(field);
});

test("takes the longest prefix and coin type", () => {
  const longest = { ...DEFAULT_INFO, bech32Prefix: "a".repeat(73), coinType: MAX_COIN_TYPE };
  expect(() => chainGenesis(keeper()).validate(longest, "")).not.toThrow();
});

test("the last block is remembered with its time to the nanosecond", async () => {
  const chain = keeper();
  const block = { chainId: "echoin-1", height: 3_000_000_000n, timeNanos: 4_102_444_800_123_456_789n };
  const ctx = memoryContext({ block: { ...block, proposer: new Uint8Array(20).fill(7) } });
  await chain.setInfo(ctx, DEFAULT_INFO);
  expect(await chain.lastBlock(ctx)).toBeUndefined();
  await chain.recordBlock(ctx);
  expect(await chain.lastBlock(ctx)).toEqual(ctx.block);
  for (const invariant of chainInvariants(chain)) await invariant.check(ctx);
});

test("the default coin is aec, shown as EC with 18 decimals", () => {
  expect(denomMetadata(DEFAULT_DENOM)).toMatchObject({
    base: "aec",
    display: "EC",
    symbol: "EC",
    denomUnits: [
      { denom: "aec", exponent: 0 },
      { denom: "EC", exponent: 18 },
    ],
  });
  expect(denomMetadata({ base: "uatom", display: "uatom", exponent: 0 }).denomUnits).toHaveLength(1);
});
