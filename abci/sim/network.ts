import {
  type CommitInfo,
  type ExtendedCommitInfo,
  type Misbehavior,
  ResponseFinalizeBlock,
  type ResponseInfo,
  ResponseProcessProposal_ProposalStatus as Verdict,
} from "cosmjs-types/tendermint/abci/types";
import { decodeTransaction, transactionHash } from "../app/transaction.js";
import { MsgVoteExtensions } from "../../proto/generated/echoin/votes/v1/votes.js";
import { decodeVotes } from "../app/votes/transaction.js";
import { AddressCodec } from "../state/addresses.js";
import { assert } from "../state/errors.js";
import { bytesEqual } from "../store/bytes.js";
import { Faults } from "./faults.js";
import { SIM_BLOCK_GAS } from "./fee-market.js";
import type { Random } from "./random.js";
import type { Replica } from "./replica.js";
import { SimValidators, toTimestamp } from "./validators.js";
import { NO_COMMIT, Precommits, type VotedBlock, withoutExtensions } from "./votes.js";

/** What the network decided on at one height: enough to replay it on a node that fell behind. */
interface DecidedBlock extends VotedBlock {
  /** Who signed the block before. */
  readonly lastCommit: CommitInfo;
  readonly misbehavior: readonly Misbehavior[];
}

/** The genesis document's part that InitChain hands over. */
export interface SimGenesis {
  readonly chainId: string;
  readonly timeNanos: bigint;
  readonly appState: Uint8Array;
  /** Whether validators extend their votes, from the first block on. */
  readonly voteExtensions: boolean;
}

/** How often rare things happen: once in so many chances each. Small numbers make them common. */
export interface Knobs {
  /** A round that passes without a decision. */
  readonly failedRound: number;
  readonly replayedFinalize: number;
  readonly restart: number;
  readonly crash: number;
  readonly misbehavior: number;
  readonly maxTxBytes: bigint;
}

export const defaultKnobs: Knobs = {
  failedRound: 4,
  replayedFinalize: 6,
  restart: 10,
  crash: 10,
  misbehavior: 20,
  maxTxBytes: 20_000n,
};

/** A height takes no more rounds than this. */
const MAX_ROUNDS = 6;

/**
 * A seeded stand-in for CometBFT over several replicas: it calls each application in sequences that the ABCI 2.0 grammar
 * allows — rounds that come to nothing, calls repeated, restarts with replay, crashes — and holds their answers together
 * byte by byte.
 */
export class SimNetwork {
  readonly blocks: DecidedBlock[] = [];
  /** What became of the last block's transactions. */
  lastResults: readonly { readonly code: number; readonly typeUrls: readonly string[] }[] = [];
  /** Event type and reason → how many there were, such as `slash double_sign`; and `validator left`. */
  readonly events = new Map<string, number>();
  private readonly mempool = new Map<string, Uint8Array>();
  private readonly validators = new SimValidators();
  private readonly faults: Faults;
  private readonly precommits: Precommits;
  private readonly addresses = new AddressCodec("echo");
  /** Who proposed what is no valid block, whatever its header said. */
  private readonly guilty = new Set<string>();
  /** The votes for the last block, as the next proposer sees them. */
  private lastCommit: ExtendedCommitInfo = NO_COMMIT;
  private timeNanos: bigint;

  constructor(
    readonly replicas: readonly Replica[],
    private readonly genesis: SimGenesis,
    private readonly random: Random,
    private readonly knobs: Knobs = defaultKnobs,
  ) {
    this.timeNanos = genesis.timeNanos;
    const { validators } = this;
    this.faults = new Faults(random, validators, this.addresses);
    this.precommits = new Precommits({
      random,
      replicas,
      validators,
      faults: this.faults,
      chainId: genesis.chainId,
      extensions: genesis.voteExtensions,
    });
  }

  get height(): bigint {
    return BigInt(this.blocks.length);
  }

  get now(): bigint {
    return this.timeNanos;
  }

  /** How many validators the next block has. */
  get size(): number {
    return this.validators.members(this.height + 1n).length;
  }

  async start(): Promise<void> {
    for (const replica of this.replicas) await this.handshake(replica);
  }

  /** Offers a transaction to every replica's mempool; all have to say the same of it. */
  async submit(bytes: Uint8Array): Promise<{ code: number; log: string }> {
    const answers = [];
    for (const replica of this.replicas) {
      await replica.expect(bytes, this.mempool.size % 3 === 0);
      answers.push(await replica.app.checkTx({ tx: bytes, type: 0 }));
    }
    for (const answer of answers) assertSame(answers[0]!, answer, "CheckTx");
    const { code, log } = this.replicas[0]!.decodeCheckTx(answers[0]!);
    if (code === 0) this.mempool.set(transactionHash(bytes), bytes);
    return { code, log };
  }

  /** Decides on the next block and has every replica execute and commit it. */
  async nextBlock(): Promise<DecidedBlock> {
    const { random, knobs } = this;
    this.timeNanos += BigInt(1 + random.below(5_000)) * 1_000_000n;
    const lastCommit = withoutExtensions(this.lastCommit);
    const misbehavior = random.oneIn(knobs.misbehavior) ? this.faults.misbehavior(this.blocks) : [];
    const down = this.faults.downAt(this.height + 1n);
    const block = await this.decide({ lastCommit, misbehavior }, down);
    this.lastCommit = await this.precommits.of(block, down);
    const results: Uint8Array[] = [];
    for (const replica of this.replicas) results.push(await this.execute(replica, block));
    for (const result of results) assertSame(results[0]!, result, `FinalizeBlock ${block.height}`);
    this.blocks.push(block);
    const decoded = ResponseFinalizeBlock.decode(results[0]!);
    this.lastResults = resultsOf(decoded, block);
    this.countEvents(decoded);
    for (const { power } of decoded.validatorUpdates) if (power === 0n) this.count("validator left");
    this.validators.update(block.height, decoded.validatorUpdates);
    for (const replica of this.replicas) await this.commit(replica, block);
    await this.assertSameStores();
    for (const tx of block.txs) this.mempool.delete(transactionHash(tx));
    await this.recheck();
    return block;
  }

  /** How many transactions of each sender wait in the mempool. */
  pendingBySender(): Map<string, bigint> {
    const counts = new Map<string, bigint>();
    for (const bytes of this.mempool.values()) {
      const tx = decodeTransaction(bytes);
      if (tx.unordered) continue;
      for (const signer of tx.signers) counts.set(signer, (counts.get(signer) ?? 0n) + 1n);
    }
    return counts;
  }

  /** Rounds that come to nothing, in one way or another, and one that decides. */
  private async decide(given: Given, down: Uint8Array | undefined): Promise<DecidedBlock> {
    const { random, knobs, validators } = this;
    const isDown = (at: number): boolean =>
      down !== undefined && bytesEqual(validators.proposer(this.height + 1n, at).address, down);
    let earlier: DecidedBlock | undefined;
    let round = 0;
    for (; isDown(round) || (round < MAX_ROUNDS && random.oneIn(knobs.failedRound)); round++) {
      if (isDown(round)) continue;
      switch (random.below(3)) {
        case 0:
          // Its proposer is silent.
          break;
        case 1:
          earlier = await this.propose(round, given);
          break;
        default:
          await this.proposeInvalid(round, given);
      }
    }
    // Who proposes later may have to offer a block again that many voted for already.
    if (earlier !== undefined && random.oneIn(3)) return { ...earlier, round };
    return this.propose(round, given);
  }

  /** A proposal that every replica has to accept, since its proposer is honest. */
  private async propose(round: number, given: Given): Promise<DecidedBlock> {
    const height = this.height + 1n;
    const proposer = this.validators.proposer(height, round).address;
    const misbehavior = [...given.misbehavior];
    const { txs } = await this.random.pick(this.replicas).app.prepareProposal({
      height,
      time: toTimestamp(this.timeNanos),
      proposerAddress: proposer,
      misbehavior,
      txs: [...this.mempool.values()],
      maxTxBytes: this.knobs.maxTxBytes,
      nextValidatorsHash: new Uint8Array(32),
      localLastCommit: this.lastCommit,
    });
    const block = { height, round, timeNanos: this.timeNanos, proposer, txs, hash: this.random.bytes(32), ...given };
    assert((await this.judge(block)) === Verdict.ACCEPT, `an honest proposal of height ${height} is accepted`);
    return block;
  }

  /** A proposal that every replica has to refuse; its header names anybody. */
  private async proposeInvalid(round: number, given: Given): Promise<void> {
    const height = this.height + 1n;
    this.guilty.add(this.addresses.formatConsensus(this.validators.proposer(height, round).address));
    const proposer = this.random.pick(this.validators.members(height)).address;
    const txs = this.faults.invalidTransactions(height, given.lastCommit.round, this.genesis.chainId);
    const block = { height, round, timeNanos: this.timeNanos, proposer, txs, hash: this.random.bytes(32), ...given };
    assert((await this.judge(block)) === Verdict.REJECT, `an invalid proposal of height ${height} is refused`);
  }

  /** What the replicas say of a proposal; they all say the same. */
  private async judge(block: DecidedBlock): Promise<Verdict> {
    const verdicts = [];
    for (const { app } of this.replicas) {
      const { status } = await app.processProposal({
        height: block.height,
        time: toTimestamp(block.timeNanos),
        proposerAddress: block.proposer,
        misbehavior: [...block.misbehavior],
        txs: [...block.txs],
        hash: block.hash,
        nextValidatorsHash: new Uint8Array(32),
        proposedLastCommit: block.lastCommit,
      });
      verdicts.push(status);
    }
    assert(new Set(verdicts).size === 1, "all replicas judge a proposal alike");
    return verdicts[0]!;
  }

  private async execute(replica: Replica, block: DecidedBlock): Promise<Uint8Array> {
    const { random, knobs } = this;
    if (random.oneIn(knobs.restart)) await this.restart(replica);
    let result = await this.finalize(replica, block);
    // CometBFT restarted while the application lived: it replays the block on an application that has staged it.
    if (random.oneIn(knobs.replayedFinalize)) {
      await this.handshake(replica);
      const again = await this.finalize(replica, block);
      assertSame(result, again, `FinalizeBlock ${block.height}, repeated`);
    }
    if (random.oneIn(knobs.crash)) {
      await this.restart(replica);
      result = await this.finalize(replica, block);
    }
    return result;
  }

  private async commit(replica: Replica, block: DecidedBlock): Promise<void> {
    if (this.random.oneIn(this.knobs.crash)) {
      // Torn off at some write: either the commit is whole, or nothing of it is there and the block is replayed.
      await replica.crashDuring(() => replica.app.commit(), this.random.below(30));
      await this.handshake(replica);
      return;
    }
    await replica.app.commit();
    if (this.random.oneIn(this.knobs.restart)) await this.restart(replica);
    assert(replica.store.lastCommit.version === block.height, `replica ${replica.name} committed ${block.height}`);
  }

  private async restart(replica: Replica): Promise<void> {
    await replica.restart();
    await this.handshake(replica);
  }

  /** What CometBFT does on connecting: InitChain on an empty application, then the blocks that it lacks. */
  private async handshake(replica: Replica): Promise<void> {
    const info = (await replica.app.info({
      version: "sim",
      blockVersion: 11n,
      p2pVersion: 8n,
      abciVersion: "2.0.0",
    })) as ResponseInfo;
    if (info.lastBlockHeight === 0n) await this.initChain(replica);
    for (const block of this.blocks.slice(Number(info.lastBlockHeight))) {
      await this.finalize(replica, block);
      await replica.app.commit();
    }
  }

  private async initChain(replica: Replica): Promise<void> {
    const { chainId, timeNanos, appState } = this.genesis;
    const answer = await replica.app.initChain({
      chainId,
      time: toTimestamp(timeNanos),
      appStateBytes: appState,
      initialHeight: 1n,
      validators: [],
      consensusParams: {
        block: { maxBytes: 22_020_096n, maxGas: SIM_BLOCK_GAS },
        evidence: { maxAgeNumBlocks: 100_000n, maxAgeDuration: { seconds: 172_800n, nanos: 0 }, maxBytes: 1_048_576n },
        validator: { pubKeyTypes: ["ed25519"] },
        version: { app: 0n },
        abci: { voteExtensionsEnableHeight: this.genesis.voteExtensions ? 1n : 0n },
      },
    });
    if (this.height === 0n) this.validators.start(answer.validators ?? []);
  }

  private async finalize(replica: Replica, block: DecidedBlock): Promise<Uint8Array> {
    const pieces = await replica.app.finalizeBlock({
      txs: [...block.txs],
      decidedLastCommit: block.lastCommit,
      misbehavior: [...block.misbehavior],
      hash: block.hash,
      height: block.height,
      time: toTimestamp(block.timeNanos),
      nextValidatorsHash: new Uint8Array(32),
      proposerAddress: block.proposer,
    });
    return Buffer.concat(pieces);
  }

  private countEvents({ events, txResults }: ResponseFinalizeBlock): void {
    for (const { type, attributes } of [...events, ...txResults.flatMap((result) => result.events)]) {
      assert(type !== "rotation_mismatch", "the application expects the proposers and validators that there are");
      const valueOf = (name: string) => attributes.find(({ key }) => key === name)?.value;
      const reason = valueOf("reason");
      const isFalse = reason === "invalid_proposal" && !this.guilty.has(valueOf("address")!);
      assert(!isFalse, "nobody pays for a proposal that another made");
      const detail = reason ?? (valueOf("sponsorship") !== undefined ? "sponsored" : undefined);
      this.count(detail === undefined || type === "message" ? type : `${type} ${detail}`);
    }
  }

  private count(name: string): void {
    this.events.set(name, (this.events.get(name) ?? 0) + 1);
  }

  private async recheck(): Promise<void> {
    for (const [hash, bytes] of [...this.mempool]) {
      const answers = [];
      for (const { app } of this.replicas) answers.push(await app.checkTx({ tx: bytes, type: 1 }));
      for (const answer of answers) assertSame(answers[0]!, answer, "CheckTx (recheck)");
      if (this.replicas[0]!.decodeCheckTx(answers[0]!).code !== 0) this.mempool.delete(hash);
    }
  }

  private async assertSameStores(): Promise<void> {
    const [first, ...others] = this.replicas;
    for (const other of others) {
      const { version, hash } = first!.store.lastCommit;
      const same = other.store.lastCommit.version === version && bytesEqual(other.store.lastCommit.hash, hash);
      assert(same, `replicas ${first!.name} and ${other.name} have the same state at height ${version}`);
    }
  }
}

/** What a proposal carries beside its transactions. */
type Given = Pick<DecidedBlock, "lastCommit" | "misbehavior">;

function resultsOf({ txResults }: ResponseFinalizeBlock, { txs }: DecidedBlock) {
  return txResults.map(({ code }, index) => ({ code, typeUrls: typeUrlsOf(txs[index]!) }));
}

function typeUrlsOf(bytes: Uint8Array): string[] {
  if (decodeVotes(bytes) !== undefined) return [MsgVoteExtensions.typeUrl];
  return decodeTransaction(bytes).messages.map(({ typeUrl }) => typeUrl);
}

function assertSame(a: Uint8Array, b: Uint8Array, what: string): void {
  assert(bytesEqual(a, b), `all replicas answer ${what} alike`);
}
