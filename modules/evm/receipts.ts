import type { TransactionResult } from "../../proto/generated/echoin/evm/v1/evm.js";
import { keccak256, minimal } from "./crypto.js";
import { encodeList, encodeString } from "./rlp.js";
import { withType } from "./transaction.js";
import type { EvmLog } from "./transition.js";
import { trieRoot } from "./trie.js";

const BLOOM_BYTES = 256;

/** The bloom filter over the addresses and topics of logs: 256 bytes. */
export function bloomOf(logs: Iterable<Pick<EvmLog, "address" | "topics">>): Uint8Array {
  const bloom = new Uint8Array(BLOOM_BYTES);
  for (const { address, topics } of logs) {
    addToBloom(bloom, address);
    for (const topic of topics) addToBloom(bloom, topic);
  }
  return bloom;
}

/** Sets three bits, chosen by the entry's hash. */
function addToBloom(bloom: Uint8Array, entry: Uint8Array): void {
  const hash = keccak256(entry);
  for (let i = 0; i < 6; i += 2) {
    const bit = ((hash[i]! << 8) | hash[i + 1]!) & 2047;
    bloom[BLOOM_BYTES - 1 - (bit >> 3)]! |= 1 << (bit & 7);
  }
}

/** A receipt as the receipts' trie holds it (EIP-2718, EIP-658). */
export function encodeReceipt(
  result: Pick<TransactionResult, "type" | "success" | "cumulativeGasUsed" | "logs">,
): Uint8Array {
  const { type, success, cumulativeGasUsed, logs } = result;
  const entries = logs.map(({ address, topics, data }) =>
    encodeList([encodeString(address), encodeList(topics.map(encodeString)), encodeString(data)]),
  );
  const fields = [
    encodeString(success ? Uint8Array.of(1) : new Uint8Array(0)),
    encodeString(minimal(cumulativeGasUsed)),
    encodeString(bloomOf(logs)),
    encodeList(entries),
  ];
  return withType(type, encodeList(fields));
}

/** The root of a list: of a block's transactions or receipts, under their numbers. */
export function listRoot(items: readonly Uint8Array[]): Uint8Array {
  return trieRoot(items.map((item, index) => [encodeString(minimal(BigInt(index))), item] as const));
}
