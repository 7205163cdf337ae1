import type { ModuleStore } from "../../abci/state/collections.js";
import type { BlockInfo, ReadContext, WriteContext } from "../../abci/state/context.js";
import { isValidDenom } from "../../abci/state/coins.js";
import { nanosToTimestamp, timestampToNanos } from "../../abci/state/time.js";
import { protoValue, remembered } from "../../abci/state/values.js";
import { assert } from "../../abci/state/errors.js";
import type { MaybePromise } from "../../abci/store/types.js";
import { Info, LastBlock } from "../../proto/generated/echoin/chain/v1/chain.js";
import { errors } from "./errors.js";
import { MAX_COIN_TYPE, MAX_PREFIX_LENGTH } from "./types.js";

const PREFIX = /^[a-z][a-z02-9]*$/;

/** What the chain calls itself, and which block wrote the state at hand. */
export class ChainKeeper {
  /** Chosen in genesis, never changed afterwards. */
  readonly identity;
  /** The header of the block that wrote this version; absent before the first block. */
  readonly header;

  constructor(store: ModuleStore) {
    this.identity = store.item(0x01, "identity", remembered(protoValue(Info)));
    this.header = store.item(0x02, "header", protoValue(LastBlock));
  }

  /** The address prefix, the base denomination and the coin type; at once when they are in memory. */
  info(ctx: ReadContext): MaybePromise<Info> {
    return this.identity.readSet(ctx);
  }

  /** Only for genesis. @throws errors.invalidPrefix, errors.invalidBaseDenom, errors.invalidCoinType */
  async setInfo(ctx: WriteContext, info: Info): Promise<void> {
    validateInfo(info);
    await this.identity.set(ctx, info);
  }

  /** The block that wrote this version, or undefined at genesis. */
  async lastBlock(ctx: ReadContext): Promise<BlockInfo | undefined> {
    const header = await this.header.get(ctx);
    if (header === undefined) return undefined;
    const { chainId, height, time, proposer } = header;
    assert(time !== undefined, "CHAIN-2: the last block has a time");
    return { chainId, height, timeNanos: timestampToNanos(time), proposer };
  }

  /** Remembers the block at hand, so that a node that starts on this version knows its height and time. */
  async recordBlock(ctx: WriteContext): Promise<void> {
    const { chainId, height, timeNanos, proposer } = ctx.block;
    await this.header.set(ctx, { chainId, height, time: nanosToTimestamp(timeNanos), proposer });
  }
}

/** @throws errors.invalidPrefix, errors.invalidBaseDenom, errors.invalidCoinType */
export function validateInfo({ bech32Prefix, baseDenom, coinType }: Info): void {
  if (!PREFIX.test(bech32Prefix) || bech32Prefix.length > MAX_PREFIX_LENGTH) {
    throw errors.invalidPrefix({ prefix: bech32Prefix, maxLength: MAX_PREFIX_LENGTH });
  }
  if (!isValidDenom(baseDenom)) throw errors.invalidBaseDenom(baseDenom);
  if (coinType > MAX_COIN_TYPE) throw errors.invalidCoinType({ coinType, max: MAX_COIN_TYPE });
}
