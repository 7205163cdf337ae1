import { Account, Address, generateAddress } from "@ethereumjs/util";
import { assert } from "../../abci/state/errors.js";
import { applyAuthorizations, delegationOf } from "./authorizations.js";
import { errors } from "./errors.js";
import {
  floorGas,
  GAS,
  intrinsicGas,
  MAX_BLOBS,
  MAX_INIT_CODE_SIZE,
  MAX_REFUND_QUOTIENT,
  MAX_TRANSACTION_GAS,
} from "./gas.js";
import { hexOf } from "./hex.js";
import { wordsOf } from "./interpreter/errors.js";
import type { FastEVM } from "./interpreter/evm.js";
import { type Entry, exitOf } from "./interpreter/observer.js";
import type { EvmState } from "./state.js";
import { minimal } from "./crypto.js";
import { type EthereumTransaction, MAX_NONCE, type TransactionRequest } from "./transaction.js";
import { type BlockEnvironment, blockOf, type Engine, type Rules } from "./vm.js";

/** A log entry: who wrote it, up to four topics of 32 bytes, and data. */
export interface EvmLog {
  readonly address: Uint8Array;
  readonly topics: readonly Uint8Array[];
  readonly data: Uint8Array;
}

/** What running a transaction came to. */
export interface ExecutionOutcome {
  /** What is paid for: refunds taken off, at least the floor of EIP-7623. */
  readonly gasUsed: bigint;
  /** Why the outermost call failed; undefined when it did not. */
  readonly vmError: string | undefined;
  /** What it returned, or reverted with. */
  readonly returnData: Uint8Array;
  readonly logs: readonly EvmLog[];
  /** The contract that the transaction made. */
  readonly contractAddress: Uint8Array | undefined;
  /** Gas used at the highest, before refunds. */
  readonly peakGas: bigint;
}

/** A request with its sender: a signed transaction, or a call that nobody signed. */
export type Sent = TransactionRequest & { readonly sender: Uint8Array };

/** The price of a unit of gas in a block: the base fee, and as much of the tip as the cap leaves. */
export function effectivePrice({ maxFeePerGas, maxPriorityFeePerGas }: TransactionRequest, baseFee: bigint): bigint {
  const withTip = baseFee + maxPriorityFeePerGas;
  return withTip < maxFeePerGas ? withTip : maxFeePerGas;
}

/**
 * What can be said of a transaction without state, in the order and words of go-ethereum's pool.
 * @throws AppError of codespace evm
 */
export function checkStateless(tx: EthereumTransaction, rules: Rules, environment: BlockEnvironment): void {
  const address = hexOf(tx.sender);
  if (tx.to === undefined && tx.data.length > MAX_INIT_CODE_SIZE && rules.unlimitedCode !== true) {
    throw errors.initCodeTooLarge({ size: tx.data.length, limit: MAX_INIT_CODE_SIZE });
  }
  if (rules.fork === "osaka" && tx.gasLimit > MAX_TRANSACTION_GAS) {
    throw errors.gasLimitTooHigh({ cap: MAX_TRANSACTION_GAS, gas: tx.gasLimit });
  }
  if (tx.gasLimit > environment.gasLimit) throw errors.exceedsBlockGasLimit();
  if (tx.maxPriorityFeePerGas > tx.maxFeePerGas) {
    throw errors.tipAboveFeeCap({ address, tipCap: tx.maxPriorityFeePerGas, feeCap: tx.maxFeePerGas });
  }
  if (tx.chainId !== undefined && tx.chainId !== rules.chainId) {
    throw errors.chainId({ have: tx.chainId, want: rules.chainId });
  }
  if (tx.nonce >= MAX_NONCE) throw errors.nonceMax({ address, nonce: tx.nonce });
  const intrinsic = intrinsicGas(tx);
  if (tx.gasLimit < intrinsic) throw errors.intrinsicGas({ have: tx.gasLimit, want: intrinsic });
  const floor = floorGas(tx);
  if (tx.gasLimit < floor) throw errors.floorDataGas({ have: tx.gasLimit, want: floor });
  if (tx.maxFeePerGas < environment.baseFee) {
    throw errors.feeCapTooLow({ address, feeCap: tx.maxFeePerGas, baseFee: environment.baseFee });
  }
  if (tx.type === 3) checkBlobs(tx, environment);
  if (tx.type === 4 && tx.authorizations.length === 0) throw errors.setCodeEmpty();
}

/** Blobs are Ethereum's: this chain admits no type 3, but its transition knows the rules. @throws errors.blob */
function checkBlobs(
  { blobVersionedHashes, maxFeePerBlobGas, sender }: EthereumTransaction,
  environment: BlockEnvironment,
) {
  const count = blobVersionedHashes.length;
  if (count === 0) throw errors.blob("blob transaction missing blob hashes");
  if (count > MAX_BLOBS) throw errors.blob("blob transaction has too many blobs");
  const wrong = blobVersionedHashes.findIndex((hash) => hash[0] !== 1);
  if (wrong !== -1) throw errors.blob(`blob ${wrong} has invalid hash version`);
  if (maxFeePerBlobGas < environment.blobBaseFee) {
    throw errors.blob(
      `max fee per blob gas less than block blob gas fee: address ${hexOf(sender)} blobGasFeeCap: ${maxFeePerBlobGas}, blobBaseFee: ${environment.blobBaseFee}`,
    );
  }
}

/**
 * Takes what the gas costs at most from the sender, and uses up the nonce. Returns what was taken; the caller says where
 * it waits meanwhile.
 * @throws errors.nonceTooLow, nonceTooHigh, senderNotEoa, insufficientFunds
 */
export async function buyGas(state: EvmState, tx: EthereumTransaction, environment: BlockEnvironment): Promise<bigint> {
  const sender = new Address(tx.sender);
  const found = state.readAccount(sender);
  const account = (found instanceof Promise ? await found : found) ?? new Account();
  if (tx.nonce < account.nonce) throw errors.nonceTooLow({ nonce: tx.nonce, next: account.nonce });
  if (tx.nonce > account.nonce) throw errors.nonceTooHigh({ nonce: tx.nonce, next: account.nonce });
  const code = account.isContract() ? await state.getCode(sender) : undefined;
  if (code !== undefined && delegationOf(code) === undefined) {
    throw errors.senderNotEoa({ address: hexOf(tx.sender), size: code.length });
  }
  const blobGas = blobGasOf(tx);
  const most = tx.gasLimit * tx.maxFeePerGas + blobGas * tx.maxFeePerBlobGas + tx.value;
  if (account.balance < most) throw errors.insufficientFunds({ balance: account.balance, cost: most });
  const cost = tx.gasLimit * effectivePrice(tx, environment.baseFee) + blobGas * environment.blobBaseFee;
  account.balance -= cost;
  account.nonce += 1n;
  await state.putAccount(sender, account);
  return cost;
}

/** Gas of a transaction's blobs, which has a price of its own. */
export function blobGasOf({ blobVersionedHashes }: TransactionRequest): bigint {
  return BigInt(blobVersionedHashes.length) * GAS.blob;
}

/**
 * Runs a transaction whose gas is bought and whose nonce is used up. Fees are not touched here.
 * @param request what was checked before: at least its intrinsic gas
 */
export async function execute(engine: Engine, request: Sent, environment: BlockEnvironment): Promise<ExecutionOutcome> {
  const { evm, state } = engine;
  warm(evm, request, environment);
  const authorized = request.authorizations.length > 0 ? await applyAuthorizations(engine, request.authorizations) : 0n;
  const intrinsic = intrinsicGas(request);
  if (evm.observer?.enter !== undefined) {
    const entry = await entryOf(state, request, request.gasLimit - intrinsic);
    evm.observer.enter({ ...entry, refund: authorized });
  }
  const { execResult, createdAddress } = await evm.runCall({
    block: blockOf(environment),
    gasPrice: effectivePrice(request, environment.baseFee),
    caller: new Address(request.sender),
    gasLimit: request.gasLimit - intrinsic,
    to: request.to && new Address(request.to),
    value: request.value,
    data: request.data,
    blobVersionedHashes: request.blobVersionedHashes.map(hexOf),
    skipNonceIncrement: true,
  });
  evm.observer?.exit?.(exitOf(0, execResult));
  if (execResult.selfdestruct !== undefined && execResult.selfdestruct.size > 0) {
    await destroy(state, execResult.selfdestruct, execResult.createdAddresses);
  }

  const peak = intrinsic + execResult.executionGasUsed;
  const refunds = authorized + (execResult.gasRefund ?? 0n);
  const most = peak / MAX_REFUND_QUOTIENT;
  const used = peak - (refunds < most ? refunds : most);
  const floor = floorGas(request);
  const error = execResult.exceptionError;
  return {
    gasUsed: used < floor ? floor : used,
    peakGas: peak < floor ? floor : peak,
    vmError: error && wordsOf(error),
    returnData: execResult.returnValue,
    logs: (execResult.logs ?? []).map(([address, topics, data]) => ({ address, topics, data })),
    contractAddress: error === undefined ? createdAddress?.bytes : undefined,
  };
}

/** The outermost call, for who sees it run. */
async function entryOf(state: EvmState, { sender: from, to, data: input, value }: Sent, gas: bigint): Promise<Entry> {
  if (to !== undefined) return { depth: 0, op: CALL, from, to, input, gas, value };
  // The nonce is used up already.
  const nonce = ((await state.getAccount(new Address(from)))?.nonce ?? 1n) - 1n;
  return { depth: 0, op: CREATE, from, to: generateAddress(from, minimal(nonce)), input, gas, value };
}

const CREATE = 0xf0;
const CALL = 0xf1;

/** Addresses and slots that cost little from the start (EIP-2929, 2930, 3651). */
function warm(evm: FastEVM, request: Sent, { coinbase }: BlockEnvironment): void {
  evm.warmPrecompiles();
  const { journal } = evm;
  journal.addAlwaysWarmAddress(digitsOf(request.sender));
  if (request.to !== undefined) journal.addAlwaysWarmAddress(digitsOf(request.to));
  journal.addAlwaysWarmAddress(digitsOf(coinbase));
  for (const { address, storageKeys } of request.accessList) {
    const digits = digitsOf(address);
    journal.addAlwaysWarmAddress(digits, true);
    for (const key of storageKeys) journal.addAlwaysWarmSlot(digits, digitsOf(key), true);
  }
}

const digitsOf = (bytes: Uint8Array): string => hexOf(bytes).slice(2);

/** Contracts that destroyed themselves vanish when this transaction made them, and only then (EIP-6780). */
async function destroy(
  state: EvmState,
  destroyed: ReadonlyMap<string, string>,
  created: ReadonlySet<string> | undefined,
): Promise<void> {
  for (const text of [...destroyed.keys()].sort()) {
    if (created?.has(text) === true) await state.deleteAccount(new Address(Buffer.from(text.slice(2), "hex")));
  }
}

/** Where the cost of a transaction's gas goes when it has run. */
export interface Settlement {
  /** Back to the sender. */
  readonly refund: bigint;
  readonly tip: bigint;
  readonly baseFee: bigint;
  /** What blobs cost, which is always burnt. */
  readonly blobFee: bigint;
}

/** Divides `bought` (see `buyGas`). */
export function settle(
  tx: TransactionRequest,
  environment: BlockEnvironment,
  { bought, gasUsed }: { bought: bigint; gasUsed: bigint },
): Settlement {
  const price = effectivePrice(tx, environment.baseFee);
  const baseFee = gasUsed * environment.baseFee;
  const blobFee = blobGasOf(tx) * environment.blobBaseFee;
  const tip = gasUsed * price - baseFee;
  const refund = bought - blobFee - gasUsed * price;
  assert(refund >= 0n && tip >= 0n, "EVM-6: no more gas is used than was bought");
  return { refund, tip, baseFee, blobFee };
}
