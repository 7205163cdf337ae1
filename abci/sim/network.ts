import {
  type CommitInfo,
  type Misbehavior,
  ResponseFinalizeBlock,
  type ResponseInfo,
} from "cosmjs-types/tendermint/abci/types";
import { decodeTransaction, transactionHash } from "../app/transaction.js";
import { assert } from "../state/errors.js";
import { bytesEqual } from "../store/bytes.js";
import type { Random } from "./random.js";
import type { Replica } from "./replica.js";
import { SimValidators, toTimestamp } from "./validators.js";

/** What the network decided on at one height: enough to replay it on a node that fell behind. */
interface DecidedBlock {
  readonly height: bigint;
  readonly timeNanos: bigint;
  readonly proposer: Uint8Array;
  readonly txs: readonly Uint8Array[];
  readonly hash: Uint8Array;
  /** Who signed the block before. */
  readonly lastCommit: CommitInfo;
  readonly misbehavior: readonly Misbehavior[];
}

/** The genesis document's part that InitChain hands over. */
export interface SimGenesis {
  readonly chainId: string;
  readonly timeNanos: bigint;
  readonly appState: Uint8Array;
}

/** How often rare things happen: once in so many chances each. Small numbers make them common. */
export interface Knobs {
  readonly discardedRound: number;
  readonly replayedFinalize: number;
  readonly restart: number;
  readonly crash: number;
  readonly misbehavior: number;
  readonly maxTxBytes: bigint;
}

export const defaultKnobs: Knobs = {
  discardedRound: 4,
  replayedFinalize: 6,
  restart: 10,
  crash: 10,
  misbehavior: 20,
  maxTxBytes: 20_000n,
};

const CODE_ACCEPT = 1;

/**
 * A seeded stand-in for CometBFT over several replicas: it calls each application in sequences that the ABCI 2.0 grammar
 * allows — rounds that come to nothing, calls repeated, restarts with replay, crashes — and holds their answers together
 * byte by byte.
 */
export class SimNetwork {
  readonly blocks: DecidedBlock[] = [];
  /** What became of the last block's transactions. */
  lastResults: readonly { readonly code: number; readonly typeUrls: readonly string[] }[] = [];
  private readonly mempool = new Map<string, Uint8Array>();
  private readonly validators: SimValidators;
  private timeNanos: bigint;

  constructor(
    readonly replicas: readonly Replica[],
    private readonly genesis: SimGenesis,
    private readonly random: Random,
    private readonly knobs: Knobs = defaultKnobs,
  ) {
    this.timeNanos = genesis.timeNanos;
    this.validators = new SimValidators(random);
  }

  get height(): bigint {
    return BigInt(this.blocks.length);
  }

  get now(): bigint {
    return this.timeNanos;
  }

  async start(): Promise<void> {
    for (const replica of this.replicas) await this.handshake(replica);
  }

  /** Offers a transaction to every replica's mempool; all have to say the same of it. */
  async submit(bytes: Uint8Array): Promise<{ code: number; log: string }> {
    const answers = [];
    for (const { app } of this.replicas) answers.push(await app.checkTx({ tx: bytes, type: 0 }));
    for (const answer of answers) assertSame(answers[0]!, answer, "CheckTx");
    const { code, log } = this.replicas[0]!.decodeCheckTx(answers[0]!);
    if (code === 0) this.mempool.set(transactionHash(bytes), bytes);
    return { code, log };
  }

  /** Decides on the next block and has every replica execute and commit it. */
  async nextBlock(): Promise<DecidedBlock> {
    const { random, knobs } = this;
    this.timeNanos += BigInt(1 + random.below(5_000)) * 1_000_000n;
    const lastCommit = this.validators.commitOf(this.height);
    const misbehavior = random.oneIn(knobs.misbehavior) ? this.validators.misbehavior(this.blocks) : [];
    while (random.oneIn(knobs.discardedRound)) await this.propose({ lastCommit, misbehavior });
    const block = await this.propose({ lastCommit, misbehavior });
    const results: Uint8Array[] = [];
    for (const replica of this.replicas) results.push(await this.execute(replica, block));
    for (const result of results) assertSame(results[0]!, result, `FinalizeBlock ${block.height}`);
    this.blocks.push(block);
    const decoded = ResponseFinalizeBlock.decode(results[0]!);
    this.lastResults = resultsOf(decoded, block);
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

  /** One round: a proposal that every replica has to accept, since its proposer is honest. */
  private async propose(given: Pick<DecidedBlock, "lastCommit" | "misbehavior">): Promise<DecidedBlock> {
    const index = this.random.below(this.replicas.length);
    const height = this.height + 1n;
    const proposer = this.validators.proposer(height);
    const misbehavior = [...given.misbehavior];
    const common = { height, time: toTimestamp(this.timeNanos), proposerAddress: proposer, misbehavior };
    const { txs } = await this.replicas[index]!.app.prepareProposal({
      ...common,
      txs: [...this.mempool.values()],
      maxTxBytes: this.knobs.maxTxBytes,
      nextValidatorsHash: new Uint8Array(32),
      localLastCommit: this.validators.extended(given.lastCommit),
    });
    const hash = this.random.bytes(32);
    for (const { app } of this.replicas) {
      const verdict = await app.processProposal({
        ...common,
        txs,
        hash,
        nextValidatorsHash: new Uint8Array(32),
        proposedLastCommit: given.lastCommit,
      });
      assert(verdict.status === CODE_ACCEPT, `an honest proposal of height ${height} is accepted`);
    }
    return { height, timeNanos: this.timeNanos, proposer, txs, hash, ...given };
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
        block: { maxBytes: 22_020_096n, maxGas: -1n },
        evidence: { maxAgeNumBlocks: 100_000n, maxAgeDuration: { seconds: 172_800n, nanos: 0 }, maxBytes: 1_048_576n },
        validator: { pubKeyTypes: ["ed25519"] },
        version: { app: 0n },
        abci: { voteExtensionsEnableHeight: 0n },
      },
    });
    if (this.height === 0n) this.validators.start(answer.validators ?? []);
  }

  private async finalize(replica: Replica, block: DecidedBlock): Promise<Uint8Array> {
    return replica.app.finalizeBlock({
      txs: [...block.txs],
      decidedLastCommit: block.lastCommit,
      misbehavior: [...block.misbehavior],
      hash: block.hash,
      height: block.height,
      time: toTimestamp(block.timeNanos),
      nextValidatorsHash: new Uint8Array(32),
      proposerAddress: block.proposer,
    });
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

function resultsOf({ txResults }: ResponseFinalizeBlock, { txs }: DecidedBlock) {
  return txResults.map(({ code }, index) => ({
    code,
    typeUrls: decodeTransaction(txs[index]!).messages.map(({ typeUrl }) => typeUrl),
  }));
}

function assertSame(a: Uint8Array, b: Uint8Array, what: string): void {
  assert(bytesEqual(a, b), `all replicas answer ${what} alike`);
}
