import type { Any } from "cosmjs-types/google/protobuf/any";
import type { Block } from "cosmjs-types/tendermint/types/block";
import type { Evidence } from "cosmjs-types/tendermint/types/evidence";
import type { BlockID, Commit, Header, Vote } from "cosmjs-types/tendermint/types/types";
import { PubKey } from "cosmjs-types/cosmos/crypto/ed25519/keys";
import { parseTimestamp } from "../../proto/scalars.js";
import { encodeMessage } from "../../proto/writer.js";
import { RpcError } from "../status.js";
import type { BlockIdJson, BlockJson, CommitJson, EvidenceJson, HeaderJson, ValidatorJson, VoteJson } from "./json.js";

/** Bytes that CometBFT writes as hex. */
export const fromHex = (text: string | null | undefined): Uint8Array => Uint8Array.from(Buffer.from(text ?? "", "hex"));
/** Bytes that CometBFT writes as base64. */
export const fromBase64 = (text: string | null | undefined): Uint8Array =>
  Uint8Array.from(Buffer.from(text ?? "", "base64"));
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex").toUpperCase();

/** A time to the second, as the Cosmos SDK puts it into transaction responses. */
export const wholeSeconds = (text: string): string => text.replace(/\.\d+Z$/, "Z");

export const toBlockId = ({ hash, parts }: BlockIdJson): BlockID => ({
  hash: fromHex(hash),
  partSetHeader: { total: parts.total, hash: fromHex(parts.hash) },
});

/** A block in protobuf's shape. */
export function toBlock({ header, data, evidence, last_commit: lastCommit }: BlockJson): Block {
  const block: Block = {
    header: toHeader(header),
    data: { txs: (data.txs ?? []).map(fromBase64) },
    evidence: { evidence: (evidence.evidence ?? []).map(toEvidence) },
  };
  return lastCommit === null ? block : { ...block, lastCommit: toCommit(lastCommit) };
}

function toHeader(header: HeaderJson): Header {
  return {
    version: { block: BigInt(header.version.block), app: BigInt(header.version.app ?? "0") },
    chainId: header.chain_id,
    height: BigInt(header.height),
    time: parseTimestamp(header.time),
    lastBlockId: toBlockId(header.last_block_id),
    lastCommitHash: fromHex(header.last_commit_hash),
    dataHash: fromHex(header.data_hash),
    validatorsHash: fromHex(header.validators_hash),
    nextValidatorsHash: fromHex(header.next_validators_hash),
    consensusHash: fromHex(header.consensus_hash),
    appHash: fromHex(header.app_hash),
    lastResultsHash: fromHex(header.last_results_hash),
    evidenceHash: fromHex(header.evidence_hash),
    proposerAddress: fromHex(header.proposer_address),
  };
}

function toCommit({ height, round, block_id: blockId, signatures }: CommitJson): Commit {
  return {
    height: BigInt(height),
    round,
    blockId: toBlockId(blockId),
    signatures: signatures.map((each) => ({
      blockIdFlag: each.block_id_flag,
      validatorAddress: fromHex(each.validator_address),
      timestamp: parseTimestamp(each.timestamp),
      signature: fromBase64(each.signature),
    })),
  };
}

function toEvidence({ type, value }: EvidenceJson): Evidence {
  if (type !== "tendermint/DuplicateVoteEvidence") return lightClientAttack(value);
  return {
    duplicateVoteEvidence: {
      voteA: toVote(value["vote_a"] as VoteJson),
      voteB: toVote(value["vote_b"] as VoteJson),
      totalVotingPower: BigInt(value["TotalVotingPower"] as string),
      validatorPower: BigInt(value["ValidatorPower"] as string),
      timestamp: parseTimestamp(value["Timestamp"] as string),
    },
  };
}

/** Without the conflicting block: that one is a light block, which only CometBFT itself can judge. */
function lightClientAttack(value: EvidenceJson["value"]): Evidence {
  return {
    lightClientAttackEvidence: {
      commonHeight: BigInt((value["CommonHeight"] as string | undefined) ?? "0"),
      totalVotingPower: BigInt((value["TotalVotingPower"] as string | undefined) ?? "0"),
      timestamp: parseTimestamp((value["Timestamp"] as string | undefined) ?? "1970-01-01T00:00:00Z"),
      byzantineValidators: [],
    },
  };
}

function toVote(vote: VoteJson): Vote {
  return {
    type: vote.type,
    height: BigInt(vote.height),
    round: vote.round,
    blockId: toBlockId(vote.block_id),
    timestamp: parseTimestamp(vote.timestamp),
    validatorAddress: fromHex(vote.validator_address),
    validatorIndex: vote.validator_index,
    signature: fromBase64(vote.signature),
    extension: new Uint8Array(0),
    extensionSignature: new Uint8Array(0),
  };
}

const publicKeyTypes: Readonly<Record<string, string | undefined>> = {
  "tendermint/PubKeyEd25519": "/cosmos.crypto.ed25519.PubKey",
  "tendermint/PubKeySecp256k1": "/cosmos.crypto.secp256k1.PubKey",
};

/** A consensus public key as the Cosmos SDK packs it. @throws RpcError for a kind that it has no message for */
export function toPublicKey({ pub_key: { type, value } }: ValidatorJson): Any {
  const typeUrl = publicKeyTypes[type];
  if (typeUrl === undefined) throw new RpcError("UNIMPLEMENTED", `public keys of type ${type} have no message`);
  // All key messages are one bytes field, number 1.
  return { typeUrl, value: encodeMessage(PubKey, { key: fromBase64(value) }) };
}
