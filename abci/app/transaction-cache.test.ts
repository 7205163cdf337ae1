import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { encodeMessage } from "../../proto/writer.js";
import { SimKey, signTx } from "../sim/wallet.js";
import { AddressCodec } from "../state/addresses.js";
import { TransactionCache } from "./transaction-cache.js";

const alice = new SimKey("alice");
const address = new AddressCodec("echo").format(alice.address);

/** Sends that differ in their sequence number. */
function sends(count: number): Uint8Array[] {
  const send = { fromAddress: address, toAddress: address, amount: [{ denom: "aec", amount: "1" }] };
  const packed = { typeUrl: MsgSend.typeUrl, value: encodeMessage(MsgSend, send) };
  const options = { chainId: "test-1", fee: [], gasLimit: 1n };
  return Array.from({ length: count }, (_, index) =>
    signTx([packed], [{ key: alice, accountNumber: 0n, sequence: BigInt(index) }], options),
  );
}

test("what was decoded is kept up to a bound, what was verified beyond it", () => {
  const cache = new TransactionCache(20_000);
  const txs = sends(10);
  const first = txs.map((bytes) => cache.get(bytes));
  for (const tx of first) tx.verdicts.add("good");
  expect(cache.get(txs[9]!)).toBe(first[9]);
  const again = cache.get(txs[0]!);
  expect(again).not.toBe(first[0]);
  expect(again).toEqual(first[0]);
  expect(again.verdicts).toBe(first[0]!.verdicts);
});

test("what is forgotten is gone with its verdicts, from wherever it is", () => {
  const cache = new TransactionCache(20_000);
  const txs = sends(10);
  const first = txs.map((bytes) => cache.get(bytes));
  for (const tx of first) {
    tx.verdicts.add("good");
    cache.forget(tx.hash);
  }
  for (const bytes of txs) expect(cache.get(bytes).verdicts.isEmpty).toBe(true);
});

test("a proposal asks for outlines, which are kept when what was decoded is not", () => {
  const cache = new TransactionCache(20_000);
  const txs = sends(10);
  const first = txs.map((bytes) => cache.outline(bytes));
  expect(first[3]).toMatchObject({ gasLimit: 1n, place: { sender: address, sequence: 3n } });
  for (const [index, bytes] of txs.entries()) expect(cache.outline(bytes)).toBe(first[index]);
  // Asked for in the order in which they came, though only the last few are still decoded.
  expect(txs.map((bytes) => cache.get(bytes).verdicts)).toEqual(first.map(({ verdicts }) => verdicts));
});

test("what is taken to run is kept no longer, but for its outline", () => {
  const cache = new TransactionCache();
  const [bytes] = sends(1);
  const tx = cache.get(bytes!);
  tx.verdicts.add("good");
  expect(cache.take(bytes!)).toBe(tx);
  const again = cache.take(bytes!);
  expect(again).not.toBe(tx);
  expect(again).toEqual(tx);
  expect(again.verdicts).toBe(tx.verdicts);
  expect(cache.outline(bytes!).verdicts).toBe(tx.verdicts);
});

test("of what is released, the outline and the verdicts stay", () => {
  const cache = new TransactionCache();
  const [bytes] = sends(1);
  const tx = cache.get(bytes!);
  const outline = cache.outline(bytes!);
  tx.verdicts.add("good");
  cache.release(tx);
  expect(cache.outline(bytes!)).toBe(outline);
  const again = cache.take(bytes!);
  expect(again).not.toBe(tx);
  expect(again).toEqual(tx);
  expect(again.verdicts).toBe(tx.verdicts);
});

test("what is taken without having been seen is not kept at all", () => {
  const cache = new TransactionCache();
  const [bytes] = sends(1);
  cache.take(bytes!).verdicts.add("good");
  expect(cache.get(bytes!).verdicts.isEmpty).toBe(true);
});

test("keeps bytes of its own: the caller's may be of a buffer that is written over", () => {
  const cache = new TransactionCache();
  const [bytes] = sends(1);
  const given = Uint8Array.from(bytes!);
  const tx = cache.get(given);
  given.fill(0);
  expect(tx.bytes).toEqual(bytes);
  expect(cache.get(bytes!)).toBe(tx);
});

test("what is no transaction is refused, and not remembered", () => {
  const cache = new TransactionCache();
  for (const ask of ["get", "outline", "take"] as const)
    expect(() => cache[ask](Uint8Array.of(1, 2, 3))).toThrow(/tx parse error|invalid|unknown|truncated|wire/i);
});
