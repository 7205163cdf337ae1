import type { EthereumBlock } from "../../../abci/app/ethereum-block.js";
import type { Logger } from "../../../abci/app/logger.js";
import { CatchUp, type FetchBlock } from "./catch-up.js";
import { type BlockRecord, IndexReader } from "./reader.js";
import { IndexWriter } from "./writer.js";

export interface EthereumIndexParts {
  readonly file: string;
  /** Blocks that are kept; 0 keeps all. */
  readonly keepBlocks: number;
  /** The state's height when the index is opened. */
  readonly committed: bigint;
  /** Where missing blocks come from. */
  readonly fetch: FetchBlock;
  readonly logger: Logger;
}

/** Blocks, transactions, receipts and logs in a SQLite file of their own, which can be deleted: it is made again. */
export class EthereumIndex {
  private top: BlockRecord | undefined;
  private readonly listeners: ((block: BlockRecord) => void)[] = [];
  private readonly catchUp: CatchUp;

  private constructor(
    private readonly writer: IndexWriter,
    readonly reader: IndexReader,
    { fetch, logger }: EthereumIndexParts,
  ) {
    const fill: IndexWriter["fill"] = async (gap, block) => {
      await writer.fill(gap, block);
      await this.look();
    };
    const missing = { gap: () => writer.gap(), forget: writer.forget.bind(writer), fill };
    this.catchUp = new CatchUp(missing, fetch, logger);
  }

  /** @throws StoreOpenError */
  static async open(parts: EthereumIndexParts): Promise<EthereumIndex> {
    const writer = await IndexWriter.open(parts.file, parts);
    const index = new EthereumIndex(writer, await IndexReader.open(parts.file), parts);
    await index.look();
    index.catchUp.wake();
    return index;
  }

  /** The latest block, which every method takes for `latest`; undefined before the first. */
  get head(): BlockRecord | undefined {
    return this.top;
  }

  /** Calls `listener` for each block that is appended, in their order. */
  onBlock(listener: (block: BlockRecord) => void): void {
    this.listeners.push(listener);
  }

  /** Adds a committed block, then tells the listeners. */
  async append(block: EthereumBlock): Promise<void> {
    await this.writer.append(block);
    await this.look();
    const { top } = this;
    if (top?.height === Number(block.height)) for (const listener of this.listeners) listener(top);
    this.catchUp.wake();
  }

  /** Drops the blocks above a height: the state has gone back to it. */
  async goBack(height: number): Promise<void> {
    await this.writer.goBack(height);
    await this.look(true);
  }

  async close(): Promise<void> {
    await this.catchUp.stop();
    await this.writer.close();
    await this.reader.close();
  }

  private async look(anew = false): Promise<void> {
    const { head } = this.writer;
    if (anew || this.top?.height !== head || head === 0)
      this.top = head === 0 ? undefined : await this.reader.block(head);
  }
}
