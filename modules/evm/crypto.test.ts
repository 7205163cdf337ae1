import { secp256k1 } from "@noble/curves/secp256k1.js";
import fc from "fast-check";
import { keccak256, keccakByReference, keccakReady } from "../../abci/state/keccak.js";
import {
  addressOfUncompressed,
  bytesToNumber,
  recoverByLibrary,
  recoverByReference,
  SECP256K1_ORDER,
  wordBytes,
} from "./crypto.js";
import { checksumAddress, hexOf } from "./hex.js";

const anyBytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

test("keccak-256 is the reference's, before and after the fast one is ready", async () => {
  expect(hexOf(keccak256(new Uint8Array(0)))).toBe(
    "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
  );
  await keccakReady;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      expect(hexOf(keccak256(bytes))).toBe(hexOf(keccakByReference(bytes)));
    }),
  );
});

test("both ways to recover a key agree, on good signatures and on any numbers", () => {
  const edges = [0n, 1n, SECP256K1_ORDER - 1n, SECP256K1_ORDER, SECP256K1_ORDER >> 1n, (1n << 256n) - 1n];
  const scalar = fc.oneof(fc.constantFrom(...edges), fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }));
  const same = (digest: Uint8Array, r: bigint, s: bigint, yParity: 0 | 1) => {
    const [library, reference] = [recoverByLibrary, recoverByReference].map((recover) => {
      const key = recover({ digest, r, s, yParity });
      return key && hexOf(key);
    });
    expect(library).toBe(reference);
    return library;
  };
  fc.assert(
    fc.property(anyBytes(32), scalar, scalar, fc.constantFrom<0 | 1>(0, 1), (digest, r, s, yParity) => {
      same(digest, r, s, yParity);
    }),
    { numRuns: 60 },
  );
  fc.assert(
    fc.property(anyBytes(32), fc.bigInt({ min: 1n, max: SECP256K1_ORDER - 1n }), (digest, secret) => {
      const key = wordBytes(secret);
      const signature = secp256k1.sign(digest, key, { prehash: false, format: "recovered" });
      const r = bytesToNumber(signature.subarray(1, 33));
      const s = bytesToNumber(signature.subarray(33));
      const recovered = same(digest, r, s, signature[0] as 0 | 1);
      expect(recovered).toBe(hexOf(secp256k1.getPublicKey(key, false).subarray(1)));
    }),
    { numRuns: 40 },
  );
});

test("addresses and their checksums are Ethereum's", () => {
  const one = addressOfUncompressed(secp256k1.getPublicKey(wordBytes(1n), false).subarray(1));
  expect(checksumAddress(one, keccak256)).toBe("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
});
