import type { DecidedBlock } from "../../abci/app/replay.js";
import { voteFlagOf } from "../../abci/app/from-comet.js";
import type { Misbehavior, Vote } from "../../abci/state/commit.js";
import { parseTimestamp } from "../../proto/scalars.js";
import { toNanos } from "../../abci/app/from-comet.js";
import type { CometClient } from "./client.js";
import { fromBase64, fromHex } from "./convert.js";
import type { BlockResult, CommitJson, EvidenceJson, ValidatorJson, ValidatorsResult, VoteJson } from "./json.js";

/** The most validators that CometBFT tells at once. */
const PAGE = 100;

/**
 * A block as CometBFT handed it to the application, put together from what its RPC tells of it; undefined when it has no
 * such block any more.
 * @throws CometError, RpcError
 */
export async function decidedBlock(
  comet: Pick<CometClient, "call">,
  height: number,
): Promise<DecidedBlock | undefined> {
  const { block } = await comet.call<BlockResult>("block", { height: `${height}` });
  if (block === null) return undefined;
  const { header, last_commit: commit } = block;
  const signatures = commit?.signatures ?? [];
  const validators = signatures.length === 0 ? [] : await validatorsAt(comet, height - 1);
  return {
    block: {
      chainId: header.chain_id,
      height: BigInt(header.height),
      timeNanos: nanosOf(header.time),
      proposer: fromHex(header.proposer_address),
      lastCommitRound: commit?.round ?? 0,
      votes: signatures.map((signature, index) => voteOf(signature, validators[index]!)),
      misbehavior: (block.evidence.evidence ?? []).flatMap(misbehaviorOf),
      parentAppHash: fromHex(header.app_hash),
      nextValidatorsHash: fromHex(header.next_validators_hash),
    },
    txs: (block.data.txs ?? []).map(fromBase64),
  };
}

const nanosOf = (time: string): bigint => toNanos(parseTimestamp(time));

/** In the order of a commit's signatures. */
async function validatorsAt(comet: Pick<CometClient, "call">, height: number): Promise<ValidatorJson[]> {
  const all: ValidatorJson[] = [];
  for (let page = 1; ; page++) {
    const asked = { height: `${height}`, page: `${page}`, per_page: `${PAGE}` };
    const { validators, total } = await comet.call<ValidatorsResult>("validators", asked);
    all.push(...(validators ?? []));
    if (all.length >= Number(total) || (validators ?? []).length === 0) return all;
  }
}

function voteOf({ block_id_flag: flag }: CommitJson["signatures"][number], validator: ValidatorJson): Vote {
  return {
    consAddress: fromHex(validator.address),
    power: BigInt(validator.voting_power),
    flag: voteFlagOf(flag),
  };
}

interface AttackJson {
  readonly CommonHeight: string;
  readonly TotalVotingPower: string;
  readonly Timestamp: string;
  readonly ByzantineValidators: readonly ValidatorJson[] | null;
}

/** An offence for each offender, as CometBFT tells the application of evidence. */
function misbehaviorOf({ type, value }: EvidenceJson): Misbehavior[] {
  const common = {
    timeNanos: nanosOf(value["Timestamp"] as string),
    totalPower: BigInt(value["TotalVotingPower"] as string),
  };
  if (type === "tendermint/DuplicateVoteEvidence") {
    const vote = value["vote_a"] as VoteJson;
    const power = BigInt(value["ValidatorPower"] as string);
    const consAddress = fromHex(vote.validator_address);
    return [{ ...common, kind: "duplicateVote", consAddress, power, height: BigInt(vote.height) }];
  }
  const { CommonHeight, ByzantineValidators } = value as unknown as AttackJson;
  return (ByzantineValidators ?? []).map((validator) => ({
    ...common,
    kind: "lightClientAttack",
    consAddress: fromHex(validator.address),
    power: BigInt(validator.voting_power),
    height: BigInt(CommonHeight),
  }));
}
