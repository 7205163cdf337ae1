import { decodeMessage } from "../../proto/reader.js";
import { type MethodSchema, serviceMethods } from "../../proto/registry.js";
import { encodeMessage } from "../../proto/writer.js";
import { AddressCodec } from "../state/addresses.js";
import { QueryContext, type ReadContext } from "../state/context.js";
import { AppError, assert } from "../state/errors.js";
import { GasMeter, MAX_GAS } from "../state/gas.js";
import { QueryError, type ServiceBinding } from "../state/module.js";
import type { VersionReader } from "../store/types.js";
import type { Echoin } from "./echoin.js";

/** Committed versions, as a reader on another thread opens them. */
export interface VersionSource {
  latestVersion(): Promise<bigint>;
  earliestVersion(): Promise<bigint>;
  at(version: bigint): Promise<VersionReader>;
}

interface Endpoint {
  readonly method: MethodSchema;
  readonly handler: (ctx: ReadContext, request: unknown) => Promise<unknown>;
}

/** A query's answer, and the height that it holds for. */
export interface QueryResult {
  readonly value: Uint8Array;
  readonly height: bigint;
}

/** What an executor is made with. */
export interface QueryOptions {
  /** Of the node itself (transactions, blocks), beside those of the modules. */
  readonly services?: readonly ServiceBinding[];
  /** The most gas of one query; 0n, the default, is no limit. */
  readonly gas?: bigint;
}

/** Answers gRPC queries at committed heights: behind abci_query, gRPC and REST alike. */
export class QueryExecutor {
  private readonly endpoints = new Map<string, Endpoint>();
  private readonly gas: bigint;

  constructor(
    private readonly chain: Echoin,
    private readonly versions: VersionSource,
    { services = [], gas = 0n }: QueryOptions = {},
  ) {
    this.gas = gas === 0n ? MAX_GAS : gas;
    for (const { queries = [] } of chain.allModules) this.mount(queries);
    this.mount(services);
  }

  get paths(): readonly string[] {
    return [...this.endpoints.keys()];
  }

  has(path: string): boolean {
    return this.endpoints.has(path);
  }

  /**
   * Answers `/package.Service/Method` at `height` (0n: the latest).
   * @throws QueryError, and AppError from module code
   */
  async execute(path: string, request: Uint8Array, height: bigint): Promise<QueryResult> {
    const endpoint = this.endpoints.get(path);
    if (endpoint === undefined) throw new QueryError("UNIMPLEMENTED", `unknown query path: ${path}`);
    const ctx = await this.contextAt(height);
    const message = this.decode(endpoint.method, request);
    const response = await endpoint.handler(ctx, message);
    return { value: encodeMessage(endpoint.method.output, response), height: ctx.block.height };
  }

  /** A context over the version of `height` (0n: the latest). @throws QueryError for a height that is not there */
  async contextAt(height: bigint): Promise<QueryContext> {
    const reader = await this.readerAt(height);
    const { bech32Prefix, lastBlock } = await this.chain.identityOf(reader);
    return new QueryContext(reader, lastBlock, new AddressCodec(bech32Prefix), new GasMeter(this.gas));
  }

  async readerAt(height: bigint): Promise<VersionReader> {
    const latest = await this.versions.latestVersion();
    if (latest === 0n)
      throw new QueryError("FAILED_PRECONDITION", "no block is committed yet; try again after the first block");
    if (height < 0n) throw new QueryError("INVALID_ARGUMENT", `height must not be negative, got ${height}`);
    if (height > latest) {
      throw new QueryError(
        "INVALID_ARGUMENT",
        `cannot query with height in the future; height ${height}, latest ${latest}`,
      );
    }
    const version = height === 0n ? latest : height;
    const earliest = await this.versions.earliestVersion();
    if (version < earliest) {
      throw new QueryError("INVALID_ARGUMENT", `height ${version} is pruned on this node; the earliest is ${earliest}`);
    }
    return this.versions.at(version);
  }

  private mount(services: readonly ServiceBinding[]): void {
    for (const { service, handlers } of services) {
      for (const method of serviceMethods(service)) {
        const handler = handlers[method.name];
        assert(handler !== undefined, `${service} has no handler for ${method.name}`);
        assert(!this.endpoints.has(method.path), `${method.path} has two handlers`);
        this.endpoints.set(method.path, { method, handler });
      }
    }
  }

  private decode(method: MethodSchema, request: Uint8Array): unknown {
    try {
      return decodeMessage(method.input, request);
    } catch (error) {
      throw new QueryError(
        "INVALID_ARGUMENT",
        `the request is no ${method.input.typeUrl.slice(1)}: ${error instanceof Error ? error.message : "malformed"}`,
      );
    }
  }
}

/** The gRPC status of what a handler threw, by the SDK's mapping of error codes. */
export function queryErrorOf(error: unknown): QueryError {
  if (error instanceof QueryError) return error;
  if (!(error instanceof AppError)) return new QueryError("UNKNOWN", "internal error");
  if (error.codespace === "sdk" && (error.code === 22 || error.code === 38))
    return new QueryError("NOT_FOUND", error.message);
  if (error.codespace === "sdk" && [7, 10, 18].includes(error.code))
    return new QueryError("INVALID_ARGUMENT", error.message);
  return new QueryError("UNKNOWN", error.message);
}
