import type { Codec } from "../../proto/codecs.js";
import type { StoreKey, StoreWrites } from "../store/types.js";
import type { ReadContext, WriteContext } from "./context.js";
import type { StateReader } from "./overlay.js";

/* eslint-disable @typescript-eslint/no-explicit-any -- services of many types stand in one list */

type Method = (request: any) => Promise<any>;
type RequestOf<M> = M extends (request: infer R) => Promise<unknown> ? NonNullable<R> : never;
type ResponseOf<M> = M extends (request: any) => Promise<infer R> ? R : never;

/**
 * The handlers of a `Msg` service, typed by the interface that is generated from its .proto: a missing or misspelt
 * method does not compile. A handler's writes are kept when it returns and dropped when it throws.
 */
export type MessageService<Service> = {
  readonly [M in keyof Service]: (ctx: WriteContext, message: RequestOf<Service[M]>) => Promise<ResponseOf<Service[M]>>;
};

/** The handlers of a `Query` service; they read one committed version. */
export type QueryService<Service> = {
  readonly [M in keyof Service]: (ctx: ReadContext, request: RequestOf<Service[M]>) => Promise<ResponseOf<Service[M]>>;
};

/** A service's full protobuf name, such as `cosmos.bank.v1beta1.Msg`, with its handlers. */
export interface ServiceBinding<Handlers = Readonly<Record<string, (ctx: any, request: any) => Promise<any>>>> {
  readonly service: string;
  readonly handlers: Handlers;
}

export type ServiceInterface = Readonly<Record<string, Method>>;

/** A genesis state some of whose lists are walked, any number of times, and not held: they may be longer than memory. */
export type Walked<State, Lists extends keyof State> = 0 extends 1 & State
  ? State // `any`, where handlers of many modules stand together
  : Omit<State, Lists> & { readonly [List in Lists]: Iterable<ElementOf<State[List]>> };

/**
 * A module's part of the genesis file: `State` is its GenesisState message, which JSON is converted from and to, and `Lists` those
 * of its lists that grow with the chain's users.
 */
export interface GenesisHandler<State = any, Lists extends keyof State = never> {
  readonly codec: Codec<State>;
  /** What `init` writes into a new genesis file. */
  defaults(): State;
  /** Checks what can be checked without other modules. @throws AppError that names the entry and the fault. */
  validate(state: Walked<State, Lists>, prefix: string): void;
  init(ctx: WriteContext, state: Walked<State, Lists>): Promise<void>;
  /** All of the state but its long lists. */
  export(ctx: ReadContext): Promise<Omit<State, Lists>>;
  /** How each long list is read for an export. */
  readonly lists?: { readonly [List in Lists]: (ctx: ReadContext) => AsyncIterable<ElementOf<State[List]>> };
}

type ElementOf<List> = List extends readonly (infer Element)[] ? Element : never;

/** A rule that always holds, such as BANK-1; `check` throws an AssertionError that names what broke. */
export interface Invariant {
  readonly id: string;
  readonly says: string;
  check(ctx: ReadContext): Promise<void>;
  /** Whether it costs little enough to be checked in each block in production. */
  readonly cheap: boolean;
}

/** Keys that a message is about to touch, so that the store can load them in one read before the block runs. */
export type ReadAhead = (
  message: any,
  parseAddress: (text: string) => Uint8Array,
  /** For addresses of validator operators. */
  parseOperator: (text: string) => Uint8Array,
) => readonly StoreKey[];

/** What `app` sees of a module; order among modules is not here but in the literal arrays of `abci/app/echoin.ts`. */
export interface ModuleDefinition {
  readonly name: string;
  /** Names of the module's stores; part of the app hash. */
  readonly stores: readonly string[];
  readonly messages?: readonly ServiceBinding[];
  readonly queries?: readonly ServiceBinding[];
  readonly genesis?: GenesisHandler<any, any>;
  readonly invariants?: readonly Invariant[];
  /**
   * Checks what a block is about to write against what was committed before it, at a cost that grows with the writes
   * alone: for rules about sums over all of a store. @throws AssertionError that names what broke
   */
  checkWrites?(writes: ReadonlyMap<string, StoreWrites>, committed: StateReader): Promise<void>;
  /** Hints by message type URL, of other modules' messages too; they change no result. */
  readonly readAhead?: Readonly<Record<string, ReadAhead>>;
  /** Runs before the transactions of each block. */
  beginBlock?(ctx: WriteContext): Promise<void>;
  /** Runs after the transactions of each block. */
  endBlock?(ctx: WriteContext): Promise<void>;
  /** Raised when the module's stored form changes; an upgrade runs the migrations between. */
  readonly consensusVersion: number;
  /** `migrations[n]` turns version n's stored form into version n + 1's. */
  readonly migrations?: Readonly<Record<number, (ctx: WriteContext) => Promise<void>>>;
}

/** A packed message, as `google.protobuf.Any` carries it. */
export interface PackedMessage {
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

/** Executes messages of all modules: for modules that carry other modules' messages (authz, gov). */
export interface MessageRouter {
  /** Whether a message of this type can be executed. */
  handles(typeUrl: string): boolean;
  /** The addresses whose signatures the message needs. @throws AppError when it cannot be decoded. */
  signersOf(ctx: ReadContext, message: PackedMessage): Uint8Array[];
  /**
   * Runs the message's handler in a branch of its own; the caller has checked who signs. Returns the packed response.
   */
  execute(ctx: WriteContext, message: PackedMessage): Promise<PackedMessage>;
}

/** An error of a query, with its gRPC status code. */
export class QueryError extends Error {
  constructor(
    readonly status: "INVALID_ARGUMENT" | "NOT_FOUND" | "FAILED_PRECONDITION" | "UNIMPLEMENTED" | "UNKNOWN",
    message: string,
  ) {
    super(message);
    this.name = "QueryError";
  }
}

export const invalidArgument = (message: string): QueryError => new QueryError("INVALID_ARGUMENT", message);
export const notFound = (message: string): QueryError => new QueryError("NOT_FOUND", message);
