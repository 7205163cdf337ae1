import { Account, Address } from "@ethereumjs/util";
import type { StateContext } from "../../../abci/state/context.js";
import type { EvmKeeper } from "../../../modules/evm/keeper.js";
import { EvmState } from "../../../modules/evm/state.js";
import { wordBytes } from "../../../modules/evm/crypto.js";
import type { BlockEnvironment } from "../../../modules/evm/vm.js";
import { failed } from "../errors.js";
import { Misfit, readAddress, readBytes, readHash, readObject, readQuantity } from "../values.js";

/** What is different of an account for one call. */
export interface AccountOverride {
  readonly address: Uint8Array;
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
    if (movePrecompileToAddress !== undefined) throw new Misfit("movePrecompileToAddress is not supported");
    const storage = state ?? stateDiff;
    return {
      address: readAddress(key),
      ...(nonce !== undefined && { nonce: readQuantity(nonce, 64) }),
      ...(balance !== undefined && { balance: readQuantity(balance) }),
      ...(code !== undefined && { code: readBytes(code) }),
      ...readSlots(key, state, stateDiff, storage),
    };
  });
}

function readSlots(key: string, state: unknown, stateDiff: unknown, storage: unknown) {
  if (state !== undefined && stateDiff !== undefined) {
    throw new Misfit(`account ${key} has both 'state' and 'stateDiff'`);
  }
  const entries = storage === undefined ? [] : Object.entries(readObject(storage));
  const slots = entries.map(([slot, word]) => [readHash(slot), readHash(word)] as const);
  return { replaces: state !== undefined, slots };
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
    prevRandao: read(["prevRandao", "random"], (random) => wordBytes(readQuantity(random))),
    baseFee: read(["baseFeePerGas", "baseFee"], readQuantity),
    blobBaseFee: read(["blobBaseFee"], readQuantity),
  };
  return Object.fromEntries(Object.entries(changed).filter(([, each]) => each !== undefined));
}
