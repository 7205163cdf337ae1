import { ConsensusParams } from "cosmjs-types/tendermint/types/params";
import { bytesEqual } from "../../abci/store/bytes.js";
import type { ModuleStore } from "../../abci/state/collections.js";
import type { MaybePromise } from "../../abci/store/types.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { andThen } from "../../abci/state/maybe.js";
import { protoValue, remembered } from "../../abci/state/values.js";
import { encodeMessage } from "../../proto/writer.js";
import { type CompleteParams, validateParams, validateVoteExtensions } from "./validation.js";

/** CometBFT's parameters of blocks, evidence, validator keys and vote extensions, as the chain decides them. */
export class ConsensusKeeper {
  /** All parameters, whole. CONSENSUS-1: CometBFT accepts them. */
  readonly stored;

  /** @param authority the address that may change them: gov's, until another is chosen in the wiring. */
  constructor(
    store: ModuleStore,
    readonly authority: Uint8Array,
  ) {
    this.stored = store.item("Consensus", "params", remembered(protoValue(ConsensusParams)));
  }

  /** The parameters in force; empty when genesis gave none. At once when they are in memory. */
  params(ctx: ReadContext): MaybePromise<ConsensusParams> {
    return andThen(this.stored.read(ctx), (stored) => stored ?? {});
  }

  /** The most gas of a block; −1 for no limit. At once when it is in memory. */
  maxBlockGas(ctx: ReadContext): MaybePromise<bigint> {
    return andThen(this.params(ctx), ({ block }) => block?.maxGas ?? -1n);
  }

  /** Sets the parameters of genesis, as CometBFT hands them over. @throws errors.invalidParams */
  async setParams(ctx: WriteContext, params: ConsensusParams): Promise<void> {
    validateParams(params);
    await this.stored.set(ctx, params);
  }

  /**
   * Changes the parameters as of the next block. `block`, `evidence` and `validator` replace the old ones whole;
   * without `abci` the old one stays.
   * @throws errors.invalidParams
   */
  async update(ctx: WriteContext, change: CompleteParams): Promise<void> {
    const before = await this.params(ctx);
    const abci = change.abci ?? before.abci;
    const after = { ...before, ...change, version: before.version ?? { app: 0n }, ...(abci && { abci }) };
    validateParams(after);
    validateVoteExtensions(before.abci, change.abci, ctx.block.height);
    await this.stored.set(ctx, after);
  }

  /**
   * What FinalizeBlock answers as consensus_param_updates: all parameters when they differ from `before` (as they were
   * at the start of the block), otherwise undefined. CometBFT takes each part that is present as a whole.
   */
  async updatesSince(ctx: ReadContext, before: ConsensusParams): Promise<ConsensusParams | undefined> {
    const now = await this.params(ctx);
    const isSame = bytesEqual(encodeMessage(ConsensusParams, now), encodeMessage(ConsensusParams, before));
    return isSame ? undefined : now;
  }
}
