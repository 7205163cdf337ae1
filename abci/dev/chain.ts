import { createHash } from "node:crypto";
import * as abci from "cosmjs-types/tendermint/abci/types";
import { BlockIDFlag } from "cosmjs-types/tendermint/types/validator";
import { decodeMessage } from "../../proto/reader.js";
import type { EchoinApplication } from "../app/application.js";
import { Mutex } from "../app/mutex.js";
import { keyFromBytes } from "../store/bytes.js";

/** The application over its store, as it was opened. */
export interface OpenChain {
  readonly application: EchoinApplication;
  readonly height: bigint;
  /** Of the last block; 0 before the first. */
  readonly timeNanos: bigint;
  readonly appHash: Uint8Array;
  close(): Promise<void>;
}

/** Who proposes and signs every block. */
export interface OnlyValidator {
  /** Of its consensus key. */
  readonly address: Uint8Array;
  readonly power: bigint;
}

export interface DevChainParts {
  readonly genesis: abci.RequestInitChain;
  readonly validator: OnlyValidator;
  /** Bytes of transactions that a block holds. */
  readonly maxBlockBytes: bigint;
  open(): Promise<OpenChain>;
  /** Removes all heights after this one from the store, which is closed meanwhile. */
  rollback(height: bigint): Promise<void>;
  /** Hears of the height that a rollback has gone back to. */
  onRollback(height: bigint): void;
}

/** A block that this process made. */
export interface DevBlock {
  readonly height: bigint;
  readonly timeNanos: bigint;
  /** Of the state before it. */
  readonly appHash: Uint8Array;
  readonly hash: Uint8Array;
  readonly txs: readonly Uint8Array[];
  readonly results: abci.ResponseFinalizeBlock;
}

interface Snapshot {
  readonly id: number;
  readonly height: bigint;
  readonly mempool: readonly Uint8Array[];
  readonly offset: bigint;
}

const SECOND = 1_000_000_000n;
const NOTHING = new Uint8Array(32);

/** Blocks that are remembered with their results. */
const MAX_BLOCKS = 10_000;

/** A request that the chain cannot follow, in words for who asked. */
export class DevError extends Error {}

/**
 * Stands for CometBFT over the same ABCI application, in one process and without a network: it makes a block when it is
 * told to, at the time that it is told, and goes back to earlier ones, which CometBFT cannot. For test suites of contracts.
 */
export class DevChain {
  /** Whether each transaction gets a block at once. */
  automine = true;
  private readonly turns = new Mutex();
  private readonly known = new Map<bigint, DevBlock>();
  private mempool: Uint8Array[] = [];
  private snapshots: Snapshot[] = [];
  private nextSnapshot = 1;
  /** By how many seconds the chain's clock is ahead of the machine's. */
  private offset = 0n;
  private nextTime: bigint | undefined;
  private interval: NodeJS.Timeout | undefined;

  private constructor(
    private readonly parts: DevChainParts,
    private opened: OpenChain,
    private head: { height: bigint; seconds: bigint; appHash: Uint8Array },
  ) {}

  /** Opens the chain where it was, or at its first block. */
  static async start(parts: DevChainParts): Promise<DevChain> {
    const opened = await parts.open();
    const head = { height: opened.height, seconds: opened.timeNanos / SECOND, appHash: opened.appHash };
    const chain = new DevChain(parts, opened, head);
    if (opened.height > 0n) return chain;
    const { appHash } = await opened.application.initChain(parts.genesis);
    chain.head = { ...head, appHash: appHash ?? NOTHING };
    await chain.mine();
    return chain;
  }

  get height(): bigint {
    return this.head.height;
  }

  /** Unix seconds of the last block. */
  get seconds(): bigint {
    return this.head.seconds;
  }

  get application(): EchoinApplication {
    return this.opened.application;
  }

  block(height: bigint): DevBlock | undefined {
    return this.known.get(height);
  }

  /** Offers a transaction to the mempool, and makes a block with it when blocks are made at once. */
  async broadcast(tx: Uint8Array): Promise<abci.ResponseCheckTx> {
    return this.turns.run(async () => {
      const checked = await this.check(tx, abci.CheckTxType.NEW);
      if (checked.code !== 0) return checked;
      this.mempool.push(Uint8Array.from(tx));
      if (this.automine) await this.makeBlock();
      return checked;
    });
  }

  /** Makes a block of what the mempool holds. @param seconds its time, if it is to be another than the clock's */
  async mine(seconds?: bigint): Promise<void> {
    await this.turns.run(async () => {
      if (seconds !== undefined) this.setNextTime(seconds);
      await this.makeBlock();
    });
  }

  /** Sets the time of the next block. @throws DevError when it is not after the last one's */
  setNextTime(seconds: bigint): void {
    if (seconds <= this.head.seconds) {
      throw new DevError(
        `Timestamp ${seconds} is lower than or equal to previous block's timestamp ${this.head.seconds}`,
      );
    }
    this.nextTime = seconds;
  }

  /** Sets the clock forward. @returns by how much it is ahead */
  increaseTime(seconds: bigint): bigint {
    return (this.offset += seconds);
  }

  /** Makes a block every so many milliseconds; 0 ends that. */
  setInterval(milliseconds: number): void {
    clearInterval(this.interval);
    this.interval = milliseconds > 0 ? setInterval(() => void this.mine(), milliseconds) : undefined;
  }

  /** Remembers the chain as it is. @returns what to call it */
  async snapshot(): Promise<number> {
    return this.turns.run(async () => {
      const id = this.nextSnapshot++;
      this.snapshots.push({ id, height: this.height, mempool: [...this.mempool], offset: this.offset });
      return id;
    });
  }

  /** Goes back to a snapshot, which is then gone, as are those after it. @returns whether there was one */
  async revert(id: number): Promise<boolean> {
    return this.turns.run(async () => {
      const found = this.snapshots.find((snapshot) => snapshot.id === id);
      if (found === undefined) return false;
      this.snapshots = this.snapshots.filter((snapshot) => snapshot.id < id);
      await this.goBack(found);
      return true;
    });
  }

  /** Goes back to the first block. */
  async reset(): Promise<void> {
    await this.turns.run(async () => {
      this.snapshots = [];
      this.automine = true;
      this.setInterval(0);
      await this.goBack({ height: this.parts.genesis.initialHeight, mempool: [], offset: 0n });
    });
  }

  async close(): Promise<void> {
    this.setInterval(0);
    await this.turns.run(() => this.opened.close());
  }

  private async goBack({ height, mempool, offset }: Omit<Snapshot, "id">): Promise<void> {
    await this.opened.close();
    if (height < this.height) await this.parts.rollback(height);
    this.opened = await this.parts.open();
    for (const above of this.known.keys()) if (above > height) this.known.delete(above);
    const { timeNanos, appHash } = this.opened;
    this.head = { height, seconds: timeNanos / SECOND, appHash };
    this.offset = offset;
    this.nextTime = undefined;
    this.parts.onRollback(height);
    this.mempool = [];
    for (const tx of mempool) {
      if ((await this.check(tx, abci.CheckTxType.NEW)).code === 0) this.mempool.push(tx);
    }
  }

  private async check(tx: Uint8Array, type: abci.CheckTxType): Promise<abci.ResponseCheckTx> {
    return decodeMessage(abci.ResponseCheckTx, await this.application.checkTx({ tx, type }));
  }

  /** The steps of one height as CometBFT takes them. */
  private async makeBlock(): Promise<void> {
    const { application, parts, head } = this;
    const height = head.height === 0n ? parts.genesis.initialHeight : head.height + 1n;
    const { seconds, ahead } = this.timeOfNext();
    const time = { seconds, nanos: 0 };
    const hash = createHash("sha256").update(`${height}/${seconds}/`).update(head.appHash).digest();
    const common = {
      height,
      time,
      misbehavior: [],
      nextValidatorsHash: NOTHING,
      proposerAddress: parts.validator.address,
    };
    const isFirst = head.height === 0n;
    const { txs } = await application.prepareProposal({
      ...common,
      txs: this.mempool,
      maxTxBytes: parts.maxBlockBytes,
      localLastCommit: { round: 0, votes: [] },
    });
    const lastCommit = { round: 0, votes: isFirst ? [] : [this.vote()] };
    const { status } = await application.processProposal({ ...common, txs, hash, proposedLastCommit: lastCommit });
    if (status !== abci.ResponseProcessProposal_ProposalStatus.ACCEPT) throw new Error("our own proposal is refused");
    const answer = await application.finalizeBlock({ ...common, txs, hash, decidedLastCommit: lastCommit });
    const results = decodeMessage(abci.ResponseFinalizeBlock, Buffer.concat(answer));
    await application.commit();

    this.remember({ height, timeNanos: seconds * SECOND, appHash: head.appHash, hash, txs, results });
    this.head = { height, seconds, appHash: Uint8Array.from(results.appHash) };
    this.offset += ahead;
    this.nextTime = undefined;
    await this.recheck(txs);
  }

  /** A block's time, and how far it is ahead of the clock, which is set to it then. */
  private timeOfNext(): { seconds: bigint; ahead: bigint } {
    const clock = BigInt(Math.floor(Date.now() / 1000)) + this.offset;
    const least = this.head.seconds + 1n;
    const seconds = this.nextTime ?? (clock > least ? clock : least);
    return { seconds, ahead: seconds - clock };
  }

  private vote(): abci.VoteInfo {
    const { address, power } = this.parts.validator;
    return { validator: { address, power }, blockIdFlag: BlockIDFlag.BLOCK_ID_FLAG_COMMIT };
  }

  private remember(block: DevBlock): void {
    this.known.set(block.height, block);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MAX_BLOCKS) break;
      this.known.delete(oldest);
    }
  }

  private async recheck(mined: readonly Uint8Array[]): Promise<void> {
    const gone = new Set(mined.map(keyFromBytes));
    const left = this.mempool.filter((tx) => !gone.has(keyFromBytes(tx)));
    this.mempool = [];
    for (const tx of left) {
      if ((await this.check(tx, abci.CheckTxType.RECHECK)).code === 0) this.mempool.push(tx);
    }
  }
}
