import type { Logger } from "../../abci/app/logger.js";
import type { VersionSource } from "../../abci/app/query.js";
import { BlockReplayer, type ReplayedTransaction } from "../../abci/app/replay.js";
import { type CometClient, CometError } from "../comet/client.js";
import { decidedBlock } from "../comet/decided-block.js";
import { Gate } from "../gate.js";
import { failed } from "./errors.js";

/** Replays at once, and those that wait: each has a block's changes and a trace in memory. */
const MAX_RUNNING = 4;
const MAX_WAITING = 64;

export interface ReplaysParts {
  readonly comet: Pick<CometClient, "call">;
  readonly versions: VersionSource;
  readonly logger: Logger;
}

/** Runs committed blocks again, for traces. */
export class Replays {
  private readonly gate = new Gate(MAX_RUNNING, MAX_WAITING);
  private readonly idle: BlockReplayer[] = [];

  constructor(private readonly parts: ReplaysParts) {}

  /**
   * Replays a block for `work`, which takes its Ethereum transactions one by one and may stop at any.
   * @throws JsonRpcError when the block or the state that it starts from is not there any more
   */
  async of<T>(
    height: number,
    work: (transactions: AsyncIterable<ReplayedTransaction>, replayer: BlockReplayer) => Promise<T>,
  ): Promise<T> {
    await this.gate.enter();
    const replayer = this.idle.pop() ?? new BlockReplayer(this.parts.logger);
    try {
      const decided = await this.decided(height);
      const parent = await this.parts.versions.at(BigInt(height - 1));
      return await work(replayer.transactions(parent, decided), replayer);
    } finally {
      this.idle.push(replayer);
      this.gate.leave();
    }
  }

  private async decided(height: number) {
    const { comet, versions } = this.parts;
    if (height <= 1) throw failed("genesis is not traceable: the first block starts from it, and no version holds it");
    if (BigInt(height - 1) < (await versions.earliestVersion())) {
      throw failed(`historical state of block ${height - 1} is not available`);
    }
    try {
      const decided = await decidedBlock(comet, height);
      if (decided !== undefined) return decided;
    } catch (error) {
      if (!(error instanceof CometError)) throw error;
    }
    throw failed(`block ${height} cannot be replayed: CometBFT does not keep it any more`);
  }
}
