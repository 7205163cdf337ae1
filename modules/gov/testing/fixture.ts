import { createHash } from "node:crypto";
import { PubKey } from "cosmjs-types/cosmos/crypto/ed25519/keys";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { type Proposal, VoteOption } from "cosmjs-types/cosmos/gov/v1/gov";
import { MsgSubmitProposal } from "cosmjs-types/cosmos/gov/v1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { Router } from "../../../abci/app/router.js";
import { coinsToWire } from "../../../abci/state/coins.js";
import { ModuleStore } from "../../../abci/state/collections.js";
import type { ReadContext, StateContext, WriteContext } from "../../../abci/state/context.js";
import { ONE } from "../../../abci/state/decimals.js";
import { inBlock, memoryContext, testAddress } from "../../../abci/state/testing/memory.js";
import { NANOS_PER_SECOND } from "../../../abci/state/time.js";
import type { Codec } from "../../../proto/codecs.js";
import { encodeMessage } from "../../../proto/writer.js";
import { AccountKeeper } from "../../auth/keeper.js";
import { authModule } from "../../auth/module.js";
import { addressOfModule } from "../../auth/pubkey-addresses.js";
import { BankKeeper } from "../../bank/keeper.js";
import { bankModule } from "../../bank/module.js";
import { CouncilKeeper } from "../../council/keeper.js";
import { councilModule } from "../../council/module.js";
import { StakingKeeper } from "../../staking/keeper.js";
import type { StakingHooks, Validator } from "../../staking/types.js";
import { updateValidatorSet } from "../../staking/validator-set.js";
import { govHooks } from "../hooks.js";
import { GovKeeper } from "../keeper.js";
import { govMessages } from "../messages.js";
import { legacyGovMessages } from "../messages-legacy.js";
import { govModule } from "../module.js";
import { govQueries } from "../queries.js";
import { legacyGovQueries } from "../queries-legacy.js";

const MODULES = {
  fee_collector: [],
  distribution: [],
  gov: ["burner"],
  bonded_tokens_pool: ["burner", "staking"],
  not_bonded_tokens_pool: ["burner", "staking"],
} as const;

export const GOV = addressOfModule("gov");
export const POOL = addressOfModule("distribution");
export const DAY = 86_400n * NANOS_PER_SECOND;
export const EC = 10n ** 18n;

export type GovFixture = Awaited<ReturnType<typeof govFixture>>;

/** The keepers that governance stands on, on empty stores after genesis. Accounts 1 to 60 have 1,000 EC and 500 uusd each. */
export async function govFixture() {
  const genesis = memoryContext({ mode: "genesis" });
  const accounts = new AccountKeeper(new ModuleStore("acc"), { authority: GOV, modules: MODULES });
  const blocked = Object.keys(MODULES).map(addressOfModule);
  const bank = new BankKeeper(new ModuleStore("bank"), accounts, { authority: GOV, blocked });
  const router = new Router();
  const council: CouncilKeeper = new CouncilKeeper({
    store: new ModuleStore("council"),
    authority: GOV,
    staking: { activeSet: (ctx) => staking.activeSet(ctx) },
    proposals: {
      votable: async (ctx, id) => (await gov.votable(ctx, id))?.messages,
      messagesOf: (ctx, id) => gov.messagesOf(ctx, id),
    },
  });
  const hooks: StakingHooks[] = [];
  const staking: StakingKeeper = new StakingKeeper({
    store: new ModuleStore("staking"),
    bank: stakingBank(bank),
    accounts,
    seats: council,
    consensus: { params: async () => ({}) },
    authority: GOV,
    hooks,
  });
  const gov: GovKeeper = new GovKeeper({
    store: new ModuleStore("gov"),
    address: GOV,
    router,
    bank,
    staking,
    pool: {
      address: POOL,
      fundCommunityPool: (ctx, coins, from) => bank.move(ctx, { from, to: POOL, coins }),
    },
    council,
  });
  hooks.push(govHooks(gov));
  const modules = {
    auth: authModule(accounts),
    bank: bankModule(bank),
    council: councilModule(council),
    gov: govModule(gov),
  };
  router.mount(Object.values(modules));
  await modules.auth.genesis!.init(genesis, modules.auth.genesis!.defaults());
  await modules.bank.genesis!.init(genesis, {
    ...(modules.bank.genesis!.defaults() as object),
    balances: Array.from({ length: 60 }, (_, index) => ({
      address: genesis.addresses.format(testAddress(index + 1)),
      coins: coinsToWire([
        { denom: "aec", amount: 1000n * EC },
        { denom: "uusd", amount: 500n },
      ]),
    })),
  });
  for (let byte = 1; byte <= 60; byte++) await accounts.create(genesis, testAddress(byte));
  for (const name of Object.keys(MODULES)) await accounts.ensureModuleAccount(genesis, name);
  await modules.council.genesis!.init(genesis, modules.council.genesis!.defaults());
  await initStaking(genesis, staking);
  await modules.gov.genesis!.init(genesis, modules.gov.genesis!.defaults());
  const ctx = inBlock(genesis, { height: 2n }, { mode: "deliver" });
  const name = (byte: number): string => ctx.addresses.format(testAddress(byte));
  return {
    ctx,
    name,
    gov,
    council,
    staking,
    bank,
    accounts,
    router,
    modules,
    messages: govMessages(gov),
    legacyMessages: legacyGovMessages(gov),
    queries: govQueries(gov),
    legacyQueries: legacyGovQueries(gov),
  };
}

/** The bank as staking wants it. */
function stakingBank(bank: BankKeeper) {
  return {
    balance: (ctx: ReadContext, address: Uint8Array, denom: string) => bank.balance(ctx, address, denom),
    supply: (ctx: ReadContext, denom: string) => bank.supply(ctx, denom),
    displayExponent: async () => 18,
    delegate: bank.delegate.bind(bank),
    undelegate: bank.undelegate.bind(bank),
    moveBetweenModules: bank.moveBetweenModules.bind(bank),
    burn: bank.burn.bind(bank),
  };
}

async function initStaking(ctx: WriteContext, staking: StakingKeeper): Promise<void> {
  await staking.reduction.set(ctx, EC);
  await staking.parameters.set(ctx, {
    unbondingNanos: 21n * DAY,
    maxValidators: 25,
    maxEntries: 7,
    historicalEntries: 0,
    bondDenom: "aec",
    minCommissionRate: 0n,
  });
  await staking.lastTotalPower.set(ctx, 0n);
}

/** A candidate whose operator delegates to it; it is active from the next `settle` on. */
export async function addValidator(
  ctx: WriteContext,
  { staking }: Pick<GovFixture, "staking">,
  byte: number,
  tokens: bigint,
): Promise<void> {
  const operator = testAddress(byte);
  const key = createHash("sha256").update(Uint8Array.of(byte)).digest();
  const consAddress = createHash("sha256").update(key).digest().subarray(0, 20);
  const validator: Validator = {
    operator,
    consPubkey: { typeUrl: PubKey.typeUrl, value: encodeMessage(PubKey, { key }) },
    consAddress,
    jailed: false,
    status: "unbonded",
    tokens: 0n,
    shares: 0n,
    description: { moniker: `v${byte}`, identity: "", website: "", securityContact: "", details: "" },
    unbondingHeight: 0n,
    unbondingTimeNanos: 0n,
    commission: { rate: 0n, maxRate: ONE, maxChangeRate: ONE, updateTimeNanos: 0n },
    minSelfDelegation: 1n,
    unbondingIds: [],
  };
  await staking.setValidator(ctx, undefined, validator);
  await staking.byConsAddress.set(ctx, consAddress, operator);
  await staking.delegate(ctx, { delegator: operator, operator, amount: tokens, source: "account" });
}

/** Makes the strongest candidates active, as the end of a block does. */
export const settleSet = (ctx: WriteContext, { staking }: Pick<GovFixture, "staking">): Promise<void> =>
  updateValidatorSet(ctx, staking);

export function pack<T>(codec: Codec<T>, message: T): Any {
  return { typeUrl: codec.typeUrl, value: encodeMessage(codec, message) };
}

export const aec = (amount: bigint) => coinsToWire(amount === 0n ? [] : [{ denom: "aec", amount }]);

/** A transfer out of gov's own account, which only gov can sign. */
export const govSend = (ctx: ReadContext, to: string, amount: bigint): Any =>
  pack(MsgSend, { fromAddress: ctx.addresses.format(GOV), toAddress: to, amount: aec(amount) });

/** The fields of a proposal that begins its vote at once, unless the deposit says otherwise. */
export const proposalOf = (proposer: string, change: Partial<MsgSubmitProposal> = {}): MsgSubmitProposal => ({
  ...MsgSubmitProposal.fromPartial({ proposer, metadata: "m", title: "Title", summary: "Summary" }),
  initialDeposit: aec(10n * EC),
  ...change,
});

/** The context some time later, at the next height. */
export const later = (ctx: StateContext, nanos: bigint): StateContext =>
  inBlock(ctx, { timeNanos: ctx.block.timeNanos + nanos, height: ctx.block.height + 1n });

/** A proposal as it is stored. */
export async function stored({ gov }: Pick<GovFixture, "gov">, ctx: ReadContext, id: bigint): Promise<Proposal> {
  const proposal = await gov.proposals.get(ctx, id);
  if (proposal === undefined) throw new Error(`there is no proposal ${id}`);
  return proposal;
}

/** All invariants of gov, the council and the bank. */
export async function holds(ctx: ReadContext, { modules }: Pick<GovFixture, "modules">): Promise<void> {
  for (const { invariants = [] } of Object.values(modules))
    for (const invariant of invariants) await invariant.check(ctx);
}

export const balanceOf = ({ bank }: Pick<GovFixture, "bank">, ctx: ReadContext, byte: number): Promise<bigint> =>
  bank.balance(ctx, testAddress(byte), "aec");

export const { VOTE_OPTION_YES: YES, VOTE_OPTION_NO: NO, VOTE_OPTION_ABSTAIN: ABSTAIN } = VoteOption;
export const VETO = VoteOption.VOTE_OPTION_NO_WITH_VETO;
