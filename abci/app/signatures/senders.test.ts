import fc from "fast-check";
import { SharedSenders } from "./senders.js";

const hashes = fc.uint8Array({ minLength: 32, maxLength: 32 });
const addresses = fc.uint8Array({ minLength: 20, maxLength: 20 });

test("what one thread noted, another finds, and nothing else", () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(hashes, addresses), { maxLength: 50 }), hashes, (noted, other) => {
      const writer = new SharedSenders();
      const reader = new SharedSenders(writer.memory);
      const model = new Map<string, Uint8Array>();
      for (const [hash, sender] of noted) {
        writer.note(hash, sender);
        model.set(Buffer.from(hash).toString("hex"), sender);
      }
      for (const [hash] of noted) {
        const found = reader.find(hash);
        // Another one may have its place.
        if (found !== undefined) expect(found).toEqual(model.get(Buffer.from(hash).toString("hex")));
      }
      if (noted.length > 0) expect(reader.find(noted.at(-1)![0])).toEqual(noted.at(-1)![1]);
      expect(reader.find(other)).toEqual(model.get(Buffer.from(other).toString("hex")));
    }),
  ));

test("a hash that differs in any bit is another transaction's", () => {
  const senders = new SharedSenders();
  const hash = Uint8Array.from({ length: 32 }, (_, index) => 200 + index);
  senders.note(hash, new Uint8Array(20).fill(1));
  for (let bit = 0; bit < 256; bit++) {
    const changed = Uint8Array.from(hash);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    expect(senders.find(changed)).toBeUndefined();
  }
});

test("the last one has the place, also after a thread that was ended while it wrote", () => {
  const senders = new SharedSenders();
  const [first, second] = [new Uint8Array(32).fill(7), new Uint8Array(32).fill(7)];
  second[31] = 8;
  senders.note(first, new Uint8Array(20).fill(1));
  senders.note(second, new Uint8Array(20).fill(2));
  expect([senders.find(first), senders.find(second)]).toEqual([undefined, new Uint8Array(20).fill(2)]);

  // The version is in the first word of the place: odd, as it is left.
  const words = new Int32Array(senders.memory);
  const at = words.findIndex((word) => word !== 0);
  words[at]! |= 1;
  expect(senders.find(second)).toBeUndefined();
  senders.note(first, new Uint8Array(20).fill(3));
  expect(senders.find(first)).toEqual(new Uint8Array(20).fill(3));
});
