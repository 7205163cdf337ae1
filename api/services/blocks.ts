import type { PageRequest } from "cosmjs-types/cosmos/base/query/v1beta1/pagination";
import type {
  ABCIQueryRequest,
  ABCIQueryResponse,
  Service,
  Validator,
} from "cosmjs-types/cosmos/base/tendermint/v1beta1/query";
import type { Block as SdkBlock } from "cosmjs-types/cosmos/base/tendermint/v1beta1/types";
import type { ResponseQuery } from "cosmjs-types/tendermint/abci/types";
import type { Block } from "cosmjs-types/tendermint/types/block";
import { APP_NAME } from "../../abci/app/application.js";
import type { AddressCodec } from "../../abci/state/addresses.js";
import type { QueryService, ServiceBinding } from "../../abci/state/module.js";
import { type CometClient, CometError } from "../comet/client.js";
import { fromHex, toPublicKey } from "../comet/convert.js";
import type { StatusResult, ValidatorsResult } from "../comet/json.js";
import type { NodeFacts } from "../config.js";
import { RpcError } from "../status.js";
import type { AbciQuery } from "../types.js";
import { blockAt } from "./transactions.js";

export interface BlockParts {
  readonly comet: CometClient;
  readonly node: NodeFacts;
  /** Answers the queries that are no gRPC methods. */
  readonly abciQuery: (query: AbciQuery) => Promise<ResponseQuery>;
}

/** The Cosmos SDK whose behaviour on the wire this chain keeps to; clients choose by it what they can ask. */
export const COSMOS_SDK_VERSION = "v0.53.8";

/** `cosmos.base.tendermint.v1beta1.Service`: blocks and validators, from CometBFT. */
export const blockService = ({ comet, node, abciQuery }: BlockParts): ServiceBinding<QueryService<Service>> => ({
  service: "cosmos.base.tendermint.v1beta1.Service",
  handlers: {
    GetNodeInfo: () => nodeInfo(comet, node),
    GetSyncing: async () => ({ syncing: (await comet.call<StatusResult>("status")).sync_info.catching_up }),
    GetLatestBlock: (ctx) => block(comet, ctx.addresses, undefined),
    async GetBlockByHeight(ctx, { height }) {
      await requirePast(comet, height);
      return block(comet, ctx.addresses, height);
    },
    GetLatestValidatorSet: (ctx, { pagination }) => validators(comet, ctx.addresses, undefined, pagination),
    async GetValidatorSetByHeight(ctx, { height, pagination }) {
      await requirePast(comet, height);
      return validators(comet, ctx.addresses, height, pagination);
    },
    ABCIQuery: (_ctx, request) => rawQuery(abciQuery, request),
  },
});

async function nodeInfo(comet: CometClient, node: NodeFacts) {
  const { node_info: info } = await comet.call<StatusResult>("status");
  return {
    defaultNodeInfo: {
      protocolVersion: {
        p2p: BigInt(info.protocol_version.p2p),
        block: BigInt(info.protocol_version.block),
        app: BigInt(info.protocol_version.app),
      },
      defaultNodeId: info.id,
      listenAddr: info.listen_addr,
      network: info.network,
      version: info.version,
      channels: fromHex(info.channels),
      moniker: info.moniker,
      other: { txIndex: info.other.tx_index, rpcAddress: info.other.rpc_address },
    },
    applicationVersion: {
      name: APP_NAME,
      appName: `${APP_NAME}d`,
      version: node.version,
      gitCommit: node.gitCommit,
      buildTags: "",
      goVersion: "",
      buildDeps: [],
      cosmosSdkVersion: COSMOS_SDK_VERSION,
    },
  };
}

async function requirePast(comet: CometClient, height: bigint): Promise<void> {
  const { sync_info: sync } = await comet.call<StatusResult>("status");
  if (height < 1n) throw new RpcError("INVALID_ARGUMENT", `height must be greater than 0, but got ${height}`);
  if (height > BigInt(sync.latest_block_height)) {
    throw new RpcError("INVALID_ARGUMENT", "requested block height is bigger then the chain length");
  }
}

async function block(comet: CometClient, addresses: AddressCodec, height: bigint | undefined) {
  const { id, block } = await blockAt(comet, height);
  return { blockId: id, block, sdkBlock: toSdkBlock(block, addresses) };
}

/** The same block with its proposer's address as text. */
function toSdkBlock({ header, data, evidence, lastCommit }: Block, addresses: AddressCodec): SdkBlock {
  const { proposerAddress, ...rest } = header;
  const sdkBlock: SdkBlock = {
    header: { ...rest, proposerAddress: addresses.formatConsensus(proposerAddress) },
    data,
    evidence,
  };
  return lastCommit === undefined ? sdkBlock : { ...sdkBlock, lastCommit };
}

/** Validators on a page when the request does not say, and at most; CometBFT answers no more. */
const MAX_VALIDATORS = 100n;

async function validators(
  comet: CometClient,
  addresses: AddressCodec,
  height: bigint | undefined,
  pagination: PageRequest | undefined,
) {
  const asked = pagination?.limit ?? 0n;
  const limit = asked === 0n || asked > MAX_VALIDATORS ? MAX_VALIDATORS : asked;
  const page = (pagination?.offset ?? 0n) / limit + 1n;
  const params = { page: page.toString(), per_page: limit.toString() };
  let found: ValidatorsResult;
  try {
    found = await comet.call<ValidatorsResult>(
      "validators",
      height === undefined ? params : { ...params, height: height.toString() },
    );
  } catch (error) {
    throw error instanceof CometError ? new RpcError("INVALID_ARGUMENT", error.message) : error;
  }
  return {
    blockHeight: BigInt(found.block_height),
    validators: (found.validators ?? []).map((validator): Validator => ({
      address: addresses.formatConsensus(fromHex(validator.address)),
      pubKey: toPublicKey(validator),
      votingPower: BigInt(validator.voting_power),
      proposerPriority: BigInt(validator.proposer_priority),
    })),
    pagination: { nextKey: new Uint8Array(0), total: BigInt(found.total) },
  };
}

/** gRPC methods have their own addresses: these are only the others, as in the Cosmos SDK. */
const rawPaths = ["app", "store", "p2p", "custom"];

async function rawQuery(
  abciQuery: BlockParts["abciQuery"],
  { path, data, height, prove }: ABCIQueryRequest,
): Promise<ABCIQueryResponse> {
  if (path === "") throw new RpcError("INVALID_ARGUMENT", "empty query path");
  if (!rawPaths.includes(path.replace(/^\//, "").split("/")[0] ?? "")) {
    throw new RpcError("INVALID_ARGUMENT", `unsupported ABCI query path: ${path}`);
  }
  const answer = await abciQuery({ path, data, height, prove });
  const { proofOps, ...rest } = answer;
  return proofOps === undefined ? rest : { ...rest, proofOps };
}
