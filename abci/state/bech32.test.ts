import { bech32 } from "@scure/base";
import fc from "fast-check";
import { AddressCodec } from "./addresses.js";
import { Bech32, decodeAnyBech32 } from "./bech32.js";

const prefixes = fc.constantFrom("echo", "cosmos", "echovaloper", "a", "x1y");
const bytes = fc.uint8Array({ maxLength: 130 });
const reference = (prefix: string, address: Uint8Array) => bech32.encode(prefix, bech32.toWords(address), false);

test("encodes as the reference does, and decodes what it encoded", () =>
  fc.assert(
    fc.property(prefixes, bytes, (prefix, address) => {
      const codec = new Bech32(prefix);
      const text = codec.encode(address);
      expect(text).toBe(reference(prefix, address));
      expect(codec.decode(text)).toEqual(Uint8Array.from(address));
      expect(decodeAnyBech32(text.toUpperCase())).toEqual({ prefix, bytes: Uint8Array.from(address) });
    }),
  ));

test("accepts exactly the lower-case texts of its prefix that the reference accepts", () => {
  const character = fc.constantFrom(..."qpzry9x8gf2tvdw0s3jn54khce6mua7l1bioQ é");
  const verdicts = new Set<boolean>();
  fc.assert(
    fc.property(
      prefixes,
      bytes,
      fc.nat(),
      character,
      fc.constantFrom("replace", "insert", "cut", "none"),
      (...given) => {
        const [prefix, address, position, symbol, change] = given;
        const text = reference(prefix, address);
        const at = position % (text.length + 1);
        const changed = {
          replace: text.slice(0, at) + symbol + text.slice(at + 1),
          insert: text.slice(0, at) + symbol + text.slice(at),
          cut: text.slice(0, at),
          none: text,
        }[change];
        const expected = decodeAnyBech32(changed);
        const own = expected?.prefix === prefix && changed === changed.toLowerCase() ? expected.bytes : undefined;
        verdicts.add(own !== undefined);
        expect(new Bech32(prefix).decode(changed)).toEqual(own);
      },
    ),
    { numRuns: 500 },
  );
  expect(verdicts).toEqual(new Set([true, false]));
});

test("padding that is not zero, or a whole symbol long, is refused", () => {
  const words = bech32.toWords(Uint8Array.of(1, 2, 3));
  const dirty = bech32.encode("echo", [...words.slice(0, -1), words.at(-1)! | 1], false);
  const long = bech32.encode("echo", [...words, 0], false);
  const codec = new Bech32("echo");
  expect(codec.decode(bech32.encode("echo", words, false))).toEqual(Uint8Array.of(1, 2, 3));
  expect([codec.decode(dirty), codec.decode(long)]).toEqual([undefined, undefined]);
});

describe("addresses", () => {
  const codec = new AddressCodec("echo");
  const address = new Uint8Array(20).fill(7);

  test("account, operator and consensus texts have their own prefixes and are not taken for each other", () => {
    expect(codec.parse(codec.format(address))).toEqual(address);
    expect(codec.parseOperator(codec.formatOperator(address))).toEqual(address);
    expect(codec.parseConsensus(codec.formatConsensus(address))).toEqual(address);
    expect(codec.formatOperator(address)).toMatch(/^echovaloper1/);
    expect(codec.formatConsensus(address)).toMatch(/^echovalcons1/);
    expect(() => codec.parse(codec.formatOperator(address))).toThrow(
      "invalid Bech32 prefix; expected echo, got echovaloper: invalid address",
    );
  });

  test("a text in upper case is the same address; mixed case is none", () => {
    const text = codec.format(address);
    expect(codec.parse(text.toUpperCase())).toEqual(address);
    expect(() => codec.parse(text.slice(0, -1) + text.slice(-1).toUpperCase())).toThrow("decoding bech32 failed");
  });

  test.each([
    ["", "empty address string is not allowed: invalid address"],
    ["echo", "decoding bech32 failed"],
    [reference("cosmos", new Uint8Array(20)), "invalid Bech32 prefix; expected echo, got cosmos: invalid address"],
    [reference("echo", new Uint8Array(0)), "address length must be between 1 and 127 bytes, got 0"],
    [reference("echo", new Uint8Array(128)), "address length must be between 1 and 127 bytes, got 128"],
    ["x".repeat(100_000), "an address has at most 300 characters, not 100000"],
  ])("case %# is refused", (text, message) => {
    expect(() => codec.parse(text)).toThrow(message);
  });
});
