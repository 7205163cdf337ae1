import { type Common, Hardfork } from "@ethereumjs/common";
import type { EVM } from "@ethereumjs/evm";
import type { Frame } from "./frame.js";
import { bitOperations } from "./ops/bits.js";
import { arithmeticOperations } from "./ops/arithmetic.js";
import { blockOperations } from "./ops/block.js";
import { callOperations } from "./ops/calls.js";
import { controlOperations } from "./ops/control.js";
import { createOperations } from "./ops/creates.js";
import { environmentOperations } from "./ops/environment.js";
import { memoryOperations } from "./ops/memory.js";
import { stackOperations } from "./ops/stack.js";
import { storageOperations } from "./ops/storage.js";
import type { MaybePromise } from "./state.js";
import { invalidOpcode } from "./errors.js";

/** Does what the operation does, after it was paid; a promise where state has to be fetched or a frame below runs. */
export type Run = (frame: Frame) => MaybePromise<void>;

/**
 * Prices an operation whose price depends on its operands, given its fixed fee, and grows the memory that it will
 * touch. May read state, and warms what EIP-2929 says.
 */
export type Price = (frame: Frame, fee: number) => MaybePromise<number>;

/** One opcode. Its fixed fee comes from the fork's parameters, whether it exists from the fork's list. */
export interface Operation {
  /** Operands taken from the stack. */
  pops: number;
  /** Results left on it. */
  pushes: number;
  run: Run;
  price?: Price;
  /** Operands that have to be there before the price is asked; `pops` where it says nothing. */
  peeks?: number;
}

export type Operations = Readonly<Record<number, Operation>>;

const OPERATIONS: Operations = {
  ...arithmeticOperations,
  ...bitOperations,
  ...memoryOperations,
  ...environmentOperations,
  ...blockOperations,
  ...controlOperations,
  ...stackOperations,
  ...storageOperations,
  ...callOperations,
  ...createOperations,
};

const INVALID: Operation = {
  pops: 0,
  pushes: 0,
  run(frame) {
    invalidOpcode(frame.code[frame.pc - 1]!);
  },
};

/** Most items that a stack holds. */
export const STACK_LIMIT = 1024;

/** What a fork makes of the 256 opcodes, as columns: the loop reads one or two of them for an opcode. */
export interface Instructions {
  readonly names: readonly string[];
  /** The opcode itself; 0xfe for those that the fork does not have. */
  readonly codes: readonly number[];
  /** Whether the stock interpreter awaits it, for `step` events. */
  readonly awaited: readonly boolean[];
  readonly fees: Float64Array;
  readonly pops: Int32Array;
  readonly peeks: Int32Array;
  /** Highest stack that the operation may find. */
  readonly limits: Int32Array;
  readonly runs: readonly Run[];
  readonly prices: readonly (Price | undefined)[];
  readonly costs: Costs;
}

/** The fork's parameters that prices need, read once. Gas, except where a name says otherwise. */
export interface Costs {
  readonly keccakWord: number;
  readonly copyWord: number;
  readonly expByte: number;
  readonly logTopic: number;
  readonly logByte: number;
  readonly warmRead: number;
  readonly coldAccount: number;
  readonly coldSlot: number;
  readonly sstoreSentry: number;
  readonly sstoreNoop: number;
  readonly sstoreInit: number;
  readonly sstoreClean: number;
  readonly sstoreDirty: number;
  readonly sstoreClearRefund: number;
  readonly sstoreInitRefund: number;
  readonly sstoreCleanRefund: number;
  readonly callValue: number;
  readonly callStipend: number;
  readonly newAccount: number;
  readonly initcodeWord: number;
  /** Bytes. */
  readonly maxInitcode: number;
  /** Frames. */
  readonly maxDepth: number;
  /** Whether accounts delegate to code (EIP-7702). */
  readonly delegation: boolean;
}

/** Rules that the operations here do not know: stateless gas, EOF, and what is planned for Amsterdam. */
const UNKNOWN_EIPS = [2780, 3540, 6800, 7708, 7709, 7843, 7864, 7928, 8024, 8037, 8038, 8246];

/** Whether the operations here follow this fork's rules: Cancun to Osaka do. */
function followed(common: Common): boolean {
  return common.gteHardfork(Hardfork.Cancun) && !UNKNOWN_EIPS.some((eip) => common.isActivatedEIP(eip));
}

/** The fork's instructions, or undefined where the stock interpreter has to run it. */
export function instructionsOf(opcodes: EVM["opcodes"], common: Common): Instructions | undefined {
  if (!followed(common)) return undefined;
  const names: string[] = [];
  const codes: number[] = [];
  const awaited: boolean[] = [];
  const runs: Run[] = [];
  const prices: (Price | undefined)[] = [];
  const fees = new Float64Array(256);
  const pops = new Int32Array(256);
  const peeks = new Int32Array(256);
  const limits = new Int32Array(256);
  for (let op = 0; op < 256; op++) {
    const listed = opcodes.get(op);
    const operation = listed === undefined || listed.isInvalid ? INVALID : OPERATIONS[op];
    if (operation === undefined) return undefined;
    names[op] = listed?.fullName ?? "INVALID";
    codes[op] = listed?.code ?? 0xfe;
    awaited[op] = listed?.isAsync ?? false;
    runs[op] = operation.run;
    prices[op] = operation.price;
    fees[op] = listed?.fee ?? 0;
    pops[op] = operation.pops;
    peeks[op] = operation.peeks ?? operation.pops;
    limits[op] = STACK_LIMIT - operation.pushes + operation.pops;
  }
  return { names, codes, awaited, fees, pops, peeks, limits, runs, prices, costs: costsOf(common) };
}

function costsOf(common: Common): Costs {
  const of = (name: string): number => Number(common.param(name));
  const warmRead = of("warmstoragereadGas");
  const coldSlot = of("coldsloadGas");
  const sstoreInit = of("sstoreInitEIP2200Gas");
  return {
    keccakWord: of("keccak256WordGas"),
    copyWord: of("copyGas"),
    expByte: of("expByteGas"),
    logTopic: of("logTopicGas"),
    logByte: of("logDataGas"),
    warmRead,
    coldAccount: of("coldaccountaccessGas"),
    coldSlot,
    sstoreSentry: of("sstoreSentryEIP2200Gas"),
    sstoreNoop: of("sstoreNoopEIP2200Gas"),
    sstoreInit,
    sstoreClean: of("sstoreCleanEIP2200Gas"),
    sstoreDirty: of("sstoreDirtyEIP2200Gas"),
    sstoreClearRefund: of("sstoreClearRefundEIP2200Gas"),
    sstoreInitRefund: sstoreInit - warmRead,
    sstoreCleanRefund: of("sstoreResetGas") - coldSlot - warmRead,
    callValue: of("callValueTransferGas"),
    callStipend: of("callStipendGas"),
    newAccount: of("callNewAccountGas"),
    initcodeWord: of("initCodeWordGas"),
    maxInitcode: of("maxInitCodeSize"),
    maxDepth: of("stackLimit"),
    delegation: common.isActivatedEIP(7702),
  };
}
