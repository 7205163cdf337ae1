import { hash } from "node:crypto";
import { type Common, createCustomCommon, Hardfork, Mainnet } from "@ethereumjs/common";
import { type EVMRunCallOpts, getActivePrecompiles } from "@ethereumjs/evm";
import { Address } from "@ethereumjs/util";
import type { WriteContext } from "../../abci/state/context.js";
import { GasMeter } from "../../abci/state/gas.js";
import { bytesToNumber, keccak256, recoverPublicKey } from "./crypto.js";
import type { EvmKeeper } from "./keeper.js";
import { bls, bn254, kzg, loadCurves, osakaPrecompiles } from "./interpreter/curves/curves.js";
import { FastEVM } from "./interpreter/evm.js";
import { EvmState } from "./state.js";
import type { TransactionRequest } from "./transaction.js";

/** Hard forks whose rules can be chosen, by the names in the parameters. */
export const FORKS = ["prague", "osaka"] as const;
export type Fork = (typeof FORKS)[number];

/** The rules of a chain. */
export interface Rules {
  readonly chainId: bigint;
  readonly fork: Fork;
  /** Whether contracts may be of any size. */
  readonly unlimitedCode?: boolean;
}

/** What a block says to the code that runs in it. */
export interface BlockEnvironment {
  readonly number: bigint;
  /** Unix seconds. */
  readonly timestamp: bigint;
  readonly coinbase: Uint8Array;
  readonly prevRandao: Uint8Array;
  readonly gasLimit: bigint;
  readonly baseFee: bigint;
  readonly blobBaseFee: bigint;
  /** The hash of one of the 256 blocks before. */
  blockHash(number: bigint): Promise<Uint8Array>;
}

/** An EVM over the state of one context. */
export interface Engine {
  readonly evm: FastEVM;
  readonly state: EvmState;
  readonly rules: Rules;
}

interface PooledEngine extends Engine {
  /** The block that BLOCKHASH asks. */
  readonly blockchain: BlockHashes;
}

class BlockHashes {
  environment: BlockEnvironment | undefined;

  async getBlock(number: number): Promise<{ hash(): Uint8Array }> {
    const found = await this.environment!.blockHash(BigInt(number));
    return { hash: () => found };
  }

  async putBlock(): Promise<void> {}

  shallowCopy(): BlockHashes {
    return this;
  }
}

/**
 * Sees an engine, at the state that a transaction begins with, before it runs: for traces. What it returns is called when
 * the transaction has run and its gas is paid, at the state that it leaves behind.
 */
export type Observe = (engine: Engine, request: TransactionRequest) => (() => Promise<void> | void) | void;

/** Engines that are built once and used again: to build one takes longer than most transactions. */
export class Engines {
  private readonly idle = new Map<string, PooledEngine[]>();

  /** @param observe never on the consensus thread of a chain that others validate */
  constructor(
    private readonly keeper: EvmKeeper,
    readonly observe?: Observe,
  ) {}

  /**
   * Runs `work` with an EVM over the state of `ctx`, under gas that the EVM counts by itself. Kept when it returns, dropped
   * when it throws.
   */
  async run<T>(
    ctx: WriteContext,
    { rules, environment }: { rules: Rules; environment: BlockEnvironment },
    work: (engine: Engine) => Promise<T>,
  ): Promise<T> {
    const free = ctx.withGas(GasMeter.unlimited());
    const info = this.keeper.chain.info(free);
    const { baseDenom } = info instanceof Promise ? await info : info;
    const name = `${rules.chainId}/${rules.fork}`;
    let idle = this.idle.get(name);
    if (idle === undefined) this.idle.set(name, (idle = []));
    const engine = idle.pop() ?? (await this.build(rules));
    engine.blockchain.environment = environment;
    try {
      return await free.stack(async (stack) => {
        engine.state.attach(stack, baseDenom, stack);
        return work(engine);
      });
    } finally {
      engine.state.detach();
      engine.evm.journal.cleanJournal();
      engine.evm.transientStorage.clear();
      engine.evm.events.removeAllListeners();
      engine.evm.observer = undefined;
      engine.evm.resetPrecompiles();
      idle.push(engine);
    }
  }

  private async build(rules: Rules): Promise<PooledEngine> {
    // Where WebAssembly cannot be had, results are the same, and take longer: no reason to differ from other nodes.
    await loadCurves().catch(() => undefined);
    const state = new EvmState(this.keeper);
    const blockchain = new BlockHashes();
    const customPrecompiles = rules.fork === "osaka" ? osakaPrecompiles : [];
    const common = commonOf(rules);
    const unlimited = rules.unlimitedCode === true;
    const sizes = { allowUnlimitedContractSize: unlimited, allowUnlimitedInitCodeSize: unlimited };
    const evm = new FastEVM({ common, stateManager: state, blockchain, bn254, bls, customPrecompiles, ...sizes });
    return { evm, state, rules, blockchain };
  }
}

/** The block as the EVM takes it. */
export function blockOf(environment: BlockEnvironment): NonNullable<EVMRunCallOpts["block"]> {
  const { number, timestamp, coinbase, prevRandao, gasLimit, baseFee, blobBaseFee } = environment;
  return {
    header: {
      number,
      timestamp,
      coinbase: new Address(coinbase),
      prevRandao,
      gasLimit,
      baseFeePerGas: baseFee,
      difficulty: 0n,
      getBlobGasPrice: () => blobBaseFee,
    },
  };
}

/** The addresses of the fork's precompiled contracts. */
export function precompilesOf(rules: Rules): Uint8Array[] {
  return [...getActivePrecompiles(commonOf(rules)).keys()].map((digits) => Buffer.from(digits, "hex"));
}

/** Ethereum's rules under this chain's number, with the fast cryptography. */
function commonOf({ chainId, fork }: Rules): Common {
  return createCustomCommon({ chainId: Number(chainId) }, Mainnet, {
    hardfork: fork === "osaka" ? Hardfork.Osaka : Hardfork.Prague,
    customCrypto: { keccak256, sha256: (bytes) => hash("sha256", bytes, "buffer"), ecrecover, kzg },
  });
}

/** As the ecrecover precompile asks: v is 27 or 28, high s pass. @throws Error when there is no such key */
function ecrecover(digest: Uint8Array, v: bigint, r: Uint8Array, s: Uint8Array): Uint8Array {
  const key = recoverPublicKey({
    digest,
    r: bytesToNumber(r),
    s: bytesToNumber(s),
    yParity: v === 27n ? 0 : 1,
  });
  if (key === undefined) throw new Error("no public key makes this signature");
  return key;
}
