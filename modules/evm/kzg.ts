import type { CustomCrypto } from "@ethereumjs/common";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { bytesOfHex } from "./hex.js";

/** The second power of the secret of Ethereum's ceremony in G2: what verifying a proof takes of the trusted setup. */
const TAU_G2 =
  "b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d2914e5870cb452d2afaaab24f3499f72185cbfee53492714" +
  "734429b7b38608e23926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2";

const { G1, G2, fields } = bls12_381;
const G1Point = G1.Point;
const G2Point = G2.Point;
const tau = G2Point.fromHex(TAU_G2);

/**
 * Whether a proof shows that the polynomial behind a commitment is y at z (EIP-4844's point evaluation).
 * @throws Error for points that are none and numbers that are too large
 */
export function verifyKzgProof(commitment: Uint8Array, z: Uint8Array, y: Uint8Array, proof: Uint8Array): boolean {
  const c = pointOf(commitment);
  const p = pointOf(proof);
  const at = scalarOf(z);
  const value = scalarOf(y);
  // e(C − y·G1, G2) = e(proof, τ·G2 − z·G2), both on one side.
  const left = c.subtract(times(G1Point.BASE, value)).negate();
  const right = tau.subtract(times(G2Point.BASE, at));
  const pairs = [
    { g1: left, g2: G2Point.BASE },
    { g1: p, g2: right },
  ].filter(({ g1, g2 }) => !g1.is0() && !g2.is0());
  if (pairs.length === 0) return true;
  return fields.Fp12.eql(bls12_381.pairingBatch(pairs), fields.Fp12.ONE);
}

interface Multiplied<P> {
  multiplyUnsafe(scalar: bigint): P;
}

const times = <P extends Multiplied<P>>(point: P, scalar: bigint): P => point.multiplyUnsafe(scalar);

/** A point of the right subgroup from its 48 compressed bytes. */
function pointOf(bytes: Uint8Array): ReturnType<typeof G1Point.fromBytes> {
  const point = G1Point.fromBytes(bytes);
  if (!point.is0()) point.assertValidity();
  return point;
}

/** A number below the group's order from 32 bytes, big-endian. */
function scalarOf(bytes: Uint8Array): bigint {
  const value = BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  if (value >= fields.Fr.ORDER) throw new Error("the number is not below the order of the group");
  return value;
}

const unused = (): never => {
  throw new Error("blobs are no part of this chain");
};

/** What the EVM's precompile asks for; the functions for blobs have no use here. */
export const kzg: NonNullable<CustomCrypto["kzg"]> = {
  verifyProof(commitment, z, y, proof) {
    try {
      return verifyKzgProof(bytesOfHex(commitment)!, bytesOfHex(z)!, bytesOfHex(y)!, bytesOfHex(proof)!);
    } catch (error) {
      // The words by which the precompile knows that the input is at fault.
      throw new Error(`C_KZG_BADARGS: ${error instanceof Error ? error.message : "malformed"}`, { cause: error });
    }
  },
  blobToKzgCommitment: unused,
  computeBlobProof: unused,
  verifyBlobProofBatch: unused,
  computeCells: unused,
  computeCellsAndProofs: unused,
  recoverCellsAndProofs: unused,
  verifyCellKzgProofBatch: unused,
};
