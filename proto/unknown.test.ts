import { MsgExec, MsgGrant } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import { CompactBitArray } from "cosmjs-types/cosmos/crypto/multisig/v1beta1/multisig";
import { AuthInfo, ModeInfo, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import fc from "fast-check";

import { DecodeError } from "./reader.js";
import { registry, schemaOf } from "./schema.js";
import { arbitraryMessage } from "./testing/arbitrary.js";
import { assertCanonicalTxRaw, decodeTxRaw, rejectUnknownFields, UnknownFieldError } from "./unknown.js";
import { encodeMessage, Writer } from "./writer.js";

const address = "cosmos1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu";
const send = MsgSend.fromPartial({ fromAddress: address, toAddress: address, amount: [{ denom: "aec", amount: "1" }] });
const sendBytes = encodeMessage(MsgSend, send);
const any = (typeUrl: string, value: Uint8Array): { typeUrl: string; value: Uint8Array } => ({ typeUrl, value });
const body = (value: Uint8Array): Uint8Array =>
  encodeMessage(TxBody, TxBody.fromPartial({ messages: [any(MsgSend.typeUrl, value)], memo: "hello" }));
const concat = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));
const field = (number: number, value: bigint): Uint8Array => new Writer().tag(number, 0).uint64(value).finish();
const tolerant = { allowNonCritical: true };

describe("rejectUnknownFields", () => {
  test("takes every message that our codecs write", () => {
    for (const type of registry()) {
      if (type.kind !== "message" || !/^(cosmos\.(?!reflection)|tendermint\.|ibc\.|echoin\.)/.test(type.typeName))
        continue;
      fc.assert(
        fc.property(arbitraryMessage(schemaOf(type.typeName)), ({ bytes }) => {
          expect(rejectUnknownFields(`/${type.typeName}`, bytes)).toBe(false);
        }),
        { numRuns: 3 },
      );
    }
  });

  test("finds an unknown field at any depth", () => {
    expect(rejectUnknownFields(TxBody.typeUrl, body(sendBytes))).toBe(false);
    expect(() => rejectUnknownFields(TxBody.typeUrl, concat(body(sendBytes), field(77, 1n)))).toThrow(
      UnknownFieldError,
    );
    const nested = body(concat(sendBytes, field(9, 1n)));
    expect(() => rejectUnknownFields(TxBody.typeUrl, nested)).toThrow("MsgSend has no field 9 (found as varint)");
    const coin = new Writer().uint32(26).fork().uint32(24).uint64(1n).ldelim().finish();
    expect(() => rejectUnknownFields(MsgSend.typeUrl, coin)).toThrow("Coin has no field 3");
    const exec = encodeMessage(MsgExec, { grantee: address, msgs: [any(TxBody.typeUrl, nested)] });
    expect(() => rejectUnknownFields(MsgExec.typeUrl, exec)).toThrow("MsgSend has no field 9");
  });

  test("lets unknown fields with bit 11 set pass where they may", () => {
    const withFields = (...numbers: number[]): Uint8Array =>
      concat(body(sendBytes), ...numbers.map((n) => field(n, 5n)));
    expect(rejectUnknownFields(TxBody.typeUrl, withFields(1024, 2046, 3072), tolerant)).toBe(true);
    expect(rejectUnknownFields(TxBody.typeUrl, withFields(), tolerant)).toBe(false);
    expect(() => rejectUnknownFields(TxBody.typeUrl, withFields(2048), tolerant)).toThrow(UnknownFieldError);
    expect(() => rejectUnknownFields(TxBody.typeUrl, withFields(1022), tolerant)).toThrow(UnknownFieldError);
    expect(() => rejectUnknownFields(TxBody.typeUrl, withFields(1024))).toThrow(UnknownFieldError);
    expect(rejectUnknownFields(TxBody.typeUrl, body(concat(sendBytes, field(1500, 1n))), tolerant)).toBe(true);
    const inAny = new Writer()
      .uint32(10)
      .fork()
      .uint32(10)
      .string(MsgSend.typeUrl)
      .tag(1024, 2)
      .bytes(sendBytes)
      .ldelim();
    expect(rejectUnknownFields(TxBody.typeUrl, inAny.finish(), tolerant)).toBe(true);
  });

  test("asks for known types in Anys", () => {
    const of = (typeUrl: string): Uint8Array =>
      encodeMessage(TxBody, TxBody.fromPartial({ messages: [any(typeUrl, sendBytes)] }));
    expect(() => rejectUnknownFields(TxBody.typeUrl, of("/no.Such"))).toThrow('no message type is known as "/no.Such"');
    expect(() => rejectUnknownFields(TxBody.typeUrl, of("cosmos.bank.v1beta1.MsgSend"))).toThrow("no message type");
    expect(() => rejectUnknownFields(TxBody.typeUrl, of(""))).toThrow("no message type");
  });

  test("refuses a wrong wire type, but reads packed and unpacked numbers alike", () => {
    expect(() => rejectUnknownFields(MsgSend.typeUrl, field(1, 5n))).toThrow(
      "field from_address (1) of cosmos.bank.v1beta1.MsgSend is written as varint, not as bytes",
    );
    const numbers = "/cosmos.staking.v1beta1.MsgEditValidator";
    expect(() => rejectUnknownFields(numbers, new Writer().tag(2, 0).uint32(1).finish())).toThrow("written as varint");
    const packed = "/ibc.core.channel.v1.QueryUnreceivedPacketsRequest";
    const unpacked = concat(field(3, 1n), field(3, 300n));
    expect(rejectUnknownFields(packed, unpacked)).toBe(false);
    expect(rejectUnknownFields(packed, new Writer().tag(3, 2).fork().uint64(1n).uint64(300n).ldelim().finish())).toBe(
      false,
    );
    expect(() => rejectUnknownFields(packed, Uint8Array.from([0x1a, 1, 0x80]))).toThrow("ends within a field");
  });

  test("refuses what readers would read differently", () => {
    const twice = concat(sendBytes, new Writer().uint32(10).string("x").finish());
    expect(() => rejectUnknownFields(MsgSend.typeUrl, twice)).toThrow("has field from_address twice");
    const single = encodeMessage(ModeInfo, { single: { mode: 1 } });
    const multi = encodeMessage(ModeInfo, { multi: { bitarray: CompactBitArray.fromPartial({}), modeInfos: [] } });
    expect(() => rejectUnknownFields(ModeInfo.typeUrl, concat(single, multi))).toThrow("has oneof sum twice");
    expect(() => rejectUnknownFields(MsgSend.typeUrl, Uint8Array.from([0x8a, 0, 0]))).toThrow(
      "more bytes than it needs",
    );
    expect(() => rejectUnknownFields(MsgSend.typeUrl, Uint8Array.from([0x0a, 0x80, 0]))).toThrow(
      "more bytes than it needs",
    );
    expect(() => rejectUnknownFields(MsgSend.typeUrl, Uint8Array.from([0x8a, 0x80, 0x80, 0x80, 0x10, 0]))).toThrow(
      "2^32",
    );
    expect(() => rejectUnknownFields(MsgSend.typeUrl, Uint8Array.from([2, 0]))).toThrow("number 0");
    expect(() =>
      rejectUnknownFields(TxBody.typeUrl, Uint8Array.from([0x18, ...Array<number>(9).fill(0xff), 2])),
    ).toThrow("more than 64 bits");
  });

  test("refuses every truncation, and no message of a nested length that reaches out", () => {
    const bytes = body(sendBytes);
    for (let end = 1; end < bytes.length; end++) {
      const cut = bytes.subarray(0, end);
      if (end !== bytes.length - 7) expect(() => rejectUnknownFields(TxBody.typeUrl, cut)).toThrow(DecodeError);
    }
    // The coin claims two bytes more than the message that holds it.
    const reach = Uint8Array.from([0x1a, 5, 0x0a, 3, 97, 98, 99]);
    expect(rejectUnknownFields(MsgSend.typeUrl, reach)).toBe(false);
    reach[3] = 4;
    expect(() => rejectUnknownFields(MsgSend.typeUrl, concat(reach, reach))).toThrow("Coin ends within a field");
  });

  test("never throws anything but a DecodeError, whatever the bytes", () => {
    const damaged = fc
      .tuple(fc.constantFrom(body(sendBytes), sendBytes), fc.nat(), fc.integer({ min: 0, max: 255 }))
      .map(([bytes, where, byte]) => Uint8Array.from(bytes, (old, i) => (i === where % bytes.length ? byte : old)));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 64 }), damaged), (bytes) => {
        try {
          rejectUnknownFields(TxBody.typeUrl, bytes, tolerant);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("counts levels, and does not overflow the stack", () => {
    let inner = sendBytes;
    let typeUrl = MsgSend.typeUrl;
    const deeper = (levels: number): void => {
      for (let i = 0; i < levels; i++) {
        inner = encodeMessage(MsgExec, { grantee: "", msgs: [any(typeUrl, inner)] });
        typeUrl = MsgExec.typeUrl;
      }
    };
    deeper(45);
    expect(rejectUnknownFields(typeUrl, inner)).toBe(false);
    deeper(10);
    expect(() => rejectUnknownFields(typeUrl, inner)).toThrow("more than 100 levels");
    deeper(3000);
    expect(() => rejectUnknownFields(typeUrl, inner)).toThrow("more than 100 levels");
  });

  test("looks into maps and Anys of Anys", () => {
    const grant = MsgGrant.fromPartial({ grant: { authorization: any(PubKey.typeUrl, Uint8Array.of(8, 1)) } });
    expect(() => rejectUnknownFields(MsgGrant.typeUrl, encodeMessage(MsgGrant, grant))).toThrow("written as varint");
  });
});

describe("decodeTxRaw", () => {
  const raw = TxRaw.fromPartial({
    bodyBytes: body(sendBytes),
    authInfoBytes: encodeMessage(AuthInfo, AuthInfo.fromPartial({ fee: { gasLimit: 200000n } })),
    signatures: [new Uint8Array(64).fill(7), new Uint8Array(0), new Uint8Array(64).fill(9)],
  });

  test("splits what is canonical", () => {
    expect(decodeTxRaw(encodeMessage(TxRaw, raw))).toEqual(raw);
    expect(decodeTxRaw(new Uint8Array(0))).toEqual(TxRaw.fromPartial({}));
  });

  test("takes exactly the bytes that encoding gives back", () => {
    const canonical = encodeMessage(TxRaw, { ...raw, bodyBytes: Uint8Array.of(1), authInfoBytes: Uint8Array.of(2) });
    const mutated = fc
      .array(fc.tuple(fc.nat(canonical.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 3 })
      .map((edits) => edits.reduce((bytes, [i, byte]) => bytes.with(i, byte), canonical));
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 12 })), (bytes) => {
        let parts: TxRaw | undefined;
        try {
          parts = decodeTxRaw(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
        if (parts !== undefined) expect(Buffer.compare(encodeMessage(TxRaw, parts), bytes)).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ["an unknown field", [0x22, 0], "has no field 4"],
    ["a wrong wire type", [0x08, 0], "written as varint"],
    ["fields out of order", [0x12, 1, 0, 0x0a, 1, 0], "not canonical"],
    ["a field after a signature", [0x1a, 0, 0x12, 1, 0], "not canonical"],
    ["a second body", [0x0a, 1, 0, 0x0a, 1, 0], "field 1 twice"],
    ["a padded length", [0x0a, 0x81, 0, 0], "more bytes than it needs"],
    ["a padded tag", [0x8a, 0, 1, 0], "more bytes than it needs"],
    ["an empty body", [0x0a, 0], "empty field 1"],
    ["a cut-off body", [0x0a, 5, 0], "ends within field 1"],
    ["a cut-off length", [0x0a], "within a tag or a length"],
  ])("refuses %s", (_, bytes, reason) => {
    expect(() => assertCanonicalTxRaw(Uint8Array.from(bytes))).toThrow(reason);
  });
});
