import fc from "fast-check";
import { Analysis } from "./analysis.js";
import { Memory } from "./memory.js";
import { big } from "./words.js";

/** Gas of so many words of memory, as the Yellow Paper has it. */
const price = (words: number): number => 3 * words + Math.floor((words * words) / 512);

const offsets = fc.oneof(fc.nat(100), fc.nat(5000));
const step = fc.record({
  kind: fc.constantFrom("store", "storeByte", "copy", "move", "load", "slice"),
  offset: offsets,
  from: offsets,
  size: fc.nat(200),
  word: fc.bigInt(0n, (1n << 256n) - 1n),
});

test("memory is an array of zeros that grows by words, and costs what the Yellow Paper says", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.uint8Array({ maxLength: 300 }), (steps, source) => {
      const memory = Memory.take();
      const model = new Uint8Array(6000);
      let paid = 0;
      const grow = (offset: number, size: number): void => void (paid += memory.grow(offset, size));
      for (const { kind, offset, from, size, word } of steps) {
        switch (kind) {
          case "store":
            grow(offset, 32);
            memory.store(offset, word);
            model.set(Buffer.from(word.toString(16).padStart(64, "0"), "hex"), offset);
            break;
          case "storeByte":
            grow(offset, 1);
            memory.storeByte(offset, size);
            model[offset] = size;
            break;
          case "copy":
            grow(offset, size);
            memory.copy(offset, source, from, size);
            for (let at = 0; at < size; at++) model[offset + at] = source[from + at] ?? 0;
            break;
          case "move":
            grow(from, size);
            grow(offset, size);
            memory.move(offset, from, size);
            model.copyWithin(offset, from, from + size);
            break;
          case "load":
            grow(offset, 32);
            expect(big(memory.load(offset))).toBe(
              BigInt(`0x${Buffer.from(model.subarray(offset, offset + 32)).toString("hex")}`),
            );
            break;
          case "slice":
            grow(offset, size);
            expect(memory.slice(offset, size)).toEqual(model.slice(offset, offset + size));
        }
        expect(paid).toBe(price(memory.words));
      }
      expect(memory.snapshot(memory.words)).toEqual(model.slice(0, memory.words * 32));
      memory.release();
      const next = Memory.take();
      expect([next.words, next.slice(0, 6000).some((byte) => byte !== 0)]).toEqual([0, false]);
    }),
  );
});

test("memory that nothing can pay for is not made", () => {
  const memory = Memory.take();
  expect(memory.grow(2 ** 40, 32)).toBeGreaterThan(2 ** 43);
  expect(memory.grow(Infinity, 1)).toBe(Infinity);
  expect(memory.bytes.length).toBeLessThan(100_000);
});

test("jumps land on JUMPDEST, and not in the data of a PUSH", () => {
  const code = Uint8Array.of(0x5b, 0x60, 0x5b, 0x5b, 0x62, 0x5b, 0x5b, 0x5b, 0x5b, 0x7f, 0x5b);
  expect([...new Analysis(code).jumpdests()]).toEqual([1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0]);
});

test("a constant that the code's end cuts off goes on with zeros", () => {
  const analysis = new Analysis(Uint8Array.of(0x66, 0x01, 0x02));
  expect(big(analysis.constant(1, 7))).toBe(0x01020000000000n);
  expect(big(analysis.constant(1, 7))).toBe(0x01020000000000n);
});
