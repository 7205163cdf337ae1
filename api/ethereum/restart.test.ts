import { hexOf } from "../../modules/evm/hex.js";
import { errors as evm } from "../../modules/evm/errors.js";
import type { EthereumTransaction } from "../../modules/evm/transaction.js";
import { alice, type EthereumFixture, startEthereumFixture } from "./testing/fixture.js";

// What waits in a node's pool outlives the node, until it goes in or never can.
let node: EthereumFixture;
beforeEach(async () => {
  node = await startEthereumFixture();
});
afterEach(() => node.close());

const GWEI = 10n ** 9n;
const sign = (nonce: bigint, price = 2n * GWEI): EthereumTransaction =>
  alice.signTransaction({ chainId: 3264n, nonce, maxFeePerGas: price, maxPriorityFeePerGas: GWEI });

/** Another transaction with this nonce. */
const pay = (nonce: bigint) => ({ nonce, to: alice.address });

/** Answers as CheckTx does that expects this nonce, and notes what it takes. */
function expectNonce(next: bigint, known: readonly EthereumTransaction[]): bigint[] {
  const taken: bigint[] = [];
  node.comet.answers("broadcast_tx_sync", ({ tx }) => {
    const bytes = Buffer.from(tx as string, "base64").toString("hex");
    const found = known.find(({ raw }) => bytes.includes(Buffer.from(raw).toString("hex")));
    if (found === undefined) throw new Error("an unknown transaction was offered");
    if (found.nonce !== next + BigInt(taken.length)) {
      const { codespace, code } = evm.nonceTooHigh;
      return { code, codespace, log: "nonce too high", hash: "" };
    }
    taken.push(found.nonce);
    return { code: 0, hash: "" };
  });
  return taken;
}

const send = ({ raw }: EthereumTransaction) => node.call("eth_sendRawTransaction", hexOf(raw));

async function pool(): Promise<{ pending: string[]; queued: string[] }> {
  const { result } = await node.call("txpool_contentFrom", hexOf(alice.address));
  const { pending, queued } = result as Record<"pending" | "queued", object>;
  return { pending: Object.keys(pending), queued: Object.keys(queued) };
}

async function until(holds: () => boolean | Promise<boolean>, seconds = 10): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await holds()) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Waits until the pool's background work has come to this. */
async function poolIs(expected: { pending: string[]; queued: string[] }): Promise<void> {
  await until(async () => JSON.stringify(await pool()) === JSON.stringify(expected));
  expect(await pool()).toEqual(expected);
}

test("what waits for its turn is there after a restart, by hash and in txpool_*, and goes in behind the missing one", async () => {
  const txs = [1n, 2n, 4n].map((nonce) => sign(nonce));
  expectNonce(0n, txs);
  for (const tx of txs) expect((await send(tx)).result).toBe(hexOf(tx.hash));
  await poolIs({ pending: [], queued: ["1", "2", "4"] });

  await node.restart();
  await poolIs({ pending: [], queued: ["1", "2", "4"] });
  const found = (await node.call("eth_getTransactionByHash", hexOf(txs[1]!.hash))).result;
  expect(found).toMatchObject({ nonce: "0x2", blockNumber: null });
  expect((await send(txs[0]!)).error?.message).toBe("already known");
  expect((await send(sign(1n, 2n * GWEI + 1n))).error?.message).toBe("replacement transaction underpriced");

  // The missing one comes in a block, by another door.
  const taken = expectNonce(1n, txs);
  await node.commit(pay(0n));
  await poolIs({ pending: ["1", "2"], queued: ["4"] });
  // The pool calls both pending as soon as the first is in the mempool.
  await until(() => taken.length === 2);
  expect(taken).toEqual([1n, 2n]);
});

test("a mempool that does not answer yet, or is full, costs nothing that waits", async () => {
  const tx = sign(1n);
  expectNonce(0n, [tx]);
  await send(tx);
  await node.restart();
  let asked = 0;
  node.comet.answers("broadcast_tx_sync", () => {
    asked++;
    return new Error("mempool is full: number of txs 5000");
  });
  await node.commit(pay(0n));
  await until(() => asked > 0);
  expect(asked).toBeGreaterThan(0);
  // An answer without a result, as from whatever listens there before CometBFT does.
  node.comet.answers("broadcast_tx_sync", () => Symbol("none"));
  await node.commit();
  await poolIs({ pending: ["1"], queued: [] });
  expect((await node.call("eth_getTransactionByHash", hexOf(tx.hash))).result).toMatchObject({ nonce: "0x1" });

  expectNonce(1n, [tx]);
  await node.commit();
  await poolIs({ pending: ["1"], queued: [] });
});

test("what can go in no more is forgotten: its nonce was used, in this process or while the node was down", async () => {
  const txs = [1n, 2n, 3n].map((nonce) => sign(nonce));
  expectNonce(0n, txs);
  for (const tx of txs) await send(tx);
  await node.commit(pay(0n), pay(1n));
  await poolIs({ pending: ["2", "3"], queued: [] });
  await node.restart();
  await poolIs({ pending: ["2", "3"], queued: [] });
  await node.chain.commit();
  await node.commit(pay(2n), pay(3n));
  await node.restart();
  await poolIs({ pending: [], queued: [] });
});

test("what the mempool took and no block has after two is offered anew after a restart", async () => {
  const tx = sign(0n);
  expectNonce(0n, [tx]);
  await send(tx);
  await node.restart();
  await poolIs({ pending: [], queued: [] });
  await send(tx);
  expectNonce(1n, [tx]);
  await node.commit();
  await node.commit();
  await poolIs({ pending: ["0"], queued: [] });

  await node.restart();
  await poolIs({ pending: ["0"], queued: [] });
  const taken = expectNonce(0n, [tx]);
  await node.commit();
  await poolIs({ pending: ["0"], queued: [] });
  await until(() => taken.length > 0);
  expect(taken).toEqual([0n]);
});
