import { Account, Address } from "@ethereumjs/util";
import type { AddressCodec } from "../../abci/state/addresses.js";
import { type BlockInfo, StateContext, type WriteContext } from "../../abci/state/context.js";
import { AppError } from "../../abci/state/errors.js";
import { GasMeter } from "../../abci/state/gas.js";
import { Overlay, type StateReader } from "../../abci/state/overlay.js";
import { keccak256 } from "./crypto.js";
import { environmentOf, environmentOfHeader, rulesOf } from "./environment.js";
import { errors } from "./errors.js";
import { floorGas, GAS, intrinsicGas, MAX_INIT_CODE_SIZE, MAX_TRANSACTION_GAS } from "./gas.js";
import { decodeHeader } from "./header.js";
import { checksumAddress } from "./hex.js";
import type { PrecompileMove } from "./interpreter/evm.js";
import type { EvmParts } from "./messages.js";
import type { AccessListItem, Authorization } from "./transaction.js";
import { effectivePrice, execute, type ExecutionOutcome, type Sent } from "./transition.js";
import type { BlockEnvironment, Engine, Rules } from "./vm.js";

/** A call that nobody signed, as `eth_call` and `eth_estimateGas` take it; what is absent is zero or empty. */
export interface CallRequest {
  readonly from?: Uint8Array;
  /** Absent for a new contract. */
  readonly to?: Uint8Array;
  readonly gas?: bigint;
  readonly maxFeePerGas?: bigint;
  readonly maxPriorityFeePerGas?: bigint;
  readonly value?: bigint;
  readonly data?: Uint8Array;
  readonly accessList?: readonly AccessListItem[];
  readonly authorizations?: readonly Authorization[];
}

/** What may be different for one call. */
export interface CallOptions {
  /** The most gas that a call is given when it asks for none, or for more; the node's own limit. */
  readonly gasCap: bigint;
  /** In place of what the last block says. */
  readonly environment?: BlockEnvironment;
  /**
   * That code sees the base fee that the environment has, and not one of nothing when the call pays nothing. Where it is
   * `validated`, the call has to pay it.
   */
  readonly simulated?: { readonly validated: boolean };
  /** Precompiled contracts that are elsewhere. */
  readonly precompiles?: readonly PrecompileMove[];
  /** Sees the engine before it runs: for traces. */
  readonly observe?: (engine: Engine) => void;
}

const NO_DATA = new Uint8Array(0);
const ZERO_ADDRESS = new Uint8Array(20);

/** State of a committed version that may be written to and is then forgotten. */
export function scratchContext(at: { reader: StateReader; block: BlockInfo; addresses: AddressCodec }): StateContext {
  const { reader, block, addresses } = at;
  return new StateContext({ overlay: new Overlay(reader), block, addresses, mode: "query", gas: GasMeter.unlimited() });
}

/**
 * Runs calls over a committed version, on any thread. Contexts come from `scratchContext`, changed before as overrides
 * want it; a call leaves no trace in them.
 */
export class EvmCalls {
  constructor(private readonly parts: EvmParts) {}

  /** What the last block said to its code; before there is one, what the block at hand would say. */
  async environment(ctx: WriteContext): Promise<BlockEnvironment> {
    const { keeper } = this.parts;
    const header = await keeper.lastHeader.get(ctx);
    return header === undefined
      ? environmentOf(ctx, keeper)
      : environmentOfHeader(ctx, keeper, decodeHeader(header.rlp));
  }

  /** `eth_call`. @throws errors.callFunds, intrinsicGas, floorDataGas, initCodeTooLarge, feeCapTooLow, tipAboveFeeCap */
  async call(ctx: WriteContext, request: CallRequest, options: CallOptions): Promise<ExecutionOutcome> {
    const dropped = new Dropped<ExecutionOutcome>();
    return dropped.of((drop) => this.run(ctx, request, options, drop));
  }

  /** `call`, but what it did stays in the context. @throws what `call` throws */
  async keep(ctx: WriteContext, request: CallRequest, options: CallOptions): Promise<ExecutionOutcome> {
    return this.run(ctx, request, options, (outcome) => outcome);
  }

  private async run(
    ctx: WriteContext,
    request: CallRequest,
    options: CallOptions,
    end: (outcome: ExecutionOutcome) => ExecutionOutcome,
  ): Promise<ExecutionOutcome> {
    const asked = options.environment ?? (await this.environment(ctx));
    const rules = await rulesOf(ctx, this.parts.keeper);
    const sent = sentOf(request, gasOf(request, options.gasCap));
    const paysNothing = sent.maxFeePerGas === 0n && sent.maxPriorityFeePerGas === 0n;
    // A call that pays nothing sees a base fee of nothing, as with go-ethereum.
    const environment = paysNothing && options.simulated === undefined ? { ...asked, baseFee: 0n } : asked;
    const isFree = paysNothing && options.simulated?.validated !== true;
    return this.parts.engines.run(ctx, { rules, environment }, async (engine) => {
      if (options.precompiles !== undefined) engine.evm.movePrecompiles(options.precompiles);
      options.observe?.(engine);
      checkCall(sent, isFree ? 0n : environment.baseFee, rules);
      await takeCost(engine, sent, environment);
      const outcome = await execute(engine, sent, environment);
      await this.giveBack(engine, sent, (sent.gasLimit - outcome.gasUsed) * effectivePrice(sent, environment.baseFee));
      return end(outcome);
    });
  }

  /** What was taken for gas that was not used. Who gets the rest does not matter to a call. */
  private async giveBack({ state }: Engine, { sender }: Sent, amount: bigint): Promise<void> {
    // A module's account can be a call's sender, but not be given coins.
    if (amount === 0n || this.parts.keeper.bank.isBlocked(state.context, sender)) return;
    const address = new Address(sender);
    const account = (await state.getAccount(address)) ?? new Account();
    account.balance += amount;
    await state.putAccount(address, account);
  }

  /**
   * `eth_estimateGas`: the least gas with which the call does not fail, to within 1.5 %, as go-ethereum looks for it.
   * @throws what `call` throws; CallFailed when no gas is enough
   */
  async estimateGas(ctx: WriteContext, request: CallRequest, options: CallOptions): Promise<bigint> {
    const rules = await rulesOf(ctx, this.parts.keeper);
    const environment = options.environment ?? (await this.environment(ctx));
    let high = await this.mostGas(ctx, request, { ...options, environment }, rules);
    const run = (gas: bigint) => this.attempt(ctx, { ...request, gas }, { ...options, gasCap: gas, environment });

    if (await this.isPlainTransfer(ctx, request)) {
      // What is wrong with it is said of the most gas that it can have.
      const attempt = await run(GAS.transaction).catch((error: unknown) => {
        if (error instanceof AppError) return "tooLittle" as const;
        throw error;
      });
      if (GAS.transaction <= high && succeeds(attempt)) return GAS.transaction;
    }
    const first = await run(high);
    if (first === "tooLittle") throw errors.gasAllowance(high);
    if (first.vmError !== undefined) {
      if (!first.vmError.startsWith("out of gas")) throw new CallFailed(first);
      throw errors.gasAllowance(high);
    }
    // Calls hand on at most 63 of 64 parts of their gas, so a little more than what was used may be needed.
    let low = first.gasUsed - 1n;
    const likely = ((first.peakGas + GAS.callStipend) * 64n) / 63n;
    if (likely < high) {
      if (succeeds(await run(likely))) high = likely;
      else low = likely;
    }
    while (low + 1n < high) {
      if ((high - low) * 1000n < high * ESTIMATE_TOLERANCE) break;
      // The answer is nearer to the low end, mostly: not over twice of it.
      const middle = (low + high) / 2n > low * 2n ? low * 2n : (low + high) / 2n;
      if (succeeds(await run(middle))) high = middle;
      else low = middle;
    }
    return high;
  }

  /** Whether no code can run: most estimates, which need no search. */
  private async isPlainTransfer(ctx: WriteContext, { to, data }: CallRequest): Promise<boolean> {
    return to !== undefined && (data ?? NO_DATA).length === 0 && (await this.parts.keeper.code(ctx, to)).length === 0;
  }

  /** The gas to begin with: what the request, the block, the fork and the sender's funds allow. */
  private async mostGas(
    ctx: WriteContext,
    request: CallRequest,
    { gasCap, environment }: { gasCap: bigint; environment: BlockEnvironment },
    { fork }: Rules,
  ): Promise<bigint> {
    let most = request.gas !== undefined && request.gas >= GAS.transaction ? request.gas : environment.gasLimit;
    const price = request.maxFeePerGas ?? 0n;
    if (price > 0n) {
      const { keeper } = this.parts;
      const { baseDenom } = await keeper.chain.info(ctx);
      const balance = (await keeper.bank.peekBalance(ctx, request.from ?? ZERO_ADDRESS, baseDenom)) ?? 0n;
      const value = request.value ?? 0n;
      if (value > balance) throw errors.transferFunds();
      const affordable = (balance - value) / price;
      if (affordable < most) most = affordable;
    }
    if (gasCap < most) most = gasCap;
    return fork === "osaka" && most > MAX_TRANSACTION_GAS ? MAX_TRANSACTION_GAS : most;
  }

  private async attempt(ctx: WriteContext, request: CallRequest, options: CallOptions): Promise<Attempt> {
    try {
      return await this.call(ctx, request, options);
    } catch (error) {
      const tooLittle = error instanceof AppError && (error.is(errors.intrinsicGas) || error.is(errors.floorDataGas));
      if (tooLittle) return "tooLittle";
      if (!(error instanceof AppError)) throw error;
      throw new AppError(error.codespace, error.code, `failed with ${options.gasCap} gas: ${error.message}`);
    }
  }
}

type Attempt = ExecutionOutcome | "tooLittle";

const succeeds = (attempt: Attempt): boolean => attempt !== "tooLittle" && attempt.vmError === undefined;

/** An estimate may be so many thousandths too high. */
const ESTIMATE_TOLERANCE = 15n;

/** A call failed whatever gas it had: what it reverted with is in the outcome. */
export class CallFailed extends Error {
  constructor(readonly outcome: ExecutionOutcome) {
    super(outcome.vmError);
    this.name = "CallFailed";
  }
}

/** Carries a result out of a branch that is dropped. */
class Dropped<T> {
  private readonly signal = new Error("dropped on purpose");
  private result: T | undefined;

  async of(work: (drop: (result: T) => never) => Promise<unknown>): Promise<T> {
    try {
      await work((result) => {
        this.result = result;
        throw this.signal;
      });
    } catch (error) {
      if (error === this.signal) return this.result as T;
      throw error;
    }
    throw new Error("the work of a dropped branch ends by dropping it");
  }
}

function gasOf({ gas }: CallRequest, cap: bigint): bigint {
  return gas === undefined || gas > cap ? cap : gas;
}

function sentOf(request: CallRequest, gasLimit: bigint): Sent {
  const { maxFeePerGas = 0n, maxPriorityFeePerGas = 0n, authorizations = [], accessList = [] } = request;
  return {
    type: authorizations.length > 0 ? 4 : 2,
    sender: request.from ?? ZERO_ADDRESS,
    nonce: 0n,
    gasLimit,
    maxFeePerGas,
    maxPriorityFeePerGas,
    to: request.to,
    value: request.value ?? 0n,
    data: request.data ?? NO_DATA,
    accessList,
    authorizations,
    blobVersionedHashes: [],
    maxFeePerBlobGas: 0n,
  };
}

/** What holds for calls too; nonces and code of the sender do not matter. */
function checkCall(sent: Sent, baseFee: bigint, { unlimitedCode }: Rules): void {
  const address = (): string => checksumAddress(sent.sender, keccak256);
  const { maxFeePerGas: feeCap, maxPriorityFeePerGas: tipCap } = sent;
  if (tipCap > feeCap) throw errors.tipAboveFeeCap({ address: address(), tipCap, feeCap });
  if (feeCap < baseFee) throw errors.feeCapTooLow({ address: address(), feeCap, baseFee });
  const intrinsic = intrinsicGas(sent);
  if (sent.gasLimit < intrinsic) throw errors.intrinsicGas({ have: sent.gasLimit, want: intrinsic, isCall: true });
  const floor = floorGas(sent);
  if (sent.gasLimit < floor) throw errors.floorDataGas({ have: sent.gasLimit, want: floor, isCall: true });
  if (sent.to === undefined && sent.data.length > MAX_INIT_CODE_SIZE && unlimitedCode !== true) {
    throw errors.initCodeTooLarge({ size: sent.data.length, limit: MAX_INIT_CODE_SIZE });
  }
}

/** Takes the price of the gas, when there is one, and counts the nonce up. @throws errors.callFunds */
async function takeCost({ state }: Engine, sent: Sent, { baseFee }: BlockEnvironment): Promise<void> {
  const sender = new Address(sent.sender);
  const account = (await state.getAccount(sender)) ?? new Account();
  const most = sent.gasLimit * sent.maxFeePerGas + sent.value;
  if (account.balance < most) {
    throw errors.callFunds({ address: checksumAddress(sent.sender, keccak256), have: account.balance, want: most });
  }
  account.balance -= sent.gasLimit * effectivePrice(sent, baseFee);
  account.nonce += 1n;
  await state.putAccount(sender, account);
}
