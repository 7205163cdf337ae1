import fc from "fast-check";
import { fromJson } from "./json-reader.js";
import { JsonList, jsonMembers, jsonValue, skipSpace } from "./json-list.js";

const bytes = (text: string): Buffer => Buffer.from(`  ${text}`).subarray(2);

/** A list's elements, walked; throws where it is none. */
function walked(text: string): unknown[] {
  const list = bytes(text);
  const start = skipSpace(list, 0);
  const trimmed = text.trimEnd();
  return [...new JsonList(list, { start, end: Buffer.byteLength(trimmed) })];
}

/** An object's members, each parsed. */
function members(text: string): unknown {
  const object = bytes(text);
  const { members: spans, end } = jsonMembers(object, skipSpace(object, 0));
  if (skipSpace(object, end) < object.length) throw new Error("something follows");
  return Object.fromEntries([...spans].map(([name, span]) => [name, jsonValue(object, span)]));
}

const attempt = (read: () => unknown): unknown => {
  try {
    return { value: read() };
  } catch {
    return "refused";
  }
};

const indent = fc.constantFrom(undefined, 1, "\t", "\r\n");
const lists = fc.tuple(fc.array(fc.jsonValue()), indent).map(([value, by]) => JSON.stringify(value, undefined, by));
const objects = fc
  .tuple(fc.dictionary(fc.string(), fc.jsonValue()), indent)
  .map(([value, by]) => JSON.stringify(value, undefined, by));

/** A text in which one character is missing, doubled, or another one. */
const damaged = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(texts, fc.nat(), fc.constantFrom("", ",", '"', "[", "]", "{", "}", ":", "\\", " ", "1", "e", "\u0001", "é"))
    .map(([text, at, by]) => text.slice(0, at % text.length) + by + text.slice((at % text.length) + 1));

test("a list that is walked has the elements that parsing it gives, each time", () =>
  fc.assert(
    fc.property(lists, (text) => {
      const list = new JsonList(bytes(text), { start: 0, end: Buffer.byteLength(text) });
      expect([...list]).toEqual(JSON.parse(text));
      expect([...list]).toEqual(JSON.parse(text));
    }),
  ));

test("a long list is walked in pieces", () => {
  const elements = Array.from({ length: 30_000 }, (_, index) => ({ index, text: `"[{]},\\ ${index} ü` }));
  expect(walked(JSON.stringify(elements, undefined, 2))).toEqual(elements);
});

test("what parsing refuses, walking refuses, and what it takes, walking takes as the same", () => {
  // Of a list, what ends it early or late is seen by whoever finds its end.
  const asMember = (text: string): string => `{"list":${text}}`;
  const inObject = (text: string): unknown => {
    const object = bytes(asMember(text));
    const { members: spans, end } = jsonMembers(object, 0);
    if (end !== object.length || spans.size !== 1) throw new Error("something else");
    return [...new JsonList(object, spans.get("list")!)];
  };
  fc.assert(
    fc.property(damaged(lists), (text) => {
      const parsed = attempt(() => (JSON.parse(asMember(text)) as { list: unknown }).list);
      // A list may have become several members, or another value: then there is nothing to compare.
      const value = (parsed as { value?: unknown }).value;
      fc.pre(
        parsed === "refused" ||
          (Array.isArray(value) && Object.keys(JSON.parse(asMember(text)) as object).length === 1),
      );
      expect(attempt(() => inObject(text))).toEqual(parsed);
    }),
    { numRuns: 2000 },
  );
  fc.assert(
    fc.property(damaged(objects), (text) => {
      const parsed = attempt(() => JSON.parse(text));
      const value = (parsed as { value?: unknown }).value;
      fc.pre(parsed === "refused" || (typeof value === "object" && value !== null && !Array.isArray(value)));
      expect(attempt(() => members(text))).toEqual(parsed);
    }),
    { numRuns: 2000 },
  );
});

test("a message's list that is walked has the messages, and the faults, of one that is read", () => {
  const url = "/cosmos.bank.v1beta1.GenesisState";
  const state = (balances: unknown): { balances: Iterable<unknown> } => fromJson(url, { balances });
  const lazily = (balances: unknown): Iterable<unknown> => {
    const text = Buffer.from(JSON.stringify(balances));
    return state(new JsonList(text, { start: 0, end: text.length })).balances;
  };
  const good = [{ address: "a", coins: [{ denom: "aec", amount: "1" }] }, { address: "b" }];
  expect([...lazily(good)]).toEqual(state(good).balances);
  for (const bad of [
    [{ address: "a" }, { adress: "b" }],
    [{ address: 5 }],
    [good[0], null],
    [{ coins: [{ denom: "aec", amount: "x" }] }],
  ]) {
    const message = (read: () => unknown): string => {
      try {
        read();
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(message(() => [...lazily(bad)])).toBe(message(() => state(bad)));
    expect(message(() => state(bad))).toContain("balances[");
  }
});
