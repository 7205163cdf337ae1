import type { WriteContext } from "../../abci/state/context.js";
import { minimal, wordBytes } from "./crypto.js";
import { environmentOf, parentHash } from "./environment.js";
import { events } from "./events.js";
import { asWord, encodeHeader, headerHash } from "./header.js";
import type { EvmKeeper } from "./keeper.js";
import { bloomOf, encodeReceipt, listRoot } from "./receipts.js";
import { HISTORY_ADDRESS, HISTORY_WINDOW, ROOTS_ADDRESS, ROOTS_WINDOW } from "./system-contracts.js";

/** Notes whose the block is, and does what the system calls of EIP-2935 and EIP-4788 do: the parent's hash by height, the state's root by time. */
export async function beginBlock(ctx: WriteContext, keeper: EvmKeeper): Promise<void> {
  await keeper.noteBeneficiary(ctx);
  const { height, timeNanos, parentAppHash } = ctx.block;
  const write = (address: Uint8Array, slot: bigint, value: Uint8Array): void =>
    writeWord(ctx, keeper, [address, wordBytes(slot)], value);
  if (height > 0n) beginCalls(ctx, keeper, { number: height, parentHash: await parentHash(ctx, keeper) });
  const seconds = timeNanos / 1_000_000_000n;
  write(ROOTS_ADDRESS, seconds % ROOTS_WINDOW, wordBytes(seconds));
  write(ROOTS_ADDRESS, (seconds % ROOTS_WINDOW) + ROOTS_WINDOW, asWord(parentAppHash));
}

/** What code in a block sees of its parent: for blocks that are simulated, too. */
export function beginCalls(
  ctx: WriteContext,
  keeper: EvmKeeper,
  block: { readonly number: bigint; readonly parentHash: Uint8Array },
): void {
  writeWord(ctx, keeper, [HISTORY_ADDRESS, wordBytes((block.number - 1n) % HISTORY_WINDOW)], block.parentHash);
}

function writeWord(
  ctx: WriteContext,
  { storage }: EvmKeeper,
  key: [address: Uint8Array, slot: Uint8Array],
  value: Uint8Array,
): void {
  const digits = minimal(BigInt(`0x0${Buffer.from(value).toString("hex")}`));
  if (digits.length > 0) storage.write(ctx, key, digits);
  else storage.remove(ctx, key);
}

/** Makes the block's Ethereum header from what its transactions did, keeps it, and tells it to indexers. */
export async function endBlock(ctx: WriteContext, keeper: EvmKeeper): Promise<void> {
  const transactions: Uint8Array[] = [];
  const receipts: Uint8Array[] = [];
  const logs = [];
  for await (const [, result] of keeper.results.range(ctx)) {
    transactions.push(result.raw);
    receipts.push(encodeReceipt(result));
    logs.push(...result.logs);
  }
  const gasUsed = (await keeper.gasUsed.get(ctx)) ?? 0n;
  const environment = await environmentOf(ctx, keeper);
  const root = asWord(ctx.block.parentAppHash);
  const header = {
    parentHash: await parentHash(ctx, keeper),
    beneficiary: environment.coinbase,
    stateRoot: root,
    transactionsRoot: listRoot(transactions),
    receiptsRoot: listRoot(receipts),
    logsBloom: bloomOf(logs),
    number: environment.number,
    gasLimit: environment.gasLimit,
    gasUsed,
    timestamp: environment.timestamp,
    prevRandao: environment.prevRandao,
    baseFeePerGas: environment.baseFee,
    parentBeaconBlockRoot: root,
    totalGasUsed: (await keeper.fees.blockGas(ctx)).used,
  };
  const rlp = encodeHeader(header);
  const hash = headerHash(header);
  await keeper.lastHeader.set(ctx, { rlp, hash });
  ctx.emit(events.block({ hash, rlp }));
}
