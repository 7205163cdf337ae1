import { Common, Hardfork, Mainnet } from "@ethereumjs/common";
import { type EVMError, getActivePrecompiles, NobleBLS, NobleBN254, type PrecompileFunc } from "@ethereumjs/evm";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { bn254 as reference } from "@noble/curves/bn254.js";
import { p256 } from "@noble/curves/nist.js";
import { Random } from "../testing/programs.js";
import { bls, bn254, kzg, loadCurves } from "./curves.js";
import { p256Verify } from "./p256.js";

type Operation = (input: Uint8Array) => Uint8Array;

const bytes = (value: bigint, size: number): Uint8Array =>
  Buffer.from(value.toString(16).padStart(size * 2, "0"), "hex");
const join = (...parts: Uint8Array[]): Uint8Array => Buffer.concat(parts);
const hex = (data: Uint8Array): string => Buffer.from(data).toString("hex");
const random = new Random(7);
const scalar = (): bigint => BigInt(`0x${hex(random.bytes(32))}`);

/** The result, or "failed": both have to agree on what fails, not on the words. */
function outcome(operation: Operation, input: Uint8Array): string {
  try {
    return hex(operation(input));
  } catch {
    return "failed";
  }
}

function agree(fast: Operation, stock: Operation, input: Uint8Array): string {
  const result = outcome(fast, input);
  expect([hex(input), result]).toEqual([hex(input), outcome(stock, input)]);
  return result;
}

/** The input, and inputs near it that may be wrong: a bit turned over, a coordinate of all ones, zeros. */
const variants = (input: Uint8Array, word: number): Uint8Array[] => {
  const turned = Uint8Array.from(input);
  turned[random.below(input.length)]! ^= 1 << random.below(8);
  const spoilt = Uint8Array.from(input);
  spoilt.fill(random.of([0, 0xff]), word * random.below(input.length / word)).fill(0, 0, word);
  const large = Uint8Array.from(input);
  const at = word * random.below(input.length / word);
  large.fill(0xff, at + (word === 64 ? 16 : 0), at + word);
  return [input, turned, spoilt, large, new Uint8Array(input.length)];
};

beforeAll(loadCurves);

describe("bn254 in WebAssembly and in JavaScript", () => {
  const stock = new NobleBN254();
  const { G1, G2, fields } = reference;
  const g1 = (k: bigint): Uint8Array => {
    const { x, y } = G1.Point.BASE.multiply((k % (fields.Fr.ORDER - 1n)) + 1n).toAffine();
    return join(bytes(x, 32), bytes(y, 32));
  };
  const g2 = (k: bigint): Uint8Array => {
    const { x, y } = G2.Point.BASE.multiply((k % (fields.Fr.ORDER - 1n)) + 1n).toAffine();
    return join(...[x.c1, x.c0, y.c1, y.c0].map((part) => bytes(part, 32)));
  };
  const negative = (point: Uint8Array): Uint8Array =>
    join(point.subarray(0, 32), bytes(fields.Fp.ORDER - BigInt(`0x${hex(point.subarray(32))}`), 32));

  test("add and multiply alike", () => {
    for (let round = 0; round < 20; round++) {
      const a = g1(scalar());
      for (const input of variants(join(a, random.of([a, negative(a), g1(scalar()), new Uint8Array(64)])), 32)) {
        agree(bn254.add, (data) => stock.add(data), input);
      }
      for (const input of variants(join(a, bytes(random.of([0n, 1n, scalar(), fields.Fr.ORDER]), 32)), 32)) {
        agree(bn254.mul, (data) => stock.mul(data), input);
      }
    }
  });

  test("pair alike", () => {
    const [k, l] = [scalar() >> 8n, scalar() >> 8n];
    const balanced = join(g1(k), g2(l), negative(g1(l)), g2(k));
    expect(agree(bn254.pairing, (data) => stock.pairing(data), balanced).endsWith("1")).toBe(true);
    expect(agree(bn254.pairing, (data) => stock.pairing(data), new Uint8Array(0)).endsWith("1")).toBe(true);
    for (let round = 0; round < 5; round++) {
      for (const input of variants(balanced, 32)) agree(bn254.pairing, (data) => stock.pairing(data), input);
    }
  });

  test("refuse a point of the twist that is not in the subgroup", () => {
    // x = (1, 1) and its y: on the curve of the twist, of another order.
    const { Fp2 } = fields;
    for (let c0 = 1n; ; c0++) {
      const x = Fp2.create({ c0, c1: 1n });
      const squared = Fp2.add(Fp2.mul(Fp2.sqr(x), x), G2.Point.CURVE().b);
      let y;
      try {
        y = Fp2.sqrt(squared);
      } catch {
        continue;
      }
      const point = join(...[x.c1, x.c0, y.c1, y.c0].map((part) => bytes(part, 32)));
      expect(agree(bn254.pairing, (data) => stock.pairing(data), join(g1(1n), point))).toBe("failed");
      return;
    }
  });

  test("have one error for all wrong inputs", () => {
    const wrong = (): unknown => bn254.add(new Uint8Array(128).fill(1));
    let error: unknown;
    try {
      wrong();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ error: "revert" } satisfies Partial<EVMError>);
  });
});

describe("BLS12-381 in WebAssembly and in JavaScript", () => {
  const stock = new NobleBLS();
  const { G1, G2, fields } = bls12_381;
  const g1 = (k: bigint): Uint8Array => {
    const { x, y } = G1.Point.BASE.multiply((k % (fields.Fr.ORDER - 1n)) + 1n).toAffine();
    return join(bytes(x, 64), bytes(y, 64));
  };
  const g2 = (k: bigint): Uint8Array => {
    const { x, y } = G2.Point.BASE.multiply((k % (fields.Fr.ORDER - 1n)) + 1n).toAffine();
    return join(...[x.c0, x.c1, y.c0, y.c1].map((part) => bytes(part, 64)));
  };

  test("add, sum, map and pair alike", () => {
    for (let round = 0; round < 2; round++) {
      const [p, q] = [g1(scalar()), g2(scalar())];
      const cases: readonly (readonly [
        "addG1" | "addG2" | "msmG1" | "msmG2" | "mapFPtoG1" | "mapFP2toG2" | "pairingCheck",
        Uint8Array,
        number,
      ])[] = [
        ["addG1", join(p, random.of([p, g1(5n)])), 64],
        ["addG2", join(q, random.of([q, g2(5n)])), 64],
        ["msmG1", join(p, bytes(scalar(), 32)), 32],
        ["msmG2", join(q, bytes(scalar(), 32)), 32],
        ["mapFPtoG1", bytes(scalar(), 64), 64],
        ["mapFP2toG2", join(bytes(scalar(), 64), bytes(scalar(), 64)), 64],
        ["pairingCheck", join(p, q), 64],
      ];
      for (const [name, input, word] of cases) {
        for (const variant of variants(input, word))
          agree(
            (data) => bls[name](data),
            (data) => stock[name](data),
            variant,
          );
      }
    }
  });

  test("sum many points in batches", () => {
    const part = join(g1(3n), bytes(2n, 32));
    const many = join(...Array.from({ length: 600 }, () => part));
    // g1(k) is (k + 1) times the generator: 600 × 2 × 4.
    expect(hex(bls.msmG1(many))).toBe(hex(g1(4799n)));
  });
});

const KZG_EXAMPLE = {
  z: "0x564c0a11a0f704f4fc3e8acfe0f8245f0ad1347b378fbf96e206da11a5d36306",
  y: "0x24d25032e67a7e6a4910df5834b8fe70e6bcfeeac0352434196bdf4b2485d5a1",
  commitment: "0x8f59a8d2a1a625a17f3fea0fe5eb8c896db3764f3185481bc22f91b4aaffcca25f26936857bc3a7c2539ea8ec3a952b7",
  proof: "0x873033e038326e87ed3e1276fd140253fa08e9fc25fb2d9a98527fc22a2c9612fbeafdad446cbc7bcdbdcd780af2c16a",
};

describe("P-256 in WebAssembly and in JavaScript", () => {
  const common = new Common({ chain: Mainnet, hardfork: Hardfork.Osaka });
  const stock = getActivePrecompiles(common).get("100".padStart(40, "0"))!;
  const run = async (precompile: PrecompileFunc, data: Uint8Array, gasLimit = 10_000n): Promise<unknown> => {
    const { executionGasUsed, returnValue, exceptionError } = await precompile({ data, gasLimit, common } as never);
    return [executionGasUsed, hex(returnValue), exceptionError?.error];
  };

  test("verify alike", async () => {
    const good = [6900n, `${"0".repeat(63)}1`, undefined];
    for (let round = 0; round < 10; round++) {
      const key = random.bytes(32);
      const hash = random.of([random.bytes(32), new Uint8Array(32), new Uint8Array(32).fill(0xff)]);
      const signature = p256.sign(hash, key, { prehash: false, lowS: random.chance(50) });
      const input = join(hash, signature, p256.getPublicKey(key, false).subarray(1));
      expect(await run(p256Verify, input)).toEqual(good);
      for (const variant of [...variants(input, 32), ...variants(input, 32), input.subarray(1), new Uint8Array(0)]) {
        expect(await run(p256Verify, variant)).toEqual(await run(stock, variant));
      }
    }
    expect(await run(p256Verify, new Uint8Array(160), 6899n)).toEqual(await run(stock, new Uint8Array(160), 6899n));
  });
});

describe("KZG proofs", () => {
  const { G1, fields } = bls12_381;
  const text = (data: Uint8Array): string => `0x${hex(data)}`;
  const infinity = text(join(Uint8Array.of(0xc0), new Uint8Array(47)));

  test("a constant's is the point at infinity, for its value only", () => {
    const commitment = text(G1.Point.BASE.multiply(42n).toBytes(true));
    const z = text(bytes(7n, 32));
    expect(kzg.verifyProof(commitment, z, text(bytes(42n, 32)), infinity)).toBe(true);
    expect(kzg.verifyProof(commitment, z, text(bytes(41n, 32)), infinity)).toBe(false);
    expect(kzg.verifyProof(infinity, z, text(bytes(0n, 32)), infinity)).toBe(true);
  });

  test("a proof over the points of the ceremony", () => {
    // The example of EIP-4844's tests.
    const [z, y] = [KZG_EXAMPLE.z, KZG_EXAMPLE.y];
    expect(kzg.verifyProof(KZG_EXAMPLE.commitment, z, y, KZG_EXAMPLE.proof)).toBe(true);
    expect(kzg.verifyProof(KZG_EXAMPLE.commitment, y, z, KZG_EXAMPLE.proof)).toBe(false);
  });

  test.each([
    ["a value that is not below the order", text(bytes(fields.Fr.ORDER, 32)), infinity],
    ["a proof that is no point", text(bytes(1n, 32)), text(new Uint8Array(48).fill(0x8f))],
    ["a proof that is too short", text(bytes(1n, 32)), text(new Uint8Array(47))],
    ["a proof outside the subgroup, x = 4", text(bytes(1n, 32)), text(join(Uint8Array.of(0x80), bytes(4n, 47)))],
  ])("%s is a malformed input", (_, y, proof) => {
    expect(() => kzg.verifyProof(infinity, text(bytes(0n, 32)), y, proof)).toThrow("C_KZG_BADARGS");
  });
});
