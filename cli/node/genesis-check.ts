import { createEchoin } from "../../abci/app/echoin.js";
import { type RehearsedChain, readAppState, rehearseGenesis, startingValidators } from "../../abci/app/genesis.js";
import type { AppState } from "../../abci/app/app-state.js";
import type { GenesisDocument, GenesisText } from "../chain/genesis.js";
import { consensusParamsOf, validatorsOf } from "../chain/init-request.js";
import { CliError, messageOf } from "../errors.js";
import type { Seats } from "../seams.js";

/**
 * Holds a genesis to what InitChain holds it to, and the state that it makes to every invariant.
 * @param genesis its app_state as text, or parsed
 * @throws CliError naming the file, the module and the fault
 */
export async function checkGenesis(genesis: GenesisText | GenesisDocument, path: string): Promise<Seats> {
  const chain = createEchoin();
  const { app_state: given } = genesis;
  const about: RehearsedChain = {
    chainId: genesis.chain_id,
    timeNanos: BigInt(Date.parse(genesis.genesis_time)) * 1_000_000n,
    consensusParams: consensusParamsOf(genesis.consensus_params),
    initialHeight: BigInt(genesis.initial_height),
  };
  try {
    const state = given instanceof Uint8Array ? readAppState(chain, given) : (given as AppState);
    const validators = await rehearseGenesis(chain, state, about);
    // Without any it is a genesis to which they are still to come.
    if (validators.length > 0) startingValidators(validators, validatorsOf(genesis.validators));
    return { candidates: candidatesOf(state), validators: validators.length };
  } catch (error) {
    throw new CliError(`${path}: ${messageOf(error)}`, { cause: error });
  }
}

/** Validators that staking's genesis has, and those that genesis transactions are to make. */
function candidatesOf(state: AppState): number {
  const lengthOf = (module: string, list: string): number => {
    const found = (state[module] as Readonly<Record<string, unknown>> | undefined)?.[list];
    return Array.isArray(found) ? found.length : 0;
  };
  return lengthOf("staking", "validators") + lengthOf("genutil", "gen_txs");
}
