import { readLog } from "../measure/log.js";
import { Rpc } from "../measure/rpc.js";
import { packTransactions } from "../workload/file.js";
import { fatalLines } from "./faults.js";
import { Progress } from "./progress.js";

const transactions = ["a", "b", "c", "d"].map((text) => Buffer.from(text));

/** Blocks as CometBFT would tell of them. */
class Blocks extends Rpc {
  constructor(private readonly blocks: { txs: string[]; appHash: string }[]) {
    super(0);
  }
  override async headers(first: number, last: number): ReturnType<Rpc["headers"]> {
    return this.blocks.slice(first - 1, last).map(({ txs, appHash }, index) => {
      return { height: first + index, time: 0, txs: txs.length, appHash };
    });
  }
  override async txs(height: number): Promise<string[]> {
    return (this.blocks[height - 1]?.txs ?? []).map((text) => Buffer.from(text).toString("base64"));
  }
}

describe("progress", () => {
  const fresh = (): Progress => new Progress(packTransactions(transactions), 4);

  test("the first missing transaction is where to go on, also when later ones are in", async () => {
    const progress = fresh();
    const rpc = new Blocks([
      { txs: ["a"], appHash: "1" },
      { txs: [], appHash: "2" },
      { txs: ["c", "b"], appHash: "3" },
    ]);
    expect(await progress.scan(rpc, 2)).toEqual([]);
    expect([progress.firstMissing, progress.committed, progress.height]).toEqual([1, 1, 2]);
    expect(await progress.scan(rpc, 3)).toEqual([]);
    expect([progress.firstMissing, progress.committed, progress.has(2), progress.has(3)]).toEqual([3, 3, true, false]);
  });

  test("a changed header, a transaction twice, and a strange one are faults", async () => {
    const progress = fresh();
    await progress.scan(new Blocks([{ txs: ["a"], appHash: "1" }]), 1);
    const rpc = new Blocks([
      { txs: ["a"], appHash: "X" },
      { txs: ["a", "z"], appHash: "2" },
    ]);
    expect(await progress.scan(rpc, 2)).toEqual([
      "the app hash in header 1 was 1 and is X",
      "transaction 0 is in block 2 and in an earlier one",
      "block 2 has a transaction that was never sent",
    ]);
  });
});

test("a log's fatal lines are found, and half a line is none", () => {
  const text = [
    '{"time":"2026-01-01T00:00:00Z","level":"info","message":"started","height":1}',
    "plain words: panic",
    '{"time":"2026-01-01T00:00:01Z","level":"error","message":"ERROR: failed","err":"wrong Block.Header.AppHash"}',
    '{"time":"2026-01-01T00:00:02Z","level":"error","message":"CONSENSUS FAILURE!!!"}',
    '{"time":"2026-01-01T00:00:03Z","level":"err',
  ].join("\n");
  const lines = readLog(text);
  expect(lines.map(({ message }) => message)).toEqual(["started", "ERROR: failed", "CONSENSUS FAILURE!!!"]);
  expect(lines[1]?.time).toBe(Date.UTC(2026, 0, 1, 0, 0, 1));
  expect(fatalLines(lines)).toEqual(["ERROR: failed wrong Block.Header.AppHash", "CONSENSUS FAILURE!!!"]);
});
