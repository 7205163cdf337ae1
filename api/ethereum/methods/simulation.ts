import type { EthereumHeader } from "../../../modules/evm/header.js";
import type { BlockEnvironment } from "../../../modules/evm/vm.js";
import { invalidParams, JsonRpcError } from "../errors.js";
import { readBoolean, readList, readObject } from "../values.js";
import { type AskedCall, readCall } from "./call-request.js";
import { type AccountOverride, readBlockOverride, readStateOverride } from "./overrides.js";

/** As with go-ethereum. */
const MAX_BLOCKS = 256;
const SECONDS_A_BLOCK = 12n;

/** A block that is to be simulated. */
export interface SimulatedBlock {
  /** `number` and `timestamp` are always among them. */
  readonly overrides: Partial<BlockEnvironment>;
  readonly accounts: readonly AccountOverride[] | undefined;
  readonly calls: readonly AskedCall[];
}

/** What `eth_simulateV1` is asked for. */
export class Simulation {
  constructor(
    private readonly blocks: readonly SimulatedBlock[],
    readonly traceTransfers: boolean,
    /** Whether calls have to be what a block would take. */
    readonly validation: boolean,
    readonly fullTransactions: boolean,
  ) {}

  /** The blocks with their numbers and times, and empty ones between them. @throws JsonRpcError */
  *blocksAfter(base: EthereumHeader): Generator<SimulatedBlock> {
    let { number, timestamp } = base;
    for (const { overrides, ...rest } of this.blocks) {
      const next = overrides.number ?? number + 1n;
      if (next <= number) throw new JsonRpcError(-38020, `block numbers must be in order: ${next} <= ${number}`);
      if (next - base.number > MAX_BLOCKS) throw tooMany();
      while (number + 1n < next) {
        timestamp += SECONDS_A_BLOCK;
        yield { overrides: { number: ++number, timestamp }, accounts: undefined, calls: [] };
      }
      const time = overrides.timestamp ?? timestamp + SECONDS_A_BLOCK;
      if (time <= timestamp) {
        throw new JsonRpcError(-38021, `block timestamps must be in order: ${time} <= ${timestamp}`);
      }
      [number, timestamp] = [next, time];
      yield { ...rest, overrides: { ...overrides, number, timestamp } };
    }
  }
}

const tooMany = (): JsonRpcError => new JsonRpcError(-38026, "too many blocks");

/** @throws Misfit, JsonRpcError */
export function readSimulation(value: unknown): Simulation {
  const { blockStateCalls, traceTransfers, validation, returnFullTransactions } = readObject(value);
  const flag = (field: unknown): boolean => (field === undefined || field === null ? false : readBoolean(field));
  const blocks = readList(blockStateCalls ?? [], readSimulatedBlock);
  if (blocks.length === 0) throw invalidParams("empty input");
  if (blocks.length > MAX_BLOCKS) throw tooMany();
  return new Simulation(blocks, flag(traceTransfers), flag(validation), flag(returnFullTransactions));
}

function readSimulatedBlock(value: unknown): SimulatedBlock {
  const { blockOverrides, stateOverrides, calls } = readObject(value);
  return {
    overrides: readBlockOverride(blockOverrides ?? {}),
    accounts: stateOverrides === undefined || stateOverrides === null ? undefined : readStateOverride(stateOverrides),
    calls: readList(calls ?? [], readCall),
  };
}
