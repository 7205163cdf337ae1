import { bech32 } from "@scure/base";
import fc from "fast-check";
import { AddressCodec } from "./addresses.js";

const textOf = (bytes: Uint8Array): string => bech32.encode("echo", bech32.toWords(bytes));

test("what is remembered is what would be found anew, in whatever order addresses come", () => {
  const some = fc.sample(fc.uint8Array({ minLength: 20, maxLength: 20 }), { numRuns: 20, seed: 1 });
  const step = fc.record({ at: fc.nat(some.length - 1), parsed: fc.boolean(), upper: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const codec = new AddressCodec("echo");
      for (const { at, parsed, upper } of steps) {
        const bytes = some[at]!;
        const text = upper ? textOf(bytes).toUpperCase() : textOf(bytes);
        const address = parsed ? codec.parse(text) : bytes;
        expect([...address]).toEqual([...bytes]);
        expect(codec.format(address)).toBe(textOf(bytes));
      }
    }),
  );
});

test("bytes that were changed since they were written are written as they are", () => {
  const codec = new AddressCodec("echo");
  const bytes = new Uint8Array(20);
  expect(codec.format(bytes)).toBe(textOf(bytes));
  bytes[0] = 1;
  expect(codec.format(bytes)).toBe(textOf(bytes));
});

test("a text that is refused is refused again, and leaves nothing behind", () => {
  const codec = new AddressCodec("echo");
  const text = textOf(new Uint8Array(20));
  for (const wrong of ["", "echo1", `${text}q`, text.replace("q", "p"), text.replace("echo", "Echo")]) {
    expect(() => codec.parse(wrong)).toThrow();
    expect(() => codec.parse(wrong)).toThrow();
  }
  expect([...codec.parse(text)]).toEqual([...new Uint8Array(20)]);
});
