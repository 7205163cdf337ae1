import type { Watched } from "../measure/usage.js";
import type { AccountBook } from "../workload/accounts.js";
import type { ChainNames } from "../workload/transaction.js";

/** Free ports on loopback for one node. */
export interface Ports {
  readonly rpc: number;
  readonly p2p: number;
  readonly abci: number;
  readonly rest: number;
  readonly grpc: number;
  readonly metrics: number;
  /** Of Ethereum's JSON-RPC. */
  readonly ethereum: number;
}

/** What a chain is made from. */
export interface ChainSetup {
  /** Folder of this chain alone, deleted by whoever made it. */
  readonly home: string;
  readonly ports: Ports;
  /** Those of the further validators; load goes to the first. */
  readonly others?: readonly Ports[];
  readonly book: AccountBook;
  /** What is to be filled with accounts first runs without index and results until `endFilling`. */
  readonly filling?: boolean;
  /** Node settings that one measurement needs, by dotted key of app.toml; only Echoin has any. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Nodes that run. */
export interface RunningChain {
  /** Its processes; those of one node that is both application and CometBFT have one entry. */
  readonly watched: readonly Watched[];
  /** Why one has ended, or undefined while all run. */
  ended(): string | undefined;
  /** Ends all its processes, and waits for that. */
  stop(): Promise<void>;
}

/** A chain that is measured. */
export interface Chain {
  /** Short, for tables. */
  readonly name: string;
  readonly title: string;
  readonly names: ChainNames;
  /** Whether the state has accounts: the ceiling has none. */
  readonly hasState: boolean;
  readonly validators: number;
  /** Makes the homes, with a genesis of all accounts and the validators. */
  prepare(setup: ChainSetup): Promise<void>;
  /** Gives a chain that was prepared for filling, and is stopped, the settings of the run. */
  endFilling(setup: ChainSetup): void;
  start(setup: ChainSetup): Promise<RunningChain>;
}
