import type { EthereumBlock } from "../../../abci/app/ethereum-block.js";
import type { Logger } from "../../../abci/app/logger.js";
import type { IndexWriter } from "./writer.js";

/** The block of a height, for a gap; undefined when nobody has it any more. @throws Error when it cannot be asked for now */
export type FetchBlock = (height: number) => Promise<EthereumBlock | undefined>;

const RETRY_MS = 1_000;

/** Fetches blocks that the index missed, the newest first, until there is no gap; then waits to be woken. */
export class CatchUp {
  private running: Promise<void> | undefined;
  private stopped = false;
  private wakeUp: (() => void) | undefined;

  constructor(
    private readonly missing: Pick<IndexWriter, "gap" | "fill" | "forget">,
    private readonly fetch: FetchBlock,
    private readonly logger: Logger,
  ) {}

  /** Looks for gaps, unless it does so already. */
  wake(): void {
    if (this.stopped || this.running !== undefined) return;
    this.running = this.run()
      .catch((error: unknown) => {
        this.logger.error("the Ethereum index cannot be completed", { error: String(error) });
      })
      .finally(() => (this.running = undefined));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wakeUp?.();
    await this.running;
  }

  private async run(): Promise<void> {
    let filled = 0;
    for (;;) {
      const gap = await this.missing.gap();
      if (gap === undefined || this.stopped) break;
      let block: EthereumBlock | undefined;
      try {
        block = await this.fetch(gap.last);
      } catch (error) {
        this.logger.debug("waiting for blocks of the Ethereum index", { height: gap.last, error: String(error) });
        await this.pause();
        continue;
      }
      if (block === undefined) {
        this.logger.warn("blocks of before are gone: the Ethereum index does without them", { ...gap });
        await this.missing.forget(gap);
      } else {
        await this.missing.fill(gap, block);
        filled++;
      }
    }
    if (filled > 0) this.logger.info("the Ethereum index is complete", { filled });
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, RETRY_MS);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
