import { createHash } from "node:crypto";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import fc from "fast-check";
import { hasLibrary, verifyByLibrary, verifyByReference, verifySecp256k1 } from "./secp256k1.js";

const ORDER = secp256k1.Point.Fn.ORDER;

const privateKey = fc.bigInt({ min: 1n, max: ORDER - 1n }).map(bytesOf);
const message = fc.uint8Array({ maxLength: 200 });

function bytesOf(value: bigint): Uint8Array {
  return Buffer.from(value.toString(16).padStart(64, "0"), "hex");
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update(bytes).digest();
}

function sign(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return secp256k1.sign(sha256(bytes), key, { prehash: false, lowS: true });
}

/** What an attacker may make of a good key and signature. */
const tampering = fc.oneof(
  fc.constant<Tamper>((signed) => signed),
  fc.constant<Tamper>(({ signature, ...rest }) => ({
    ...rest,
    signature: Buffer.concat([signature.subarray(0, 32), bytesOf(ORDER - numberOf(signature.subarray(32)))]),
  })),
  fc.record({ at: fc.nat(63), bit: fc.nat(7) }).map<Tamper>(({ at, bit }) => ({ signature, ...rest }) => {
    const changed = Uint8Array.from(signature);
    changed[at]! ^= 1 << bit;
    return { ...rest, signature: changed };
  }),
  fc.record({ at: fc.nat(32), bit: fc.nat(7) }).map<Tamper>(({ at, bit }) => ({ publicKey, ...rest }) => {
    const changed = Uint8Array.from(publicKey);
    changed[at]! ^= 1 << bit;
    return { ...rest, publicKey: changed };
  }),
  fc.uint8Array({ maxLength: 80 }).map<Tamper>((signature) => (signed) => ({ ...signed, signature })),
  fc.uint8Array({ maxLength: 70 }).map<Tamper>((publicKey) => (signed) => ({ ...signed, publicKey })),
  fc
    .tuple(edge(), edge())
    .map<Tamper>(([r, s]) => (signed) => ({ ...signed, signature: Buffer.concat([bytesOf(r), bytesOf(s)]) })),
  edge().map<Tamper>((s) => ({ signature, ...rest }) => ({
    ...rest,
    signature: Buffer.concat([signature.subarray(0, 32), bytesOf(s)]),
  })),
  fc.constant<Tamper>((signed) => ({
    ...signed,
    publicKey: secp256k1.Point.fromBytes(signed.publicKey).toBytes(false),
  })),
);

interface Signed {
  readonly publicKey: Uint8Array;
  readonly digest: Uint8Array;
  readonly signature: Uint8Array;
}
type Tamper = (signed: Signed) => Signed;

function edge(): fc.Arbitrary<bigint> {
  const half = ORDER >> 1n;
  return fc.constantFrom(0n, 1n, half, half + 1n, ORDER - 1n, ORDER, ORDER + 1n, (1n << 256n) - 1n);
}

test("the compiled library is what verifies on this machine", () => {
  expect(hasLibrary).toBe(true);
});

test("the library and the reference give the same verdict on good, malformed, high-s and tampered signatures", () => {
  const verdicts = new Set<boolean>();
  fc.assert(
    fc.property(privateKey, message, tampering, (key, bytes, tamper) => {
      const signed = tamper({
        publicKey: secp256k1.getPublicKey(key, true),
        digest: sha256(bytes),
        signature: sign(key, bytes),
      });
      const verdict = verifyByReference(signed);
      verdicts.add(verdict);
      expect(verifyByLibrary(signed)).toBe(verdict);
    }),
    { numRuns: 300 },
  );
  expect(verdicts).toEqual(new Set([true, false]));
});

test("a good signature is accepted, its high-s twin and another message's are not", () => {
  fc.assert(
    fc.property(privateKey, message, (key, bytes) => {
      const publicKey = secp256k1.getPublicKey(key, true);
      const signature = sign(key, bytes);
      const twin = Buffer.concat([signature.subarray(0, 32), bytesOf(ORDER - numberOf(signature.subarray(32)))]);
      expect(verifySecp256k1(publicKey, bytes, signature)).toBe(true);
      expect(verifySecp256k1(publicKey, bytes, twin)).toBe(false);
      expect(verifySecp256k1(publicKey, Buffer.concat([bytes, Uint8Array.of(0)]), signature)).toBe(false);
      expect(verifySecp256k1(publicKey, bytes, signature.subarray(0, 63))).toBe(false);
    }),
    { numRuns: 20 },
  );
});
