import { Common, Hardfork, Mainnet } from "@ethereumjs/common";
import { EVM, EVMMockBlockchain, NobleBN254 } from "@ethereumjs/evm";
import { Account, Address } from "@ethereumjs/util";
import { keccak256, keccakReady } from "../../abci/state/keccak.js";
import { FastEVM } from "../../modules/evm/interpreter/evm.js";
import { summarize } from "../measure/stats.js";
import { decimal, table } from "../report/format.js";
import { command } from "../setup.js";
import { MemoryState } from "./state.js";
import { CALLEE, type Program, PROGRAMS } from "./programs.js";

const OPTIONS = {
  gas: [10_000_000, "gas of each call"],
  rounds: [5, "calls of each program on each interpreter, one after the other; the median counts"],
  only: ["", "only the programs whose names begin with this"],
} as const;

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

command(OPTIONS, async ({ gas, rounds, only }) => {
  const plain = new Common({ chain: Mainnet, hardfork: Hardfork.Osaka });
  const crypto = new Common({ chain: Mainnet, hardfork: Hardfork.Osaka, customCrypto: { keccak256 } });
  await keccakReady;
  const stock = interpreter(EVM, plain);
  const fast = interpreter(FastEVM, crypto);
  const rows: string[][] = [];
  let missed = 0;
  for (const program of PROGRAMS.filter(({ name }) => name.startsWith(only))) {
    const [slow, quick]: [number[], number[]] = [[], []];
    // The first round compiles; both take turns, so that a busy machine slows both.
    for (let round = 0; round <= rounds; round++) {
      const figures = [await stock(program, Math.round(gas / 10)), await fast(program, gas)] as const;
      if (round === 0) continue;
      slow.push(figures[0]);
      quick.push(figures[1]);
    }
    const [before, now] = [summarize(slow).p50, summarize(quick).p50];
    if (program.target !== undefined && now < program.target) missed++;
    rows.push([
      program.name,
      decimal(before),
      decimal(now),
      decimal(now / before),
      program.target === undefined ? "" : `≥ ${program.target}`,
    ]);
  }
  process.stdout.write(`${table(["in one call", "stock Mgas/s", "Mgas/s", "ratio", "figure"], rows)}\n`);
  return missed === 0 ? 0 : 1;
});
