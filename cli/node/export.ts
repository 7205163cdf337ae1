import { exportAppState } from "../../abci/app/genesis.js";
import { createEchoin } from "../../abci/app/echoin.js";
import { QueryExecutor } from "../../abci/app/query.js";
import { VersionNotFoundError } from "../../abci/store/errors.js";
import { openReader } from "../../abci/store/reader.js";
import { jsonPieces } from "../../proto/json-pieces.js";
import { type GenesisText, readGenesis } from "../chain/genesis.js";
import { decodeJson, encodeJson } from "../chain/json.js";
import { CliError, messageOf } from "../errors.js";
import type { Home } from "../home.js";
import { requireState } from "./offline.js";
import { storeFile } from "./settings.js";
import { storeFault } from "./store.js";

/**
 * The state of a height as the text of a genesis document. Its validators are in the state of staking, so the document's own list
 * is empty: a new chain goes on with them, and they need their keys. @throws CliError
 */
export async function* exportGenesis(
  home: Home,
  { height, forZeroHeight, indent }: { height: bigint; forZeroHeight: boolean; indent: number },
): AsyncGenerator<string> {
  const { app_state: _, ...old } = readGenesis(home);
  requireState(home);
  const reader = await openReader(storeFile(home)).catch((error: unknown) => {
    throw storeFault(home, error);
  });
  try {
    const chain = createEchoin();
    const executor = new QueryExecutor(chain, reader);
    const ctx = await executor.contextAt(height);
    const at = ctx.block.height;
    const document = {
      ...old,
      genesis_time: timeOf(ctx.block.timeNanos),
      initial_height: forZeroHeight ? "1" : String(at + 1n),
      consensus_params: { ...(await consensusParams(executor, at, old)) },
      validators: [],
      app_hash: "",
      app_state: await exportAppState(chain, ctx),
    };
    yield* jsonPieces(document, indent);
  } catch (error) {
    if (error instanceof CliError) throw error;
    const hint = error instanceof VersionNotFoundError ? { hint: "choose a height that pruning has kept" } : {};
    throw new CliError(`the state cannot be exported: ${messageOf(error)}`, { cause: error, ...hint });
  } finally {
    await reader.close();
  }
}

/** RFC 3339 with nanoseconds. */
function timeOf(nanos: bigint): string {
  const seconds = new Date(Number(nanos / 1_000_000_000n) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${(nanos % 1_000_000_000n).toString().padStart(9, "0")}Z`;
}

type ConsensusParams = GenesisText["consensus_params"];

/** The consensus parameters in force, in CometBFT's JSON: durations there are nanoseconds. */
async function consensusParams(
  executor: QueryExecutor,
  height: bigint,
  old: Pick<GenesisText, "consensus_params">,
): Promise<ConsensusParams> {
  const path = "/cosmos.consensus.v1.Query/Params";
  const { value } = await executor.execute(path, encodeJson("/cosmos.consensus.v1.QueryParamsRequest", {}), height);
  const { params } = decodeJson<{ params: Partial<ConsensusParams> | null }>(
    "/cosmos.consensus.v1.QueryParamsResponse",
    value,
  );
  if (params === null) return old.consensus_params;
  const evidence = params.evidence ?? old.consensus_params.evidence;
  return {
    block: params.block ?? old.consensus_params.block,
    evidence: { ...evidence, max_age_duration: durationNanos(evidence.max_age_duration) },
    validator: params.validator ?? old.consensus_params.validator,
    version: params.version ?? old.consensus_params.version,
    abci: params.abci ?? old.consensus_params.abci,
  };
}

/** `1814400s` or `0.5s` as nanoseconds; a plain number is taken as nanoseconds already. */
function durationNanos(text: string): string {
  const match = /^(\d+)(?:\.(\d{1,9}))?s$/.exec(text);
  if (match === null) return text;
  return (BigInt(match[1] ?? "0") * 1_000_000_000n + BigInt((match[2] ?? "").padEnd(9, "0"))).toString();
}
