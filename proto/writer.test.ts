import { PageRequest } from "cosmjs-types/cosmos/base/query/v1beta1/pagination";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { Any } from "cosmjs-types/google/protobuf/any";
import { Timestamp } from "cosmjs-types/google/protobuf/timestamp";
import { RequestInfo, ResponseFinalizeBlock, ValidatorUpdate } from "cosmjs-types/tendermint/abci/types";
import { type BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import fc from "fast-check";
import * as protobuf from "protobufjs";

import { DecodeError, decodeMessage } from "./reader.js";
import { asBinaryWriter, encodeDelimited, encodeMessage, mendCosmjsTypes, Writer } from "./writer.js";

/** Every scalar type once, twice nested, so that protobufjs can be asked for the right bytes. */
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Numbers {
    uint64 a = 1; int64 b = 2; sint64 c = 3; fixed64 d = 4; sfixed64 e = 5;
    uint32 f = 6; int32 g = 7; sint32 h = 8; fixed32 i = 9; sfixed32 j = 10;
    bool k = 11; string l = 12; bytes m = 13; Numbers n = 300; double o = 15; float p = 16;
  }`);
const reference = root.lookupType("Numbers");

interface Numbers {
  a: bigint;
  b: bigint;
  c: bigint;
  d: bigint;
  e: bigint;
  f: number;
  g: number;
  h: number;
  i: number;
  j: number;
  k: boolean;
  l: string;
  m: Uint8Array;
  o: number;
  p: number;
  n?: Numbers | undefined;
}

/** Written as generated code writes, except that zero values are written too. */
function encodeNumbers(message: Numbers, writer: BinaryWriter): BinaryWriter {
  writer.uint32(8).uint64(message.a).uint32(16).int64(message.b).uint32(24).sint64(message.c);
  writer.uint32(33).fixed64(message.d).uint32(41).sfixed64(message.e).uint32(48).uint32(message.f);
  writer.uint32(56).int32(message.g).uint32(64).sint32(message.h).uint32(77).fixed32(message.i);
  writer.uint32(85).sfixed32(message.j).uint32(88).bool(message.k).uint32(98).string(message.l);
  writer.uint32(106).bytes(message.m).uint32(121).double(message.o).uint32(133).float(message.p);
  if (message.n !== undefined) encodeNumbers(message.n, writer.uint32(2402).fork()).ldelim();
  return writer;
}

function decodeNumbers(input: BinaryReader | Uint8Array, length?: number): Numbers {
  const reader = input as BinaryReader;
  const end = length === undefined ? reader.len : reader.pos + length;
  const read = <T>(field: number, value: () => T): T => {
    expect(reader.uint32() >>> 3).toBe(field);
    return value();
  };
  const message: Numbers = {
    a: read(1, () => reader.uint64()),
    b: read(2, () => reader.int64()),
    c: read(3, () => reader.sint64()),
    d: read(4, () => reader.fixed64()),
    e: read(5, () => reader.sfixed64()),
    f: read(6, () => reader.uint32()),
    g: read(7, () => reader.int32()),
    h: read(8, () => reader.sint32()),
    i: read(9, () => reader.fixed32()),
    j: read(10, () => reader.sfixed32()),
    k: read(11, () => reader.bool()),
    l: read(12, () => reader.string()),
    m: read(13, () => reader.bytes()),
    o: read(15, () => reader.double()),
    p: read(16, () => reader.float()),
  };
  if (reader.pos < end) message.n = read(300, () => decodeNumbers(reader, reader.uint32()));
  return message;
}

const numbersCodec = {
  encode: (message: Numbers, writer?: BinaryWriter) => encodeNumbers(message, writer ?? BinaryWriter.create()),
  decode: decodeNumbers,
};

/** What protobufjs writes, with its 64-bit integers made from text: it takes no bigint. */
function referenceBytes(message: Numbers): Uint8Array {
  const plain = (value: Numbers): object => ({
    ...value,
    ...Object.fromEntries((["a", "b", "c", "d", "e"] as const).map((key) => [key, value[key].toString()])),
    n: value.n && plain(value.n),
  });
  const writer = protobuf.Writer.create();
  const write = (value: Numbers, to: protobuf.Writer): void => {
    const long = reference.fromObject(plain(value)) as unknown as Record<string, never>;
    to.uint32(8).uint64(long["a"]!).uint32(16).int64(long["b"]!).uint32(24).sint64(long["c"]!);
    to.uint32(33).fixed64(long["d"]!).uint32(41).sfixed64(long["e"]!).uint32(48).uint32(value.f);
    to.uint32(56).int32(value.g).uint32(64).sint32(value.h).uint32(77).fixed32(value.i);
    to.uint32(85).sfixed32(value.j).uint32(88).bool(value.k).uint32(98).string(value.l);
    to.uint32(106).bytes(value.m).uint32(121).double(value.o).uint32(133).float(value.p);
    if (value.n !== undefined) {
      write(value.n, to.uint32(2402).fork());
      to.ldelim();
    }
  };
  write(message, writer);
  return Uint8Array.from(writer.finish());
}

const near = (bits: number): bigint[] => [2n ** BigInt(bits) - 1n, 2n ** BigInt(bits), 2n ** BigInt(bits) + 1n];
const edges = Array.from({ length: 63 }, (_, bits) => near(bits)).flat();
const uint64 = fc.oneof(fc.bigInt(0n, 2n ** 64n - 1n), fc.constantFrom(...edges, ...near(63), 2n ** 64n - 1n, 0n));
const int64 = fc.oneof(
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  fc.constantFrom(...edges, ...edges.map((edge) => -edge), 2n ** 63n - 1n, -(2n ** 63n)),
);
const uint32 = fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constantFrom(127, 128, 2 ** 31, 2 ** 32 - 1));
const int32 = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 2 ** 31 - 1, -(2 ** 31)));
const text = fc.oneof(fc.string({ unit: "grapheme", maxLength: 90 }), fc.string({ maxLength: 200 }));

const { numbers } = fc.letrec<{ numbers: Numbers }>((tie) => ({
  numbers: fc.record({
    a: uint64,
    b: int64,
    c: int64,
    d: uint64,
    e: int64,
    f: uint32,
    g: int32,
    h: int32,
    i: uint32,
    j: int32,
    k: fc.boolean(),
    l: text,
    m: fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ minLength: 100, maxLength: 20_000 })),
    o: fc.double({ noNaN: true }),
    p: fc.float({ noNaN: true }),
    n: fc.option(tie("numbers"), { nil: undefined, maxDepth: 4 }),
  }),
}));

describe("Writer", () => {
  test("writes what protobufjs writes, for all scalar types and depths, and the reader reads it back", () => {
    fc.assert(
      fc.property(numbers, (message) => {
        const bytes = encodeMessage(numbersCodec, message);
        expect(Buffer.compare(bytes, referenceBytes(message))).toBe(0);
        const strip = (value: Numbers): Numbers => (value.n === undefined ? value : { ...value, n: strip(value.n) });
        expect(decodeMessage(numbersCodec, bytes)).toEqual(strip(message));
      }),
      { numRuns: 300 },
    );
  });

  test("writes every 64-bit edge as protobufjs does", () => {
    for (const edge of [...edges, ...near(63).slice(0, 2), 2n ** 64n - 1n]) {
      const mine = new Writer().uint64(edge).finish();
      const long = (reference.fromObject({ a: edge.toString() }) as unknown as Record<"a", never>).a;
      expect([edge, ...mine]).toEqual([edge, ...protobuf.Writer.create().uint64(long).finish()]);
    }
  });

  test("mends the lengths that cosmjs-types gets wrong", () => {
    const message = PageRequest.fromPartial({ offset: 3_000_000_000n, limit: 7n });
    expect(PageRequest.decode(PageRequest.encode(message).finish())).not.toEqual(message);
    expect(PageRequest.decode(encodeMessage(PageRequest, message))).toEqual(message);

    const after2038 = { seconds: 2_500_000_000n, nanos: 999_999_999 };
    expect(decodeMessage(Timestamp, encodeMessage(Timestamp, after2038))).toEqual(after2038);

    const nested = ResponseFinalizeBlock.fromPartial({
      txResults: [{ gasUsed: 4_000_000_000n, gasWanted: 4_294_967_295n, log: "x".repeat(300) }],
      validatorUpdates: [ValidatorUpdate.fromPartial({ power: 2_147_483_648n })],
    });
    expect(decodeMessage(ResponseFinalizeBlock, encodeMessage(ResponseFinalizeBlock, nested))).toEqual(nested);
  });

  test("keeps messages apart in the memory that they share", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 6000 }), { maxLength: 20 }), (values) => {
        const encoded = values.map((value) => encodeMessage(Any, { typeUrl: "/a", value }));
        encoded.forEach((bytes, i) => expect(Buffer.compare(Any.decode(bytes).value, values[i]!)).toBe(0));
      }),
    );
  });

  test("goes on in new memory at any place, within nested messages too", () => {
    const inner = new Uint8Array(150).fill(7);
    const expected = Buffer.concat([
      Buffer.from([10, 0xa5, 1, 10, 0xa2, 1, 18, 0x96, 1]),
      inner,
      Buffer.from([25, 9, 0, 0, 0, 0, 0, 0, 0, 32, 5]),
    ]);
    for (let before = 7950; before <= 8192; before++) {
      const writer = new Writer();
      writer.bytes(new Uint8Array(before - 2)).finish();
      writer.uint32(10).fork().uint32(10).fork().uint32(18).bytes(inner).uint32(25).fixed64(9n).ldelim().ldelim();
      expect([before, Buffer.compare(writer.uint32(32).uint32(5).finish(), expected)]).toEqual([before, 0]);
    }
  });

  test("survives an encode that throws, and an encode within an encode", () => {
    const inner = { encode: (n: bigint, writer?: BinaryWriter) => writer!.uint32(8).uint64(n) };
    const outer = { encode: (n: bigint, writer?: BinaryWriter) => writer!.uint32(10).bytes(encodeMessage(inner, n)) };
    expect(() => encodeMessage(outer, 2n ** 64n)).toThrow(RangeError);
    expect([...encodeMessage(outer, 300n)]).toEqual([10, 3, 8, 0xac, 2]);
    expect([...encodeMessage(outer, 1n)]).toEqual([10, 2, 8, 1]);
  });

  test("encodeDelimited puts the length first", () => {
    const info = RequestInfo.fromPartial({ version: "v".repeat(200) });
    const plain = encodeMessage(RequestInfo, info);
    expect(Buffer.from(encodeDelimited(RequestInfo, info))).toEqual(
      Buffer.concat([new Writer().uint32(plain.length).finish(), plain]),
    );
  });

  test.each([
    ["uint64", -1n],
    ["uint64", 2n ** 64n],
    ["uint64", 1.5],
    ["uint64", 2 ** 53],
    ["uint64", "12x"],
    ["int64", 2n ** 63n],
    ["int64", -(2n ** 63n) - 1n],
    ["sint64", 2n ** 63n],
    ["fixed64", -1n],
    ["sfixed64", 2n ** 63n],
    ["uint32", -1],
    ["uint32", 2 ** 32],
    ["uint32", 0.5],
    ["int32", 2 ** 31],
    ["int32", 1.5],
    ["sint32", 2 ** 31],
    ["fixed32", -1],
    ["sfixed32", 2 ** 31],
  ] as const)("%s refuses %s", (type, value) => {
    const writer = new Writer() as unknown as Record<string, (value: unknown) => unknown>;
    expect(() => writer[type]!(value)).toThrow(`is not a number that a ${type} field can hold`);
  });

  test("reset drops the open nested message, finish refuses to leave one open", () => {
    const writer = new Writer().uint32(8).fork().uint32(9);
    expect(() => writer.finish()).toThrow("not closed");
    expect([...writer.reset().uint32(10).finish()]).toEqual([8, 10]);
    expect([...writer.uint32(1).clear().uint32(2).finish()]).toEqual([2]);
    expect(() => writer.ldelim()).toThrow("no nested message is open");
  });

  test("mendCosmjsTypes mends encodes that bring no writer", () => {
    const create = BinaryWriter.create.bind(BinaryWriter);
    try {
      mendCosmjsTypes();
      const message = PageRequest.fromPartial({ offset: 3_000_000_000n });
      expect(PageRequest.decode(PageRequest.encode(message).finish())).toEqual(message);
    } finally {
      BinaryWriter.create = create;
    }
  });
});

describe("Reader", () => {
  const send = encodeMessage(MsgSend, {
    fromAddress: "echo1from",
    toAddress: "echo1tö",
    amount: [{ denom: "aec", amount: "12" }],
  });

  test("reads what cosmjs-types reads", () => {
    expect(decodeMessage(MsgSend, send)).toEqual(MsgSend.decode(send));
  });

  test("refuses a message that is cut off anywhere within a field", () => {
    const whole = new Set([11, 21, send.length]);
    for (let end = 1; end < send.length; end++) {
      if (!whole.has(end)) expect(() => decodeMessage(MsgSend, send.subarray(0, end))).toThrow(DecodeError);
    }
  });

  test("refuses numbers over 64 bits, text that is not UTF-8, and wire types that do not exist", () => {
    const over = Uint8Array.from([8, ...Array<number>(9).fill(0xff), 2]);
    expect(() => decodeMessage(Timestamp, over)).toThrow("more than 64 bits");
    expect(() => decodeMessage(MsgSend, Uint8Array.from([10, 1, 0xff]))).toThrow("not UTF-8");
    expect(() => decodeMessage(MsgSend, Uint8Array.from([0x57]))).toThrow("wire type 7");
    expect(() => decodeMessage(MsgSend, Uint8Array.from(Array<number>(5000).fill(0x53)))).toThrow("too deeply");
  });

  test("skips unknown fields of every wire type", () => {
    const unknown = asBinaryWriter(
      new Writer()
        .uint32(400 * 8)
        .uint64(2n ** 63n)
        .uint32(401 * 8 + 1),
    );
    unknown
      .fixed64(1n)
      .uint32(402 * 8 + 2)
      .string("skipped")
      .uint32(403 * 8 + 5)
      .fixed32(1);
    unknown
      .uint32(404 * 8 + 3)
      .uint32(8)
      .uint32(1)
      .uint32(404 * 8 + 4);
    const bytes = Buffer.concat([unknown.finish(), send]);
    expect(decodeMessage(MsgSend, bytes)).toEqual(MsgSend.decode(send));
  });

  test("does not copy: bytes are views of the input", () => {
    const bytes = encodeMessage(Any, { typeUrl: "/a", value: Uint8Array.of(1, 2, 3) });
    expect(decodeMessage(Any, bytes).value.buffer).toBe(bytes.buffer);
  });
});
