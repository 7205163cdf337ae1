/** CometBFT's JSON as its RPC answers: 64-bit integers are text, hashes and addresses hex, other bytes base64. */

export interface BlockIdJson {
  readonly hash: string;
  readonly parts: { readonly total: number; readonly hash: string };
}

export interface HeaderJson {
  readonly version: { readonly block: string; readonly app?: string };
  readonly chain_id: string;
  readonly height: string;
  readonly time: string;
  readonly last_block_id: BlockIdJson;
  readonly last_commit_hash: string;
  readonly data_hash: string;
  readonly validators_hash: string;
  readonly next_validators_hash: string;
  readonly consensus_hash: string;
  readonly app_hash: string;
  readonly last_results_hash: string;
  readonly evidence_hash: string;
  readonly proposer_address: string;
}

export interface CommitJson {
  readonly height: string;
  readonly round: number;
  readonly block_id: BlockIdJson;
  readonly signatures: readonly {
    readonly block_id_flag: number;
    readonly validator_address: string;
    readonly timestamp: string;
    readonly signature: string | null;
  }[];
}

export interface VoteJson {
  readonly type: number;
  readonly height: string;
  readonly round: number;
  readonly block_id: BlockIdJson;
  readonly timestamp: string;
  readonly validator_address: string;
  readonly validator_index: number;
  readonly signature: string | null;
}

export interface EvidenceJson {
  readonly type: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface BlockJson {
  readonly header: HeaderJson;
  readonly data: { readonly txs: readonly string[] | null };
  readonly evidence: { readonly evidence: readonly EvidenceJson[] | null };
  readonly last_commit: CommitJson | null;
}

/** What `block` answers. */
export interface BlockResult {
  readonly block_id: BlockIdJson;
  readonly block: BlockJson | null;
}

export interface EventJson {
  readonly type: string;
  readonly attributes?: readonly { readonly key: string; readonly value?: string; readonly index?: boolean }[] | null;
}

export interface TxResultJson {
  readonly code?: number;
  readonly data?: string | null;
  readonly log?: string;
  readonly info?: string;
  readonly gas_wanted?: string;
  readonly gas_used?: string;
  readonly events?: readonly EventJson[] | null;
  readonly codespace?: string;
}

/** What `tx` answers, and `tx_search` in a list. */
export interface TxJson {
  readonly hash: string;
  readonly height: string;
  readonly tx_result: TxResultJson;
  readonly tx: string;
}

export interface TxSearchResult {
  readonly txs: readonly TxJson[] | null;
  readonly total_count: string;
}

export interface BroadcastResult {
  readonly code?: number;
  readonly data?: string;
  readonly log?: string;
  readonly codespace?: string;
  readonly hash: string;
}

export interface ValidatorJson {
  readonly address: string;
  readonly pub_key: { readonly type: string; readonly value: string };
  readonly voting_power: string;
  readonly proposer_priority: string;
}

export interface ValidatorsResult {
  readonly block_height: string;
  readonly validators: readonly ValidatorJson[] | null;
  readonly total: string;
}

export interface StatusResult {
  readonly node_info: {
    readonly protocol_version: { readonly p2p: string; readonly block: string; readonly app: string };
    readonly id: string;
    readonly listen_addr: string;
    readonly network: string;
    readonly version: string;
    readonly channels: string;
    readonly moniker: string;
    readonly other: { readonly tx_index: string; readonly rpc_address: string };
  };
  readonly sync_info: {
    readonly latest_block_height: string;
    readonly latest_block_time: string;
    readonly catching_up: boolean;
  };
}
