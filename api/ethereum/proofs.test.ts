import { createMPT, verifyMerkleProof } from "@ethereumjs/mpt";
import { RLP } from "@ethereumjs/rlp";
import fc from "fast-check";
import { keccak256 } from "../../modules/evm/crypto.js";
import { bytesOfHex, hexOf } from "../../modules/evm/hex.js";
import { trieProof } from "../../modules/evm/trie.js";
import { assemble } from "../../testnet/geth/assembler.js";
import { alice, type EthereumFixture, startEthereumFixture } from "./testing/fixture.js";

test("a proof is that of @ethereumjs/mpt, for keys that are there and for others", async () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 3 });
  const value = fc.uint8Array({ minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(bytes, value), { minLength: 1, maxLength: 30 }), bytes, async (drawn, other) => {
      const entries = new Map(drawn.map(([key, each]) => [hexOf(key), [key, each] as const]));
      const trie = await createMPT();
      for (const [key, each] of entries.values()) await trie.put(key, each);
      for (const key of [other, ...[...entries.values()].map(([each]) => each)]) {
        const { root, nodes } = trieProof(entries.values(), key);
        expect(hexOf(root)).toBe(hexOf(trie.root()));
        const found = await verifyMerkleProof(key, [...nodes], { root });
        expect(found ?? undefined).toEqual(entries.get(hexOf(key))?.[1]);
      }
    }),
  );
});

interface Proof {
  readonly accountProof: string[];
  readonly balance: string;
  readonly codeHash: string;
  readonly nonce: string;
  readonly storageHash: string;
  readonly storageProof: { readonly key: string; readonly value: string; readonly proof: string[] }[];
}

describe("eth_getProof", () => {
  let test0: EthereumFixture;
  let contract: string;
  const ask = async <T>(method: string, ...params: unknown[]): Promise<T> => {
    const { result, error } = await test0.call(method, ...params);
    expect(error).toBeUndefined();
    return result as T;
  };
  const bytesOf = (texts: readonly string[]): Uint8Array[] => texts.map((each) => bytesOfHex(each)!);

  beforeAll(async () => {
    test0 = await startEthereumFixture();
    // Fills slots 3 and 4, and leaves its last byte as code.
    const data = assemble("0x2a 0x03 SSTORE 0x07 0x04 SSTORE 0x01 DUP1 0x13 PUSH0 CODECOPY PUSH0 RETURN STOP");
    await test0.commit({ nonce: 0n, data, gasLimit: 200_000n });
    const [receipt] = await ask<{ contractAddress: string; status: string }[]>("eth_getBlockReceipts", "latest");
    expect(receipt!.status).toBe("0x1");
    contract = receipt!.contractAddress;
  });
  afterAll(() => test0.close());

  test("proves accounts and slots under the root that echoin_getStateRoot gives, as Ethereum's clients verify them", async () => {
    const root = bytesOfHex(await ask<string>("echoin_getStateRoot", "latest"))!;
    for (const address of [contract, hexOf(alice.address)]) {
      const proof = await ask<Proof>("eth_getProof", address, ["0x3", "0x5"], "latest");
      const account = await verifyMerkleProof(keccak256(bytesOfHex(address)!), bytesOf(proof.accountProof), { root });
      const [nonce, balance, storageHash, codeHash] = (RLP.decode(account) as Uint8Array[]).map(hexOf);
      expect([BigInt(proof.nonce), BigInt(proof.balance)]).toEqual([BigInt(nonce!), BigInt(`0x0${balance!.slice(2)}`)]);
      expect([proof.storageHash, proof.codeHash]).toEqual([storageHash, codeHash]);
      expect(BigInt(proof.balance)).toBe(BigInt(await ask<string>("eth_getBalance", address, "latest")));
    }
    const { storageHash, storageProof } = await ask<Proof>("eth_getProof", contract, ["0x3", "0x5"], "latest");
    expect(storageProof.map(({ key, value }) => [key, value])).toEqual([
      ["0x3", "0x2a"],
      ["0x5", "0x0"],
    ]);
    const storageRoot = bytesOfHex(storageHash)!;
    const [three, five] = [3, 5].map((last) => keccak256(new Uint8Array(32).fill(last, 31)));
    expect(RLP.decode(await verifyMerkleProof(three!, bytesOf(storageProof[0]!.proof), { root: storageRoot }))).toEqual(
      Uint8Array.of(0x2a),
    );
    expect(await verifyMerkleProof(five!, bytesOf(storageProof[1]!.proof), { root: storageRoot })).toBeNull();
  });

  test("nobody is proved to be nobody; a root is of its height", async () => {
    const nobody = `0x${"12".repeat(20)}`;
    const root = bytesOfHex(await ask<string>("echoin_getStateRoot", "latest"))!;
    const { accountProof, ...rest } = await ask<Proof>("eth_getProof", nobody, [], "latest");
    expect(await verifyMerkleProof(keccak256(bytesOfHex(nobody)!), bytesOf(accountProof), { root })).toBeNull();
    const zero = `0x${"0".repeat(64)}`;
    expect(rest).toMatchObject({ balance: "0x0", nonce: "0x0", codeHash: zero, storageHash: zero });
    expect(await ask("echoin_getStateRoot", "0x1")).not.toBe(hexOf(root));
  });
});
