import type { ResponseQuery } from "cosmjs-types/tendermint/abci/types";
import { SimulationResponse, TxMsgData } from "cosmjs-types/cosmos/base/abci/v1beta1/abci";
import { AppError } from "../abci/state/errors.js";
import { toJson } from "../proto/json.js";
import { decodeMessage } from "../proto/reader.js";
import { newBinaryWriter } from "../proto/writer.js";
import type { Reads } from "./reads.js";
import { RpcError, rpcErrorOf, statusText } from "./status.js";
import type { AbciQuery, RawState, Simulate } from "./types.js";

/** Most pairs that a subspace query answers. */
const MAX_PAIRS = 10_000;

export interface AbciQueryParts {
  readonly reads: Reads;
  readonly state: RawState;
  readonly simulate: Simulate;
  readonly version: string;
}

/** Answers `abci_query` of every kind as the Cosmos SDK does; what goes wrong is in the answer, nothing is thrown. */
export class AbciQueries {
  constructor(private readonly parts: AbciQueryParts) {}

  async answer(query: AbciQuery): Promise<ResponseQuery> {
    try {
      return await this.route(query);
    } catch (error) {
      return refusal(asAppError(error), query.height);
    }
  }

  private async route(query: AbciQuery): Promise<ResponseQuery> {
    const { reads } = this.parts;
    if (reads.has(query.path)) return this.method(query);
    const [kind, ...rest] = query.path.replace(/^\//, "").split("/");
    switch (kind) {
      case "app":
        return this.app(query, rest[0]);
      case "store":
        return this.store(query, rest);
      case "p2p":
        // No node is kept out by its address or its id.
        if (rest[0] === "filter" && rest.length >= 3) return { ...empty, height: query.height };
        throw unknownRequest("path should be p2p filter <addr|id> <parameter>");
      default:
        throw unknownRequest(kind === "" ? "no query path provided" : "unknown query path");
    }
  }

  private async method({ path, data, height, prove }: AbciQuery): Promise<ResponseQuery> {
    await this.requireCommitted(height);
    // gRPC answers carry no proofs; as in the SDK only a height that could have none is refused.
    if (prove && height === 1n) throw noProofYet();
    const answer = await this.parts.reads.run({ protocol: "abci", path, request: data, height });
    return { ...empty, value: answer.value, height: answer.height };
  }

  /** The SDK answers heights that are not there by codes of their own, before the query is looked at. */
  private async requireCommitted(height: bigint): Promise<void> {
    if (height < 0n) {
      throw new AppError("sdk", 18, "cannot query with height < 0; please provide a valid height: invalid request");
    }
    const latest = await this.parts.state.latestHeight();
    if (latest === 0n) {
      throw new AppError("sdk", 26, "the chain is not ready; please wait for first block: invalid height");
    }
    if (height > latest) {
      throw new AppError(
        "sdk",
        26,
        `cannot query with height in the future; please provide a valid height (latest ${latest}): invalid height`,
      );
    }
  }

  private async app({ data, height }: AbciQuery, what: string | undefined): Promise<ResponseQuery> {
    const { state, version } = this.parts;
    const at = height > 0n ? height : await state.latestHeight();
    switch (what) {
      case "version":
        return { ...empty, codespace: "sdk", height: at, value: Buffer.from(version) };
      case "simulate":
        return { ...empty, codespace: "sdk", height: at, value: await this.simulate(data) };
      default:
        throw unknownRequest("expected second parameter to be either 'simulate' or 'version'");
    }
  }

  /** The outcome as JSON, as this old path has it. */
  private async simulate(txBytes: Uint8Array): Promise<Uint8Array> {
    const { reads, simulate } = this.parts;
    const { code, codespace, log, gasWanted, gasUsed, data, events } = await reads.bounded(
      "abci",
      "/app/simulate",
      reads.newDeadline(),
      () => simulate(txBytes),
    );
    if (code !== 0) throw new AppError(codespace, code, `failed to simulate tx: ${log}`);
    const { msgResponses } = decodeMessage(TxMsgData, data);
    const response = { gasInfo: { gasWanted, gasUsed }, result: { data, log: "", events, msgResponses } };
    return Buffer.from(
      JSON.stringify(toJson(SimulationResponse.typeUrl, SimulationResponse.fromPartial(response as never) as never)),
    );
  }

  private async store({ data, height, prove }: AbciQuery, path: readonly string[]): Promise<ResponseQuery> {
    const { reads, state } = this.parts;
    const [name = "", what] = path;
    if (path.length !== 2 || (what !== "key" && what !== "subspace")) {
      throw unknownRequest("store queries are /store/<name>/key and /store/<name>/subspace");
    }
    await this.requireCommitted(height);
    if (data.length === 0) throw new AppError("sdk", 2, "query cannot be zero length: tx parse error");
    const at = height > 0n ? height : await state.latestHeight();
    if (prove && at <= 1n) throw noProofYet();
    return reads.bounded("abci", `/store/${what}`, reads.newDeadline(), async () => {
      if (what === "subspace") {
        const pairs = await state.scan(name, data, at, MAX_PAIRS);
        return { ...empty, key: data, value: encodePairs(pairs), height: at };
      }
      const found = await state.get(name, data, at, prove);
      return { ...empty, key: data, value: found.value, proofOps: found.proofOps, height: at };
    });
  }
}

const none = new Uint8Array(0);
const empty: ResponseQuery = {
  code: 0,
  log: "",
  info: "",
  index: 0n,
  key: none,
  value: none,
  height: 0n,
  codespace: "",
};

const unknownRequest = (reason: string): AppError => new AppError("sdk", 6, `${reason}: unknown request`);

const noProofYet = (): AppError =>
  new AppError("sdk", 18, "cannot query with proof when height <= 1; please provide a valid height: invalid request");

const refusal = ({ code, codespace, message }: AppError, height: bigint): ResponseQuery => ({
  ...empty,
  code,
  codespace,
  log: message,
  height,
});

/** The SDK's code for a gRPC status, and the words that clients look for. */
function asAppError(error: unknown): AppError {
  if (error instanceof AppError && !(error instanceof RpcError)) return error;
  const told = rpcErrorOf(error);
  const text = statusText(told);
  switch (told.status) {
    case "NOT_FOUND":
      return new AppError("sdk", 22, `${text}: key not found`);
    case "INVALID_ARGUMENT":
    case "FAILED_PRECONDITION":
      return new AppError("sdk", 18, `${text}: invalid request`);
    case "PERMISSION_DENIED":
      return new AppError("sdk", 4, `${text}: unauthorized`);
    default:
      return new AppError("sdk", 6, `${text}: unknown request`);
  }
}

/** cosmos.store.internal.kv.v1beta1.Pairs, which has no codec: field 1 repeated, of key (1) and value (2). */
function encodePairs(pairs: readonly (readonly [Uint8Array, Uint8Array])[]): Uint8Array {
  const writer = newBinaryWriter();
  for (const [key, value] of pairs) {
    writer.uint32(10).fork();
    writer.uint32(10).bytes(key);
    writer.uint32(18).bytes(value);
    writer.ldelim();
  }
  return writer.finish();
}
