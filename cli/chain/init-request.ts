import { ConsensusParams } from "cosmjs-types/tendermint/types/params";
import type { ValidatorUpdate } from "cosmjs-types/tendermint/abci/types";
import type { ConsensusParamsJson, GenesisValidatorJson } from "../../cometbft/genesis.js";

/** A genesis file's consensus parameters, which CometBFT has checked, as InitChain brings them. */
export function consensusParamsOf(json: ConsensusParamsJson): ConsensusParams {
  const { block, evidence, validator } = json;
  // Files of older chains lack these two.
  const { version, abci }: Partial<ConsensusParamsJson> = json;
  const age = BigInt(evidence.max_age_duration);
  return ConsensusParams.fromPartial({
    block: { maxBytes: BigInt(block.max_bytes), maxGas: BigInt(block.max_gas) },
    evidence: {
      maxAgeNumBlocks: BigInt(evidence.max_age_num_blocks),
      maxAgeDuration: { seconds: age / 1_000_000_000n, nanos: Number(age % 1_000_000_000n) },
      maxBytes: BigInt(evidence.max_bytes),
    },
    validator: { pubKeyTypes: [...validator.pub_key_types] },
    version: { app: BigInt(version?.app ?? 0) },
    abci: { voteExtensionsEnableHeight: BigInt(abci?.vote_extensions_enable_height ?? 0) },
  });
}

/** A genesis file's own list of validators, which may be empty, as InitChain brings it. */
export function validatorsOf(list: readonly GenesisValidatorJson[]): ValidatorUpdate[] {
  return list.map(({ pub_key: { value }, power }) => ({
    pubKey: { ed25519: Buffer.from(value, "base64") },
    power: BigInt(power),
  }));
}
