import fc from "fast-check";
import { bitAt, CHUNK_BITS, countBits, emptyChunk, withBit } from "./bitmap.js";
import { vectors } from "./testing/vectors.js";

test("chunks are stored as the Cosmos SDK stores them", () => {
  for (const { bits, chunk } of vectors("bitmap")[0]!.chunks) {
    const made = bits.reduce((all, bit) => withBit(all, bit, true), emptyChunk());
    expect(Buffer.from(made).toString("hex")).toBe(chunk);
  }
});

test("a chunk holds exactly the bits that were set last", () => {
  const writes = fc.array(fc.tuple(fc.nat(CHUNK_BITS - 1), fc.boolean()), { maxLength: 200 });
  fc.assert(
    fc.property(writes, (all) => {
      const model = new Map<number, boolean>();
      let chunk: Uint8Array | undefined;
      for (const [bit, value] of all) {
        chunk = withBit(chunk, bit, value);
        model.set(bit, value);
      }
      for (const [bit, value] of model) expect(bitAt(chunk, bit)).toBe(value);
      expect(countBits(chunk ?? emptyChunk())).toBe([...model.values()].filter(Boolean).length);
    }),
  );
});

test("a chunk of another length is no chunk", () => {
  expect(() => bitAt(new Uint8Array(5), 0)).toThrow("136 bytes");
});
