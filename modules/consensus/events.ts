import type { ConsensusParams } from "cosmjs-types/tendermint/types/params";
import { type Event, event } from "../../abci/state/events.js";

export const events = {
  update: (authority: string, params: ConsensusParams): Event =>
    event("update_consensus_params", { authority, parameters: describe(params) }),
};

/** The parameters in protobuf's text format on one line, as Go clients print them. */
function describe({ block, evidence, validator, version, abci }: ConsensusParams): string {
  const parts: string[] = [];
  if (block) parts.push(group("block", [number("max_bytes", block.maxBytes), number("max_gas", block.maxGas)]));
  if (evidence) {
    const { seconds, nanos } = evidence.maxAgeDuration;
    const age = [number("seconds", seconds), number("nanos", BigInt(nanos))];
    parts.push(
      group("evidence", [
        number("max_age_num_blocks", evidence.maxAgeNumBlocks),
        group("max_age_duration", age),
        number("max_bytes", evidence.maxBytes),
      ]),
    );
  }
  if (validator)
    parts.push(
      group(
        "validator",
        validator.pubKeyTypes.map((type) => `pub_key_types:${JSON.stringify(type)} `),
      ),
    );
  if (version) parts.push(group("version", [number("app", version.app)]));
  if (abci) parts.push(group("abci", [number("vote_extensions_enable_height", abci.voteExtensionsEnableHeight)]));
  return parts.join("");
}

function group(name: string, fields: readonly string[]): string {
  return `${name}:<${fields.join("")}> `;
}

function number(name: string, value: bigint): string {
  return value === 0n ? "" : `${name}:${value} `;
}
