import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { KeySet } from "../../abci/state/key-set.js";
import type { GenesisHandler, Walked } from "../../abci/state/module.js";
import { bytesEqual, compareBytes, keyFromBytes } from "../../abci/store/bytes.js";
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
export const evmGenesis = (keeper: EvmKeeper): GenesisHandler<GenesisState, "contracts"> => ({
  codec: GenesisState,
  defaults: () => ({ params: DEFAULT_PARAMS, contracts: genesisContracts(), lastHeader: undefined }),
  validate,
  init: (ctx, state) => init(ctx, keeper, state),
  export: async (ctx) => ({ params: await keeper.params(ctx), lastHeader: await keeper.lastHeader.get(ctx) }),
  lists: { contracts: (ctx) => exportContracts(ctx, keeper) },
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

/** By address: those with code, with their storage, and those that have storage alone. */
async function* exportContracts(ctx: ReadContext, keeper: EvmKeeper): AsyncGenerator<Contract> {
  const stored = withStorage(ctx, keeper);
  let next = await stored.next();
  for await (const [address] of keeper.codeHashes.range(ctx)) {
    const code = await keeper.code(ctx, address);
    while (next.done !== true && compareBytes(next.value.address, address) < 0) {
      yield contractOf(next.value);
      next = await stored.next();
    }
    if (next.done !== true && compareBytes(next.value.address, address) === 0) {
      yield contractOf({ ...next.value, code });
      next = await stored.next();
    } else {
      yield contractOf({ address, code });
    }
  }
  for (; next.done !== true; next = await stored.next()) yield contractOf(next.value);
}

interface StoredContract {
  readonly address: Uint8Array;
  readonly code?: Uint8Array;
  readonly storage?: Contract["storage"];
}

const contractOf = ({ address, code = new Uint8Array(0), storage = [] }: StoredContract): Contract => {
  return { address: hexOf(address), code, storage };
};

/** Those that have storage, by address: entries of one follow each other in the store. */
async function* withStorage(ctx: ReadContext, keeper: EvmKeeper) {
  let last: { readonly address: Uint8Array; readonly storage: Contract["storage"] } | undefined;
  for await (const [[address, key], value] of keeper.storage.range(ctx)) {
    if (last === undefined || !bytesEqual(last.address, address)) {
      if (last !== undefined) yield last;
      last = { address, storage: [] };
    }
    last.storage.push({ key, value });
  }
  if (last !== undefined) yield last;
}

function parseAddress(text: string): Uint8Array {
  const bytes = bytesOfHex(text);
  if (bytes?.length !== ADDRESS_LENGTH) {
    throw errors.invalidGenesis(`${JSON.stringify(text.slice(0, 100))} is no address of a contract: 0x and 40 digits`);
  }
  return bytes;
}
