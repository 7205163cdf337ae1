import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import type { Misbehavior, Vote } from "../../../abci/state/commit.js";
import type { StateContext } from "../../../abci/state/context.js";
import { ModuleStore } from "../../../abci/state/collections.js";
import type { Event } from "../../../abci/state/events.js";
import { inBlock, memoryContext, testAddress } from "../../../abci/state/testing/memory.js";
import { withValidators } from "../../../abci/app/testing/validators.js";
import { fromJson } from "../../../proto/json-reader.js";
import { toJson } from "../../../proto/json.js";
import { AccountKeeper } from "../../auth/keeper.js";
import { authModule } from "../../auth/module.js";
import { addressOfEd25519, addressOfModule } from "../../auth/pubkey-addresses.js";
import { BankKeeper } from "../../bank/keeper.js";
import { bankModule } from "../../bank/module.js";
import { ChainKeeper } from "../../chain/keeper.js";
import { DEFAULT_INFO } from "../../chain/types.js";
import { ConsensusKeeper } from "../../consensus/keeper.js";
import { distributionHooks } from "../../distribution/hooks.js";
import { DistributionKeeper } from "../../distribution/keeper.js";
import { distributionModule } from "../../distribution/module.js";
import { evidenceModule } from "../../evidence/module.js";
import { EvidenceKeeper } from "../../evidence/keeper.js";
import { StakingKeeper } from "../../staking/keeper.js";
import { stakingModule } from "../../staking/module.js";
import type { StakingHooks } from "../../staking/types.js";
import { afterGenesis } from "../blocks.js";
import { slashingHooks } from "../hooks.js";
import { SlashingKeeper } from "../keeper.js";
import { proposalMessages, slashingMessages } from "../messages.js";
import { slashingModule } from "../module.js";
import { slashingInvariants } from "../invariants.js";
import { slashingQueries } from "../queries.js";
import { changed, firstRound, type Member, nextRound, proposerOf, type Rotation } from "../rotation.js";

const AUTHORITY = addressOfModule("gov");
const MODULES = {
  fee_collector: [],
  distribution: [],
  bonded_tokens_pool: ["burner", "staking"],
  not_bonded_tokens_pool: ["burner", "staking"],
  gov: ["burner"],
} as const;

/** One unit of power in base units. */
export const UNIT = 10n ** 18n;

export interface TestValidator {
  readonly secret: Uint8Array;
  readonly pubKey: Uint8Array;
  readonly consAddress: Uint8Array;
  readonly operator: Uint8Array;
}

/** The same number gives the same keys. */
export function testValidator(index: number): TestValidator {
  const secret = createHash("sha256").update(`validator ${index}`).digest();
  const pubKey = ed25519.getPublicKey(secret);
  return { secret, pubKey, consAddress: addressOfEd25519(pubKey), operator: testAddress(index + 1) };
}

/** What happens in one block. */
export interface TestBlock {
  /** Validators, by number, that did not vote for the block before. */
  readonly absent?: readonly number[];
  /** The round that decides this block. */
  readonly round?: number;
  /** Who made this block: whoever had the turn of its round, unless it says otherwise. */
  readonly author?: Uint8Array;
  readonly misbehavior?: readonly Misbehavior[];
  /** Runs where transactions do. */
  readonly work?: (ctx: StateContext) => Promise<unknown>;
}

/** CometBFT's side of a test: its sets, height by height, and how each height was decided. */
class TestComet {
  private readonly sets: Rotation[] = [];
  private readonly rounds: number[] = [];
  private readonly authors: Uint8Array[] = [];

  start(members: readonly Member[]): void {
    const first = firstRound(members);
    this.sets.push(first, nextRound(first));
  }

  set(height: number): Rotation {
    return this.sets[height - 1]!;
  }

  proposer(height: number, round: number): Uint8Array {
    let set = this.set(height);
    for (let i = 0; i < round; i++) set = nextRound(set);
    return proposerOf(set).address;
  }

  votes(height: number, absent: readonly Uint8Array[]): Vote[] {
    return this.set(height).members.map(({ address, power }) => ({
      consAddress: address,
      power,
      flag: absent.some((each) => Buffer.compare(each, address) === 0) ? "absent" : "commit",
    }));
  }

  decide(height: number, round: number, author: Uint8Array): void {
    this.rounds[height - 1] = round;
    this.authors[height - 1] = author;
  }

  roundOf(height: number): number {
    return this.rounds[height - 1] ?? 0;
  }

  update(changes: readonly Member[]): void {
    this.sets.push(nextRound(changed(this.sets.at(-1)!, changes)));
  }
}

export type Fixture = Awaited<ReturnType<typeof slashingFixture>>;

/**
 * Slashing and evidence over real staking, distribution and bank; one validator for each power, staked by operators of
 * their own. `block` runs one block after the other, as CometBFT would have them run.
 */
export async function slashingFixture(powers: readonly bigint[]) {
  const ctx = memoryContext({ mode: "genesis", block: { height: 0n } });
  const accounts = new AccountKeeper(new ModuleStore("acc"), { authority: AUTHORITY, modules: MODULES });
  const bank = new BankKeeper(new ModuleStore("bank"), accounts, { authority: AUTHORITY, blocked: [] });
  const consensus = new ConsensusKeeper(new ModuleStore("consensus"), AUTHORITY);
  const chain = new ChainKeeper(new ModuleStore("chain"));
  const hooks: StakingHooks[] = [];
  const store = new ModuleStore("staking");
  const staking = new StakingKeeper({ store, bank, accounts, consensus, authority: AUTHORITY, hooks });
  const distribution = new DistributionKeeper({
    store: new ModuleStore("distribution"),
    authority: AUTHORITY,
    account: addressOfModule("distribution"),
    feeCollector: addressOfModule("fee_collector"),
    bank,
    staking,
  });
  const slashing = new SlashingKeeper({
    store: new ModuleStore("slashing"),
    staking,
    chain,
    communityPool: (inner, pool, coins) => distribution.fundCommunityPool(inner, coins, pool),
    authority: AUTHORITY,
  });
  const evidence = new EvidenceKeeper({ store: new ModuleStore("evidence"), staking, slashing, consensus });
  hooks.push(distributionHooks(distribution), slashingHooks(slashing));

  const validators = powers.map((_, index) => testValidator(index));
  const modules = [
    authModule(accounts),
    bankModule(bank),
    distributionModule(distribution),
    stakingModule(staking),
    slashingModule(slashing),
    evidenceModule(evidence),
  ];
  const defaults = Object.fromEntries(
    modules.map(({ name, genesis }) => [name, toJson(genesis!.codec.typeUrl, genesis!.defaults() as never)]),
  );
  const state = withValidators(
    defaults as never,
    ctx.addresses,
    validators.map(({ operator, pubKey }, index) => ({
      operator,
      consensusKey: pubKey,
      tokens: powers[index]! * UNIT,
    })),
  );
  await chain.setInfo(ctx, DEFAULT_INFO);
  await consensus.setParams(ctx, {
    block: { maxBytes: 1_000_000n, maxGas: -1n },
    evidence: { maxAgeNumBlocks: 100n, maxAgeDuration: { seconds: 1000n, nanos: 0 }, maxBytes: 1000n },
    validator: { pubKeyTypes: ["ed25519"] },
  });
  for (const { name, genesis } of modules) {
    await genesis!.init(ctx, fromJson(genesis!.codec.typeUrl, state[name] as never));
  }
  await afterGenesis(ctx, slashing, 1n);

  const comet = new TestComet();
  comet.start(validators.map(({ consAddress, pubKey }, i) => ({ address: consAddress, pubKey, power: powers[i]! })));
  const started = ctx.block.timeNanos;
  let height = 0;

  /** Runs the next block, five seconds after the one before. Returns its events and a context after it. */
  async function block(what: TestBlock = {}): Promise<{ events: readonly Event[]; ctx: StateContext }> {
    height++;
    const { absent = [], round = 0, misbehavior = [] } = what;
    const author = what.author ?? comet.proposer(height, round);
    comet.decide(height, round, author);
    const running = inBlock(
      ctx,
      {
        height: BigInt(height),
        timeNanos: started + BigInt(height) * 5_000_000_000n,
        proposer: author,
        lastCommitRound: height > 1 ? comet.roundOf(height - 1) : 0,
        votes:
          height > 1
            ? comet.votes(
                height - 1,
                absent.map((index) => validators[index]!.consAddress),
              )
            : [],
        misbehavior,
      },
      { mode: "block" },
    );
    for (const module of [modules[4]!, modules[5]!]) await module.beginBlock!(running);
    await what.work?.(running);
    await modules[3]!.endBlock!(running);
    await modules[4]!.endBlock!(running);
    await chain.recordBlock(running);
    const updates = await staking.validatorUpdates(running);
    comet.update(
      updates.map(({ pubKey, power }) => ({
        pubKey: pubKey.ed25519!,
        address: addressOfEd25519(pubKey.ed25519!),
        power,
      })),
    );
    for (const invariant of slashingInvariants(slashing)) await invariant.check(running);
    return { events: running.events, ctx: running };
  }

  async function blocks(count: number, what: TestBlock = {}) {
    let last = await block(what);
    for (let i = 1; i < count; i++) last = await block(what);
    return last;
  }

  return {
    ctx,
    bank,
    staking,
    slashing,
    evidence,
    distribution,
    consensus,
    validators,
    comet,
    modules,
    block,
    blocks,
    messages: slashingMessages(slashing),
    proposals: proposalMessages(slashing),
    queries: slashingQueries(slashing),
    authority: ctx.addresses.format(AUTHORITY),
    get height() {
      return height;
    },
    tokens: async (index: number) => (await staking.validator(ctx, validators[index]!.operator))!.tokens,
    jailed: async (index: number) => (await staking.validator(ctx, validators[index]!.operator))!.jailed,
    info: (index: number) => slashing.signingInfo(ctx, validators[index]!.consAddress),
  };
}

/** The events of one type, each as an object of its attributes. */
export function eventsOf(events: readonly Event[], type: string): Record<string, string>[] {
  return events
    .filter((each) => each.type === type)
    .map(({ attributes }) => Object.fromEntries(attributes.map(({ key, value }) => [key, value])));
}
