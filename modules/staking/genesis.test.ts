import { GenesisState } from "cosmjs-types/cosmos/staking/v1beta1/genesis";
import { inBlock } from "../../abci/state/testing/memory.js";
import { exportWhole } from "../../abci/state/testing/export-whole.js";
import { fromJson } from "../../proto/json-reader.js";
import { toJson } from "../../proto/json.js";
import { activeSet, address, SECOND, type StakingFixture, stakingFixture } from "./testing/fixture.js";

/** A chain with something of everything: active, leaving and standby validators, unbondings and redelegations. */
async function busy() {
  const fixture = await stakingFixture({ params: { maxValidators: 2 } });
  let { ctx } = fixture;
  const { messages, name, operator, coin } = fixture;
  for (const byte of [1, 2, 4]) await messages.CreateValidator(ctx, fixture.entry(byte, 100n * BigInt(byte)));
  ctx = await fixture.next(ctx);
  await messages.Delegate(ctx, { delegatorAddress: name(3), validatorAddress: operator(1), amount: coin(700n) });
  ctx = await fixture.next(ctx);
  await messages.Undelegate(ctx, { delegatorAddress: name(3), validatorAddress: operator(1), amount: coin(50n) });
  await messages.BeginRedelegate(ctx, {
    delegatorAddress: name(3),
    validatorSrcAddress: operator(1),
    validatorDstAddress: operator(4),
    amount: coin(60n),
  });
  const { consAddress } = await fixture.validator(ctx, 1);
  await fixture.staking.slash(ctx, { consAddress, infractionHeight: 3n, power: 80n, fraction: 10n ** 17n });
  return { ...fixture, ctx: await fixture.next(ctx) };
}

const genesisOf = ({ modules }: StakingFixture) => modules.staking.genesis!;

/** Starts another chain from both modules' exported parts. */
async function restart(
  from: StakingFixture,
  ctx: StakingFixture["ctx"],
  change: (state: GenesisState) => void = () => undefined,
) {
  const next = await stakingFixture({ holders: {} });
  const bankState: unknown = await exportWhole(from.modules.bank.genesis!, ctx);
  const state = (await exportWhole(genesisOf(from), ctx)) as GenesisState;
  change(state);
  const at = inBlock(next.ctx, { height: 0n, timeNanos: ctx.block.timeNanos }, { mode: "genesis" });
  await next.modules.bank.genesis!.init(at, bankState);
  genesisOf(next).validate(state, "echo");
  await genesisOf(next).init(at, state);
  return { ...next, ctx: inBlock(at, { height: 1n }, { mode: "deliver" }), state };
}

test("an exported chain goes on as it was: the same set, the same queues, the same numbers", async () => {
  const old = await busy();
  const next = await restart(old, old.ctx);
  await next.holds(next.ctx);
  expect(await exportWhole(genesisOf(next), next.ctx)).toEqual(next.state);
  expect(await activeSet(next, next.ctx)).toEqual(await activeSet(old, old.ctx));
  const updates = await next.staking.validatorUpdates(next.ctx);
  expect(updates.map(({ power }) => power).sort()).toEqual(
    (await activeSet(old, old.ctx)).map(([, power]) => power).sort(),
  );
  expect(await next.staking.unbondingIds.peek(next.ctx)).toBe(await old.staking.unbondingIds.peek(old.ctx));
  // What was unbonding is paid when it would have been.
  const before = await next.held(next.ctx, 3);
  const later = await next.next(await next.next(next.ctx, 200n));
  expect(await next.held(later, 3)).toBeGreaterThan(before);
  await next.holds(later);
});

test("its JSON is read back as it was", async () => {
  const old = await busy();
  const state = (await exportWhole(genesisOf(old), old.ctx)) as GenesisState;
  const json = toJson(GenesisState.typeUrl, state);
  expect(JSON.parse(JSON.stringify(json))).toMatchObject({
    exported: true,
    params: { min_commission_rate: "0.000000000000000000" },
  });
  expect(toJson(GenesisState.typeUrl, fromJson(GenesisState.typeUrl, json))).toEqual(json);
});

test("validators of a new chain are picked and told to listeners as in a block, bonded or not in the file", async () => {
  const heard: string[] = [];
  const note = (kind: string) => async (_: unknown, __: unknown, operator?: Uint8Array) =>
    void heard.push(`${kind} ${operator?.[0] ?? ""}`);
  const old = await busy();
  const state = (await exportWhole(genesisOf(old), old.ctx)) as GenesisState;
  const next = await stakingFixture({
    holders: {},
    hooks: [
      {
        afterValidatorBonded: note("bonded"),
        afterValidatorCreated: note("created"),
        beforeDelegationCreated: note("joined"),
      },
    ],
  });
  const at = inBlock(next.ctx, {}, { mode: "genesis" });
  await next.modules.bank.genesis!.init(at, await exportWhole(old.modules.bank.genesis!, old.ctx));
  await genesisOf(next).init(at, { ...state, exported: false, lastValidatorPowers: [] });
  expect(heard.filter((each) => each.startsWith("created"))).toHaveLength(3);
  expect(heard.filter((each) => each.startsWith("joined"))).toHaveLength(5);
  expect(heard.filter((each) => each.startsWith("bonded")).sort()).toEqual(["bonded 1", "bonded 4"]);
  await next.holds(at);
});

const record = (state: GenesisState, index = 0) => state.validators[index]!;

test.each<[string, (state: GenesisState) => void, string]>([
  ["two validators of one operator", (s) => (record(s).operatorAddress = record(s, 1).operatorAddress), "one operator"],
  ["a key that is used twice", (s) => (record(s).consensusPubkey = record(s, 1).consensusPubkey!), "one consensus key"],
  [
    "a key of another type",
    (s) => (record(s).consensusPubkey = { typeUrl: "/x", value: new Uint8Array(0) }),
    "validator 0: got: /x",
  ],
  ["shares that nobody has", (s) => (record(s).delegatorShares += "0"), "its delegations"],
  [
    "a delegation to nobody",
    (s) => (s.delegations[0]!.validatorAddress = record(s).operatorAddress.replace("1q", "1z")),
    "delegation 0",
  ],
  ["a delegation twice", (s) => s.delegations.push(s.delegations[0]!), "one delegator to one validator"],
  ["a delegation of nothing", (s) => (s.delegations[0]!.shares = "0"), "shares have to be positive"],
  [
    "a commission over its maximum",
    (s) => (record(s).commission.commissionRates.rate = (10n ** 20n).toString()),
    "max rate",
  ],
  ["negative tokens", (s) => (record(s).tokens = "-1"), "tokens are negative"],
  ["a status that is none", (s) => (record(s).status = 9 as never), "no status"],
  ["tokens that the pool does not hold", (s) => (record(s).tokens += "0"), "in the bank's genesis"],
  ["a power of nobody", (s) => (s.lastValidatorPowers[0]!.power = 0n), "last power 0"],
  [
    "an unbonding without entries",
    (s) => (s.unbondingDelegations[0]!.entries = []),
    "unbonding delegation 0: it has no entries",
  ],
  [
    "an entry on hold",
    (s) => (s.redelegations[0]!.entries[0]!.unbondingOnHoldRefCount = 1n),
    "redelegation 0: an entry is on hold",
  ],
  ["seats for nobody", (s) => (s.params.maxValidators = 0), "max validators"],
])("a genesis with %s is refused, and says where", async (_name, change, message) => {
  const old = await busy();
  const copy = (state: GenesisState) => Object.assign(state, structuredClone(state));
  await expect(
    restart(old, old.ctx, (state) => {
      copy(state);
      change(state);
    }),
  ).rejects.toThrow(message);
});

test("STAKING-1 to STAKING-6 fail when what they say is broken", async () => {
  const breaks: readonly [string, (fixture: Awaited<ReturnType<typeof busy>>) => Promise<unknown>][] = [
    ["STAKING-1", ({ ctx, staking }) => staking.byConsAddress.set(ctx, new Uint8Array(20), address(1))],
    [
      "STAKING-2",
      ({ ctx, staking }) =>
        staking.setDelegation(ctx, { delegator: address(9), operator: address(1), shares: 1n }, true),
    ],
    ["STAKING-3", ({ ctx, staking }) => staking.byPower.set(ctx, [77n, address(1)], address(1))],
    [
      "STAKING-4",
      async ({ ctx, bank }) => bank.moveToModule(ctx, address(5), "bonded_tokens_pool", [{ denom: "aec", amount: 1n }]),
    ],
    ["STAKING-5", ({ ctx, staking }) => staking.validatorsDue.add(ctx, [SECOND, address(1)])],
    ["STAKING-6", ({ ctx, staking }) => staking.lastPowers.set(ctx, address(2), 5n)],
  ];
  for (const [id, damage] of breaks) {
    const fixture = await busy();
    await damage(fixture);
    const invariant = fixture.modules.staking.invariants!.find((each) => each.id === id);
    await expect(invariant!.check(fixture.ctx)).rejects.toThrow(id);
  }
});
