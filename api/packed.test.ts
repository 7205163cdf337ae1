import fc from "fast-check";
import { packBlock, packBytes, packChecks, unpackBlock, unpackBytes, unpackChecks } from "./packed.js";

const bytes = fc.uint8Array({ maxLength: 40 });

test("what was packed comes out as it was, and shares no memory with it", () =>
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 20 }), (items) => {
      const before = items.map((item) => [...item]);
      const packed = packBytes(items);
      for (const item of items) item.fill(0);
      expect(unpackBytes(packed).map((item) => [...item])).toEqual(before);
    }),
  ));

test("checks come out in their order, each with what was found", () =>
  fc.assert(
    fc.property(fc.array(fc.record({ raw: bytes, accepted: fc.boolean(), early: fc.boolean() })), (checks) => {
      expect(unpackChecks(structuredClone(packChecks(checks)))).toEqual(checks);
    }),
  ));

test("blocks come out with all of their transactions", () => {
  const transaction = fc.record({ raw: bytes, sender: bytes, gasPrice: fc.bigInt({ min: 0n }), data: bytes });
  const block = fc.record({
    height: fc.nat().map(BigInt),
    hash: bytes,
    header: bytes,
    transactions: fc.array(transaction),
  });
  fc.assert(
    fc.property(block, (given) => {
      expect(unpackBlock(structuredClone(packBlock(given)))).toEqual(given);
    }),
  );
});
