import { Secp256k1, Sha256 } from "@cosmjs/crypto";
import { LegacyAminoPubKey } from "cosmjs-types/cosmos/crypto/multisig/keys";
import { CompactBitArray } from "cosmjs-types/cosmos/crypto/multisig/v1beta1/multisig";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import { SignatureDescriptor_Data as Signed, SignMode } from "cosmjs-types/cosmos/tx/signing/v1beta1/signing";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { addressOfPubKey } from "../../modules/auth/pubkeys.js";
import { encodeMessage } from "../../proto/writer.js";
import { cancelSignBytes, requireCancellation } from "./cancel.js";

const NOW = 1_700_000_000n;
const cancellation = { chainId: "c-1", hash: "AB".repeat(32), until: NOW + 60n, signer: "echo1sender" };

interface Member {
  readonly publicKey: Any;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
}

function member(seed: number): Member {
  const { privkey, pubkey } = Secp256k1.makeKeypair(new Uint8Array(32).fill(seed));
  const key = encodeMessage(PubKey, { key: Secp256k1.compressPubkey(pubkey) });
  return {
    publicKey: { typeUrl: PubKey.typeUrl, value: key },
    sign: (bytes) => Secp256k1.createSignature(new Sha256(bytes).digest(), privkey).toFixedLength().subarray(0, 64),
  };
}

const multisig = (threshold: number, members: readonly Member[]): Any => ({
  typeUrl: LegacyAminoPubKey.typeUrl,
  value: encodeMessage(LegacyAminoPubKey, { threshold, publicKeys: members.map(({ publicKey }) => publicKey) }),
});

/** What the members at these places sign, and which bits say so. */
function signed(members: readonly Member[], places: readonly number[], bits = places): Uint8Array {
  const elems = new Uint8Array(1);
  for (const place of bits) elems[0]! |= 0x80 >> place;
  const bitarray = CompactBitArray.fromPartial({ extraBitsStored: members.length, elems });
  const mode = SignMode.SIGN_MODE_LEGACY_AMINO_JSON;
  const signatures = places.map((place) => ({
    single: { mode, signature: members[place]!.sign(cancelSignBytes(cancellation)) },
  }));
  return encodeMessage(Signed, { multi: { bitarray, signatures } });
}

const members = [1, 2, 3].map(member);
const publicKey = multisig(2, members);

const require = (signature: Uint8Array, key = publicKey): void =>
  requireCancellation(cancellation, {
    sender: addressOfPubKey(publicKey),
    publicKey: key,
    signature,
    nowMs: Number(NOW) * 1000,
  });

test("as many members of a multisig as it needs cancel what it sent, whichever they are", () => {
  for (const places of [
    [0, 1],
    [0, 2],
    [1, 2],
    [0, 1, 2],
  ])
    expect(() => require(signed(members, places))).not.toThrow();
});

test("too few, others than the bits say, or one twice do not", () => {
  const refused = "is cancelled by the signature of its sender";
  expect(() => require(signed(members, [1]))).toThrow(refused);
  expect(() => require(signed(members, [0, 1], [0, 2]))).toThrow(refused);
  expect(() => require(signed(members, [1, 1], [0, 1]))).toThrow(refused);
  expect(() => require(signed(members, [0, 1], [0, 1, 2]))).toThrow(refused);
  expect(() => require(encodeMessage(Signed, {}))).toThrow(refused);
});

test("members of another multisig do not, nor one of its own alone", () => {
  const lower = multisig(1, members);
  expect(() => require(signed(members, [0]), lower)).toThrow("signature of its sender");
  const [first] = members as [Member];
  expect(() => require(first.sign(cancelSignBytes(cancellation)), first.publicKey)).toThrow("signature of its sender");
});

test("what is no such signature is told so", () => {
  const told = "the signature of a multisig is a cosmos.tx.signing.v1beta1.SignatureDescriptor.Data, encoded";
  expect(() => require(members[0]!.sign(new Uint8Array(1)))).toThrow(told);
  expect(() => require(new Uint8Array(20_000))).toThrow(`${told}: at most 16384 bytes, not 20000`);
});

test("signatures within signatures are followed as deep as a transaction may be, and no further", () => {
  const nested = (levels: number): Uint8Array => {
    let bytes = encodeMessage(Signed, {});
    for (let level = 0; level < levels; level++) bytes = wrapped(bytes);
    return bytes;
  };
  // Each is a multi in a Data.
  expect(() => require(nested(50))).toThrow("is cancelled by the signature of its sender");
  expect(() => require(nested(51))).toThrow("messages are nested more than 100 levels deep");
  expect(() => require(nested(2_000))).toThrow("messages are nested more than 100 levels deep");
});

/** A multi with this as its one part, without decoding it. */
function wrapped(part: Uint8Array): Uint8Array {
  const field = (number: number, bytes: Uint8Array): Uint8Array => {
    const head: number[] = [(number << 3) | 2];
    let { length } = bytes;
    for (; length >= 0x80; length >>= 7) head.push((length & 0x7f) | 0x80);
    return Buffer.concat([Uint8Array.from([...head, length]), bytes]);
  };
  return field(2, field(2, part));
}
