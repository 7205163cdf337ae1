import type {
  ABCIParams,
  BlockParams,
  ConsensusParams,
  EvidenceParams,
  ValidatorParams,
} from "cosmjs-types/tendermint/types/params";
import { durationToNanos } from "../../abci/state/time.js";
import { errors } from "./errors.js";
import { MAX_BLOCK_BYTES, PUBLIC_KEY_TYPES } from "./types.js";

/** Parameters with every part that CometBFT needs. */
export interface CompleteParams extends ConsensusParams {
  readonly block: BlockParams;
  readonly evidence: EvidenceParams;
  readonly validator: ValidatorParams;
}

const fault = errors.invalidParams;

/** Holds the rules of CometBFT's ConsensusParams.ValidateBasic: what breaks one would stop every node. */
export function validateParams(params: ConsensusParams): asserts params is CompleteParams {
  const { block, evidence, validator, abci } = params;
  if (!block || !evidence || !validator) throw fault("block, evidence and validator must all be present");
  validateBlock(block);
  validateEvidence(evidence, block);
  if ((abci?.voteExtensionsEnableHeight ?? 0n) < 0n) {
    throw fault(`abci.vote_extensions_enable_height must not be negative, got ${abci?.voteExtensionsEnableHeight}`);
  }
  if (validator.pubKeyTypes.length === 0) throw fault("validator.pub_key_types must name at least one type");
  for (const type of validator.pubKeyTypes) {
    if (PUBLIC_KEY_TYPES.includes(type)) continue;
    throw fault(`validator.pub_key_types: ${JSON.stringify(type)} is none of ${PUBLIC_KEY_TYPES.join(", ")}`);
  }
}

function validateBlock({ maxBytes, maxGas }: BlockParams): void {
  if (maxBytes < 1n || maxBytes > MAX_BLOCK_BYTES) {
    throw fault(`block.max_bytes must be 1 to ${MAX_BLOCK_BYTES}, got ${maxBytes}`);
  }
  if (maxGas < -1n) throw fault(`block.max_gas must be -1 or more, got ${maxGas}`);
}

function validateEvidence({ maxAgeNumBlocks, maxAgeDuration, maxBytes }: EvidenceParams, block: BlockParams): void {
  if (maxAgeNumBlocks <= 0n) throw fault(`evidence.max_age_num_blocks must be positive, got ${maxAgeNumBlocks}`);
  const age = durationToNanos(maxAgeDuration);
  if (age <= 0n) throw fault(`evidence.max_age_duration must be positive, got ${age} ns`);
  if (maxBytes < 0n || maxBytes > block.maxBytes) {
    throw fault(`evidence.max_bytes must be 0 to block.max_bytes (${block.maxBytes}), got ${maxBytes}`);
  }
}

/**
 * When vote extensions may be switched on, moved or off again: only before they are on, and only to a later height.
 * CometBFT stops when a block breaks this (ConsensusParams.ValidateUpdate).
 */
export function validateVoteExtensions(from: ABCIParams | undefined, to: ABCIParams | undefined, height: bigint): void {
  if (to === undefined) return;
  const was = from?.voteExtensionsEnableHeight ?? 0n;
  const next = to.voteExtensionsEnableHeight;
  if (next < 0n) throw fault(`abci.vote_extensions_enable_height must not be negative, got ${next}`);
  if (was === next) return;
  if (was > 0n && was <= height) {
    throw fault(`vote extensions are enabled since height ${was}: they can be neither moved nor disabled`);
  }
  if (next > 0n && next <= height) {
    throw fault(`vote extensions can only be enabled at a height after ${height}, not at ${next}`);
  }
}
