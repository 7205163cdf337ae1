import type { TomlValue } from "../../cometbft/toml.js";

/** Blocks that CometBFT needs above a snapshot before it can be verified. */
const TRUSTED_DEPTH = 2n;

/**
 * Settings with which an empty node starts from a snapshot of its peers: a recent block is trusted as the first server
 * has it, and the second has to agree. One server twice is taken, and checks less.
 * @throws Error when they do not answer or do not agree
 */
export async function stateSyncSettings(servers: readonly [string, string]): Promise<Record<string, TomlValue>> {
  const { signed_header: latest } = await commit(servers[0]);
  const height = BigInt(latest.header.height);
  const trusted = height > TRUSTED_DEPTH ? height - TRUSTED_DEPTH : 1n;
  const hashes: string[] = [];
  for (const server of servers) hashes.push((await commit(server, trusted)).signed_header.commit.block_id.hash);
  const [hash, other] = hashes as [string, string];
  if (hash !== other)
    throw new Error(`${servers.join(" and ")} have different blocks at height ${trusted}: ${hash}, ${other}`);
  return {
    "statesync.enable": true,
    "statesync.rpc_servers": servers.join(","),
    "statesync.trust_height": Number(trusted),
    "statesync.trust_hash": hash,
    "statesync.discovery_time": "5s",
  };
}

interface Commit {
  readonly signed_header: {
    readonly header: { readonly height: string };
    readonly commit: { readonly block_id: { readonly hash: string } };
  };
}

async function commit(server: string, height?: bigint): Promise<Commit> {
  const response = await fetch(`${server}/commit${height === undefined ? "" : `?height=${height}`}`);
  const { result } = (await response.json()) as { result?: Commit };
  if (result === undefined) throw new Error(`${server} has no block ${height ?? "yet"}`);
  return result;
}
