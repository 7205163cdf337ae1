import type { StateContext } from "../../../abci/state/context.js";
import { AppError } from "../../../abci/state/errors.js";
import { beginCalls } from "../../../modules/evm/blocks.js";
import type { CallRequest } from "../../../modules/evm/calls.js";
import { rulesOf } from "../../../modules/evm/environment.js";
import { keccak256 } from "../../../modules/evm/crypto.js";
import { checksumAddress } from "../../../modules/evm/hex.js";
import { encodeHeader, type EthereumHeader, headerHash } from "../../../modules/evm/header.js";
import type { PrecompileMove } from "../../../modules/evm/interpreter/evm.js";
import type { Observer } from "../../../modules/evm/interpreter/observer.js";
import { bloomOf, encodeReceipt, listRoot } from "../../../modules/evm/receipts.js";
import { accountAt } from "../../../modules/evm/state.js";
import type { EthereumTransaction } from "../../../modules/evm/transaction.js";
import type { ExecutionOutcome } from "../../../modules/evm/transition.js";
import { type BlockEnvironment, precompilesOf } from "../../../modules/evm/vm.js";
import { callError, failed, JsonRpcError } from "../errors.js";
import { blockJson, unminedJson } from "../json.js";
import { blockSize } from "../store/rows.js";
import { Budget } from "../tracers/budget.js";
import { unsignedTransaction } from "../unsigned.js";
import { data, quantity } from "../values.js";
import type { AskedCall } from "./call-request.js";
import { movedPrecompiles, overrideState } from "./overrides.js";
import { readSimulation, type SimulatedBlock, type Simulation } from "./simulation.js";
import { SimulationLogs } from "./simulation-logs.js";
import { blockAt } from "./state.js";
import type { MethodParts, Methods } from "./types.js";

/** `eth_simulateV1`: calls in blocks on top of one another, which nobody keeps. */
export const simulateMethods = (parts: MethodParts): Methods => ({
  async eth_simulateV1(params, { deadline }) {
    const asked = params.required(0, readSimulation);
    const block = await parts.chain.block(blockAt(params, 1));
    if (block === undefined) throw failed("header not found");
    const ctx = await parts.chain.stateOf(block.height);
    const simulator = new Simulator(parts, ctx, asked, new Budget(deadline, parts.config.maxResponseBytes));
    return simulator.run({ header: block.header, hash: block.hash });
  },
});

/** What a call and a log take in JSON beside their bytes, roughly. */
const CALL_BYTES = 1000;
const LOG_BYTES = 700;

interface Parent {
  readonly header: EthereumHeader;
  readonly hash: Uint8Array;
}

interface Called {
  readonly transaction: EthereumTransaction;
  readonly outcome: ExecutionOutcome;
}

class Simulator {
  /** Gas that all calls together may still use. */
  private gasLeft: bigint;
  private readonly moves: PrecompileMove[] = [];

  constructor(
    private readonly parts: MethodParts,
    private readonly ctx: StateContext,
    private readonly asked: Simulation,
    private readonly budget: Budget,
  ) {
    this.gasLeft = parts.config.gasCap;
  }

  async run(base: Parent): Promise<unknown[]> {
    const results: unknown[] = [];
    let parent = base;
    for (const block of [...this.asked.blocksAfter(base.header)]) {
      const { answer, ...made } = await this.block(block, parent);
      results.push(answer);
      parent = made;
    }
    return results;
  }

  private async block(block: SimulatedBlock, parent: Parent): Promise<Parent & { readonly answer: unknown }> {
    const { chain } = this.parts;
    const { evm } = chain.echoin.keepers;
    const environment = await this.environment(block, parent.header);
    const { denom } = await chain.facts();
    if (block.accounts !== undefined) {
      const known = precompilesOf(await rulesOf(this.ctx, evm));
      this.moves.push(...movedPrecompiles(block.accounts, known));
      await overrideState(this.ctx, evm, denom, block.accounts);
    }
    beginCalls(this.ctx, evm, { number: environment.number, parentHash: parent.hash });
    const logs = new SimulationLogs(this.asked.traceTransfers, environment);
    const called: Called[] = [];
    const answers: object[] = [];
    let gasUsed = 0n;
    for (const call of block.calls) {
      await this.budget.yield();
      const observer = logs.begin(called.length);
      const done = await this.call(call, environment, gasUsed, observer);
      gasUsed += done.outcome.gasUsed;
      called.push(done);
      this.budget.keep(CALL_BYTES + 2 * (done.outcome.returnData.length + done.transaction.raw.length));
      const own = logs.end(done.transaction.hash);
      this.budget.keep(own.reduce((sum, { data: bytes }) => sum + LOG_BYTES + bytes.length, 0));
      answers.push(callJson(done.outcome, own));
    }
    const header = this.header(parent, environment, called, gasUsed);
    const hash = headerHash(header);
    logs.name(hash);
    return { header, hash, answer: { ...this.json({ header, hash }, called), calls: answers } };
  }

  private async environment({ overrides }: SimulatedBlock, parent: EthereumHeader): Promise<BlockEnvironment> {
    const base = await this.parts.chain.echoin.evmCalls.environment(this.ctx);
    const { evm } = this.parts.chain.echoin.keepers;
    return {
      ...base,
      coinbase: parent.beneficiary,
      gasLimit: parent.gasLimit,
      prevRandao: new Uint8Array(32),
      // Who does not ask for validation pays nothing, and code sees a base fee of nothing.
      baseFee: this.asked.validation ? await evm.fees.baseFee(this.ctx) : 0n,
      ...overrides,
    };
  }

  private async call(
    asked: AskedCall,
    environment: BlockEnvironment,
    gasUsed: bigint,
    observer: Observer,
  ): Promise<Called> {
    const { chain } = this.parts;
    const { evmCalls, keepers } = chain.echoin;
    const { from = new Uint8Array(20) } = asked;
    const next = (await accountAt(this.ctx, keepers.evm, from))?.nonce ?? 0n;
    const nonce = asked.nonce ?? next;
    const wanted = asked.gas ?? environment.gasLimit - gasUsed;
    if (gasUsed + wanted > environment.gasLimit) {
      throw new JsonRpcError(-38015, `block gas limit reached: ${gasUsed} >= ${environment.gasLimit}`);
    }
    const gas = wanted < this.gasLeft ? wanted : this.gasLeft;
    const { chainId } = await chain.facts();
    if (asked.chainId !== undefined && asked.chainId !== chainId) {
      throw failed(`chainId does not match node's (have=${asked.chainId}, want=${chainId})`);
    }
    const request: CallRequest = { ...asked, gas };
    const transaction = unsignedTransaction({ ...request, gas, nonce, chainId, hasGasPrice: asked.hasGasPrice });
    if (this.asked.validation && nonce !== next) {
      const [code, is] = nonce > next ? ([-38011, "high"] as const) : ([-38010, "low"] as const);
      throw new JsonRpcError(
        code,
        suppliedGas(`nonce too ${is}: address ${checksumAddress(from, keccak256)}, tx: ${nonce} state: ${next}`, gas),
      );
    }
    const outcome = await refused(gas, () =>
      evmCalls.keep(this.ctx, request, {
        gasCap: gas,
        environment,
        precompiles: this.moves,
        simulated: { validated: this.asked.validation },
        observe: ({ evm }) => void (evm.observer = observer),
      }),
    );
    this.gasLeft -= outcome.gasUsed;
    return { transaction, outcome };
  }

  private header(
    parent: Parent,
    environment: BlockEnvironment,
    called: readonly Called[],
    gasUsed: bigint,
  ): EthereumHeader {
    let cumulativeGasUsed = 0n;
    const receipts = called.map(({ transaction: { type }, outcome }) => {
      cumulativeGasUsed += outcome.gasUsed;
      const logs = outcome.logs.map(({ topics, ...log }) => ({ ...log, topics: [...topics] }));
      return encodeReceipt({ type, success: outcome.vmError === undefined, cumulativeGasUsed, logs });
    });
    return {
      parentHash: parent.hash,
      beneficiary: environment.coinbase,
      // There is no root of a state that is never committed: that of the state it stands on.
      stateRoot: parent.header.stateRoot,
      transactionsRoot: listRoot(called.map(({ transaction }) => transaction.raw)),
      receiptsRoot: listRoot(receipts),
      logsBloom: bloomOf(called.flatMap(({ outcome }) => outcome.logs)),
      number: environment.number,
      gasLimit: environment.gasLimit,
      gasUsed,
      timestamp: environment.timestamp,
      prevRandao: environment.prevRandao,
      baseFeePerGas: environment.baseFee,
      parentBeaconBlockRoot: new Uint8Array(32),
      totalGasUsed: gasUsed,
    };
  }

  private json({ header, hash }: Parent, called: readonly Called[]) {
    const block = {
      height: Number(header.number),
      hash,
      header,
      size: blockSize({ header: encodeHeader(header), transactions: called.map(({ transaction }) => transaction) }),
    };
    const transactions = called.map(({ transaction }, position) =>
      this.asked.fullTransactions ? unminedJson(transaction, block, position) : data(transaction.hash),
    );
    return blockJson(block, transactions);
  }
}

const suppliedGas = (words: string, gas: bigint): string => `err: ${words} (supplied gas ${gas})`;

/** What came of a call. go-ethereum's code for one that reverted is not that of `eth_call`. */
function callJson(outcome: ExecutionOutcome, logs: readonly object[]): object {
  const { vmError, returnData, gasUsed } = outcome;
  const done = {
    returnData: data(vmError === undefined ? returnData : new Uint8Array(0)),
    logs,
    gasUsed: quantity(gasUsed),
  };
  if (vmError === undefined) return { ...done, status: "0x1" };
  const { message, data: reason } = callError(outcome);
  const error = vmError === "execution reverted" ? { message, code: -32000, data: reason } : { message, code: -32015 };
  return { ...done, status: "0x0", error };
}

/** go-ethereum's numbers for calls that no block would take. */
const REFUSALS: readonly (readonly [words: RegExp, code: number])[] = [
  [/^max (priority )?fee per gas/, -32602],
  [/^insufficient funds/, -38014],
  [/^intrinsic gas too low/, -38013],
  [/^max initcode size exceeded/, -38025],
];

async function refused<T>(gas: bigint, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const code = REFUSALS.find(([words]) => words.test(error.message))?.[1] ?? -32603;
    throw new JsonRpcError(code, suppliedGas(error.message, gas));
  }
}
