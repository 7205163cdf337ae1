import { packTransactions } from "../workload/file.js";
import { AnswerCounter, buildRequests } from "./requests.js";
import { FrameReader, textFrame } from "./websocket.js";

const transactions = packTransactions(["one", "two", "three", "four", "five"].map((text) => Buffer.from(text)));

describe("requests", () => {
  const bodies = (batch: number, from: number, connections = 1): unknown[][] =>
    buildRequests(transactions, { from, to: 5, batch, connections }).lanes.map(({ bytes, offsets }) =>
      Array.from({ length: offsets.length - 1 }, (_, index) => {
        const [head = "", body = ""] = bytes.toString("latin1", offsets[index], offsets[index + 1]).split("\r\n\r\n");
        expect(head).toContain(`Content-Length: ${body.length}`);
        return JSON.parse(body) as unknown;
      }),
    );
  const call = (text: string): unknown => ({
    jsonrpc: "2.0",
    id: 1,
    method: "broadcast_tx_async",
    params: { tx: Buffer.from(text).toString("base64") },
  });

  test("one call a request, in the order of the workload", () => {
    expect(bodies(1, 2)).toEqual([[call("three"), call("four"), call("five")]]);
  });

  test("batches, the last one shorter", () => {
    expect(bodies(2, 0)).toEqual([[[call("one"), call("two")], [call("three"), call("four")], [call("five")]]]);
  });

  test("dealt out to the connections in turn", () => {
    expect(bodies(1, 0, 2)).toEqual([
      [call("one"), call("three"), call("five")],
      [call("two"), call("four")],
    ]);
  });

  test("answers are counted however the stream is cut", () => {
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"jsonrpc":"2.0","id":1,"result":{"code":0}}';
    const fault = '{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"data":"mempool is full"}}';
    const stream = Buffer.from(answer + fault + answer);
    for (const size of [1, 7, 50, 1000]) {
      const counter = new AnswerCounter();
      let sum = 0;
      for (let at = 0; at < stream.length; at += size) sum += counter.take(stream.subarray(at, at + size));
      expect([sum, counter.answers, counter.faults]).toEqual([3, 3, 1]);
      expect(counter.firstFault).toContain('"error":');
    }
  });
});

describe("websocket frames", () => {
  const serverFrame = (opcode: number, payload: Buffer, final = true): Buffer => {
    const head = Buffer.from([(final ? 0x80 : 0) | opcode]);
    if (payload.length < 126) return Buffer.concat([head, Buffer.from([payload.length]), payload]);
    const long = Buffer.alloc(9);
    if (payload.length < 65536) {
      long[0] = 126;
      long.writeUInt16BE(payload.length, 1);
      return Buffer.concat([head, long.subarray(0, 3), payload]);
    }
    long[0] = 127;
    long.writeBigUInt64BE(BigInt(payload.length), 1);
    return Buffer.concat([head, long, payload]);
  };

  test("of all three lengths, fragments and pings between, however the stream is cut", () => {
    const [middle, large] = [Buffer.alloc(300, "m"), Buffer.alloc(70_000, "l")];
    const stream = Buffer.concat([
      serverFrame(1, Buffer.from("small")),
      serverFrame(1, middle),
      serverFrame(1, Buffer.from("be"), false),
      serverFrame(9, Buffer.from("?")),
      serverFrame(0, Buffer.from("gun")),
      serverFrame(1, large),
    ]);
    for (const size of [1, 13, 4096, stream.length]) {
      const reader = new FrameReader();
      const frames = [];
      for (let at = 0; at < stream.length; at += size) frames.push(...reader.take(stream.subarray(at, at + size)));
      expect(frames.map(({ opcode }) => opcode)).toEqual([1, 1, 9, 1, 1]);
      expect(frames.map(({ payload }) => payload.length)).toEqual([5, 300, 1, 5, 70_000]);
      expect(frames[3]?.payload.toString()).toBe("begun");
    }
  });

  test("a client's frame is masked and says its length", () => {
    expect([...textFrame("ab")]).toEqual([0x81, 0x82, 0, 0, 0, 0, 97, 98]);
    expect([...textFrame("x".repeat(200)).subarray(0, 4)]).toEqual([0x81, 0xfe, 0, 200]);
  });
});
