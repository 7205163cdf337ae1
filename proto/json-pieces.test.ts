import fc from "fast-check";
import { toJson, toJsonTree } from "./json.js";
import { jsonPieces, type JsonTree } from "./json-pieces.js";

const BANK = "/cosmos.bank.v1beta1.GenesisState";

async function* read<T>(elements: readonly T[]): AsyncGenerator<T> {
  yield* elements;
}

async function gathered(tree: JsonTree, indent: number): Promise<string> {
  let text = "";
  for await (const piece of jsonPieces(tree, indent)) text += piece;
  return text;
}

/** A value, and the same with some of its lists read. */
const trees = fc.letrec<{ tree: [unknown, JsonTree]; list: [unknown, JsonTree]; object: [unknown, JsonTree] }>(
  (tie) => ({
    tree: fc.oneof(
      fc.jsonValue().map((value) => [value, value as JsonTree] as [unknown, JsonTree]),
      tie("list"),
      tie("object"),
    ),
    list: fc.array(fc.jsonValue()).map((list) => [list, read(list) as JsonTree] as [unknown, JsonTree]),
    object: fc.dictionary(fc.string(), tie("tree"), { maxKeys: 4 }).map((members) => {
      const entries = Object.entries(members);
      return [
        Object.fromEntries(entries.map(([name, [value]]) => [name, value])),
        Object.fromEntries(entries.map(([name, [, tree]]) => [name, tree])),
      ] as [unknown, JsonTree];
    }),
  }),
);

test("pieces are the text that JSON.stringify makes, whatever lists are read", () =>
  fc.assert(
    fc.asyncProperty(trees.tree, fc.constantFrom(0, 1, 2), async ([value, tree], indent) => {
      expect(await gathered(tree, indent)).toBe(JSON.stringify(value, undefined, indent));
    }),
  ));

test("members that are undefined are left out", async () => {
  expect(await gathered({ none: undefined, list: read([1]) }, 0)).toBe('{"list":[1]}');
});

test("long lists come in pieces, read no faster than the pieces are taken", async () => {
  let taken = 0;
  async function* numbers(): AsyncGenerator<number> {
    for (; taken < 100_000; taken++) yield taken;
  }
  const pieces = jsonPieces({ numbers: numbers() });
  const first = await pieces.next();
  expect(taken).toBeLessThan(20_000);
  let text = first.value as string;
  for await (const piece of pieces) text += piece;
  expect(JSON.parse(text)).toEqual({ numbers: Array.from({ length: 100_000 }, (_, at) => at) });
});

test("what fails while it is read fails the text", async () => {
  async function* failing(): AsyncGenerator<number> {
    yield 1;
    throw new Error("the disk is gone");
  }
  await expect(gathered({ list: failing() }, 2)).rejects.toThrow("the disk is gone");
});

test("a message's lists that are read have the JSON of those that are held", async () => {
  const balances = ["a", "b"].map((address) => ({ address, coins: [{ denom: "aec", amount: "5" }] }));
  const state = { params: { defaultSendEnabled: true }, supply: [{ denom: "aec", amount: "10" }] };
  const held = toJson(BANK, { ...state, balances });
  expect(await gathered(toJsonTree(BANK, { ...state, balances: read(balances) }), 2)).toBe(
    JSON.stringify(held, undefined, 2),
  );
  expect(toJsonTree(BANK, { ...state, balances })).toEqual(held);
});
