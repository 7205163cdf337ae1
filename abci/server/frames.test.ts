import fc from "fast-check";
import { FrameError, FrameParser } from "./frames.js";

function framed(body: Uint8Array): Uint8Array {
  const prefix: number[] = [];
  let length = body.length;
  for (; length > 0x7f; length >>>= 7) prefix.push((length & 0x7f) | 0x80);
  return Buffer.concat([Uint8Array.from([...prefix, length]), body]);
}

function parse(parser: FrameParser, chunks: readonly Uint8Array[]): Buffer[] {
  const frames: Buffer[] = [];
  for (const chunk of chunks) {
    parser.push(chunk);
    for (let frame = parser.next(); frame !== undefined; frame = parser.next()) frames.push(Buffer.from(frame));
  }
  return frames;
}

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] as number;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

const bodies = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 20 });

test("any cutting of a stream gives the frames that went in", () =>
  fc.assert(
    fc.property(bodies, fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 10 }), (list, sizes) => {
      const parser = new FrameParser(1000);
      const frames = parse(parser, cut(Buffer.concat(list.map(framed)), sizes));
      expect(frames).toEqual(list.map((body) => Buffer.from(body)));
      expect(parser.pendingBytes).toBe(0);
    }),
  ));

test("single bytes give the frames that went in", () => {
  const list = [new Uint8Array(0), new Uint8Array(1), new Uint8Array(127).fill(7), new Uint8Array(70_000).fill(9)];
  const parser = new FrameParser(70_000);
  expect(parse(parser, cut(Buffer.concat(list.map(framed)), [1]))).toEqual(list.map((body) => Buffer.from(body)));
});

test("a frame within one chunk is a view of it", () => {
  const chunk = framed(new Uint8Array(100));
  const parser = new FrameParser(100);
  parser.push(chunk);
  expect(parser.next()?.buffer).toBe(chunk.buffer);
});

test.each([
  ["one byte more than allowed", [0xe9, 0x07]],
  ["100 MB", [0x80, 0xc2, 0xd7, 0x2f]],
  ["35 bits", [0xff, 0xff, 0xff, 0xff, 0x7f]],
  ["a length without end", [0x80, 0x80, 0x80, 0x80, 0x80, 0x80]],
])("a length of %s is refused before anything is kept", (_name, bytes) => {
  const parser = new FrameParser(1000);
  parser.push(Uint8Array.from(bytes));
  expect(() => parser.next()).toThrow(FrameError);
});

test("memory follows what has arrived, not what the length says", () => {
  const before = process.memoryUsage().arrayBuffers;
  const parsers = Array.from({ length: 20 }, () => new FrameParser(1 << 30));
  for (const parser of parsers)
    expect(parse(parser, [Uint8Array.from([0x80, 0x80, 0x80, 0x80, 0x04, 1, 2, 3])])).toEqual([]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40 << 20);
  expect(parsers[0]?.pendingBytes).toBe(8);
});
