import { createHash } from "node:crypto";
import { Common, type Hardfork, Mainnet } from "@ethereumjs/common";
import {
  EVM,
  type EVMOpts,
  type EVMResult,
  EVMMockBlockchain,
  type InterpreterStep,
  NobleBN254,
} from "@ethereumjs/evm";
import { SimpleStateManager } from "@ethereumjs/statemanager";
import { Account, Address, bytesToHex, KECCAK256_NULL } from "@ethereumjs/util";
import { FastEVM } from "../evm.js";
import { WarmJournal } from "../journal.js";
import type { DirectState as Direct } from "../state.js";

/** An account before a run. */
export interface Before {
  address: Address;
  balance: bigint;
  nonce: bigint;
  code?: Uint8Array;
  /** 32-byte keys. */
  storage?: readonly (readonly [key: Uint8Array, value: Uint8Array])[];
}

/** What one run starts from. */
export interface Scenario {
  fork: Hardfork;
  accounts: readonly Before[];
  caller: Address;
  /** Absent for a creation. */
  to?: Address;
  value: bigint;
  data: Uint8Array;
  gas: bigint;
  /** A frame that may change nothing. */
  isStatic?: boolean;
}

/** The stock EVM; this one over a state that answers with promises; this one over a state that answers at once. */
export type Variant = "stock" | "promises" | "direct";

/** A state manager that answers reads at once. */
class DirectState extends SimpleStateManager implements Direct {
  readAccount(address: Address): Account | undefined {
    return this.topAccountStack().get(address.toString());
  }
  readCode(address: Address): Uint8Array {
    return this.topCodeStack().get(address.toString()) ?? new Uint8Array(0);
  }
  readStorage(address: Address, key: Uint8Array): Uint8Array {
    return this.topStorageStack().get(`${address.toString()}_${bytesToHex(key)}`) ?? new Uint8Array(0);
  }
  readOriginalStorage(address: Address, key: Uint8Array): Promise<Uint8Array> {
    return this.originalStorageCache.get(address, key);
  }
  writeStorage(address: Address, key: Uint8Array, value: Uint8Array): void {
    this.topStorageStack().set(`${address.toString()}_${bytesToHex(key)}`, value);
  }
  openCheckpoint(): void {
    this.checkpointSync();
  }
  keepCheckpoint(): void {
    for (const stack of [this.accountStack, this.codeStack, this.storageStack]) stack.splice(-2, 1);
  }
  dropCheckpoint(): void {
    for (const stack of [this.accountStack, this.codeStack, this.storageStack]) stack.pop();
  }
  /** Everything in it, sorted, without zeros. */
  dump(): string[] {
    return dump(this.topAccountStack(), this.topCodeStack(), this.topStorageStack());
  }
}

function dump(
  accounts: Map<string, Account | undefined>,
  codes: Map<string, Uint8Array>,
  storage: Map<string, Uint8Array>,
): string[] {
  const lines: string[] = [];
  for (const [address, account] of accounts) {
    // An empty account is none: the stock EVM leaves some, which the journal's cleanup would remove.
    if (account === undefined || account.isEmpty()) continue;
    lines.push(`${address} nonce ${account.nonce} balance ${account.balance} code ${bytesToHex(account.codeHash)}`);
  }
  for (const [address, code] of codes) lines.push(`${address} code ${bytesToHex(code)}`);
  for (const [slot, value] of storage) if (value.length > 0) lines.push(`${slot} = ${bytesToHex(value)}`);
  return lines.sort();
}

export const PREVRANDAO = Uint8Array.from({ length: 32 }, (_, index) => (index * 37 + 11) & 0xff);

function blockchain(): EVMMockBlockchain {
  const chain = new EVMMockBlockchain();
  chain.getBlock = async (number?: number) => ({
    hash: () => Uint8Array.from({ length: 32 }, (_, index) => (index + Number(number)) & 0xff),
  });
  return chain;
}

export interface Observed {
  /** Everything that a run shows, as text that can be compared. */
  text: string[];
  gasUsed: bigint;
  error: string | undefined;
  steps: string[];
}

/** Runs the scenario. With `traced`, `steps` has a line for each step event. */
export async function observe(scenario: Scenario, variant: Variant, traced = false): Promise<Observed> {
  const evm = await prepare(scenario, variant);
  const steps: string[] = [];
  if (traced) evm.events.on("step", (step) => steps.push(describeStep(step)));
  const [to, caller] = [scenario.to, scenario.caller];
  for (const address of [caller, ...(to === undefined ? [] : [to])])
    evm.journal.addAlwaysWarmAddress(address.toString());
  await evm.journal.checkpoint();
  let result: EVMResult;
  try {
    result = await evm.runCall({
      caller,
      to,
      value: scenario.value,
      data: scenario.data,
      gasLimit: scenario.gas,
      gasPrice: 7n,
      isStatic: scenario.isStatic,
      block: {
        header: {
          number: 1000n,
          coinbase: new Address(new Uint8Array(20).fill(0xcb)),
          timestamp: 1_700_000_000n,
          difficulty: 0n,
          prevRandao: PREVRANDAO,
          gasLimit: 30_000_000n,
          baseFeePerGas: 5n,
          getBlobGasPrice: () => 1n,
        },
      },
      blobVersionedHashes: ["0x01aa000000000000000000000000000000000000000000000000000000000001"],
    });
  } catch (error) {
    // The stock EVM lets an error of a creation's sender through; so must this one.
    return { text: [`thrown ${JSON.stringify(error)}`], gasUsed: 0n, error: "thrown", steps };
  }
  await evm.journal.commit();
  const { execResult } = result;
  const text = [
    `error ${execResult.exceptionError?.error}`,
    `gas ${execResult.executionGasUsed} refund ${execResult.gasRefund}`,
    `returns ${bytesToHex(execResult.returnValue)}`,
    `created ${result.createdAddress?.toString()}`,
    ...(execResult.logs ?? []).map(
      ([address, topics, data]) => `log ${bytesToHex(address)} ${topics.map(bytesToHex).join()} ${bytesToHex(data)}`,
    ),
    ...[...(execResult.selfdestruct ?? [])].map(([from, to]) => `destroyed ${from} to ${to}`),
    ...[...(execResult.createdAddresses ?? [])].map((address) => `new ${address}`),
    ...warm(evm),
    ...(evm.stateManager as DirectState).dump(),
  ];
  return { text, gasUsed: execResult.executionGasUsed, error: execResult.exceptionError?.error, steps };
}

function warm({ journal }: EVM): string[] {
  const warmed =
    journal instanceof WarmJournal
      ? journal.warmed()
      : (journal as unknown as { journal: Map<string, Set<string>> }).journal;
  return [...warmed].map(([address, slots]) => `warm ${address} ${[...slots].sort().join()}`).sort();
}

async function prepare(scenario: Scenario, variant: Variant): Promise<EVM> {
  const common = new Common({ chain: Mainnet, hardfork: scenario.fork });
  const state = new DirectState({ common });
  for (const { address, balance, nonce, code, storage } of scenario.accounts) {
    await state.putAccount(address, new Account(nonce, balance, undefined, KECCAK256_NULL));
    if (code !== undefined) await state.putCode(address, code);
    for (const [key, value] of storage ?? []) await state.putStorage(address, key, value);
  }
  if (variant === "promises") Object.assign(state, { readAccount: undefined, openCheckpoint: undefined });
  const options: EVMOpts = { common, stateManager: state, blockchain: blockchain(), bn254: new NobleBN254() };
  return variant === "stock" ? new EVM(options) : new FastEVM(options);
}

/** The stock interpreter shows what absurd memory would cost; this one that nothing can pay it. */
const payable = (fee: bigint | undefined): string => (fee !== undefined && fee > 2n ** 43n ? "unpayable" : String(fee));

const digest = (bytes: Uint8Array): string => createHash("sha1").update(bytes).digest("hex");

function describeStep(step: InterpreterStep): string {
  const { opcode } = step;
  return [
    `${step.depth} ${step.pc} ${opcode.name} ${opcode.code} ${opcode.fee} ${payable(opcode.dynamicFee)} ${opcode.isAsync}`,
    `${step.gasLeft} ${step.gasRefund} [${step.stack.join()}] ${step.memoryWordCount} ${digest(step.memory)}`,
    `${step.address.toString()} ${String(step.codeAddress)} ${step.account.balance} ${step.account.nonce}`,
    `${step.immediate && bytesToHex(step.immediate)} ${step.error && bytesToHex(step.error)}`,
  ].join(" ");
}
