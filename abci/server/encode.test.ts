import * as abci from "cosmjs-types/tendermint/abci/types";
import { ConsensusParams } from "cosmjs-types/tendermint/types/params";
import fc from "fast-check";
import protobuf from "protobufjs";
import { encodeMessage } from "../../proto/writer.js";
import {
  encodeCheckTxResponse,
  EncodedResults,
  encodeFinalizeBlockResponse,
  type IndexedEvents,
  indexedEvents,
  type EventFields,
  ResultMemory,
  type TxResultFields,
} from "./encode.js";

function encodedResults(results: readonly TxResultFields[], indexedOnly?: IndexedEvents): EncodedResults {
  const encoded = new EncodedResults(indexedOnly);
  for (const result of results) encoded.add(result);
  return encoded;
}

const plain: TxResultFields = {
  code: 0,
  codespace: "",
  data: new Uint8Array(0),
  log: "",
  gasWanted: 1n,
  gasUsed: 1n,
  events: [],
};

/** Short ASCII, as most is, and any text around the lengths where the writer changes its way. */
const text = fc.oneof(
  fc.string({ unit: "grapheme-ascii", maxLength: 60 }),
  fc.string({ unit: "binary", maxLength: 140 }),
  fc.constantFrom("", "a".repeat(79), "a".repeat(80), "a".repeat(127), "a".repeat(128), "é".repeat(70), "\ud800"),
);
const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: 2n ** 31n - 5n, max: 2n ** 32n + 5n }),
  fc.constantFrom(0n, 1n, -1n, 127n, 128n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)),
);
const data = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ minLength: 120, maxLength: 300 }));
const event: fc.Arbitrary<EventFields> = fc.record({
  type: text,
  attributes: fc.array(fc.record({ key: text, value: text }), { maxLength: 6 }),
});
const txResult: fc.Arbitrary<TxResultFields> = fc.record({
  code: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  codespace: text,
  data,
  log: text,
  info: text,
  gasWanted: int64,
  gasUsed: int64,
  events: fc.array(event, { maxLength: 5 }),
});
const params = fc.option(
  fc.record({ maxBytes: int64, maxGas: int64 }).map((block) => ConsensusParams.fromPartial({ block })),
  { nil: undefined },
);
const validatorUpdate = fc
  .record({ ed25519: fc.uint8Array({ minLength: 32, maxLength: 32 }), power: int64 })
  .map(({ ed25519, power }) => abci.ValidatorUpdate.fromPartial({ pubKey: { ed25519 }, power }));

const indexed = ({ type, attributes }: EventFields): abci.Event => ({
  type,
  attributes: attributes.map(({ key, value }) => ({ key, value, index: true })),
});
const emitted = (type: string, attributes: Readonly<Record<string, string>>): EventFields => ({
  type,
  attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
});
const asExecTxResult = (result: TxResultFields): abci.ExecTxResult =>
  abci.ExecTxResult.fromPartial({ ...result, events: result.events.map(indexed) });

test("ResponseCheckTx has the bytes of the generated encoder", () =>
  fc.assert(
    fc.property(txResult, (result) => {
      const expected = encodeMessage(
        abci.ResponseCheckTx,
        abci.ResponseCheckTx.fromPartial(asExecTxResult({ ...result, events: [] })),
      );
      expect(Buffer.from(encodeCheckTxResponse(result))).toEqual(Buffer.from(expected));
    }),
    { numRuns: 100 },
  ));

test("ResponseFinalizeBlock has the bytes of the generated encoder", () =>
  fc.assert(
    fc.property(
      fc.record({
        txResults: fc.array(txResult, { maxLength: 8 }),
        events: fc.array(event, { maxLength: 4 }),
        validatorUpdates: fc.array(validatorUpdate, { maxLength: 3 }),
        consensusParamUpdates: params,
        appHash: data,
      }),
      (fields) => {
        const message = abci.ResponseFinalizeBlock.fromPartial({
          ...fields,
          txResults: fields.txResults.map(asExecTxResult),
          events: fields.events.map(indexed),
        });
        const expected = encodeMessage(abci.ResponseFinalizeBlock, message);
        const given = { ...fields, txResults: encodedResults(fields.txResults) };
        expect(Buffer.concat(encodeFinalizeBlockResponse(given))).toEqual(Buffer.from(expected));
      },
    ),
    { numRuns: 40 },
  ));

test("short and long results follow each other, whatever the pieces", () => {
  const lengths = [0, 1, 100, 16_300, 20_000, 3, 300_000, 7, 2_200_000, 1, 9_000, 250_000, 6_000];
  const results = lengths.map((length) => ({ ...plain, data: new Uint8Array(length).fill(7) }));
  const pieces = encodeFinalizeBlockResponse({
    txResults: encodedResults(results),
    events: [],
    appHash: Uint8Array.of(1),
  });
  const read = abci.ResponseFinalizeBlock.decode(Buffer.concat(pieces));
  expect(read.txResults.map(({ data }) => data.length)).toEqual(lengths);
  expect(read.appHash).toEqual(Uint8Array.of(1));
});

test("a block writes into the memory of one that was released, never of one that was not", () => {
  const memory = new ResultMemory();
  const run = (length: number, fill: number): EncodedResults => {
    const results = new EncodedResults(undefined, memory);
    for (let i = 0; i < 40; i++) results.add({ ...plain, data: new Uint8Array(length).fill(fill) });
    return results;
  };
  /** Length and filling of each result's data. */
  const read = (results: EncodedResults): string[] =>
    abci.ResponseFinalizeBlock.decode(
      Buffer.concat(encodeFinalizeBlockResponse({ txResults: results, events: [], appHash: new Uint8Array(0) })),
    ).txResults.map(({ data }) => `${data.length} x ${[...new Set(data)].join()}`);
  const expected = (length: number, fill: number) => Array.from({ length: 40 }, () => `${length} x ${fill}`);
  const memoryOf = (results: EncodedResults) => new Set(results.pieces.map(({ buffer }) => buffer));

  const first = run(40_000, 1);
  // As when FinalizeBlock comes again before Commit: the first answer may still be on its way.
  const again = run(40_000, 2);
  expect([...memoryOf(first)].filter((buffer) => memoryOf(again).has(buffer))).toEqual([]);
  expect(read(first)).toEqual(expected(40_000, 1));
  const kept = memoryOf(again);
  again.release();
  // Less than before, so that old bytes lie behind it; a result that is longer than a piece between.
  const next = run(30_000, 3);
  next.add({ ...plain, data: new Uint8Array(300_000).fill(4) });
  next.add({ ...plain, data: new Uint8Array(30_000).fill(5) });
  expect([...memoryOf(next)].filter((buffer) => kept.has(buffer)).length).toBeGreaterThan(2);
  expect(read(next)).toEqual([...expected(30_000, 3), "300000 x 4", "30000 x 5"]);
  // What a small block did not need is let go.
  next.release();
  const small = run(10, 6);
  small.release();
  const large = run(40_000, 7);
  expect([...memoryOf(large)].some((buffer) => kept.has(buffer))).toBe(false);
  expect(read(large)).toEqual(expected(40_000, 7));
});

test("only what is listed is to be indexed, whatever else an attribute is", () => {
  const listed = indexedEvents(["transfer.recipient", "cosmos.authz.v1beta1.EventGrant.granter", "transfer.é"]);
  const flags = (decoded: readonly abci.Event[]) =>
    decoded.flatMap(({ type, attributes }) =>
      attributes.map(({ key, value, index }) => ({ at: `${type}.${key}`, value, index })),
    );
  const events = [
    emitted("transfer", { recipient: "echo1a", sender: "echo1b", é: "long ".repeat(60), amount: "é" }),
    emitted("coin_received", { recipient: "echo1a" }),
    emitted("cosmos.authz.v1beta1.EventGrant", { granter: "echo1a", grantee: "echo1b" }),
  ];
  const expected = flags(events.map(indexed)).map((each) => ({
    ...each,
    index: ["transfer.recipient", "transfer.é", "cosmos.authz.v1beta1.EventGrant.granter"].includes(each.at),
  }));

  const result = { ...plain, events };
  const given = { txResults: encodedResults([result], listed), events, appHash: new Uint8Array(0) };
  const read = abci.ResponseFinalizeBlock.decode(Buffer.concat(encodeFinalizeBlockResponse(given, listed)));
  expect(flags(read.events)).toEqual(expected);
  expect(flags(read.txResults[0]?.events ?? [])).toEqual(expected);
});

test("an empty list has everything indexed", () => expect(indexedEvents([])).toBeUndefined());

test("a block of 20,000 results reads back by another library's decoder", () => {
  const root = protobuf.parse(`syntax = "proto3";
    message A { string key = 1; string value = 2; bool index = 3; }
    message E { string type = 1; repeated A attributes = 2; }
    message R { uint32 code = 1; bytes data = 2; string log = 3; int64 gas_wanted = 5; int64 gas_used = 6;
                repeated E events = 7; string codespace = 8; }
    message F { repeated E events = 1; repeated R tx_results = 2; bytes app_hash = 5; }`).root;
  const events = [{ type: "transfer", attributes: [{ key: "amount", value: "1".repeat(200) }] }];
  const one = {
    code: 0,
    codespace: "",
    data: Buffer.alloc(40, 1),
    log: "",
    gasWanted: 3_000_000_000n,
    gasUsed: 7n,
    events,
  };
  const pieces = encodeFinalizeBlockResponse({
    txResults: encodedResults(Array.from({ length: 20_000 }, () => one)),
    events,
    appHash: Buffer.alloc(32, 5),
  });
  expect(pieces.length).toBeGreaterThan(20);
  const bytes = Buffer.concat(pieces);
  const read = root.lookupType("F").toObject(root.lookupType("F").decode(bytes), { longs: String, bytes: String }) as {
    txResults: { gasWanted: string; events: { attributes: unknown[] }[] }[];
  };
  expect(read.txResults).toHaveLength(20_000);
  expect(read.txResults[19_999]?.gasWanted).toBe("3000000000");
  expect(read.txResults[19_999]?.events[0]?.attributes).toEqual([
    { key: "amount", value: "1".repeat(200), index: true },
  ]);
});

test("an encoded response stays as it is when another is encoded", () => {
  const result = {
    code: 7,
    codespace: "x",
    data: new Uint8Array(0),
    log: "first",
    gasWanted: 1n,
    gasUsed: 2n,
    events: [],
  };
  const first = encodeCheckTxResponse(result);
  const copy = Buffer.from(first);
  encodeCheckTxResponse({ ...result, log: "second" });
  expect(Buffer.from(first)).toEqual(copy);
});

test.each([
  ["gas", { gasWanted: 2n ** 63n }],
  ["gas", { gasUsed: -(2n ** 63n) - 1n }],
  ["code", { code: 2 ** 32 }],
  ["code", { code: -1 }],
])("%s that its field cannot hold is refused, and the next message is whole", (_field, wrong) => {
  const result = { code: 0, codespace: "", data: new Uint8Array(0), log: "", gasWanted: 1n, gasUsed: 2n, events: [] };
  expect(() => encodeCheckTxResponse({ ...result, ...wrong })).toThrow(RangeError);
  expect([...encodeCheckTxResponse(result)]).toEqual([0x28, 1, 0x30, 2]);
});
