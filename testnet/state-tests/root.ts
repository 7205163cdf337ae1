import { RLP } from "@ethereumjs/rlp";
import type { ReadContext } from "../../abci/state/context.js";
import { keyFromBytes, keyToBytes } from "../../abci/store/bytes.js";
import type { AccountKeeper } from "../../modules/auth/keeper.js";
import type { BankKeeper } from "../../modules/bank/keeper.js";
import { keccak256, minimal } from "../../modules/evm/crypto.js";
import type { EvmKeeper } from "../../modules/evm/keeper.js";
import { trieRoot } from "../../modules/evm/trie.js";

/** Whose state a root is taken of. */
export interface RootedState {
  readonly accounts: AccountKeeper;
  readonly bank: BankKeeper;
  readonly keeper: EvmKeeper;
  readonly denom: string;
}

const EMPTY_CODE = keccak256(new Uint8Array(0));

/**
 * The root of Ethereum's state trie over all accounts, as Ethereum would have it. It reads everything: for tests.
 */
export async function stateRoot(ctx: ReadContext, { accounts, bank, keeper, denom }: RootedState): Promise<Uint8Array> {
  const nonces = new Map<string, bigint>();
  for await (const [address, { sequence }] of accounts.accounts.range(ctx)) nonces.set(keyFromBytes(address), sequence);
  const balances = new Map<string, bigint>();
  for await (const [[address, coin], amount] of bank.balances.range(ctx)) {
    if (coin === denom) balances.set(keyFromBytes(address), amount);
  }
  const codeHashes = new Map<string, Uint8Array>();
  for await (const [address, hash] of keeper.codeHashes.range(ctx)) codeHashes.set(keyFromBytes(address), hash);
  const storages = new Map<string, [Uint8Array, Uint8Array][]>();
  for await (const [[address, slot], value] of keeper.storage.range(ctx)) {
    const key = keyFromBytes(address);
    const slots = storages.get(key) ?? [];
    slots.push([keccak256(slot), RLP.encode(value)]);
    storages.set(key, slots);
  }

  const leaves: [Uint8Array, Uint8Array][] = [];
  for (const key of new Set([...nonces.keys(), ...balances.keys(), ...codeHashes.keys(), ...storages.keys()])) {
    const nonce = nonces.get(key) ?? 0n;
    const balance = balances.get(key) ?? 0n;
    const codeHash = codeHashes.get(key) ?? EMPTY_CODE;
    const slots = storages.get(key) ?? [];
    // EIP-161: such an account does not exist.
    if (nonce === 0n && balance === 0n && !codeHashes.has(key) && slots.length === 0) continue;
    const fields = [minimal(nonce), minimal(balance), trieRoot(slots), codeHash];
    leaves.push([keccak256(keyToBytes(key)), RLP.encode(fields)]);
  }
  return trieRoot(leaves);
}
