import type { WriteContext } from "../../abci/state/context.js";
import { ONE, roundUp } from "../../abci/state/decimals.js";
import { GasMeter } from "../../abci/state/gas.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import type { MsgEthereumTx } from "../../proto/generated/echoin/evm/v1/tx.js";
import { admit, asksForSponsor } from "./apply.js";
import { whereOf } from "./environment.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import type { EvmKeeper } from "./keeper.js";
import { minimal } from "./crypto.js";
import { decodeEthereumTransaction } from "./transaction.js";
import { type Wrapping, wrappingOf } from "./wrapper.js";

/** A transaction with the Ethereum option, as the ante handler has it. */
export interface EthereumCandidate extends Wrapping {
  readonly message: MsgEthereumTx;
  readonly signatures: readonly Uint8Array[];
  /** What was found good before, which is a matter of the bytes alone. */
  readonly verdicts: { isGood(memo: string): boolean; add(memo: string): void };
}

/**
 * All that comes before an Ethereum transaction's message: what is around it says what it says, the rules of
 * go-ethereum's pool, the price of its gas, and its nonce.
 * @param floor the least price of a unit of gas that this node takes into its mempool, times 10^18
 * @throws AppError of codespace evm
 */
export async function admitEthereumTx(
  outer: WriteContext,
  keeper: EvmKeeper,
  candidate: EthereumCandidate,
  floor: (denom: string) => bigint,
): Promise<void> {
  const ctx = outer.withGas(GasMeter.unlimited());
  const { raw } = candidate.message;
  if (raw[0] === BLOB_TYPE) throw errors.typeNotSupported("this chain has no blob transactions (type 3)");
  const tx = decodeEthereumTransaction(raw);
  const info = keeper.chain.info(ctx);
  const { baseDenom: denom } = info instanceof Promise ? await info : info;
  requireWrapping(ctx, candidate, denom);

  const isCheck = ctx.mode === "check" || ctx.mode === "recheck";
  if (isCheck && raw.length > MAX_POOLED_BYTES) {
    throw errors.oversized({ size: raw.length, limit: MAX_POOLED_BYTES });
  }
  const requireFloor = (price: bigint): void => {
    if (!isCheck || price * ONE >= floor(denom)) return;
    throw errors.underpriced({ have: price, want: roundUp(floor(denom)) });
  };
  const asked = whereOf(ctx, keeper);
  const where = asked instanceof Promise ? await asked : asked;
  const asks = asksForSponsor(tx, where.environment);
  if (!asks) requireFloor(tx.maxFeePerGas);
  const { bought, payer } = await admit(ctx, keeper, tx, where);
  if (payer !== undefined) {
    requireFloor(payer.gasPrice);
    await keeper.payers.set(ctx, tx.hash, { ...payer, gasPrice: payer.gasPrice.toString() });
  }
  keeper.admitted.write(ctx, Buffer.concat([tx.hash, minimal(bought)]));
  const payerText = payer === undefined ? candidate.message.from : ctx.addresses.format(payer.sponsor);
  ctx.emit(events.admitted({ fee: bought === 0n ? "" : `${bought}${denom}`, payer: payerText }));
}

/** EIP-4844's type. */
const BLOB_TYPE = 3;

/** The most bytes of a transaction that go-ethereum's pool takes; blocks may hold larger ones. */
const MAX_POOLED_BYTES = 128 * 1024;

function requireWrapping(
  ctx: WriteContext,
  { message, bodyBytes, authInfoBytes, signatures, verdicts }: EthereumCandidate,
  denom: string,
): void {
  if (verdicts.isGood("ethereum")) return;
  const tx = decodeEthereumTransaction(message.raw);
  const sender = ctx.addresses.format(tx.sender);
  if (message.from !== sender) throw errors.wrapper(`it is signed by ${sender}, not by ${message.from.slice(0, 100)}`);
  if (signatures.length > 0) throw errors.wrapper("it has no signatures but the one inside");
  const expected = wrappingOf(tx, { addresses: ctx.addresses, denom });
  if (!bytesEqual(bodyBytes, expected.bodyBytes)) {
    throw errors.wrapper("its body has the message and the option, and nothing else");
  }
  if (!bytesEqual(authInfoBytes, expected.authInfoBytes)) {
    const fee = tx.gasLimit * tx.maxFeePerGas;
    throw errors.wrapper(`its fee is ${fee}${denom} for ${tx.gasLimit} gas, without payer, granter and signer infos`);
  }
  verdicts.add("ethereum");
}
