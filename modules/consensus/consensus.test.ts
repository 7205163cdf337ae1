import type { MsgUpdateParams } from "cosmjs-types/cosmos/consensus/v1/tx";
import { ConsensusParams } from "cosmjs-types/tendermint/types/params";
import fc from "fast-check";
import { ModuleStore } from "../../abci/state/collections.js";
import { AppError, AssertionError, type ErrorFactory, sdk } from "../../abci/state/errors.js";
import { inBlock, memoryContext, testAddress } from "../../abci/state/testing/memory.js";
import { encodeMessage } from "../../proto/writer.js";
import { authorityErrors } from "../../abci/state/authority.js";
import { errors } from "./errors.js";
import { consensusInvariants } from "./invariants.js";
import { ConsensusKeeper } from "./keeper.js";
import { consensusMessages } from "./messages.js";
import { consensusQueries } from "./queries.js";
import { validateVoteExtensions } from "./validation.js";

const gov = testAddress(9);
const authority = memoryContext().addresses.format(gov);

/** As CometBFT's default genesis has them. */
const genesis = {
  block: { maxBytes: 22_020_096n, maxGas: -1n },
  evidence: { maxAgeNumBlocks: 100_000n, maxAgeDuration: { seconds: 172_800n, nanos: 0 }, maxBytes: 0n },
  validator: { pubKeyTypes: ["ed25519", "secp256k1"] },
  version: { app: 0n },
} satisfies ConsensusParams;

const message = (change: Partial<MsgUpdateParams> = {}): MsgUpdateParams => ({
  authority,
  block: genesis.block,
  evidence: genesis.evidence,
  validator: genesis.validator,
  ...change,
});

async function fixture() {
  const consensus = new ConsensusKeeper(new ModuleStore("consensus"), gov);
  const ctx = memoryContext({ block: { height: 10n } });
  await consensus.setParams(ctx, genesis);
  return { consensus, ctx, messages: consensusMessages(consensus) };
}

async function fails(work: Promise<unknown>, factory: ErrorFactory<never>): Promise<void> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error("expected an AppError", { cause: error });
  expect([error.codespace, error.code]).toEqual([factory.codespace, factory.code]);
}

test("the stored bytes are Go's, under the SDK's key", async () => {
  const { consensus, ctx } = await fixture();
  const golden =
    "0a10088080c00a10ffffffffffffffffff01120a08a08d0612040880c60a1a140a07656432353531390a09736563703235366b312200";
  expect(Buffer.from(encodeMessage(ConsensusParams, await consensus.params(ctx))).toString("hex")).toBe(golden);
  expect(Buffer.from((await ctx.read("consensus", "Consensus"))!).toString("hex")).toBe(golden);
});

test("UpdateParams replaces the parts given, keeps the others, and tells CometBFT once", async () => {
  const { consensus, ctx, messages } = await fixture();
  const before = await consensus.params(ctx);
  expect(await consensus.updatesSince(ctx, before)).toBeUndefined();
  await messages.UpdateParams(ctx, message({ abci: { voteExtensionsEnableHeight: 20n } }));
  await messages.UpdateParams(ctx, message({ block: { maxBytes: 1000n, maxGas: 5n } }));

  const expected = { ...genesis, block: { maxBytes: 1000n, maxGas: 5n }, abci: { voteExtensionsEnableHeight: 20n } };
  expect(await consensus.updatesSince(ctx, before)).toEqual(expected);
  expect(await consensusQueries(consensus).Params(ctx, {})).toEqual({ params: expected });
  expect(await consensus.updatesSince(ctx, await consensus.params(ctx))).toBeUndefined();
  for (const invariant of consensusInvariants(consensus)) await invariant.check(ctx);
});

test("changing the parameters and back within a block is no update", async () => {
  const { consensus, ctx, messages } = await fixture();
  const before = await consensus.params(ctx);
  await messages.UpdateParams(ctx, message({ block: { maxBytes: 1000n, maxGas: 5n } }));
  await messages.UpdateParams(ctx, message());
  expect(await consensus.updatesSince(ctx, before)).toBeUndefined();
});

test("the event shows the parameters as Go prints them", async () => {
  const { ctx, messages } = await fixture();
  const evidence = { ...genesis.evidence, maxAgeDuration: { seconds: 172_800n, nanos: 5 }, maxBytes: 1_048_576n };
  await messages.UpdateParams(ctx, message({ evidence, abci: { voteExtensionsEnableHeight: 17n } }));
  expect(ctx.events).toEqual([
    {
      type: "update_consensus_params",
      attributes: [
        { key: "authority", value: authority },
        {
          key: "parameters",
          value:
            "block:<max_bytes:22020096 max_gas:-1 > evidence:<max_age_num_blocks:100000 " +
            "max_age_duration:<seconds:172800 nanos:5 > max_bytes:1048576 > " +
            'validator:<pub_key_types:"ed25519" pub_key_types:"secp256k1" > version:<> ' +
            "abci:<vote_extensions_enable_height:17 > ",
        },
      ],
    },
  ]);
});

const { block, evidence } = genesis;
test.each<[string, Partial<MsgUpdateParams>, ErrorFactory<never>]>([
  ["a stranger", { authority: memoryContext().addresses.format(testAddress(1)) }, authorityErrors.invalidSigner],
  ["no block", { block: undefined }, errors.invalidParams],
  ["no evidence", { evidence: undefined }, errors.invalidParams],
  ["no validator", { validator: undefined }, errors.invalidParams],
  ["blocks of no bytes", { block: { ...block, maxBytes: 0n } }, errors.invalidParams],
  ["blocks of -1 bytes", { block: { ...block, maxBytes: -1n } }, errors.invalidParams],
  ["blocks over 64 MiB", { block: { ...block, maxBytes: 67_108_865n } }, errors.invalidParams],
  ["gas under -1", { block: { ...block, maxGas: -2n } }, errors.invalidParams],
  ["evidence of no age", { evidence: { ...evidence, maxAgeNumBlocks: 0n } }, errors.invalidParams],
  ["no duration", { evidence: { ...evidence, maxAgeDuration: { seconds: 0n, nanos: 0 } } }, errors.invalidParams],
  [
    "a duration over 64 bits",
    { evidence: { ...evidence, maxAgeDuration: { seconds: 1n << 60n, nanos: 0 } } },
    sdk.invalidRequest,
  ],
  ["evidence larger than a block", { evidence: { ...evidence, maxBytes: 22_020_097n } }, errors.invalidParams],
  ["negative evidence", { evidence: { ...evidence, maxBytes: -1n } }, errors.invalidParams],
  ["no key types", { validator: { pubKeyTypes: [] } }, errors.invalidParams],
  ["an unknown key type", { validator: { pubKeyTypes: ["sr25519"] } }, errors.invalidParams],
  ["vote extensions at this height", { abci: { voteExtensionsEnableHeight: 10n } }, errors.invalidParams],
  ["vote extensions at a negative height", { abci: { voteExtensionsEnableHeight: -1n } }, errors.invalidParams],
])("UpdateParams refuses %s", async (_, change, factory) => {
  const { consensus, ctx, messages } = await fixture();
  await fails(messages.UpdateParams(ctx, message(change)), factory);
  expect(await consensus.params(ctx)).toEqual(genesis);
});

test("takes what lies at the limits", async () => {
  const { ctx, messages } = await fixture();
  await messages.UpdateParams(ctx, message({ block: { maxBytes: 67_108_864n, maxGas: 0n } }));
  const largest = { ...evidence, maxBytes: 67_108_864n };
  await messages.UpdateParams(ctx, message({ block: { maxBytes: 67_108_864n, maxGas: -1n }, evidence: largest }));
});

test("vote extensions that are on stay on, at their height", async () => {
  const { ctx, messages } = await fixture();
  const at = (height: bigint) => message({ abci: { voteExtensionsEnableHeight: height } });
  await messages.UpdateParams(ctx, at(20n));
  await messages.UpdateParams(ctx, at(0n));
  await messages.UpdateParams(ctx, at(30n));
  const on = inBlock(ctx, { height: 30n });
  await messages.UpdateParams(on, at(30n));
  await fails(messages.UpdateParams(on, at(0n)), errors.invalidParams);
  await fails(messages.UpdateParams(on, at(31n)), errors.invalidParams);
});

/** CometBFT's rule, written from its numbered cases (types/params.go, ValidateUpdate), as a model to compare with. */
function cometAccepts(was: bigint, next: bigint, height: bigint): boolean {
  if (next < 0n) return false;
  if (was <= 0n && next === 0n) return true;
  if (was === next) return true;
  if (was > 0n && next === 0n) return was > height;
  if (next <= height) return false;
  return was <= 0n || was > height;
}

test("vote extensions: the verdict is CometBFT's for all heights", () => {
  const height = fc.bigInt({ min: -2n, max: 6n });
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 6n }), height, fc.bigInt({ min: 1n, max: 6n }), (was, next, now) => {
      const work = () =>
        validateVoteExtensions({ voteExtensionsEnableHeight: was }, { voteExtensionsEnableHeight: next }, now);
      if (cometAccepts(was, next, now)) expect(work).not.toThrow();
      else expect(work).toThrow(AppError);
    }),
    { numRuns: 500 },
  );
});

test("CONSENSUS-1 notices parameters that CometBFT would refuse", async () => {
  const { consensus, ctx } = await fixture();
  await consensus.stored.set(ctx, { ...genesis, block: { maxBytes: 0n, maxGas: 0n } });
  await expect(consensusInvariants(consensus)[0]!.check(ctx)).rejects.toThrow(AssertionError);
});
