import { errors as evm } from "../../modules/evm/errors.js";
import { StateContext } from "../state/context.js";
import { type AppError, sdk } from "../state/errors.js";
import { GasMeter } from "../state/gas.js";
import { Overlay, type StateReader } from "../state/overlay.js";
import type { AccountKeeper } from "../../modules/auth/keeper.js";
import { rawEthereumOf } from "./ante/ethereum.js";
import type { Execution, TransactionExecutor, TxResult } from "./execute.js";
import { MAX_OF_ACCOUNT, type Place, placeOf, type PooledTransactions } from "./pooled.js";
import type { Transaction } from "./transaction.js";

export interface MempoolChecksParts {
  readonly executor: TransactionExecutor;
  readonly accounts: Pick<AccountKeeper, "peek" | "setSequence">;
  readonly pool: PooledTransactions;
}

/** What CheckTx finds: over the check state, and for a transaction that takes another's place beside it. */
export class MempoolChecks {
  constructor(private readonly parts: MempoolChecksParts) {}

  /** @param committed what the check state is over. Never throws for what a transaction holds. */
  async check(execution: Execution, committed: StateReader, decode: () => Transaction): Promise<TxResult> {
    const { executor, pool } = this.parts;
    const recheck = execution.mode === "recheck";
    let tx: Transaction | undefined;
    let place: Place | undefined;
    const result = await executor.execute(execution, () => {
      tx = decode();
      place = placeOf(tx);
      if (!recheck && place !== undefined && pool.isFull(place)) throw full(tx);
      return tx;
    });
    if (tx === undefined || place === undefined) return result;
    if (result.code === 0) pool.add(tx, place);
    else if (isOutOfTurn(result)) return this.replace({ execution, committed, refused: result }, tx, place);
    else if (recheck) pool.drop(tx, place);
    return result;
  }

  /**
   * The check state has counted the sequence number already, for the transaction that has the place. So this one is held
   * to the last commit, as if it were its turn; what it pays, and what those before it pay, is seen when it is.
   */
  private async replace(
    where: { execution: Execution; committed: StateReader; refused: TxResult },
    tx: Transaction,
    place: Place,
  ): Promise<TxResult> {
    const { executor, accounts, pool } = this.parts;
    const { execution, committed, refused } = where;
    const standing = pool.compare(tx, place);
    if (standing === undefined) return refused;
    const overlay = new Overlay(committed);
    const ctx = new StateContext({ ...execution, overlay, gas: GasMeter.unlimited() });
    const address = ctx.addresses.parse(place.sender);
    const sequence = (await accounts.peek(ctx, address))?.sequence ?? 0n;
    if (place.sequence < sequence) return refused;
    await accounts.setSequence(ctx, address, place.sequence);
    const result = await executor.execute({ ...execution, overlay }, () => {
      if (standing === "underpriced") throw underpriced(tx);
      return tx;
    });
    if (result.code === 0) pool.add(tx, place, true);
    else pool.drop(tx, place);
    return result;
  }
}

/** Whether a transaction was refused because its sequence number is not the next. */
function isOutOfTurn({ codespace, code }: TxResult): boolean {
  if (codespace === evm.nonceTooLow.codespace) return code === evm.nonceTooLow.code;
  return codespace === sdk.wrongSequence.codespace && code === sdk.wrongSequence.code;
}

/** Whether an Ethereum transaction was refused for what may change without it: a nonce that is missing, the base fee. */
export function isEarly({ codespace, code }: Pick<TxResult, "codespace" | "code">): boolean {
  return codespace === evm.nonceTooHigh.codespace && (code === evm.nonceTooHigh.code || code === evm.feeCapTooLow.code);
}

function underpriced(tx: Transaction): AppError {
  if (rawEthereumOf(tx) !== undefined) return evm.replacementUnderpriced();
  return sdk.insufficientFee("replacement transaction underpriced: the price of its gas has to be a tenth higher");
}

function full(tx: Transaction): AppError {
  const reason = `the mempool holds ${MAX_OF_ACCOUNT} transactions of the account`;
  return rawEthereumOf(tx) === undefined ? sdk.mempoolFull(reason) : evm.poolFull(reason);
}
