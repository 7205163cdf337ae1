/**
 * What begin- and end-block hooks cost with many delegations, all of them voting:
 *
 *     node dist/bench/hooks.js [delegations] [proposals]
 *
 * 25 validators of as many organisations and regions, the delegations spread over them, each delegator's vote on one
 * proposal. Prints milliseconds of both hooks together, without the store's commit: blocks in which all proposals are
 * being voted on, then blocks in which as many end as one block counts.
 *
 * All of that is made by the keepers that messages use, in the chain's first block and over genesis: there, reads are of
 * memory and the trees are built from left to right, where blocks of their own would read and rewrite what the earlier
 * ones wrote, ever more of it.
 */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VoteOption } from "cosmjs-types/cosmos/gov/v1/gov";
import { createEchoin, type Echoin } from "../abci/app/echoin.js";
import { defaultAppState, initGenesis } from "../abci/app/genesis.js";
import { SimValidators } from "../abci/sim/validators.js";
import { withValidators } from "../abci/app/testing/validators.js";
import { AddressCodec } from "../abci/state/addresses.js";
import type { Vote } from "../abci/state/commit.js";
import { type BlockInfo, StateContext } from "../abci/state/context.js";
import { GasMeter } from "../abci/state/gas.js";
import { GenesisOverlay } from "../abci/state/genesis-overlay.js";
import { Overlay } from "../abci/state/overlay.js";
import { openMultiStore } from "../abci/store/open.js";
import { PRUNING } from "../abci/store/pruning.js";
import type { MultiStore } from "../abci/store/types.js";
import { submitProposal } from "../modules/gov/messages.js";
import { wholeVote } from "../modules/gov/split.js";
import { addVote } from "../modules/gov/votes.js";

const delegations = Number(process.argv[2] ?? 100_000);
const proposals = Number(process.argv[3] ?? 20);

const VALIDATORS = 25;
const EC = 10n ** 18n;
const SECOND = 1_000_000_000n;
const START = 1_700_000_000n * SECOND;
const VOTING_SECONDS = 172_800n;
/** After so many messages their events are dropped. */
const CHUNK = 10_000;
const MEASURED = 60;

const addresses = new AddressCodec("echo");
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
const operator = (index: number): Uint8Array => digest(`operator ${index}`).subarray(0, 20);
const delegator = (index: number): Uint8Array => digest(`delegator ${index}`).subarray(0, 20);
/** Holds what everybody delegates and deposits. */
const whale = digest("whale").subarray(0, 20);

function genesisState(chain: Echoin): Uint8Array {
  const state = structuredClone(defaultAppState(chain)) as Record<string, Record<string, unknown>>;
  state["bank"]!["balances"] = [
    { address: addresses.format(whale), coins: [{ denom: "aec", amount: (10n ** 12n * EC).toString() }] },
  ];
  state["council"]!["declarations"] = Array.from({ length: VALIDATORS }, (_, index) => ({
    operator: addresses.format(operator(index)),
    organisation: `organisation-${index}`,
    region: `region-${index}`,
  }));
  const candidates = Array.from({ length: VALIDATORS }, (_, index) => ({
    operator: operator(index),
    consensusKey: digest(`key ${index}`),
    tokens: 1000n * EC,
  }));
  return Buffer.from(JSON.stringify(withValidators(state, addresses, candidates)));
}

/** A chain without CometBFT: blocks are what is staged and committed. */
class Chain {
  readonly echoin = createEchoin();
  private height = 1n;
  private timeNanos = START;
  private readonly validators = new SimValidators();

  private constructor(private readonly store: MultiStore) {}

  /** A chain whose first block is committed: `fill` is what happens in it. */
  static async start(file: string, fill: (ctx: StateContext, chain: Echoin) => Promise<void>): Promise<Chain> {
    const { storeNames } = createEchoin();
    const chain = new Chain(await openMultiStore({ file, storeNames, pruning: PRUNING.default, synchronous: "OFF" }));
    const request = { appState: genesisState(chain.echoin), consensusParams: undefined };
    const { overlay, validators } = await initGenesis(chain.echoin, chain.header(), { ...request, initialHeight: 1n });
    chain.validators.start(validators);
    await chain.execute(overlay, (ctx) => fill(ctx, chain.echoin));
    return chain;
  }

  /** One block, so many seconds after the last. Returns the milliseconds of its hooks. */
  block(seconds: bigint): Promise<number> {
    this.timeNanos += seconds * SECOND;
    return this.execute(new Overlay(this.store.latest()), async () => {});
  }

  close(): Promise<void> {
    return this.store.close();
  }

  private async execute(overlay: Overlay, work: (ctx: StateContext) => Promise<void>): Promise<number> {
    const { echoin, store, validators, height } = this;
    const ctx = new StateContext({
      overlay,
      block: this.header(),
      addresses,
      mode: "block",
      gas: GasMeter.unlimited(),
    });
    const begin = await timed(async () => {
      for (const module of echoin.beginBlockOrder) await module.beginBlock?.(ctx);
    });
    await work(ctx);
    const end = await timed(async () => {
      for (const module of echoin.endBlockOrder) await module.endBlock?.(ctx);
    });
    validators.update(height, [...(await echoin.keepers.staking.validatorUpdates(ctx))]);
    await store.stage(height, overlay instanceof GenesisOverlay ? overlay.packedWrites() : overlay.netWrites());
    await store.commit();
    this.height++;
    return begin + end;
  }

  /** Every validator has signed the block before, and each proposes when it is its turn. */
  private header(): BlockInfo {
    const { validators, height, timeNanos } = this;
    const base = { chainId: "hooks-1", height, timeNanos, misbehavior: [] };
    if (height === 1n) return { ...base, proposer: new Uint8Array(0), votes: [] };
    const votes = validators
      .members(height - 1n)
      .map(({ address, power }): Vote => ({ consAddress: address, power, flag: "commit" }));
    return { ...base, proposer: validators.proposer(height, 0).address, votes, lastCommitRound: 0 };
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Does the work for 0, 1, … `count` − 1; nobody reads the events. */
async function each(ctx: StateContext, count: number, work: (index: number) => Promise<void>): Promise<void> {
  for (let index = 0; index < count; index++) {
    await work(index);
    if (index % CHUNK === 0) ctx.events.length = 0;
  }
}

/** Accounts and their delegations, the proposals, and everybody's vote. */
async function fill(ctx: StateContext, { keepers }: Echoin): Promise<void> {
  await setUp("delegations", () => delegate(ctx, keepers));
  await setUp("proposals", () => propose(ctx, keepers));
  await setUp("votes", () => vote(ctx, keepers));
}

function delegate(ctx: StateContext, { accounts, bank, staking }: Echoin["keepers"]): Promise<void> {
  return each(ctx, delegations, async (index) => {
    const address = delegator(index);
    await accounts.create(ctx, address);
    await bank.move(ctx, { from: whale, to: address, coins: [{ denom: "aec", amount: 2n * EC }] });
    const stake = { operator: operator(index % VALIDATORS), amount: EC, source: "account" } as const;
    await staking.delegate(ctx, { delegator: address, ...stake });
  });
}

function propose(ctx: StateContext, { gov }: Echoin["keepers"]): Promise<void> {
  const submitted = { messages: [], metadata: "m", title: "t", summary: "s", expedited: false };
  const initialDeposit = [{ denom: "aec", amount: (10n * EC).toString() }];
  return each(ctx, proposals, async () => {
    await submitProposal(ctx, gov, { ...submitted, initialDeposit, proposer: addresses.format(whale) });
  });
}

async function vote(ctx: StateContext, { gov }: Echoin["keepers"]): Promise<void> {
  const options = [VoteOption.VOTE_OPTION_YES, VoteOption.VOTE_OPTION_NO];
  const cast = (voter: Uint8Array, index: number): Promise<void> =>
    addVote(ctx, gov, {
      id: BigInt(1 + (index % proposals)),
      voter,
      options: wholeVote(options[index % 2]!),
      metadata: "",
    });
  await each(ctx, delegations, (index) => cast(delegator(index), index));
  await each(ctx, VALIDATORS * proposals, (index) => cast(operator(index % VALIDATORS), index));
}

async function measure(chain: Chain, seconds: bigint, blocks: number): Promise<string> {
  const times: number[] = [];
  for (let i = 0; i < blocks; i++) times.push(await chain.block(i === 0 ? seconds : 1n));
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
  return `median ${at(0.5)} ms, 95 % ${at(0.95)} ms, most ${at(1)} ms of ${blocks} blocks`;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Says how long a part of the preparations took. */
async function setUp<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const made = await work();
  say(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return made;
}

function peakMegabytes(): number {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  return Math.round((Number(kilobytes) * 1024) / 1e6);
}

const folder = mkdtempSync(join(tmpdir(), "echoin-hooks-"));
try {
  const chain = await setUp("first block, committed", () => Chain.start(join(folder, "state.db"), fill));
  const voted = `${delegations} delegations, ${proposals} proposals voted on by all of them`;
  say(`${VALIDATORS} validators, ${voted}; memory at most ${peakMegabytes()} MB`);
  say(`voting: ${await measure(chain, 1n, MEASURED)}`);
  say(`ending and settling: ${await measure(chain, VOTING_SECONDS, MEASURED)}`);
  await chain.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
