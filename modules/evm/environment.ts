import type { ReadContext } from "../../abci/state/context.js";
import { andThen } from "../../abci/state/maybe.js";
import type { MaybePromise } from "../../abci/store/types.js";
import { uint64ToKey } from "../../abci/store/bytes.js";
import { bytesEqual, keyToBytes } from "../../abci/store/bytes.js";
import type { Where } from "./apply.js";
import { keccak256, wordBytes } from "./crypto.js";
import { asWord, type EthereumHeader } from "./header.js";
import type { EvmKeeper } from "./keeper.js";
import { HISTORY_ADDRESS, HISTORY_WINDOW } from "./system-contracts.js";
import type { BlockEnvironment, Rules } from "./vm.js";

const NANOS = 1_000_000_000n;

/** Blob gas costs the least that Ethereum knows: there are no blobs here, but code may ask. */
const BLOB_BASE_FEE = 1n;

/** What stands for a limit where blocks have none; JavaScript reads it exactly. */
const NO_LIMIT = BigInt(Number.MAX_SAFE_INTEGER);

/** Rules by the parameters; at once, as all here, when they are in memory. */
export function rulesOf(ctx: ReadContext, keeper: EvmKeeper): MaybePromise<Rules> {
  return andThen(keeper.params(ctx), ({ chainId, fork }) => ({
    chainId,
    fork: fork as Rules["fork"],
    unlimitedCode: keeper.unlimitedCode,
  }));
}

/** What the block at hand says to the code that runs in it. One read after the other: none is left behind when one fails. */
export function environmentOf(ctx: ReadContext, keeper: EvmKeeper): MaybePromise<BlockEnvironment> {
  const { height, timeNanos } = ctx.block;
  return andThen(keeper.maxBlockGas(ctx), (maxGas) =>
    andThen(keeper.coinbase(ctx), (coinbase) =>
      andThen(parentHash(ctx, keeper), (parent) =>
        andThen(keeper.fees.baseFee(ctx), (baseFee) => ({
          number: height,
          timestamp: timeNanos / NANOS,
          coinbase,
          prevRandao: prevRandao(parent, timeNanos),
          gasLimit: maxGas < 0n ? NO_LIMIT : maxGas,
          baseFee,
          blobBaseFee: BLOB_BASE_FEE,
          blockHash: (number: bigint) => blockHash(ctx, keeper, number),
        })),
      ),
    ),
  );
}

/** Both of them. */
export const whereOf = (ctx: ReadContext, keeper: EvmKeeper): MaybePromise<Where> =>
  andThen(rulesOf(ctx, keeper), (rules) =>
    andThen(environmentOf(ctx, keeper), (environment) => ({ rules, environment })),
  );

/** What a block that is done said to its code: for calls over its state. */
export function environmentOfHeader(ctx: ReadContext, keeper: EvmKeeper, header: EthereumHeader): BlockEnvironment {
  return {
    number: header.number,
    timestamp: header.timestamp,
    coinbase: header.beneficiary,
    prevRandao: header.prevRandao,
    gasLimit: header.gasLimit,
    baseFee: header.baseFeePerGas,
    blobBaseFee: BLOB_BASE_FEE,
    blockHash: (number) => blockHash(ctx, keeper, number),
  };
}

/** The hash of the last block's Ethereum header; zeros before the first. */
export function parentHash(ctx: ReadContext, keeper: EvmKeeper): MaybePromise<Uint8Array> {
  return andThen(keeper.lastHeader.read(ctx), (header) => asWord(header?.hash));
}

/**
 * PREVRANDAO: it follows from the parent and the time, so everyone has the same, and a proposer who chooses the time can
 * choose it. It is no randomness to bet on.
 */
export function prevRandao(parent: Uint8Array, timeNanos: bigint): Uint8Array {
  if (timeNanos !== last.timeNanos || !bytesEqual(parent, last.parent)) {
    const value = keccak256(Buffer.concat([parent, keyToBytes(uint64ToKey(timeNanos))]));
    last = { parent, timeNanos, value };
  }
  return last.value;
}

/** What it was last time: all transactions of a block ask for the same. */
let last: { readonly parent: Uint8Array; readonly timeNanos: bigint; readonly value: Uint8Array } = {
  parent: new Uint8Array(0),
  timeNanos: -1n,
  value: new Uint8Array(0),
};

/** The hash of one of the last 8191 blocks, from the storage of EIP-2935's contract; zeros when there is none. */
async function blockHash(ctx: ReadContext, { storage }: EvmKeeper, number: bigint): Promise<Uint8Array> {
  const found = await storage.get(ctx, [HISTORY_ADDRESS, wordBytes(number % HISTORY_WINDOW)]);
  const word = new Uint8Array(32);
  if (found !== undefined) word.set(found, 32 - found.length);
  return word;
}
