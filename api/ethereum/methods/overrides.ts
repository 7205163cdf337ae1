import { Account, Address } from "@ethereumjs/util";
import { keyFromBytes } from "../../../abci/store/bytes.js";
import type { StateContext } from "../../../abci/state/context.js";
import type { EvmKeeper } from "../../../modules/evm/keeper.js";
import { EvmState } from "../../../modules/evm/state.js";
import type { PrecompileMove } from "../../../modules/evm/interpreter/evm.js";
import { checksumAddress } from "../../../modules/evm/hex.js";
import { keccak256, wordBytes } from "../../../modules/evm/crypto.js";
import type { BlockEnvironment } from "../../../modules/evm/vm.js";
import { failed } from "../errors.js";
import { readAddress, readBytes, readHash, readObject, readQuantity } from "../values.js";

/** What is different of an account for one call. */
export interface AccountOverride {
  readonly address: Uint8Array;
  /** Where the precompiled contract of this address is instead. */
  readonly moveTo?: Uint8Array;
  readonly nonce?: bigint;
  readonly balance?: bigint;
  readonly code?: Uint8Array;
  /** Whether `slots` are all the storage that there is. */
  readonly replaces: boolean;
  readonly slots: readonly (readonly [slot: Uint8Array, value: Uint8Array])[];
}

/** Accounts by address, as `eth_call` takes them. @throws Misfit */
export function readStateOverride(value: unknown): AccountOverride[] {
  return Object.entries(readObject(value)).map(([key, fields]) => {
    const { nonce, balance, code, state, stateDiff, movePrecompileToAddress } = readObject(fields);
    const storage = state ?? stateDiff;
    return {
      address: readAddress(key),
      ...((movePrecompileToAddress ?? null) !== null && { moveTo: readAddress(movePrecompileToAddress) }),
      ...(nonce !== undefined && { nonce: readQuantity(nonce, 64) }),
      ...(balance !== undefined && { balance: readQuantity(balance) }),
      ...(code !== undefined && { code: readBytes(code) }),
      ...readSlots(key, state, stateDiff, storage),
    };
  });
}

function readSlots(key: string, state: unknown, stateDiff: unknown, storage: unknown) {
  if (state !== undefined && stateDiff !== undefined) {
    throw failed(`account ${checksumAddress(readAddress(key), keccak256)} has both 'state' and 'stateDiff'`);
  }
  const entries = storage === undefined ? [] : Object.entries(readObject(storage));
  const slots = entries.map(([slot, word]) => [readHash(slot), readHash(word)] as const);
  return { replaces: state !== undefined, slots };
}

/**
 * What becomes of precompiled contracts: one whose account is overridden is not there any more, one that is moved is elsewhere.
 * @throws JsonRpcError in go-ethereum's words
 */
export function movedPrecompiles(
  overrides: readonly AccountOverride[],
  precompiles: readonly Uint8Array[],
): PrecompileMove[] {
  const known = new Set(precompiles.map(keyFromBytes));
  const overridden = new Set(overrides.map(({ address }) => keyFromBytes(address)));
  const taken = new Set<string>();
  return overrides.flatMap(({ address: from, moveTo: to }): PrecompileMove[] => {
    const isPrecompile = known.has(keyFromBytes(from));
    if (to === undefined) return isPrecompile ? [{ from, to }] : [];
    if (!isPrecompile) throw failed(`account ${checksumAddress(from, keccak256)} is not a precompile`);
    const target = keyFromBytes(to);
    if (overridden.has(target) || taken.has(target))
      throw failed(`account ${checksumAddress(to, keccak256)} is already overridden`);
    taken.add(target);
    return [{ from, to }];
  });
}

/** Changes the state of one call. @throws JsonRpcError for a balance that no account can be given */
export async function overrideState(
  ctx: StateContext,
  keeper: EvmKeeper,
  denom: string,
  overrides: readonly AccountOverride[],
): Promise<void> {
  const state = new EvmState(keeper);
  state.attach(ctx, denom);
  for (const { address: bytes, nonce, balance, code, replaces, slots } of overrides) {
    if (balance !== undefined && keeper.bank.isBlocked(ctx, bytes)) {
      throw failed("the balance of a module's account cannot be overridden");
    }
    const address = new Address(bytes);
    const account = (await state.getAccount(address)) ?? new Account();
    account.nonce = nonce ?? account.nonce;
    account.balance = balance ?? account.balance;
    await state.putAccount(address, account);
    if (code !== undefined) await state.putCode(address, code);
    if (replaces) await state.clearStorage(address);
    for (const [slot, value] of slots) await state.putStorage(address, slot, value);
  }
}

/** A word, or a number, which clients of before the merge write. @throws Misfit */
function readRandom(value: unknown): Uint8Array {
  return typeof value === "string" && value.length === 66 ? readHash(value) : wordBytes(readQuantity(value));
}

/** What the block says differently for one call. @throws Misfit */
export function readBlockOverride(value: unknown): Partial<BlockEnvironment> {
  const fields = readObject(value);
  const read = <T>(names: readonly string[], reader: (field: unknown) => T): T | undefined => {
    const field = names.map((name) => fields[name]).find((each) => each !== undefined && each !== null);
    return field === undefined ? undefined : reader(field);
  };
  const changed = {
    number: read(["number"], (number) => readQuantity(number, 64)),
    timestamp: read(["time", "timestamp"], (time) => readQuantity(time, 64)),
    gasLimit: read(["gasLimit"], (gas) => readQuantity(gas, 64)),
    coinbase: read(["feeRecipient", "coinbase"], readAddress),
    prevRandao: read(["prevRandao", "random"], readRandom),
    baseFee: read(["baseFeePerGas", "baseFee"], readQuantity),
    blobBaseFee: read(["blobBaseFee"], readQuantity),
  };
  return Object.fromEntries(Object.entries(changed).filter(([, each]) => each !== undefined));
}
