import { ed25519 } from "@noble/curves/ed25519.js";
import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { createMultisigThresholdPubkey, encodeSecp256k1Pubkey, pubkeyToAddress } from "@cosmjs/amino";
import { PubKey as Ed25519PubKey } from "cosmjs-types/cosmos/crypto/ed25519/keys";
import { LegacyAminoPubKey } from "cosmjs-types/cosmos/crypto/multisig/keys";
import { MultiSignature } from "cosmjs-types/cosmos/crypto/multisig/v1beta1/multisig";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import { SignMode } from "cosmjs-types/cosmos/tx/signing/v1beta1/signing";
import { ModeInfo } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import fc from "fast-check";
import { AddressCodec } from "../../abci/state/addresses.js";
import { sdk } from "../../abci/state/errors.js";
import { encodeMessage } from "../../proto/writer.js";
import { defaultParams } from "./params.js";
import {
  MAX_MULTISIG_DEPTH,
  MAX_MULTISIG_KEYS,
  addressOfPubKey,
  countSubKeys,
  signatureGas,
  verifyEd25519,
  verifySignature,
} from "./pubkeys.js";

const addresses = new AddressCodec("echo");
const message = Buffer.from("what is signed");
const signBytes = () => message;

const privateKey = (index: number) => sha256(Uint8Array.of(index));
const packed = (index: number): Any => ({
  typeUrl: PubKey.typeUrl,
  value: encodeMessage(PubKey, { key: secp256k1.getPublicKey(privateKey(index), true) }),
});
const signatureOf = (index: number, bytes: Uint8Array = message) =>
  secp256k1.sign(sha256(bytes), privateKey(index), { prehash: false });
const single = (mode = SignMode.SIGN_MODE_DIRECT): ModeInfo => ModeInfo.fromPartial({ single: { mode } });

const multisig = (threshold: number, keys: readonly Any[]): Any => ({
  typeUrl: LegacyAminoPubKey.typeUrl,
  value: encodeMessage(LegacyAminoPubKey, { threshold, publicKeys: [...keys] }),
});

/** A multisignature by those of `size` keys that are listed, each with its mode and signature. */
function multi(size: number, signers: readonly { at: number; modeInfo: ModeInfo; signature: Uint8Array }[]) {
  const elems = new Uint8Array(Math.ceil(size / 8));
  for (const { at } of signers) elems[at >> 3]! |= 0x80 >> (at & 7);
  const modeInfo: ModeInfo = {
    multi: { bitarray: { extraBitsStored: size % 8, elems }, modeInfos: signers.map((signer) => signer.modeInfo) },
  };
  const signature = encodeMessage(MultiSignature, { signatures: signers.map((signer) => signer.signature) });
  return { modeInfo, signature };
}

const by = (...indices: number[]) => indices.map((at) => ({ at, modeInfo: single(), signature: signatureOf(at) }));

describe("Ethereum keys", () => {
  const types = ["/cosmos.evm.crypto.v1.ethsecp256k1.PubKey", "/ethermint.crypto.v1.ethsecp256k1.PubKey"];
  const key = (index: number, typeUrl = types[0]!): Any => ({ ...packed(index), typeUrl });
  const sign = (index: number) => secp256k1.sign(keccak_256(message), privateKey(index), { prehash: false });

  test("have Ethereum's address, by either name", () => {
    // The key of all ones, whose address Ethereum's tools give.
    const one = new Uint8Array(32);
    one[31] = 1;
    const value = encodeMessage(PubKey, { key: secp256k1.getPublicKey(one, true) });
    for (const typeUrl of types) {
      const address = Buffer.from(addressOfPubKey({ typeUrl, value })).toString("hex");
      expect(address).toBe("7e5f4552091a69125d5dfcb7b8c2659029395bdf");
    }
  });

  test("verify Keccak-256, without a recovery bit", () => {
    const modeInfo = single();
    const signature = sign(1);
    for (const typeUrl of types) {
      expect(verifySignature(key(1, typeUrl), { modeInfo, signature }, signBytes)).toBe(true);
      const longer = Uint8Array.from([...signature, 1]);
      expect(verifySignature(key(1, typeUrl), { modeInfo, signature: longer }, signBytes)).toBe(false);
    }
    expect(verifySignature(key(2), { modeInfo, signature }, signBytes)).toBe(false);
    expect(verifySignature(key(1), { modeInfo, signature: signatureOf(1) }, signBytes)).toBe(false);
    expect(verifySignature(packed(1), { modeInfo, signature }, signBytes)).toBe(false);
    expect(signatureGas(key(1), modeInfo, defaultParams())).toBe(Number(defaultParams().sigVerifyCostSecp256k1));
  });

  test("are no part of a multisig, and points", () => {
    expect(() => addressOfPubKey(multisig(1, [key(1)]))).toThrow("multisig");
    const value = encodeMessage(PubKey, { key: new Uint8Array(33).fill(5) });
    expect(() => addressOfPubKey({ typeUrl: types[0]!, value })).toThrow("no point");
  });
});

describe("secp256r1 keys", () => {
  const typeUrl = "/cosmos.crypto.secp256r1.PubKey";
  const pack = (key: Uint8Array): Any => ({ typeUrl, value: encodeMessage(PubKey, { key }) });
  const one = Uint8Array.from({ length: 32 }, (_, index) => (index === 31 ? 1 : 0));
  const key = pack(p256.getPublicKey(one, true));

  // The rule of ADR 28 worked out over the generator, which is the key of 1.
  test("have an address of 32 bytes", () => {
    expect(Buffer.from(addressOfPubKey(key)).toString("hex")).toBe(
      "a51416fcf850e703d2d5188f615a74f141a7d3219faa7d3a3e754363ac978bdd",
    );
  });

  test("verify SHA-256, with a low s, for half the gas", () => {
    const modeInfo = single();
    const sign = (lowS: boolean) => p256.sign(sha256(message), one, { prehash: false, lowS });
    const signature = sign(true);
    expect(verifySignature(key, { modeInfo, signature }, signBytes)).toBe(true);
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString("hex")}`);
    const high = (p256.Point.CURVE().n - s).toString(16).padStart(64, "0");
    const other = Buffer.concat([signature.subarray(0, 32), Buffer.from(high, "hex")]);
    expect(p256.verify(other, sha256(message), p256.getPublicKey(one, true), { prehash: false, lowS: false })).toBe(
      true,
    );
    expect(verifySignature(key, { modeInfo, signature: other }, signBytes)).toBe(false);
    expect(verifySignature(key, { modeInfo, signature: signature.subarray(1) }, signBytes)).toBe(false);
    expect(verifySignature(key, { modeInfo, signature: signatureOf(1) }, signBytes)).toBe(false);
    expect(signatureGas(key, modeInfo, defaultParams())).toBe(Number(defaultParams().sigVerifyCostSecp256k1) / 2);
  });

  test("are points of the curve, and no part of a multisig", () => {
    expect(() => addressOfPubKey(pack(new Uint8Array(33).fill(5)))).toThrow("no point of secp256r1");
    expect(() => addressOfPubKey(multisig(1, [key]))).toThrow("multisig");
  });
});

describe("single keys", () => {
  test("verify what they signed, in the mode that is said", () => {
    const modes: SignMode[] = [];
    const bytesOf = (mode: SignMode) => (modes.push(mode), message);
    const signed = { modeInfo: single(SignMode.SIGN_MODE_LEGACY_AMINO_JSON), signature: signatureOf(1) };
    expect(verifySignature(packed(1), signed, bytesOf)).toBe(true);
    expect(modes).toEqual([SignMode.SIGN_MODE_LEGACY_AMINO_JSON]);
    expect(verifySignature(packed(2), signed, bytesOf)).toBe(false);
    expect(verifySignature(packed(1), { ...signed, signature: new Uint8Array(0) }, bytesOf)).toBe(false);
    expect(verifySignature(packed(1), { ...signed, modeInfo: undefined }, bytesOf)).toBe(false);
    expect(verifySignature(packed(1), multi(1, by(1)), bytesOf)).toBe(false);
  });

  test("ed25519 too, by CometBFT's rules", () => {
    const secret = privateKey(3);
    const key = ed25519.getPublicKey(secret);
    const any: Any = { typeUrl: Ed25519PubKey.typeUrl, value: encodeMessage(Ed25519PubKey, { key }) };
    const signature = ed25519.sign(message, secret);
    expect(verifySignature(any, { modeInfo: single(), signature }, signBytes)).toBe(true);
    expect(verifySignature(any, { modeInfo: single(), signature: signature.subarray(1) }, signBytes)).toBe(false);
    expect(verifyEd25519(key, Buffer.from("other"), signature)).toBe(false);
    // ZIP 215: the identity as key and as R, with s = 0, is good for any message; strict rules would refuse it.
    const identity = Uint8Array.from({ length: 32 }, (_, index) => (index === 0 ? 1 : 0));
    const trivial = Buffer.concat([identity, new Uint8Array(32)]);
    expect(verifyEd25519(identity, message, trivial)).toBe(true);
    expect(ed25519.verify(trivial, message, identity, { zip215: false })).toBe(false);
  });

  test("what an unsupported mode throws reaches the caller", () => {
    const refuse = (): never => {
      throw sdk.notSupported("sign mode 2");
    };
    const signed = { modeInfo: single(), signature: signatureOf(1) };
    expect(() => verifySignature(packed(1), signed, refuse)).toThrow("sign mode 2");
  });

  test.each<[string, Any]>([
    ["an unknown kind", { typeUrl: "/cosmos.crypto.sr25519.PubKey", value: packed(1).value }],
    ["a short key", { typeUrl: PubKey.typeUrl, value: encodeMessage(PubKey, { key: new Uint8Array(32) }) }],
    ["no key", { typeUrl: PubKey.typeUrl, value: new Uint8Array(0) }],
    ["an unknown field", { typeUrl: PubKey.typeUrl, value: Buffer.concat([packed(1).value, Uint8Array.of(0x10, 1)]) }],
    ["garbage", { typeUrl: LegacyAminoPubKey.typeUrl, value: Uint8Array.of(0xff) }],
  ])("%s is refused with sdk/8, and signs nothing", (_name, key) => {
    expect(() => addressOfPubKey(key)).toThrow("invalid pubkey");
    expect(verifySignature(key, { modeInfo: single(), signature: signatureOf(1) }, signBytes)).toBe(false);
  });
});

describe("multisig keys", () => {
  const keys = [0, 1, 2].map(packed);
  const key = multisig(2, keys);
  const verifies = (signed: { modeInfo: ModeInfo; signature: Uint8Array }, of = key) =>
    verifySignature(of, signed, signBytes);

  test("have the address that cosmjs computes, at any threshold", () =>
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 10 }), fc.nat(), (indices, seed) => {
        const threshold = 1 + (seed % indices.length);
        const amino = createMultisigThresholdPubkey(
          indices.map((index) => encodeSecp256k1Pubkey(secp256k1.getPublicKey(privateKey(index), true))),
          threshold,
          true,
        );
        const ours = addressOfPubKey(multisig(threshold, indices.map(packed)));
        expect(addresses.format(ours)).toBe(pubkeyToAddress(amino, "echo"));
      }),
      { numRuns: 30 },
    ));

  test("are satisfied by enough good signatures in the keys' order, and by nothing less", () => {
    expect(verifies(multi(3, by(0, 1)))).toBe(true);
    expect(verifies(multi(3, by(0, 2)))).toBe(true);
    expect(verifies(multi(3, by(0, 1, 2)))).toBe(true);
    expect(verifies(multi(3, by(1)))).toBe(false);
    const [first, second] = by(0, 1) as [ReturnType<typeof by>[0], ReturnType<typeof by>[0]];
    const swapped = multi(3, [
      { ...first, signature: second.signature },
      { ...second, signature: first.signature },
    ]);
    expect(verifies(swapped)).toBe(false);
    // One bad signature spoils it, however many good ones there are.
    expect(verifies(multi(3, [...by(0, 1), { at: 2, modeInfo: single(), signature: signatureOf(9) }]))).toBe(false);
  });

  test("a signature alone, or a single mode, is no multisignature", () => {
    expect(verifies({ modeInfo: single(), signature: signatureOf(0) })).toBe(false);
    expect(verifies({ ...multi(3, by(0, 1)), modeInfo: { ...multi(3, by(0, 1)).modeInfo, ...single() } })).toBe(false);
  });

  test.each<[string, Partial<{ extraBitsStored: number; elems: Uint8Array }>]>([
    ["too large", { extraBitsStored: 0, elems: new Uint8Array(1 << 20).fill(0xff) }],
    ["a bit too large", { extraBitsStored: 4 }],
    ["too small", { extraBitsStored: 2 }],
    ["empty", { extraBitsStored: 0, elems: new Uint8Array(0) }],
    ["without bytes", { extraBitsStored: 3, elems: new Uint8Array(0) }],
    ["of impossible extra bits", { extraBitsStored: 11, elems: new Uint8Array(0) }],
    ["of more bits than signatures", { elems: Uint8Array.of(0xe0) }],
    ["of fewer bits than signatures", { elems: Uint8Array.of(0x80) }],
  ])("a bit array %s is refused, also when gas is counted", (_name, change) => {
    const { modeInfo, signature } = multi(3, by(0, 1));
    const info = modeInfo.multi!;
    const bad: ModeInfo = { multi: { ...info, bitarray: { ...info.bitarray!, ...change } } };
    expect(verifies({ modeInfo: bad, signature })).toBe(false);
    expect(() => signatureGas(key, bad, defaultParams())).toThrow("unauthorized");
  });

  test("a multisignature with unknown fields, or of another count, is refused", () => {
    const { modeInfo, signature } = multi(3, by(0, 1));
    const padded = Buffer.concat([signature, Uint8Array.of(0x12, 1, 0)]);
    const extra = encodeMessage(MultiSignature, { signatures: [0, 1, 2].map((index) => signatureOf(index)) });
    expect(verifies({ modeInfo, signature: padded })).toBe(false);
    expect(verifies({ modeInfo, signature: extra })).toBe(false);
    expect(verifies({ modeInfo, signature: Uint8Array.of(0xff) })).toBe(false);
  });

  test("may stand inside each other, to a depth", () => {
    const inner = multisig(1, [packed(0), packed(1)]);
    const outer = multisig(2, [inner, packed(2)]);
    const innerSigned = multi(2, by(1));
    const [, last] = by(0, 2);
    const signed = multi(2, [
      { at: 0, ...innerSigned },
      { ...last!, at: 1 },
    ]);
    expect(verifies(signed, outer)).toBe(true);
    expect(countSubKeys(outer)).toBe(3);
    let nested = packed(0);
    for (let depth = 0; depth < MAX_MULTISIG_DEPTH; depth++) nested = multisig(1, [nested]);
    expect(countSubKeys(nested)).toBe(1);
    expect(() => countSubKeys(multisig(1, [nested]))).toThrow("multisig keys nest at most 3 deep");
  });

  test.each<[string, Any, string]>([
    ["no keys", multisig(1, []), "the threshold of 0 keys"],
    ["a threshold of zero", multisig(0, keys), "not at 0"],
    ["a threshold over the keys", multisig(4, keys), "not at 4"],
    [
      "too many keys",
      multisig(
        1,
        Array.from({ length: MAX_MULTISIG_KEYS + 1 }, () => packed(0)),
      ),
      "at most 32 keys, not 33",
    ],
    [
      "an unknown field",
      { ...key, value: Buffer.concat([key.value, Uint8Array.of(0x18, 1)]) },
      "not in canonical protobuf",
    ],
    [
      "a bad key inside",
      multisig(1, [{ typeUrl: "/x", value: Uint8Array.of(1) }]),
      'unrecognized public key type: "/x"',
    ],
  ])("%s is refused", (_name, bad, reason) => {
    expect(() => addressOfPubKey(bad)).toThrow(reason);
    expect(verifies(multi(3, by(0, 1)), bad)).toBe(false);
  });
});

test("gas is that of each kind of key, and of a multisig's signers", () => {
  const params = defaultParams();
  const edwards: Any = {
    typeUrl: Ed25519PubKey.typeUrl,
    value: encodeMessage(Ed25519PubKey, { key: ed25519.getPublicKey(privateKey(1)) }),
  };
  expect(signatureGas(packed(1), single(), params)).toBe(1000);
  expect(signatureGas(edwards, single(), params)).toBe(590);
  const key = multisig(1, [packed(0), edwards, packed(2)]);
  const signed = multi(3, [...by(0), { at: 1, modeInfo: single(), signature: new Uint8Array(64) }]);
  expect(signatureGas(key, signed.modeInfo, params)).toBe(1590);
  expect(() => signatureGas(key, single(), params)).toThrow("a multisig key needs a multisignature");
});
