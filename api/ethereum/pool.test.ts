import { alice } from "./testing/blocks.js";
import { Pool } from "./pool.js";

const sign = (nonce: bigint) => alice.signTransaction({ chainId: 3264n, nonce, maxFeePerGas: 10n });

test("the pool has what CheckTx let in, once, until it is refused or mined", () => {
  const pool = new Pool();
  const heard: bigint[] = [];
  pool.onTransaction(({ nonce }) => heard.push(nonce));
  const txs = [0n, 1n, 2n].map(sign);
  for (const { raw } of [...txs, ...txs]) pool.note({ raw, accepted: true });
  expect(heard).toEqual([0n, 1n, 2n]);
  expect(pool.find(txs[1]!.hash)?.nonce).toBe(1n);
  pool.note({ raw: txs[1]!.raw, accepted: false });
  pool.mined([txs[0]!.hash]);
  expect([...pool.all()].map(({ nonce }) => nonce)).toEqual([2n]);
  // Bytes that are no transaction were never let in, and are not decoded.
  pool.note({ raw: new Uint8Array(5), accepted: false });
  expect(pool.size).toBe(1);
});
