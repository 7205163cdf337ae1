import type { CustomCrypto } from "@ethereumjs/common";
import type { EVMBLSInterface } from "@ethereumjs/evm";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { hexToBytes, type PrefixedHexString } from "@ethereumjs/util";

type KZG = NonNullable<CustomCrypto["kzg"]>;
const { G1, G2, fields } = bls12_381;
const ORDER = fields.Fr.ORDER;

/** τ·G2, the one point of Ethereum's KZG ceremony that the check of a proof needs: its secret τ times the generator. */
const TAU_G2 = G2.Point.fromHex(
  "b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d2914e5870cb452d2afaaab24f3499f72" +
    "185cbfee53492714734429b7b38608e23926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2",
);

/**
 * KZG for the point evaluation precompile (EIP-4844): only proofs are checked here, as this chain has no blobs. The
 * curve's arithmetic is what the BLS precompiles use.
 */
export function createKzg(bls: EVMBLSInterface): KZG {
  const noBlobs = (): never => {
    throw new Error("this chain has no blobs");
  };
  return {
    verifyProof: (...texts) =>
      verifyProof(bls, ...(texts.map((text) => hexToBytes(text as PrefixedHexString)) as Proof)),
    blobToKzgCommitment: noBlobs,
    computeBlobProof: noBlobs,
    verifyBlobProofBatch: noBlobs,
    computeCells: noBlobs,
    computeCellsAndProofs: noBlobs,
    recoverCellsAndProofs: noBlobs,
    verifyCellKzgProofBatch: noBlobs,
  };
}

type Proof = [commitment: Uint8Array, z: Uint8Array, y: Uint8Array, proof: Uint8Array];

/** Whether e(C − y·G1, G2) = e(π, τ·G2 − z·G2). @throws Error naming C_KZG_BADARGS where an input is malformed */
function verifyProof(bls: EVMBLSInterface, ...[commitment, z, y, proof]: Proof): boolean {
  try {
    for (const scalar of [z, y]) if (numberOf(scalar) >= ORDER) throw new Error("a scalar is not below the order");
    const value = bls.msmG1(join(decompress(commitment), scalarBytes(1n), encodeG1(G1.Point.BASE), negated(y)));
    const point = bls.msmG2(join(encodeG2(TAU_G2), scalarBytes(1n), encodeG2(G2.Point.BASE), negated(z)));
    const result = bls.pairingCheck(join(value, encodeG2(G2.Point.BASE.negate()), decompress(proof), point));
    return result.at(-1) === 1;
  } catch (error) {
    throw new Error("C_KZG_BADARGS", { cause: error });
  }
}

const join = (...parts: Uint8Array[]): Uint8Array => Buffer.concat(parts);
const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
const bytesOf = (value: bigint, size: number): Uint8Array =>
  Buffer.from(value.toString(16).padStart(size * 2, "0"), "hex");
const scalarBytes = (value: bigint): Uint8Array => bytesOf(value, 32);
const negated = (scalar: Uint8Array): Uint8Array => scalarBytes((ORDER - numberOf(scalar)) % ORDER);
const coordinate = (value: bigint): Uint8Array => bytesOf(value, 64);

/** As the BLS precompiles take a point: the one at infinity is all zeros. */
function encodeG1(point: InstanceType<typeof G1.Point>): Uint8Array {
  const { x, y } = point.is0() ? { x: 0n, y: 0n } : point.toAffine();
  return join(coordinate(x), coordinate(y));
}

function encodeG2(point: InstanceType<typeof G2.Point>): Uint8Array {
  const { x, y } = point.toAffine();
  return join(coordinate(x.c0), coordinate(x.c1), coordinate(y.c0), coordinate(y.c1));
}

/** That the point is in the subgroup is checked where it is used. */
const decompress = (bytes: Uint8Array): Uint8Array => encodeG1(G1.Point.fromBytes(bytes));
