import type { WriteContext } from "../../abci/state/context.js";
import { AppError, AssertionError, sdk } from "../../abci/state/errors.js";
import { GasMeter } from "../../abci/state/gas.js";
import type { MessageService } from "../../abci/state/module.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import type { Msg, MsgEthereumTx, MsgEthereumTxResponse } from "../../proto/generated/echoin/evm/v1/tx.js";
import { type Applied, apply, applyFailure, type Purchase, type Where } from "./apply.js";
import { bytesToNumber } from "./crypto.js";
import { whereOf } from "./environment.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import type { EvmKeeper } from "./keeper.js";
import { validateParams } from "./params.js";
import { decodeEthereumTransaction, type EthereumTransaction } from "./transaction.js";
import type { GasPayer } from "./types.js";
import type { Engines } from "./vm.js";

/**
 * So many bytes of what a transaction returned are in its result: enough for the reason of a revert. Memory is cheap to return, at
 * a tenth of a gas a byte, and results are kept by every node; all of it can be had by a call.
 */
export const MAX_RETURN_DATA = 1024;

/** What the handlers work with. */
export interface EvmParts {
  readonly keeper: EvmKeeper;
  readonly engines: Engines;
}

/** `echoin.evm.v1.Msg`. */
export const evmMessages = (parts: EvmParts): MessageService<Msg> => ({
  EthereumTx: (ctx, message) => ethereumTx(ctx, parts, message),

  async UpdateParams(ctx, { authority, params }) {
    const { keeper } = parts;
    if (!bytesEqual(ctx.addresses.parse(authority), keeper.authority)) {
      const expected = ctx.addresses.format(keeper.authority);
      throw sdk.unauthorized(`invalid authority; expected ${expected}, got ${authority}`);
    }
    if (params === undefined) throw errors.invalidParams("there are none");
    validateParams(params);
    await keeper.setParams(ctx, params);
    return {};
  },
});

/**
 * Runs what the ante handler admitted. @throws errors.misplaced when it admitted nothing, or something else: the message
 * runs at no other place than alone in a transaction of its own.
 */
async function ethereumTx(
  outer: WriteContext,
  parts: EvmParts,
  message: MsgEthereumTx,
): Promise<MsgEthereumTxResponse> {
  const { keeper } = parts;
  // The EVM counts gas by itself; what it used is what the transaction used.
  const ctx = outer.withGas(GasMeter.unlimited());
  const tx = decodeEthereumTransaction(message.raw);
  const waiting = keeper.admitted.read(ctx);
  const admitted = waiting instanceof Promise ? await waiting : waiting;
  if (admitted === undefined || !bytesEqual(admitted.subarray(0, 32), tx.hash)) {
    throw errors.misplaced("it cannot be run inside another message");
  }
  keeper.admitted.remove(ctx);

  const asked = whereOf(ctx, keeper);
  const { rules, environment } = asked instanceof Promise ? await asked : asked;
  // Whoever offers a price pays it themselves.
  const payer = tx.maxFeePerGas === 0n ? await payerOf(ctx, keeper, tx) : undefined;
  const bought = bytesToNumber(admitted.subarray(32));
  const applied = await applyOrFail(ctx, parts, tx, { rules, environment, bought, payer });
  outer.gas.consume(Number(applied.gasUsed), "evm");
  await record(ctx, keeper, tx, applied);
  return {
    hash: tx.hash,
    success: applied.vmError === undefined,
    gasUsed: applied.gasUsed,
    returnData: applied.returnData.slice(0, MAX_RETURN_DATA),
    vmError: applied.vmError ?? "",
    contractAddress: applied.contractAddress ?? new Uint8Array(0),
    logs: applied.logs.map(({ address, topics, data }) => ({ address, topics: [...topics], data })),
    payer: payer && { ...payer, gasPrice: payer.gasPrice.toString() },
  };
}

/** Who pays in the sender's place, as the ante handler found. */
async function payerOf(ctx: WriteContext, keeper: EvmKeeper, tx: EthereumTransaction): Promise<GasPayer | undefined> {
  const payer = await keeper.payers.get(ctx, tx.hash);
  return payer && { ...payer, gasPrice: BigInt(payer.gasPrice) };
}

/** A fault in the EVM itself costs the sender all gas and has a receipt, as any other failure. */
async function applyOrFail(
  ctx: WriteContext,
  parts: EvmParts,
  tx: EthereumTransaction,
  where: Where & Purchase,
): Promise<Applied> {
  try {
    return await apply(ctx, parts, tx, where);
  } catch (error) {
    if (error instanceof AssertionError || error instanceof AppError) throw error;
    return applyFailure(ctx, parts, tx, where);
  }
}

/** Notes the result for the block's header, and emits its event. */
async function record(ctx: WriteContext, keeper: EvmKeeper, tx: EthereumTransaction, applied: Applied): Promise<void> {
  const index = await keeper.resultCount.next(ctx);
  const before = keeper.gasUsed.read(ctx);
  const cumulativeGasUsed = ((before instanceof Promise ? await before : before) ?? 0n) + applied.gasUsed;
  keeper.gasUsed.write(ctx, cumulativeGasUsed);
  keeper.results.write(ctx, index, {
    hash: tx.hash,
    type: tx.type,
    success: applied.vmError === undefined,
    gasUsed: applied.gasUsed,
    cumulativeGasUsed,
    logs: applied.logs.map(({ address, topics, data }) => ({ address, topics: [...topics], data })),
    raw: tx.raw,
  });
  const { contractAddress: contract, gasPrice, vmError, payer } = applied;
  ctx.emit(events.transaction({ hash: tx.hash, to: tx.to, contract, gasPrice, vmError, payer }));
}
