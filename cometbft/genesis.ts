import { JsonError } from "../proto/json-error.js";
import { jsonValue, objectMembers } from "../proto/json-list.js";
import { didYouMean } from "../proto/nearest.js";
import { addressOf, publicKeyJson } from "./keys.js";

/** Consensus parameters as genesis.json writes them: 64-bit numbers are text. */
export interface ConsensusParamsJson {
  readonly block: { readonly max_bytes: string; readonly max_gas: string };
  readonly evidence: {
    readonly max_age_num_blocks: string;
    /** Nanoseconds. */
    readonly max_age_duration: string;
    readonly max_bytes: string;
  };
  readonly validator: { readonly pub_key_types: readonly string[] };
  readonly version: { readonly app: string };
  readonly abci: { readonly vote_extensions_enable_height: string };
}

export interface GenesisValidatorJson {
  readonly address: string;
  readonly pub_key: { readonly type: string; readonly value: string };
  readonly power: string;
  readonly name: string;
}

/** The document that CometBFT reads from config/genesis.json. */
export interface CometGenesis<AppState = unknown> {
  readonly genesis_time: string;
  readonly chain_id: string;
  readonly initial_height: string;
  readonly consensus_params: ConsensusParamsJson;
  readonly validators: readonly GenesisValidatorJson[];
  readonly app_hash: string;
  readonly app_state: AppState;
}

/** A genesis document that CometBFT would refuse, or that says other than its writer meant. */
export class GenesisError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "GenesisError";
  }
}

/** The largest block that CometBFT allows, in bytes. */
const maxBlockBytes = 104_857_600n;
const maxInt64 = 2n ** 63n - 1n;
/** Beyond it the sum of proposer priorities could overflow. */
const maxTotalPower = maxInt64 / 8n;

/**
 * Gas of one block, which the fee market aims to half fill. Half of it, 250 million, is 4,600 bank sends to new accounts or 6,000 to
 * known ones (54,000 and 41,000 gas): the 3,000 a second that a 2-core machine does raise no price while blocks take up to a
 * second and a half. All of it, as the dearest code that contracts can run (a keccak loop, at some 40 million gas a second),
 * takes such a machine twelve seconds; with more, whoever pays for it could hold the chain up for longer.
 */
const maxBlockGas = 500_000_000n;

/**
 * CometBFT's defaults but for three: smaller blocks, for 4 MiB hold 15,000 sends and travel in a second on a home line; a limit
 * of gas; and vote extensions from the first block on, without which nobody can be reported for proposing what is no valid
 * block.
 */
export const defaultConsensusParams: ConsensusParamsJson = {
  block: { max_bytes: "4194304", max_gas: String(maxBlockGas) },
  evidence: { max_age_num_blocks: "302400", max_age_duration: "1814400000000000", max_bytes: "1048576" },
  validator: { pub_key_types: ["ed25519"] },
  version: { app: "0" },
  abci: { vote_extensions_enable_height: "1" },
};

/** What a chain starts from. */
export interface GenesisOptions {
  readonly chainId: string;
  readonly genesisTime: Date;
  readonly initialHeight?: bigint;
  readonly consensusParams?: ConsensusParamsJson;
  readonly validators: readonly { readonly publicKey: Uint8Array; readonly power: bigint; readonly name?: string }[];
  readonly appState: unknown;
}

/** The genesis document of a new chain. @throws GenesisError when CometBFT would refuse it */
export function buildGenesis(options: GenesisOptions): CometGenesis {
  const document: CometGenesis = {
    genesis_time: options.genesisTime.toISOString(),
    chain_id: options.chainId,
    initial_height: String(options.initialHeight ?? 1n),
    consensus_params: options.consensusParams ?? defaultConsensusParams,
    validators: options.validators.map(({ publicKey, power, name = "" }) => ({
      address: Buffer.from(addressOf(publicKey)).toString("hex").toUpperCase(),
      pub_key: publicKeyJson(publicKey),
      power: String(power),
      name,
    })),
    app_hash: "",
    app_state: options.appState,
  };
  checkGenesis(document as unknown as Record<string, unknown>);
  return document;
}

/**
 * Reads genesis.json (UTF-8) and holds it to what CometBFT takes; parts that may be left out get CometBFT's defaults. `app_state`,
 * which may be longer than a string can be, stays the text that it is: of no bytes when it is left out.
 * @throws GenesisError naming the field, what it is, and what it may be
 */
export function parseGenesis(text: Uint8Array): CometGenesis<Uint8Array> {
  const { app_state: appState, ...document } = membersOf(text);
  checkGenesis(document);
  const initialHeight = document["initial_height"];
  return {
    ...(document as unknown as Omit<CometGenesis, "app_state">),
    app_state: appState as Uint8Array,
    initial_height: initialHeight === undefined || initialHeight === "0" ? "1" : (initialHeight as string),
    consensus_params: (document["consensus_params"] as ConsensusParamsJson | undefined) ?? defaultConsensusParams,
    validators: (document["validators"] as GenesisValidatorJson[] | undefined | null) ?? [],
    app_hash: (document["app_hash"] as string | undefined) ?? "",
  };
}

/** The document's parts, parsed but for `app_state`. */
function membersOf(text: Uint8Array): Record<string, unknown> {
  try {
    const members = objectMembers(text);
    if (members === undefined) throw new GenesisError("the document is not an object");
    const { start: from, end: to } = members.get("app_state") ?? { start: 0, end: 0 };
    members.delete("app_state");
    const values = [...members].map(([name, span]) => [name, jsonValue(text, span)] as const);
    return { ...Object.fromEntries(values), app_state: text.subarray(from, to) };
  } catch (error) {
    if (error instanceof JsonError) throw new GenesisError(error.reason.replace(/^no JSON/, "not valid JSON"));
    throw error;
  }
}

const topLevel = [
  "genesis_time",
  "chain_id",
  "initial_height",
  "consensus_params",
  "validators",
  "app_hash",
  "app_state",
] as const;

function checkGenesis(document: Readonly<Record<string, unknown>>): void {
  onlyKnown(document, topLevel, "");
  const { chain_id: chainId, genesis_time: time, app_hash: appHash = "" } = document;
  if (typeof chainId !== "string" || chainId === "")
    throw new GenesisError("chain_id is missing: it has 1 to 50 letters");
  if (Buffer.byteLength(chainId) > 50) throw new GenesisError(`chain_id "${chainId}" is longer than 50 letters`);
  if (typeof time !== "string" || !/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(time) || isNaN(Date.parse(time)))
    throw new GenesisError(`genesis_time ${show(time)} is not a time such as 2026-01-01T00:00:00Z`);
  if (document["initial_height"] !== undefined) integerAt(document, "initial_height", "", { min: 0n });
  if (typeof appHash !== "string" || !/^([0-9A-Fa-f]{2})*$/.test(appHash))
    throw new GenesisError(`app_hash ${show(appHash)} is not hexadecimal`);
  if (document["consensus_params"] !== undefined)
    checkConsensusParams(objectAt(document["consensus_params"], "consensus_params"));
  checkValidators(document["validators"] ?? []);
}

function checkConsensusParams(params: Readonly<Record<string, unknown>>): void {
  onlyKnown(params, ["block", "evidence", "validator", "version", "abci"], "consensus_params");
  const at = (name: string): Record<string, unknown> => objectAt(params[name], `consensus_params.${name}`);
  const block = at("block");
  const maxBytes = integerAt(block, "max_bytes", "consensus_params.block", { min: -1n, max: maxBlockBytes });
  if (maxBytes === 0n)
    throw new GenesisError("consensus_params.block.max_bytes is 0: a block needs room, or -1 for the most");
  integerAt(block, "max_gas", "consensus_params.block", { min: -1n });
  const evidence = at("evidence");
  integerAt(evidence, "max_age_num_blocks", "consensus_params.evidence", { min: 1n });
  integerAt(evidence, "max_age_duration", "consensus_params.evidence", { min: 1n });
  const room = maxBytes === -1n ? maxBlockBytes : maxBytes;
  integerAt(evidence, "max_bytes", "consensus_params.evidence", { min: 0n, max: room });
  const types = at("validator")["pub_key_types"];
  if (!Array.isArray(types) || types.length === 0 || types.some((type) => type !== "ed25519"))
    throw new GenesisError(`consensus_params.validator.pub_key_types ${show(types)} is to be ["ed25519"]`);
  if (params["version"] !== undefined) integerAt(at("version"), "app", "consensus_params.version", { min: 0n });
  if (params["abci"] !== undefined)
    integerAt(at("abci"), "vote_extensions_enable_height", "consensus_params.abci", { min: 0n });
}

function checkValidators(validators: unknown): void {
  if (!Array.isArray(validators)) throw new GenesisError("validators is not a list");
  const seen = new Set<string>();
  let total = 0n;
  for (const [index, each] of validators.entries()) {
    const where = `validators[${index}]`;
    const validator = objectAt(each, where);
    const { type, value } = objectAt(validator["pub_key"], `${where}.pub_key`);
    const key = typeof value === "string" ? Buffer.from(value, "base64") : Buffer.alloc(0);
    if (type !== "tendermint/PubKeyEd25519" || key.length !== 32)
      throw new GenesisError(
        `${where}.pub_key is not {"type":"tendermint/PubKeyEd25519","value":"<32 bytes in base64>"}`,
      );
    const address = Buffer.from(addressOf(key)).toString("hex").toUpperCase();
    const given = validator["address"] ?? "";
    if (given !== "" && given !== address)
      throw new GenesisError(`${where}.address ${show(given)} is not its key's, which is ${address}`);
    if (seen.has(address)) throw new GenesisError(`${where}: validator ${address} is there twice`);
    seen.add(address);
    total += integerAt(validator, "power", where, { min: 1n });
  }
  if (total > maxTotalPower)
    throw new GenesisError(`the validators' power is ${total} in all, and the most is ${maxTotalPower}`);
}

function integerAt(
  object: Readonly<Record<string, unknown>>,
  name: string,
  where: string,
  { min, max = maxInt64 }: { min: bigint; max?: bigint },
): bigint {
  const path = where === "" ? name : `${where}.${name}`;
  const value = object[name];
  if (typeof value !== "string" || !/^-?\d{1,19}$/.test(value))
    throw new GenesisError(`${path} ${show(value)} is not a whole number in quotes, such as "1"`);
  const number = BigInt(value);
  if (number < min || number > max) throw new GenesisError(`${path} is ${value}: it is to be ${min} to ${max}`);
  return number;
}

function objectAt(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new GenesisError(`${path} is ${value === undefined ? "missing" : "not an object"}`);
  return value as Record<string, unknown>;
}

function onlyKnown(object: Readonly<Record<string, unknown>>, known: readonly string[], where: string): void {
  for (const name of Object.keys(object)) {
    if (known.includes(name)) continue;
    throw new GenesisError(`${where === "" ? "" : `${where}.`}${name} is not known${didYouMean(name, known)}`);
  }
}

const show = (value: unknown): string => (value === undefined ? "(missing)" : JSON.stringify(value).slice(0, 80));
