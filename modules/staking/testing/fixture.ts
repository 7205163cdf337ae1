import { PubKey } from "cosmjs-types/cosmos/crypto/ed25519/keys";
import type { MsgCreateValidator } from "cosmjs-types/cosmos/staking/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { ModuleStore } from "../../../abci/state/collections.js";
import type { StateContext } from "../../../abci/state/context.js";
import { inBlock, memoryContext, testAddress } from "../../../abci/state/testing/memory.js";
import { NANOS_PER_SECOND } from "../../../abci/state/time.js";
import { encodeMessage } from "../../../proto/writer.js";
import { AccountKeeper } from "../../auth/keeper.js";
import { authModule } from "../../auth/module.js";
import { addressOfModule } from "../../auth/pubkey-addresses.js";
import { BankKeeper } from "../../bank/keeper.js";
import { bankModule } from "../../bank/module.js";
import { endBlock } from "../blocks.js";
import { StakingKeeper } from "../keeper.js";
import { stakingMessages } from "../messages.js";
import { stakingModule } from "../module.js";
import { stakingQueries } from "../queries.js";
import {
  BONDED_POOL,
  NOT_BONDED_POOL,
  type SeatPolicy,
  type StakingHooks,
  type StakingParams,
  type Validator,
} from "../types.js";

export const AUTHORITY = addressOfModule("gov");

const MODULES = {
  fee_collector: [],
  [BONDED_POOL]: ["burner", "staking"],
  [NOT_BONDED_POOL]: ["burner", "staking"],
} as const;

/** Ten base units are one unit of power here. */
export const REDUCTION = 10n;

export const SECOND = NANOS_PER_SECOND;

/** The unbonding time of the fixture. */
export const UNBONDING_NANOS = 100n * SECOND;

/** An ed25519 key that nobody holds. */
export const consensusKey = (byte: number): Any => ({
  typeUrl: PubKey.typeUrl,
  value: encodeMessage(PubKey, { key: new Uint8Array(32).fill(byte) }),
});

export const address = testAddress;

export interface FixtureOptions {
  /** Base units by address byte; 1,000,000 for bytes 1 to 9 without it. */
  readonly holders?: Readonly<Record<number, bigint>>;
  readonly params?: Partial<StakingParams>;
  readonly hooks?: readonly StakingHooks[];
  readonly seats?: SeatPolicy;
  readonly slashBatch?: number;
}

export type StakingFixture = Awaited<ReturnType<typeof stakingFixture>>;

/** Real accounts, bank and staking on empty stores after a genesis without validators. */
export async function stakingFixture({
  holders = million(),
  params = {},
  hooks = [],
  seats,
  slashBatch,
}: FixtureOptions = {}) {
  const genesis = memoryContext({ mode: "genesis" });
  const accounts = new AccountKeeper(new ModuleStore("acc"), { authority: AUTHORITY, modules: MODULES });
  const blocked = Object.keys(MODULES).map(addressOfModule);
  const bank = new BankKeeper(new ModuleStore("bank"), accounts, { authority: AUTHORITY, blocked });
  const consensus = { params: async () => ({ validator: { pubKeyTypes: ["ed25519"] } }) };
  const store = new ModuleStore("staking");
  const staking = new StakingKeeper({
    store,
    bank,
    accounts,
    consensus,
    authority: AUTHORITY,
    hooks,
    seats,
    ...(slashBatch !== undefined && { slashBatch }),
  });
  const modules = { auth: authModule(accounts), bank: bankModule(bank), staking: stakingModule(staking) };

  const name = (byte: number): string => genesis.addresses.format(address(byte));
  const balances = Object.entries(holders).map(([byte, amount]) => ({
    address: name(Number(byte)),
    coins: [{ denom: "aec", amount: amount.toString() }],
  }));
  const denomUnits = [
    { denom: "aec", exponent: 0, aliases: [] },
    { denom: "ec", exponent: 1, aliases: [] },
  ];
  const metadata = {
    base: "aec",
    display: "ec",
    denomUnits,
    description: "",
    name: "ec",
    symbol: "ec",
    uri: "",
    uriHash: "",
  };
  await modules.auth.genesis!.init(genesis, modules.auth.genesis!.defaults());
  await modules.bank.genesis!.init(genesis, {
    ...(modules.bank.genesis!.defaults() as object),
    balances,
    denomMetadata: [metadata],
  });
  for (const byte of Object.keys(holders)) await accounts.create(genesis, address(Number(byte)));
  await modules.staking.genesis!.init(genesis, modules.staking.genesis!.defaults());
  await staking.parameters.set(genesis, {
    ...(await staking.params(genesis)),
    unbondingNanos: UNBONDING_NANOS,
    ...params,
  });

  const ctx = inBlock(genesis, { height: 1n }, { mode: "deliver" });
  const operator = (byte: number): string => ctx.addresses.formatOperator(address(byte));
  const fixture = {
    ctx,
    accounts,
    bank,
    staking,
    modules,
    name,
    operator,
    messages: stakingMessages(staking),
    queries: stakingQueries(staking),
  };

  return {
    ...fixture,
    /** What an account holds. */
    held: (at: StateContext, byte: number): Promise<bigint> => bank.balance(at, address(byte), "aec"),
    coin: (amount: bigint) => ({ denom: "aec", amount: amount.toString() }),
    /** A message that enters the validator of this address byte, with the consensus key of the same byte. */
    entry: (byte: number, amount: bigint, change: Partial<MsgCreateValidator> = {}): MsgCreateValidator => ({
      description: { moniker: `v${byte}`, identity: "", website: "", securityContact: "", details: "" },
      commission: { rate: "0", maxRate: `${10n ** 18n}`, maxChangeRate: `${10n ** 16n}` },
      minSelfDelegation: "1",
      delegatorAddress: "",
      validatorAddress: operator(byte),
      pubkey: consensusKey(byte),
      value: { denom: "aec", amount: amount.toString() },
      ...change,
    }),
    /** The validator of this address byte, which exists. */
    validator: (at: StateContext, byte: number): Promise<Validator> => staking.requireValidator(at, address(byte)),
    /** Ends the block; the context of the next one, `seconds` later. */
    async next(at: StateContext, seconds = 1n): Promise<StateContext> {
      await endBlock(at, staking);
      const { height, timeNanos } = at.block;
      return inBlock(at, { height: height + 1n, timeNanos: timeNanos + seconds * SECOND });
    },
    /** Holds all invariants of bank and staking. */
    async holds(at: StateContext): Promise<void> {
      for (const { invariants = [] } of Object.values(modules)) {
        for (const invariant of invariants) await invariant.check(at);
      }
    },
  };
}

const million = (): Record<number, bigint> =>
  Object.fromEntries(Array.from({ length: 9 }, (_, index) => [index + 1, 1_000_000n]));

/** The active set as CometBFT knows it: operator's byte → power. */
export async function activeSet({ staking }: Pick<StakingFixture, "staking">, ctx: StateContext) {
  return (await staking.activeSet(ctx)).map(({ operator, power }) => [operator[0]!, power] as const);
}
