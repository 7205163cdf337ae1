import type { Echoin } from "../../abci/app/echoin.js";
import { OutOfTurnCheck } from "../../abci/app/out-of-turn.js";
import type { Logger } from "../../abci/app/logger.js";
import type { VersionSource } from "../../abci/app/query.js";
import { AddressCodec } from "../../abci/state/addresses.js";
import { QueryContext } from "../../abci/state/context.js";
import type { VersionReader } from "../../abci/store/types.js";
import type { Verdict } from "./entry.js";
import type { IntakeChain } from "./intake.js";

/** What the queue asks of the last committed state. */
export class QueueChain implements IntakeChain {
  private readonly check: OutOfTurnCheck;

  constructor(
    private readonly echoin: Echoin,
    private readonly versions: VersionSource,
    logger: Logger,
  ) {
    this.check = new OutOfTurnCheck(echoin, () => this.latest(), logger);
  }

  height(): Promise<bigint> {
    return this.versions.latestVersion();
  }

  async nextSequences(senders: readonly Uint8Array[]): Promise<bigint[]> {
    const reader = await this.latest();
    const { bech32Prefix, lastBlock } = await this.echoin.identityOf(reader);
    const ctx = new QueryContext(reader, lastBlock, new AddressCodec(bech32Prefix));
    const sequences: bigint[] = [];
    for (const sender of senders) {
      sequences.push((await this.echoin.keepers.accounts.getOrUndefined(ctx, sender))?.sequence ?? 0n);
    }
    return sequences;
  }

  async checkOutOfTurn(bytes: Uint8Array): Promise<Verdict> {
    const { codespace, code, log } = await this.check.run(bytes);
    return { codespace, code, log };
  }

  private async latest(): Promise<VersionReader> {
    return this.versions.at(await this.versions.latestVersion());
  }
}
