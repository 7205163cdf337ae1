import type { WriteContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import { GasMeter } from "../../abci/state/gas.js";
import { andThen } from "../../abci/state/maybe.js";
import type { MaybePromise } from "../../abci/store/types.js";
import { errors } from "./errors.js";
import { hexOf } from "./hex.js";
import type { EvmKeeper } from "./keeper.js";
import { EvmState } from "./state.js";
import type { EthereumTransaction } from "./transaction.js";
import {
  buyGas,
  checkStateless,
  effectivePrice,
  execute,
  type ExecutionOutcome,
  settle,
  type Settlement,
} from "./transition.js";
import type { GasPayer } from "./types.js";
import type { BlockEnvironment, Engines, Rules } from "./vm.js";

/** Under which rules, and in which block, a transaction runs. */
export interface Where {
  readonly rules: Rules;
  readonly environment: BlockEnvironment;
}

/** The gas of a transaction, bought before it runs. */
export interface Purchase {
  /** What its gas limit costs. */
  readonly bought: bigint;
  /** Who paid that, when it was not the sender. */
  readonly payer?: GasPayer | undefined;
}

/** Whether a transaction offers nothing where gas costs something: then somebody else has to pay. */
export function asksForSponsor(tx: EthereumTransaction, { baseFee }: BlockEnvironment): boolean {
  return tx.maxFeePerGas === 0n && tx.maxPriorityFeePerGas === 0n && baseFee > 0n;
}

/**
 * The first half of a transaction: checks it, uses up its nonce, and takes what its gas costs at most from its sender or
 * from who pays in its place; it then waits at the keeper's escrow address. Vouchers are redeemed here, so that the
 * sponsor's word is checked before the sponsor pays.
 * @throws AppError of codespace evm, in go-ethereum's words, or of codespace sponsor
 */
export async function admit(
  ctx: WriteContext,
  keeper: EvmKeeper,
  tx: EthereumTransaction,
  { rules, environment }: Where,
): Promise<Purchase> {
  const asks = asksForSponsor(tx, environment);
  checkStateless(priced(tx, environment, asks ? environment.baseFee : undefined), rules, environment);
  const free = ctx.withGas(GasMeter.unlimited());
  const info = keeper.chain.info(free);
  const { baseDenom: denom } = info instanceof Promise ? await info : info;
  const state = new EvmState(keeper);
  state.attach(free, denom);
  const own = await buyGas(state, tx, environment);
  if (keeper.sponsors.isVoucherAddress(tx.to)) await keeper.sponsors.redeem(free, tx);
  const payer = asks ? await charge(free, keeper, tx, environment) : undefined;
  const bought = payer === undefined ? own : tx.gasLimit * payer.gasPrice;
  if (payer !== undefined) await change(free, keeper, { address: keeper.sponsors.account, denom, by: -bought });
  const escrowed = change(free, keeper, { address: keeper.escrow, denom, by: bought });
  if (escrowed instanceof Promise) await escrowed;
  return { bought, payer };
}

/** Who pays for a transaction that offers nothing. @throws errors.feeCapTooLow when nobody has to do with it */
async function charge(
  ctx: WriteContext,
  { sponsors }: EvmKeeper,
  tx: EthereumTransaction,
  { baseFee }: BlockEnvironment,
): Promise<GasPayer> {
  const payer = await sponsors.charge(ctx, tx, baseFee);
  if (payer === undefined) throw errors.feeCapTooLow({ address: hexOf(tx.sender), feeCap: 0n, baseFee });
  return payer;
}

/** The transaction as if it had been sent at this price for each unit of gas; at its own when there is none. */
function priced(tx: EthereumTransaction, { baseFee }: BlockEnvironment, price: bigint | undefined) {
  return price === undefined ? tx : { ...tx, maxFeePerGas: price, maxPriorityFeePerGas: price - baseFee };
}

/** What a transaction did, and what it cost. */
export interface Applied extends ExecutionOutcome {
  /** What each unit of gas cost. */
  readonly gasPrice: bigint;
  readonly payer: GasPayer | undefined;
}

/**
 * The second half: runs the transaction, and divides what its gas cost. A call that fails is a result and no error; all it
 * did is taken back, what it paid is not. The purchase is what `admit` returned.
 */
export async function apply(
  ctx: WriteContext,
  { keeper, engines }: { keeper: EvmKeeper; engines: Engines },
  signed: EthereumTransaction,
  { rules, environment, bought, payer }: Where & Purchase,
): Promise<Applied> {
  const tx = priced(signed, environment, payer?.gasPrice);
  return engines.run(ctx, { rules, environment }, async (engine) => {
    const observed = engines.observe?.(engine, tx);
    const outcome = await execute(engine, tx, environment);
    const settlement = settle(tx, environment, { bought, gasUsed: outcome.gasUsed });
    const { context, netChange, denom } = engine.state;
    assert(netChange <= 0n, "EVM-7: contracts make no coins");
    await pay(context, keeper, {
      ...settlement,
      tx,
      bought,
      payer,
      gasUsed: outcome.gasUsed,
      denom,
      burnt: -netChange,
    });
    await observed?.();
    return { ...outcome, gasPrice: effectivePrice(tx, environment.baseFee), payer };
  });
}

/** What `apply` does when the EVM itself is at fault: nothing but taking all that the gas cost. */
export async function applyFailure(
  ctx: WriteContext,
  { keeper }: { keeper: EvmKeeper },
  signed: EthereumTransaction,
  { environment, bought, payer }: Where & Purchase,
): Promise<Applied> {
  const tx = priced(signed, environment, payer?.gasPrice);
  const { baseDenom: denom } = await keeper.chain.info(ctx);
  const gasUsed = tx.gasLimit;
  const settlement = settle(tx, environment, { bought, gasUsed });
  await pay(ctx, keeper, { ...settlement, tx, bought, payer, gasUsed, denom, burnt: 0n });
  return {
    gasUsed,
    peakGas: gasUsed,
    vmError: "internal error",
    returnData: new Uint8Array(0),
    logs: [],
    contractAddress: undefined,
    gasPrice: effectivePrice(tx, environment.baseFee),
    payer,
  };
}

interface Payment extends Settlement, Purchase {
  readonly tx: EthereumTransaction;
  readonly gasUsed: bigint;
  readonly denom: string;
  /** What self-destruction burnt. */
  readonly burnt: bigint;
}

/** Empties the escrow: to who paid, to who gets the tip, to who gets the base fee, and the rest from the supply. */
async function pay(ctx: WriteContext, keeper: EvmKeeper, payment: Payment): Promise<void> {
  const { denom, tx, bought, payer, gasUsed, refund, tip, baseFee, blobFee } = payment;
  let burnt = payment.burnt + blobFee;
  // Every transaction comes here, and nearly all of this is in memory: what is no promise is not awaited.
  const give = (address: Uint8Array, by: bigint): MaybePromise<void> => change(ctx, keeper, { address, denom, by });
  let pending = give(keeper.escrow, -bought);
  if (pending instanceof Promise) await pending;
  pending = give(payer === undefined ? tx.sender : keeper.sponsors.account, refund);
  if (pending instanceof Promise) await pending;
  if (payer !== undefined) {
    await keeper.sponsors.settle(ctx, payer, { sender: tx.sender, gas: tx.gasLimit - gasUsed, fee: refund });
  }
  if (tip > 0n) {
    pending = andThen(keeper.fees.tipRecipient(ctx), (recipient) => give(recipient, tip));
    if (pending instanceof Promise) await pending;
  }
  const found = keeper.fees.baseFeeRecipient(ctx);
  const recipient = found instanceof Promise ? await found : found;
  if (recipient === undefined) burnt += baseFee;
  else {
    pending = give(recipient, baseFee);
    if (pending instanceof Promise) await pending;
  }
  pending = keeper.fees.record(ctx, { baseFee, tip });
  if (pending instanceof Promise) await pending;
  if (burnt > 0n) await keeper.bank.retire(ctx, { denom, amount: burnt });
}

/** Changes what an account holds; an address that is given coins and has no account gets one. */
function change(
  ctx: WriteContext,
  { bank, accounts }: EvmKeeper,
  { address, denom, by }: { address: Uint8Array; denom: string; by: bigint },
): MaybePromise<void> {
  if (by === 0n) return;
  return andThen(bank.peekBalance(ctx, address, denom), (before = 0n) => {
    bank.setBalance(ctx, address, { denom, before, after: before + by });
    if (before > 0n) return;
    return andThen(accounts.peek(ctx, address), (account) =>
      account === undefined ? accounts.setSequence(ctx, address, 0n) : undefined,
    );
  });
}
