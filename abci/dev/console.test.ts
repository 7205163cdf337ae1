import { format } from "node:util";
import { AbiCoder, id } from "ethers";
import fc from "fast-check";
import { CONSOLE_ADDRESS, consoleObserver, readConsole } from "./console.js";

const call = (signature: string, values: readonly unknown[], types = signature): Uint8Array => {
  const names = types === "" ? [] : types.split(",");
  const encoded = AbiCoder.defaultAbiCoder().encode(names, values);
  return Buffer.from(id(`log(${signature})`).slice(2, 10) + encoded.slice(2), "hex");
};

const word = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => `0x${Buffer.from(bytes).toString("hex")}`);
const arbitraries = {
  uint256: word,
  string: fc.string({ unit: "grapheme", maxLength: 100 }).map((text) => text.replace(/%/g, "")),
  bool: fc.boolean(),
  address,
};
type Type = keyof typeof arbitraries;

test("whatever a contract logs is read as it was written, in every mixture of up to four arguments", () => {
  const types = fc.array(fc.constantFrom<Type>("uint256", "string", "bool", "address"), { maxLength: 4 });
  const logged = types.chain((names) => fc.tuple(fc.constant(names), fc.tuple(...names.map((n) => arbitraries[n]))));
  fc.assert(
    fc.property(logged, ([names, values]) => {
      const shown = values.map(String);
      expect(readConsole(call(names.join(), values))).toBe(shown.length === 0 ? "" : format(...shown));
      const old = names.join().replace(/int256/g, "int");
      expect(readConsole(call(old, values, names.join()))).toBe(shown.length === 0 ? "" : format(...shown));
    }),
    { numRuns: 500 },
  );
});

// Selectors as hardhat 2's table has them.
test.each([
  ["51973ec9", ""],
  ["2d5b6cb9", "int256"],
  ["f82c50f1", "uint256"],
  ["41304fac", "string"],
  ["32458eed", "bool"],
  ["2c2ecbc2", "address"],
  ["0be77f56", "bytes"],
  ["6e18a128", "bytes1"],
  ["f5b1bba9", "uint"],
])("0x%s is log(%s)", (selector, types) => {
  expect(id(`log(${types})`).slice(2, 10)).toBe(selector);
  const zeros = Buffer.concat([Buffer.from(selector, "hex"), Buffer.alloc(95), Buffer.alloc(33)]);
  expect(readConsole(zeros)).toBeDefined();
});

test("negative numbers, bytes, and formats as hardhat's", () => {
  expect(readConsole(call("int256", [-5n]))).toBe("-5");
  expect(readConsole(call("string,int256", ["%s left", -5n]))).toBe("-5 left");
  expect(readConsole(call("bytes", ["0x010203"]))).toBe("0x010203");
  expect(readConsole(call("bytes3", ["0x010203"]))).toBe("0x010203");
  expect(readConsole(call("string,uint256", ["%d of 100%%, %i", 2n ** 255n]))).toBe(`${2n ** 255n} of 100%, %s`);
  expect(readConsole(call("string,string", ["100%%d", "x"]))).toBe("100%d x");
  expect(readConsole(call("string", ["100% of %d"]))).toBe("100% of %d");
});

test("what is no call of the console, or no ABI, is no line; a line has an end", () => {
  expect(readConsole(new Uint8Array(0))).toBeUndefined();
  expect(readConsole(Buffer.from("deadbeef", "hex"))).toBeUndefined();
  const good = Buffer.from(call("string", ["hello"]));
  for (let end = 4; end < good.length - 27; end++) expect(readConsole(good.subarray(0, end))).toBeUndefined();
  const far = Buffer.from(good);
  far.fill(0xff, 4, 36);
  expect(readConsole(far)).toBeUndefined();
  const long = Buffer.from(good);
  long.fill(0xff, 36, 68);
  expect(readConsole(long)).toBeUndefined();
  expect(readConsole(call("string", ["x".repeat(100_000)]))).toHaveLength(16_384);
});

test("only calls of the console's address are shown", () => {
  const lines: string[] = [];
  const observer = consoleObserver((line) => lines.push(line));
  const input = call("string", ["hello"]);
  const entry = { depth: 1, op: 0xfa, from: new Uint8Array(20), gas: 1n, value: undefined };
  observer.enter!({ ...entry, to: new Uint8Array(20), input });
  observer.enter!({ ...entry, to: CONSOLE_ADDRESS, input });
  expect(lines).toEqual(["hello"]);
});
