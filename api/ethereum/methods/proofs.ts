import { KECCAK256_NULL } from "@ethereumjs/util";
import { RLP } from "@ethereumjs/rlp";
import type { Echoin } from "../../../abci/app/echoin.js";
import type { StateContext } from "../../../abci/state/context.js";
import { keyFromBytes, keyToBytes } from "../../../abci/store/bytes.js";
import { bytesToNumber, keccak256, minimal } from "../../../modules/evm/crypto.js";
import { accountAt } from "../../../modules/evm/state.js";
import { EMPTY_ROOT, trieProof, trieRoot } from "../../../modules/evm/trie.js";
import { ADDRESS_LENGTH } from "../../../modules/evm/types.js";
import type { Deadline } from "../../deadline.js";
import { failed } from "../errors.js";
import { data, quantity, readAddress, readList } from "../values.js";
import { blockAt } from "./state.js";
import type { MethodParts, Methods } from "./types.js";

/**
 * Accounts and slots of the whole state, beyond which nothing is proved in this form: the chain keeps no Merkle Patricia trie, so
 * it is built of all of them, at some 15 microseconds each.
 */
const MAX_ENTRIES = 20_000;

const NO_HASH = new Uint8Array(32);

type Leaf = readonly [key: Uint8Array, value: Uint8Array];

/** A version's state as Ethereum's tries have it. */
interface StateLeaves {
  readonly accounts: readonly Leaf[];
  /** By address as a binary string. */
  readonly slots: ReadonlyMap<string, readonly Leaf[]>;
}

/**
 * `eth_getProof`, and `echoin_getStateRoot`, which gives the root that its proofs lead to. That root is in no header: those have the
 * app hash, which proofs of the store verify against.
 */
export const proofMethods = ({ chain }: MethodParts): Methods => {
  /** Of the last block that was asked for: proofs are asked for in numbers. */
  let last: { readonly height: number; readonly leaves: Promise<StateLeaves> } | undefined;
  const leavesAt = (height: number, ctx: StateContext, deadline: Deadline): Promise<StateLeaves> => {
    if (last?.height === height) return last.leaves;
    const leaves = stateLeaves(chain.echoin, ctx, deadline);
    last = { height, leaves };
    leaves.catch(() => (last = undefined));
    return leaves;
  };
  const stateAt = async (reference: Parameters<typeof chain.block>[0]) => {
    const block = await chain.block(reference);
    if (block === undefined) throw failed(reference.kind === "hash" ? "header for hash not found" : "header not found");
    return { height: block.height, ctx: await chain.stateOf(block.height) };
  };

  return {
    async eth_getProof(params, { deadline }) {
      const address = params.required(0, readAddress);
      const keys = params.required(1, (value) => readList(value, readKey));
      const { height, ctx } = await stateAt(blockAt(params, 2));
      const { accounts, slots } = await leavesAt(height, ctx, deadline);
      const { nodes } = trieProof(accounts, keccak256(address));
      const account = await accountAt(ctx, chain.echoin.keepers.evm, address);
      const stored = slots.get(keyFromBytes(address)) ?? [];
      const storageHash = account === undefined ? NO_HASH : trieRoot(stored);
      return {
        address: data(address),
        accountProof: nodes.map(data),
        balance: quantity(account?.balance ?? 0n),
        codeHash: data(account?.codeHash ?? NO_HASH),
        nonce: quantity(account?.nonce ?? 0n),
        storageHash: data(storageHash),
        storageProof: keys.map((key) => slotProof(stored, key)),
      };
    },
    async echoin_getStateRoot(params, { deadline }) {
      const { height, ctx } = await stateAt(blockAt(params, 0));
      return data(trieRoot((await leavesAt(height, ctx, deadline)).accounts));
    },
  };
};

interface AskedKey {
  readonly slot: Uint8Array;
  /** As go-ethereum writes it back: whole words as they came, others as numbers. */
  readonly text: string;
}

/** @throws JsonRpcError */
function readKey(value: unknown): AskedKey {
  const digits = typeof value === "string" ? value.replace(/^0x/i, "") : "";
  const padded = digits.length % 2 === 1 ? `0${digits}` : digits;
  if (padded.length > 64) throw failed("hex string too long, want at most 32 bytes");
  if (typeof value !== "string" || !/^[0-9a-f]*$/i.test(padded)) throw failed("hex string invalid");
  const slot = Uint8Array.from(Buffer.from(padded.padStart(64, "0"), "hex"));
  return { slot, text: padded.length === 64 ? data(slot) : quantity(bytesToNumber(slot)) };
}

function slotProof(stored: readonly Leaf[], { slot, text: key }: AskedKey) {
  if (stored.length === 0) return { key, value: "0x0", proof: [] };
  const hash = keccak256(slot);
  const [, value] = stored.find(([each]) => Buffer.compare(each, hash) === 0) ?? [];
  const number = value === undefined ? 0n : bytesToNumber(RLP.decode(value) as Uint8Array);
  return { key, value: quantity(number), proof: trieProof(stored, hash).nodes.map(data) };
}

async function stateLeaves({ keepers }: Echoin, ctx: StateContext, deadline: Deadline): Promise<StateLeaves> {
  let entries = 0;
  const count = (): void => {
    deadline.check();
    if (++entries <= MAX_ENTRIES) return;
    throw failed(
      `the state has more than ${MAX_ENTRIES} accounts and slots, of which no Merkle Patricia proof is made; ` +
        "abci_query with prove=true proves any value against the app hash",
    );
  };
  const slots = new Map<string, Leaf[]>();
  for await (const [[address, slot], value] of keepers.evm.storage.range(ctx)) {
    count();
    const key = keyFromBytes(address);
    const own = slots.get(key);
    const leaf = [keccak256(slot), RLP.encode(value)] as const;
    if (own === undefined) slots.set(key, [leaf]);
    else own.push(leaf);
  }
  const { baseDenom } = await keepers.chain.info(ctx);
  const addresses = new Set<string>();
  const add = (address: Uint8Array): void => {
    const key = keyFromBytes(address);
    if (address.length !== ADDRESS_LENGTH || addresses.has(key)) return;
    count();
    addresses.add(key);
  };
  for await (const [address] of keepers.accounts.accounts.range(ctx)) add(address);
  for await (const [, address] of keepers.bank.owners.range(ctx, { prefix: baseDenom })) add(address);
  const accounts: Leaf[] = [];
  for (const key of addresses) {
    const address = keyToBytes(key);
    const account = await accountAt(ctx, keepers.evm, address);
    if (account === undefined) continue;
    const own = slots.get(key);
    const { nonce, balance, codeHash = KECCAK256_NULL } = account;
    const fields = [minimal(nonce), minimal(balance), own === undefined ? EMPTY_ROOT : trieRoot(own), codeHash];
    accounts.push([keccak256(address), RLP.encode(fields)]);
  }
  return { accounts, slots };
}
