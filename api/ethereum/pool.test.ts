import { keyFromBytes } from "../../abci/store/bytes.js";
import { EthereumKey } from "../../abci/sim/ethereum.js";
import type { EthereumTransaction } from "../../modules/evm/transaction.js";
import type { KeptEthereum } from "../queue/ethereum.js";
import { Pool } from "./pool.js";
import { alice } from "./testing/blocks.js";

const bob = new EthereumKey("bob");
const sign = (nonce: bigint, maxFeePerGas = 100n, maxPriorityFeePerGas = 10n, key = alice): EthereumTransaction =>
  key.signTransaction({ chainId: 3264n, nonce, maxFeePerGas, maxPriorityFeePerGas });
const accepted = ({ raw }: EthereumTransaction) => ({ raw, accepted: true, early: false });
const refused = ({ raw }: EthereumTransaction, early = false) => ({ raw, accepted: false, early });

async function content(pool: Pool, next = 0n): Promise<{ pending: bigint[]; queued: bigint[] }> {
  const { pending, queued } = await pool.content(async () => next);
  return { pending: pending.map(({ nonce }) => nonce), queued: queued.map(({ nonce }) => nonce) };
}

test("the pool has what CheckTx let in, once, until it is refused or mined", async () => {
  const pool = new Pool();
  const heard: bigint[] = [];
  pool.onTransaction(({ nonce }) => heard.push(nonce));
  const txs = [0n, 1n, 2n].map((nonce) => sign(nonce));
  for (const tx of [...txs, ...txs]) pool.note(accepted(tx));
  expect(heard).toEqual([0n, 1n, 2n]);
  expect(pool.find(txs[1]!.hash)?.nonce).toBe(1n);
  pool.note(refused(txs[2]!));
  pool.mined([txs[0]!]);
  expect(await content(pool, 1n)).toEqual({ pending: [1n], queued: [] });
  // Bytes that are no transaction were never let in, and are not decoded.
  pool.note({ raw: new Uint8Array(5), accepted: false, early: false });
  // News that come after the block.
  pool.note(accepted(txs[0]!));
  expect(await content(pool, 1n)).toEqual({ pending: [1n], queued: [] });
});

test("what came before its turn is queued after a gap, and pending when it is in a row", async () => {
  const pool = new Pool();
  pool.note(accepted(sign(3n)));
  for (const nonce of [6n, 4n, 7n]) pool.hold(sign(nonce));
  expect(await content(pool, 3n)).toEqual({ pending: [3n, 4n], queued: [6n, 7n] });
  expect(pool.nextNonce(alice.address, 3n)).toBe(5n);
  expect(pool.heldAt(alice.address, 3n)).toBeUndefined();
  expect(pool.heldAt(alice.address, 6n)?.nonce).toBe(6n);
  expect(pool.firstHeld().map(({ nonce }) => nonce)).toEqual([4n]);
  pool.mined([sign(6n)]);
  expect(await content(pool, 7n)).toEqual({ pending: [7n], queued: [] });
});

test("what drops out of the mempool and may have its turn again is held; what comes in is held no more", async () => {
  const pool = new Pool();
  const [zero, one] = [sign(0n), sign(1n)];
  pool.note(accepted(zero));
  pool.note(accepted(one));
  pool.note(refused(zero));
  pool.note(refused(one, true));
  pool.note(refused(one, true));
  expect(await content(pool)).toEqual({ pending: [], queued: [1n] });
  pool.note(accepted(zero));
  expect(await content(pool)).toEqual({ pending: [0n, 1n], queued: [] });
  pool.enter(one);
  expect(pool.firstHeld()).toEqual([]);
});

test("a place is taken over for a tenth more of both prices, and not for less", async () => {
  const pool = new Pool();
  pool.hold(sign(5n));
  const underpriced = "replacement transaction underpriced";
  expect(() => pool.requirePlace(sign(5n))).toThrow("already known");
  expect(() => pool.hold(sign(5n, 109n, 11n))).toThrow(underpriced);
  expect(() => pool.hold(sign(5n, 110n, 10n))).toThrow(underpriced);
  const dearer = sign(5n, 110n, 11n);
  pool.hold(dearer);
  expect(pool.heldAt(alice.address, 5n)).toBe(dearer);
  // In the mempool, the one that lost stays until the nonce is mined, and is heard of again.
  const [loser, winner] = [sign(0n), sign(0n, 200n, 20n)];
  for (const tx of [loser, winner, loser]) pool.note(accepted(tx));
  expect([pool.find(loser.hash), pool.find(winner.hash)]).toEqual([undefined, winner]);
  pool.note(refused(winner));
  pool.note(accepted(loser));
  expect(pool.find(loser.hash)).toBe(loser);
  pool.mined([loser]);
  expect(await content(pool, 1n)).toEqual({ pending: [], queued: [5n] });
});

test("a sender has 256 places to wait at, and all together have memory for so many bytes", () => {
  const pool = new Pool();
  for (let nonce = 1n; nonce <= 256n; nonce++) pool.hold(sign(nonce));
  expect(() => pool.hold(sign(257n))).toThrow("account limit exceeded");
  pool.hold(sign(1n, 200n, 20n));

  const small = new Pool({ maxHeldSlots: 3 });
  const large = (nonce: bigint, price: bigint) =>
    alice.signTransaction({
      chainId: 3264n,
      nonce,
      maxFeePerGas: price,
      maxPriorityFeePerGas: price,
      data: new Uint8Array(33_000),
    });
  small.hold(large(1n, 10n));
  expect(() => small.hold(large(2n, 10n))).toThrow("txpool is full");
  small.hold(large(1n, 20n));
  small.hold(sign(2n));
  expect(() => small.hold(sign(3n))).toThrow("txpool is full");
});

test("what waits is written down until it can go in no more, and forgotten after three hours", () => {
  const written = new Map<string, KeptEthereum>();
  const journal = {
    keep: (kept: KeptEthereum) => void written.set(kept.key, kept),
    drop: (key: string) => void written.delete(key),
  };
  const time = { now: 1_000 };
  const pool = new Pool({ journal, clock: () => time.now });
  const keys = () => [...written.keys()].sort();
  const [one, two, three] = [sign(1n), sign(2n), sign(3n)];
  const keysOf = (...txs: EthereumTransaction[]) => txs.map(({ hash }) => keyFromBytes(hash)).sort();
  for (const tx of [one, two, three]) pool.hold(tx);
  expect(keys()).toEqual(keysOf(one, two, three));
  // In the mempool it is still to be lost with that; the one that outbids it takes its place here too.
  pool.note(accepted(one));
  const dearer = sign(2n, 200n, 20n);
  pool.hold(dearer);
  expect(keys()).toEqual(keysOf(one, dearer, three));
  pool.note(refused(one, true));
  expect(keys()).toEqual(keysOf(one, dearer, three));
  pool.enter(one);
  pool.note(refused(one));
  expect(keys()).toEqual(keysOf(dearer, three));
  pool.mined([dearer]);
  expect(keys()).toEqual(keysOf(three));

  const next = new Pool({ journal, clock: () => time.now });
  for (const { expiresAt } of [...written.values()]) next.restore(three, expiresAt);
  expect(next.firstHeld()).toEqual([three]);
  time.now += 3 * 60 * 60 * 1000 + 1;
  expect(next.firstHeld()).toEqual([]);
  expect(keys()).toEqual([]);
});

test("of what the mempool took is written down what two blocks left there, if this node handed it in", () => {
  const written: string[] = [];
  const pool = new Pool({ journal: { keep: ({ key }) => void written.push(key), drop() {} } });
  const [own, mined, other] = [sign(0n), sign(0n, 100n, 10n, bob), sign(1n)];
  pool.enter(own, true);
  pool.enter(mined, true);
  pool.note(accepted(other));
  pool.mined([mined]);
  expect(written).toEqual([]);
  pool.mined([]);
  pool.mined([]);
  expect(written).toEqual([keyFromBytes(own.hash)]);
});
