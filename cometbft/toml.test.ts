import fc from "fast-check";
import { parseToml, patchToml, type TomlValue } from "./toml.js";

const text = `# top
name = "a" # in line

[p2p] # peers
# the port
port = 1
list = ["x", "y"]

[rpc]
on = true
# last words
`;

test("values change and every comment line stays", () => {
  const patched = patchToml(text, { name: "b", "p2p.port": 2, "p2p.list": [], "rpc.on": false });
  expect(patched.split("\n").filter((line) => line.startsWith("#"))).toEqual(["# top", "# the port", "# last words"]);
  expect(Object.fromEntries(parseToml(patched))).toEqual({ name: "b", "p2p.port": 2, "p2p.list": [], "rpc.on": false });
});

test("a key that is not there comes at its section's end, and a section at the file's", () => {
  expect(patchToml(text, { "p2p.new": "n" })).toContain('list = ["x", "y"]\nnew = "n"\n\n[rpc]');
  expect(patchToml(text, { "mempool.size": 5 })).toMatch(/\[mempool\]\nsize = 5\n$/);
  expect(patchToml("", { top: 1 })).toBe("top = 1\n");
});

test("a value over several lines is left to its owner", () => {
  expect(() => patchToml('[a]\nlist = [\n  "x",\n]\n', { "a.list": [] })).toThrow("a.list cannot be set from here");
  expect(() => patchToml('s = """\nx = 1\n"""\n', { x: 2 })).toThrow("cannot be set from here");
});

const value: fc.Arbitrary<TomlValue> = fc.oneof(
  fc.string({ unit: "grapheme-ascii" }),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.string({ unit: "grapheme-ascii" }), { maxLength: 3 }),
);
test("what is set is read back, and nothing else changes", () =>
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom("name", "p2p.port", "rpc.on", "rpc.more", "new.key"), value),
      (changes) => {
        const expected = { ...Object.fromEntries(parseToml(text)), ...changes };
        expect(Object.fromEntries(parseToml(patchToml(text, changes)))).toEqual(expected);
      },
    ),
  ));
