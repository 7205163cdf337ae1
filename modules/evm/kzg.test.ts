import { bls12_381 } from "@noble/curves/bls12-381.js";
import { bytesOfHex } from "./hex.js";
import { verifyKzgProof } from "./kzg.js";

const bytes = (hex: string): Uint8Array => bytesOfHex(`0x${hex}`)!;
const word = (value: bigint): Uint8Array => bytes(value.toString(16).padStart(64, "0"));

// From go-ethereum's core/vm/testdata/precompiles/pointEvaluation.json.
const z = bytes("564c0a11a0f704f4fc3e8acfe0f8245f0ad1347b378fbf96e206da11a5d36306");
const y = bytes("24d25032e67a7e6a4910df5834b8fe70e6bcfeeac0352434196bdf4b2485d5a1");
const commitment = bytes(
  "8f59a8d2a1a625a17f3fea0fe5eb8c896db3764f3185481bc22f91b4aaffcca25f26936857bc3a7c2539ea8ec3a952b7",
);
const proof = bytes("873033e038326e87ed3e1276fd140253fa08e9fc25fb2d9a98527fc22a2c9612fbeafdad446cbc7bcdbdcd780af2c16a");

test("a proof is good for its commitment, place and value, and for no other", () => {
  expect(verifyKzgProof(commitment, z, y, proof)).toBe(true);
  expect(verifyKzgProof(commitment, z, word(1n), proof)).toBe(false);
  expect(verifyKzgProof(commitment, word(1n), y, proof)).toBe(false);
  expect(verifyKzgProof(proof, z, y, proof)).toBe(false);
});

test("a constant polynomial has the point at infinity for a proof, everywhere", () => {
  const infinity = new Uint8Array(48);
  infinity[0] = 0xc0;
  const five = bls12_381.G1.Point.BASE.multiply(5n).toBytes(true);
  expect(verifyKzgProof(five, z, word(5n), infinity)).toBe(true);
  expect(verifyKzgProof(five, z, word(6n), infinity)).toBe(false);
  expect(verifyKzgProof(infinity, z, word(0n), infinity)).toBe(true);
});

test("malformed points and numbers over the group's order are errors", () => {
  const order = word(bls12_381.fields.Fr.ORDER);
  expect(() => verifyKzgProof(commitment, order, y, proof)).toThrow("order");
  expect(() => verifyKzgProof(commitment, z, order, proof)).toThrow("order");
  expect(() => verifyKzgProof(new Uint8Array(48), z, y, proof)).toThrow();
  expect(() => verifyKzgProof(commitment, z, y, proof.slice(1))).toThrow();
  // On the curve, but not in the subgroup: x = 4.
  const outside = new Uint8Array(48);
  outside[0] = 0x80;
  outside[47] = 4;
  expect(() => verifyKzgProof(outside, z, y, proof)).toThrow();
});
