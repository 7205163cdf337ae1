import type { WriteContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import { GasMeter } from "../../abci/state/gas.js";
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
import type { BlockEnvironment, Engines, Rules } from "./vm.js";

/** Under which rules, and in which block, a transaction runs. */
export interface Where {
  readonly rules: Rules;
  readonly environment: BlockEnvironment;
}

/**
 * The first half of a transaction: checks it, uses up its nonce, and takes what its gas costs at most, which then waits
 * at the keeper's escrow address. Returns how much that is.
 * @throws AppError of codespace evm, in go-ethereum's words
 */
export async function admit(
  ctx: WriteContext,
  keeper: EvmKeeper,
  tx: EthereumTransaction,
  { rules, environment }: Where,
): Promise<bigint> {
  checkStateless(tx, rules, environment);
  const free = ctx.withGas(GasMeter.unlimited());
  const { baseDenom } = await keeper.chain.info(free);
  const state = new EvmState(keeper);
  state.attach(free, baseDenom);
  const bought = await buyGas(state, tx, environment);
  await change(free, keeper, { address: keeper.escrow, denom: baseDenom, by: bought });
  return bought;
}

/** What a transaction did, and what it cost. */
export interface Applied extends ExecutionOutcome {
  /** What each unit of gas cost. */
  readonly gasPrice: bigint;
}

/**
 * The second half: runs the transaction, and divides what its gas cost. A call that fails is a result and no error; all it
 * did is taken back, what it paid is not.
 * @param bought as `admit` returned
 */
export async function apply(
  ctx: WriteContext,
  { keeper, engines }: { keeper: EvmKeeper; engines: Engines },
  tx: EthereumTransaction,
  { rules, environment, bought }: Where & { bought: bigint },
): Promise<Applied> {
  return engines.run(ctx, { rules, environment }, async (engine) => {
    const observed = engines.observe?.(engine, tx);
    const outcome = await execute(engine, tx, environment);
    const settlement = settle(tx, environment, { bought, gasUsed: outcome.gasUsed });
    const { context, netChange, denom } = engine.state;
    assert(netChange <= 0n, "EVM-7: contracts make no coins");
    await pay(context, keeper, { ...settlement, tx, bought, denom, burnt: -netChange });
    await observed?.();
    return { ...outcome, gasPrice: effectivePrice(tx, environment.baseFee) };
  });
}

/** What `apply` does when the EVM itself is at fault: nothing but taking all that the gas cost. */
export async function applyFailure(
  ctx: WriteContext,
  { keeper }: { keeper: EvmKeeper },
  tx: EthereumTransaction,
  { environment, bought }: Where & { bought: bigint },
): Promise<Applied> {
  const { baseDenom: denom } = await keeper.chain.info(ctx);
  const gasUsed = tx.gasLimit;
  const settlement = settle(tx, environment, { bought, gasUsed });
  await pay(ctx, keeper, { ...settlement, tx, bought, denom, burnt: 0n });
  return {
    gasUsed,
    peakGas: gasUsed,
    vmError: "internal error",
    returnData: new Uint8Array(0),
    logs: [],
    contractAddress: undefined,
    gasPrice: effectivePrice(tx, environment.baseFee),
  };
}

interface Payment extends Settlement {
  readonly tx: EthereumTransaction;
  readonly bought: bigint;
  readonly denom: string;
  /** What self-destruction burnt. */
  readonly burnt: bigint;
}

/** Empties the escrow: to the sender, to who gets the tip, to who gets the base fee, and the rest from the supply. */
async function pay(ctx: WriteContext, keeper: EvmKeeper, payment: Payment): Promise<void> {
  const { denom, tx, bought, refund, tip, baseFee, blobFee } = payment;
  let burnt = payment.burnt + blobFee;
  await change(ctx, keeper, { address: keeper.escrow, denom, by: -bought });
  await change(ctx, keeper, { address: tx.sender, denom, by: refund });
  if (tip > 0n) await change(ctx, keeper, { address: await keeper.fees.tipRecipient(ctx), denom, by: tip });
  const recipient = await keeper.fees.baseFeeRecipient(ctx);
  if (recipient === undefined) burnt += baseFee;
  else await change(ctx, keeper, { address: recipient, denom, by: baseFee });
  if (burnt > 0n) await keeper.bank.retire(ctx, { denom, amount: burnt });
}

/** Changes what an account holds; an address that is given coins and has no account gets one. */
async function change(
  ctx: WriteContext,
  { bank, accounts }: EvmKeeper,
  { address, denom, by }: { address: Uint8Array; denom: string; by: bigint },
): Promise<void> {
  if (by === 0n) return;
  const before = (await bank.peekBalance(ctx, address, denom)) ?? 0n;
  bank.setBalance(ctx, address, { denom, before, after: before + by });
  if (before === 0n && (await accounts.peek(ctx, address)) === undefined) await accounts.setSequence(ctx, address, 0n);
}
