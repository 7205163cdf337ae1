import { Header } from "cosmjs-types/tendermint/types/types";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { nanosToTimestamp } from "../../abci/state/time.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import type { Validator as ValidatorRecord } from "../../proto/generated/cosmos/staking/v1beta1/staking.js";
import type { StakingState } from "./state.js";
import { HISTORY_REMOVED_PER_BLOCK } from "./types.js";

/** Writes this block's record and removes those that are too old, a few at a time when the parameter was lowered. */
export async function trackHistory(ctx: WriteContext, staking: StakingState): Promise<void> {
  const { historicalEntries } = await staking.params(ctx);
  const { height } = ctx.block;
  const kept = BigInt(historicalEntries);
  const old: bigint[] = [];
  for await (const [each] of staking.history.range(ctx)) {
    if (each > height - kept || old.length === HISTORY_REMOVED_PER_BLOCK) break;
    old.push(each);
  }
  for (const each of old) await staking.history.delete(ctx, each);
  if (kept === 0n) return;
  await staking.history.set(ctx, height, { header: headerOf(ctx), valset: await activeRecords(ctx, staking) });
}

/** As much of the header as an application is told before the block is committed. */
function headerOf({ block }: ReadContext): Header {
  return Header.fromPartial({
    chainId: block.chainId,
    height: block.height,
    time: nanosToTimestamp(block.timeNanos),
    appHash: block.parentAppHash ?? new Uint8Array(0),
    nextValidatorsHash: block.nextValidatorsHash ?? new Uint8Array(0),
    proposerAddress: block.proposer,
  });
}

/** The active validators in CometBFT's order: by power, and by consensus address among equals. */
async function activeRecords(ctx: ReadContext, staking: StakingState): Promise<ValidatorRecord[]> {
  const ranked: { power: bigint; address: string; record: ValidatorRecord }[] = [];
  for await (const [operator, power] of staking.lastPowers.range(ctx)) {
    const record = await staking.records.get(ctx, operator);
    if (record !== undefined) ranked.push({ power, address: keyFromBytes(operator), record });
  }
  ranked.sort((a, b) => (a.power === b.power ? (a.address < b.address ? -1 : 1) : a.power > b.power ? -1 : 1));
  return ranked.map(({ record }) => record);
}
