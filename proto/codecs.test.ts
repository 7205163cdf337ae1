import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";

import { codecFor, codecs, UnknownTypeError } from "./codecs.js";
import { decodeMessage } from "./reader.js";
import { encodeMessage } from "./writer.js";

test("every codec is found by its own type URL and survives its zero message", () => {
  expect(codecs.size).toBeGreaterThan(700);
  for (const [typeUrl, codec] of codecs) {
    expect(codec.typeUrl).toBe(typeUrl);
    expect(codecFor(typeUrl)).toBe(codec);
    const zero = codec.fromPartial({}) as unknown;
    expect(decodeMessage(codec, encodeMessage(codec, zero))).toEqual(zero);
  }
});

test.each([
  "/cosmos.bank.v1beta1.MsgSend",
  "/cosmos.tx.v1beta1.TxRaw",
  "/cosmos.tx.signing.v1beta1.SignatureDescriptors",
  "/cosmos.crypto.secp256k1.PubKey",
  "/cosmos.crypto.ed25519.PubKey",
  "/cosmos.crypto.multisig.LegacyAminoPubKey",
  "/cosmos.crypto.multisig.v1beta1.CompactBitArray",
  "/cosmos.vesting.v1beta1.PeriodicVestingAccount",
  "/cosmos.base.abci.v1beta1.TxMsgData",
  "/tendermint.abci.RequestFinalizeBlock",
  "/ibc.applications.transfer.v1.MsgTransfer",
  "/google.protobuf.Timestamp",
])("%s is known", (typeUrl) => {
  expect(codecs.has(typeUrl)).toBe(true);
});

test("an unknown type is refused by name, and its namesake offered", () => {
  expect(codecFor(MsgSend.typeUrl)).toBe(MsgSend);
  expect(() => codecFor("/cosmos.bank.v1.MsgSend")).toThrow(UnknownTypeError);
  expect(() => codecFor("/cosmos.bank.v1.MsgSend")).toThrow('did you mean "/cosmos.bank.v1beta1.MsgSend"?');
  expect(() => codecFor("/no.Such")).toThrow('message type "/no.Such" is not known');
});
