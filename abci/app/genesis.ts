import type { GenesisState as ChainGenesis } from "../../proto/generated/echoin/chain/v1/genesis.js";
import type { ValidatorUpdate } from "cosmjs-types/tendermint/abci/types";
import type { ConsensusParams } from "cosmjs-types/tendermint/types/params";
import type { MessageObject } from "../../proto/dynamic.js";
import { toJson, toJsonTree } from "../../proto/json.js";
import type { JsonTree } from "../../proto/json-pieces.js";
import { fromJson } from "../../proto/json-reader.js";
import { AddressCodec } from "../state/addresses.js";
import { type BlockInfo, QueryContext, StateContext } from "../state/context.js";
import { AppError, assert, AssertionError, sdk } from "../state/errors.js";
import { GasMeter } from "../state/gas.js";
import type { ModuleDefinition } from "../state/module.js";
import { GenesisOverlay } from "../state/genesis-overlay.js";
import { type AppState, parseAppState } from "./app-state.js";
import type { Echoin } from "./echoin.js";

export interface GenesisRequest {
  /** UTF-8 JSON. */
  readonly appState: Uint8Array;
  readonly consensusParams: ConsensusParams | undefined;
  readonly initialHeight: bigint;
}

/** What a genesis file comes to. */
export interface StartingState {
  readonly overlay: GenesisOverlay;
  readonly addresses: AddressCodec;
  /** The validators of the first block. */
  readonly validators: readonly ValidatorUpdate[];
}

/** What a genesis file says beside its app state. */
export type RehearsedChain = Pick<BlockInfo, "chainId" | "timeNanos"> &
  Partial<Pick<GenesisRequest, "consensusParams" | "initialHeight">>;

/** The app state that `init` writes: every module's defaults. */
export function defaultAppState(chain: Echoin): AppState {
  return Object.fromEntries(
    withGenesis(chain.genesisOrder).map(({ name, genesis }) => [
      name,
      toJson(genesis.codec.typeUrl, genesis.defaults() as MessageObject),
    ]),
  );
}

/**
 * Makes the state of a genesis in memory, holds it to every invariant, and drops it. A chain that starts would find some of
 * them broken only when somebody needs what is missing, and halt then.
 * @returns the validators of the first block, none or more
 * @throws AppError when the genesis is wrong
 */
export async function rehearseGenesis(
  chain: Echoin,
  appState: AppState,
  { chainId, timeNanos, consensusParams, initialHeight = 1n }: RehearsedChain,
): Promise<readonly ValidatorUpdate[]> {
  const block = { chainId, height: 0n, timeNanos, proposer: new Uint8Array(0) };
  const request = { appState, consensusParams, initialHeight };
  const { overlay, addresses, validators } = await makeGenesis(chain, block, request);
  const ctx = new QueryContext(overlay, block, addresses);
  for (const invariant of chain.invariants) {
    await invariant.check(ctx).catch((error: unknown) => {
      if (!(error instanceof AssertionError)) throw error;
      throw sdk.invalidRequest(`the state that genesis makes is wrong: ${error.message} (${invariant.says})`);
    });
  }
  return validators;
}

/** The state of genesis as writes that are not committed. @throws AppError when the genesis file is wrong */
export async function initGenesis(chain: Echoin, block: BlockInfo, request: GenesisRequest): Promise<StartingState> {
  return makeGenesis(chain, block, { ...request, appState: readAppState(chain, request.appState) });
}

/** An app state from its text, which is UTF-8 and may be longer than a string can be. @throws sdk.invalidRequest */
export const readAppState = (chain: Echoin, text: Uint8Array): AppState =>
  parseAppState(text, withGenesis(chain.genesisOrder));

async function makeGenesis(
  chain: Echoin,
  block: BlockInfo,
  request: Omit<GenesisRequest, "appState"> & { readonly appState: AppState },
): Promise<StartingState> {
  const states = readStates(chain, request.appState);
  const addresses = addressesOf(chain, states);
  const overlay = new GenesisOverlay();
  const ctx = new StateContext({ overlay, block, addresses, mode: "genesis", gas: GasMeter.unlimited() });
  if (request.consensusParams !== undefined) await chain.keepers.consensus.setParams(ctx, request.consensusParams);
  for (const { module, state } of states) {
    naming(module.name, () => module.genesis.validate(state, addresses.prefix));
    await module.genesis.init(ctx, state);
  }
  // Like CometBFT: a height that is not given is the first.
  await chain.afterGenesis(ctx, request.initialHeight > 0n ? request.initialHeight : 1n);
  return { overlay, addresses, validators: await chain.keepers.staking.validatorUpdates(ctx) };
}

/**
 * The validators that InitChain answers: those whose stake is in app_state. CometBFT's own part of the file may name the
 * same, or none.
 * @throws sdk.invalidRequest when there are none, or the file contradicts itself
 */
export function startingValidators(
  staked: readonly ValidatorUpdate[],
  listed: readonly ValidatorUpdate[],
): ValidatorUpdate[] {
  if (staked.length === 0) {
    throw sdk.invalidRequest(
      "genesis has no validators: nobody has staked a unit of voting power. " +
        "Each operator makes a transaction with echoind genesis gentx, and echoind genesis collect-gentxs puts them in",
    );
  }
  const names = (validators: readonly ValidatorUpdate[]): string[] =>
    validators
      .map(({ pubKey, power }) => `${Buffer.from(pubKey?.ed25519 ?? []).toString("base64")} with ${power}`)
      .sort();
  const [own, theirs] = [names(staked), names(listed)];
  if (theirs.length > 0 && own.join() !== theirs.join()) {
    throw sdk.invalidRequest(
      `the validators of the genesis file are ${theirs.join(", ")}, but app_state makes them ${own.join(", ")}: ` +
        "leave the file's list empty",
    );
  }
  return [...staked];
}

/**
 * The app state of a committed version: what a new chain can start from. The modules' long lists are read when they are written,
 * for which the version has to be kept until then.
 */
export async function exportAppState(chain: Echoin, ctx: QueryContext): Promise<Record<string, JsonTree>> {
  const entries: [string, JsonTree][] = [];
  for (const { name, genesis } of withGenesis(chain.genesisOrder)) {
    const lists = Object.entries(genesis.lists ?? {}).map(([list, read]) => [list, read(ctx)]);
    const state = { ...(await genesis.export(ctx)), ...Object.fromEntries(lists) } as object;
    entries.push([name, toJsonTree(genesis.codec.typeUrl, state)]);
  }
  return Object.fromEntries(entries);
}

type WithGenesis = ModuleDefinition & { readonly genesis: NonNullable<ModuleDefinition["genesis"]> };

interface ModuleState {
  readonly module: WithGenesis;
  readonly state: unknown;
}

function withGenesis(modules: readonly ModuleDefinition[]): WithGenesis[] {
  return modules.filter((module): module is WithGenesis => module.genesis !== undefined);
}

function readStates(chain: Echoin, appState: AppState): ModuleState[] {
  const modules = withGenesis(chain.genesisOrder);
  const known = new Set(modules.map(({ name }) => name));
  const unknown = Object.keys(appState).find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw sdk.invalidRequest(
      `genesis app_state has no module ${JSON.stringify(unknown)}; there are ${[...known].join(", ")}`,
    );
  }
  return modules.map((module) => {
    const json = appState[module.name];
    const state: unknown =
      json === undefined
        ? module.genesis.defaults()
        : naming(module.name, () => fromJson(module.genesis.codec.typeUrl, json));
    return { module, state };
  });
}

function addressesOf(chain: Echoin, states: readonly ModuleState[]): AddressCodec {
  const own = states.find(({ module }) => module === chain.modules.chain);
  assert(own !== undefined, "the chain module is part of genesis");
  return new AddressCodec((own.state as ChainGenesis).bech32Prefix);
}

function naming<T>(module: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof AppError)
      throw new AppError(error.codespace, error.code, `genesis of ${module}: ${error.message}`);
    throw sdk.invalidRequest(`genesis of ${module}: ${error instanceof Error ? error.message : "malformed"}`);
  }
}
