import {
  RequestCheckTx,
  RequestFinalizeBlock,
  ResponseCheckTx,
  ResponseFinalizeBlock,
} from "cosmjs-types/tendermint/abci/types";
import type { AbciApplication } from "../abci/server/application.js";
import { encodeMessage } from "../proto/writer.js";
import { observe } from "./observe.js";
import type { ConsensusSample } from "./protocol.js";

const finalized = encodeMessage(
  ResponseFinalizeBlock,
  ResponseFinalizeBlock.fromPartial({
    events: [{ type: "mint", attributes: [{ key: "amount", value: "5" }] }],
    txResults: [
      { code: 0, data: Uint8Array.of(8, 1), gasWanted: 200_000n, gasUsed: 3_000_000_000n },
      { code: 5, codespace: "sdk", log: "insufficient funds", gasUsed: 1n },
      { code: 300, codespace: "authz", events: [{ type: "tx", attributes: [] }] },
      { code: 5, codespace: "sdk" },
      {},
    ],
    appHash: new Uint8Array(32).fill(8),
  }),
);

test("blocks are timed and verdicts counted, also those that are bytes", async () => {
  const samples: ConsensusSample[] = [];
  let verdict: unknown = {};
  const app = {
    finalizeBlock: async () => finalized,
    commit: async () => ({ retainHeight: 0n }),
    checkTx: async () => verdict,
  } as unknown as AbciApplication;
  let hits = 0;
  const observed = observe(
    app,
    (sample) => samples.push(sample),
    () => ({ hits: (hits += 10), misses: 2, nodes: 7 }),
  );

  const check = (type: number) => observed.checkTx(RequestCheckTx.fromPartial({ type }));
  verdict = encodeMessage(ResponseCheckTx, ResponseCheckTx.fromPartial({ gasWanted: 8n }));
  await check(0);
  verdict = encodeMessage(ResponseCheckTx, ResponseCheckTx.fromPartial({ code: 300, log: "x" }));
  await check(1);
  verdict = { code: 32 };
  await check(0);
  const block = RequestFinalizeBlock.fromPartial({ height: 9n });
  await observed.finalizeBlock(block);
  await observed.finalizeBlock(block);
  await observed.commit({});
  await observed.commit({});

  expect(samples[0]).toEqual({
    height: 9,
    blockSeconds: { execute: expect.any(Number) as number, commit: expect.any(Number) as number },
    txs: { "/0": 2, "sdk/5": 2, "authz/300": 1 },
    checks: { "new/0": 1, "recheck/300": 1, "new/32": 1 },
    storeCache: { hits: 10, misses: 2, nodes: 7 },
  });
  expect(samples[1]).toMatchObject({ txs: {}, checks: {}, storeCache: { hits: 10, misses: 0 } });
});
