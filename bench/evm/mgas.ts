import { Common, Hardfork, Mainnet } from "@ethereumjs/common";
import { EVM, EVMMockBlockchain, NobleBN254 } from "@ethereumjs/evm";
import { Account, Address } from "@ethereumjs/util";
import { keccak256, keccakReady } from "../../abci/state/keccak.js";
import { FastEVM } from "../../modules/evm/interpreter/evm.js";
import { summarize } from "../measure/stats.js";
import { CALLEE, type Program } from "./programs.js";
import { MemoryState } from "./state.js";

/** How fast a program runs, in millions of gas a second; the median of some calls. */
export interface Speed {
  readonly name: string;
  readonly stock: number;
  readonly ours: number;
  /** What is asked of ours. */
  readonly target?: number;
}

const CONTRACT = new Address(new Uint8Array(20).fill(0xc0));
const CALLER = new Address(new Uint8Array(20).fill(0xee));

type Interpreter = (program: Program, gas: number) => Promise<number>;

/** Runs a program in one call; the number is gas a second, in millions. */
const interpreter =
  (make: typeof EVM, common: Common): Interpreter =>
  async (program, gas) => {
    const stateManager = new MemoryState();
    for (const [address, code] of [
      [CONTRACT, program.code],
      [CALLEE.address, CALLEE.code],
    ] as const) {
      await stateManager.putAccount(address, new Account(1n, 1n));
      await stateManager.putCode(address, code);
    }
    const evm = new make({ common, stateManager, blockchain: new EVMMockBlockchain(), bn254: new NobleBN254() });
    const start = process.hrtime.bigint();
    const { execResult } = await evm.runCall({ caller: CALLER, to: CONTRACT, gasLimit: BigInt(gas) });
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    if (execResult.executionGasUsed !== BigInt(gas)) throw new Error(`${program.name} ended before its gas`);
    return gas / 1e6 / seconds;
  };

/** Runs programs on the stock interpreter and ours, in turn, so that a busy machine slows both. */
export async function measureSpeeds(
  programs: readonly Program[],
  { gas, rounds }: { gas: number; rounds: number },
): Promise<Speed[]> {
  const plain = new Common({ chain: Mainnet, hardfork: Hardfork.Osaka });
  const crypto = new Common({ chain: Mainnet, hardfork: Hardfork.Osaka, customCrypto: { keccak256 } });
  await keccakReady;
  const stock = interpreter(EVM, plain);
  const fast = interpreter(FastEVM, crypto);
  const speeds: Speed[] = [];
  for (const program of programs) {
    const [slow, quick]: [number[], number[]] = [[], []];
    // The first round compiles.
    for (let round = 0; round <= rounds; round++) {
      const figures = [await stock(program, Math.round(gas / 10)), await fast(program, gas)] as const;
      if (round === 0) continue;
      slow.push(figures[0]);
      quick.push(figures[1]);
    }
    const { name, target } = program;
    const measured = { name, stock: summarize(slow).p50, ours: summarize(quick).p50 };
    speeds.push(target === undefined ? measured : { ...measured, target });
  }
  return speeds;
}
