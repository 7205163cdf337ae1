import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { KeySet } from "../../abci/state/key-set.js";
import type { GenesisHandler, Walked } from "../../abci/state/module.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import type { Contract } from "../../proto/generated/echoin/evm/v1/evm.js";
import { GenesisState } from "../../proto/generated/echoin/evm/v1/genesis.js";
import { delegationOf } from "./authorizations.js";
import { keccak256 } from "./crypto.js";
import { errors } from "./errors.js";
import { bytesOfHex, hexOf } from "./hex.js";
import type { EvmKeeper } from "./keeper.js";
import { DEFAULT_PARAMS, validateParams } from "./params.js";
import { GENESIS_CONTRACTS } from "./system-contracts.js";
import { ADDRESS_LENGTH } from "./types.js";

/** Longest code of a contract, in bytes (EIP-170). */
const MAX_CODE_SIZE = 24_576;

type EvmGenesis = Walked<GenesisState, "contracts">;

/** Genesis of the EVM; auth's and bank's come before it. Balances are in the bank's, nonces in auth's. */
export const evmGenesis = (keeper: EvmKeeper): GenesisHandler<GenesisState> => ({
  codec: GenesisState,
  walked: ["contracts"],
  defaults: () => ({ params: DEFAULT_PARAMS, contracts: genesisContracts(), lastHeader: undefined }),
  validate,
  init: (ctx, state) => init(ctx, keeper, state),
  export: (ctx) => exportState(ctx, keeper),
});

/** The contracts of a new genesis file: those that the chain itself writes to, and that tools expect everywhere. */
function genesisContracts(): Contract[] {
  return GENESIS_CONTRACTS.map(({ address, code }) => ({ address: hexOf(address), code, storage: [] }));
}

function validate({ params, contracts, lastHeader }: EvmGenesis): void {
  if (params === undefined) throw errors.invalidGenesis("params are missing");
  validateParams(params);
  const seen = new KeySet();
  for (const contract of contracts) {
    const key = keyFromBytes(parseAddress(contract.address));
    if (!seen.add(key)) throw errors.invalidGenesis(`contract ${contract.address} stands there twice`);
    validateContract(contract);
  }
  if (lastHeader !== undefined && lastHeader.hash.length !== 32) {
    throw errors.invalidGenesis(`the hash of last_header has 32 bytes, not ${lastHeader.hash.length}`);
  }
}

function validateContract({ address, code, storage }: Contract): void {
  if (code.length === 0 && storage.length === 0)
    throw errors.invalidGenesis(`contract ${address} has neither code nor storage`);
  if (code.length > MAX_CODE_SIZE) {
    throw errors.invalidGenesis(
      `the code of contract ${address} has ${code.length} bytes, at most ${MAX_CODE_SIZE} are allowed`,
    );
  }
  if (code[0] === 0xef && delegationOf(code) === undefined) {
    throw errors.invalidGenesis(`the code of contract ${address} begins with 0xef`);
  }
  let last = "";
  for (const { key, value } of storage) {
    const text = Buffer.from(key).toString("hex");
    if (key.length !== 32)
      throw errors.invalidGenesis(`a storage key of contract ${address} has 32 bytes, not ${key.length}`);
    if (text <= last)
      throw errors.invalidGenesis(`the storage of contract ${address} is not sorted at 0x${text}, or has it twice`);
    if (value.length === 0 || value.length > 32 || value[0] === 0) {
      throw errors.invalidGenesis(`slot 0x${text} of contract ${address} has 1 to 32 bytes without leading zeros`);
    }
    last = text;
  }
}

async function init(
  ctx: WriteContext,
  keeper: EvmKeeper,
  { params, contracts, lastHeader }: EvmGenesis,
): Promise<void> {
  if (params === undefined) throw errors.invalidGenesis("params are missing");
  await keeper.setParams(ctx, params);
  for (const { address: text, code, storage } of contracts) {
    const address = parseAddress(text);
    // A contract's nonce starts at one (EIP-161); an exported one has its account in auth's genesis.
    if ((await keeper.accounts.peek(ctx, address)) === undefined) await keeper.accounts.setSequence(ctx, address, 1n);
    const hash = keccak256(code);
    if (code.length > 0) {
      await keeper.codes.set(ctx, hash, code);
      await keeper.codeHashes.set(ctx, address, hash);
    }
    for (const { key, value } of storage) await keeper.storage.set(ctx, [address, key], value);
  }
  if (lastHeader !== undefined) await keeper.lastHeader.set(ctx, lastHeader);
}

async function exportState(ctx: ReadContext, keeper: EvmKeeper): Promise<GenesisState> {
  const contracts = new Map<string, Contract>();
  const contractOf = (address: Uint8Array): Contract => {
    const key = keyFromBytes(address);
    let contract = contracts.get(key);
    if (contract === undefined) {
      contract = { address: hexOf(address), code: new Uint8Array(0), storage: [] };
      contracts.set(key, contract);
    }
    return contract;
  };
  for await (const [address] of keeper.codeHashes.range(ctx))
    contractOf(address).code = await keeper.code(ctx, address);
  for await (const [[address, key], value] of keeper.storage.range(ctx))
    contractOf(address).storage.push({ key, value });
  const sorted = [...contracts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, contract]) => contract);
  return { params: await keeper.params(ctx), contracts: sorted, lastHeader: await keeper.lastHeader.get(ctx) };
}

function parseAddress(text: string): Uint8Array {
  const bytes = bytesOfHex(text);
  if (bytes?.length !== ADDRESS_LENGTH) {
    throw errors.invalidGenesis(`${JSON.stringify(text.slice(0, 100))} is no address of a contract: 0x and 40 digits`);
  }
  return bytes;
}
