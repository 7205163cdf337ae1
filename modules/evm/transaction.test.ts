import { createCustomCommon, Hardfork, Mainnet } from "@ethereumjs/common";
import { RLP } from "@ethereumjs/rlp";
import { createTx } from "@ethereumjs/tx";
import fc from "fast-check";
import { EthereumKey } from "../../abci/sim/ethereum.js";
import { bytesToNumber, minimal, SECP256K1_ORDER } from "./crypto.js";
import { errors } from "./errors.js";
import { floorGas, intrinsicGas } from "./gas.js";
import { bytesOfHex, hexOf } from "./hex.js";
import { allowUnsigned, authorityOf, decodeEthereumTransaction, UNSIGNED_R, withType } from "./transaction.js";

const key = new EthereumKey("signer");
const common = createCustomCommon({ chainId: 3264 }, Mainnet, { hardfork: Hardfork.Osaka });
const address = fc.uint8Array({ minLength: 20, maxLength: 20 });
const slot = fc.uint8Array({ minLength: 32, maxLength: 32 });
const fields = fc.record({
  type: fc.constantFrom<0 | 1 | 2 | 4>(0, 1, 2, 4),
  nonce: fc.bigInt({ min: 0n, max: (1n << 64n) - 2n }),
  gasLimit: fc.bigInt({ min: 1_000_000n, max: 16_000_000n }),
  maxFeePerGas: fc.bigInt({ min: 1_000n, max: 1n << 60n }),
  maxPriorityFeePerGas: fc.bigInt({ min: 0n, max: 1_000n }),
  to: address,
  value: fc.bigInt({ min: 0n, max: (1n << 200n) - 1n }),
  data: fc.uint8Array({ maxLength: 200 }),
  accessList: fc.array(fc.record({ address, storageKeys: fc.array(slot, { maxLength: 3 }) }), { maxLength: 3 }),
});

test("transactions of every type mean what @ethereumjs/tx says, down to their gas", () => {
  fc.assert(
    fc.property(fields, (drawn) => {
      const authorizations = [key.authorize({ chainId: 3264n, address: drawn.to, nonce: drawn.nonce })];
      const tx = key.signTransaction({ ...drawn, chainId: 3264n, ...(drawn.type === 4 && { authorizations }) });
      const stock = createTx(
        {
          type: drawn.type,
          chainId: 3264n,
          nonce: drawn.nonce,
          gasLimit: drawn.gasLimit,
          ...(drawn.type < 2
            ? { gasPrice: drawn.maxFeePerGas }
            : { maxFeePerGas: drawn.maxFeePerGas, maxPriorityFeePerGas: drawn.maxPriorityFeePerGas }),
          to: hexOf(drawn.to),
          value: drawn.value,
          data: drawn.data,
          ...(drawn.type > 0 && { accessList: drawn.accessList.map((each) => [each.address, each.storageKeys]) }),
          ...(drawn.type === 4 && {
            authorizationList: authorizations.map((each) => [
              minimal(each.chainId),
              each.address,
              minimal(each.nonce),
              minimal(each.yParity),
              minimal(each.r),
              minimal(each.s),
            ]),
          }),
          v: tx.v,
          r: tx.r,
          s: tx.s,
        },
        { common },
      );
      expect(hexOf(tx.raw)).toBe(hexOf(stock.serialize()));
      expect(hexOf(tx.hash)).toBe(hexOf(stock.hash()));
      expect(hexOf(tx.sender)).toBe(stock.getSenderAddress().toString());
      expect(hexOf(tx.sender)).toBe(hexOf(key.address));
      expect(intrinsicGas(tx)).toBe(stock.getIntrinsicGas());
      expect(floorGas(tx) >= 21_000n).toBe(true);
      for (const each of tx.authorizations) expect(authorityOf(each)).toEqual(Buffer.from(key.address));
    }),
    { numRuns: 60 },
  );
});

const good = key.signTransaction({ chainId: 3264n, to: new Uint8Array(20), maxFeePerGas: 5n, value: 3n });

/** The good transaction with some fields of its list replaced. */
function rebuilt(change: (list: unknown[]) => unknown[], type = 2): Uint8Array {
  const list = RLP.decode(good.raw.subarray(1)) as unknown[];
  return Uint8Array.of(type, ...RLP.encode(change(list) as never));
}
const replaced = (index: number, value: unknown) =>
  rebuilt((list) => list.map((item, at) => (at === index ? value : item)));

const malformed: [string, Uint8Array, { code: number }][] = [
  ["nothing", new Uint8Array(0), errors.decode],
  ["a type alone", Uint8Array.of(2), errors.decode],
  ["an unknown type", Uint8Array.of(5, 0xc0), errors.typeNotSupported],
  ["type 0 with its byte", Uint8Array.of(0, 0xc0), errors.typeNotSupported],
  ["no list", Uint8Array.of(2, 0x80), errors.decode],
  ["bytes behind the list", Uint8Array.of(...good.raw, 0), errors.decode],
  ["a cut list", good.raw.slice(0, -1), errors.decode],
  ["too few fields", rebuilt((list) => list.slice(1)), errors.decode],
  ["too many fields", rebuilt((list) => [...list, new Uint8Array(0)]), errors.decode],
  ["a leading zero", replaced(1, Uint8Array.of(0)), errors.decode],
  ["a nonce of 9 bytes", replaced(1, new Uint8Array(9).fill(1)), errors.decode],
  ["a fee over 256 bits", replaced(3, new Uint8Array(33).fill(1)), errors.feeCapTooBig],
  ["an address of 19 bytes", replaced(5, new Uint8Array(19)), errors.decode],
  ["a list for a number", replaced(6, []), errors.decode],
  ["a number for the access list", replaced(8, Uint8Array.of(1)), errors.decode],
  ["an access list of strings", replaced(8, [Uint8Array.of(1)]), errors.decode],
  ["a slot of 31 bytes", replaced(8, [[new Uint8Array(20), [new Uint8Array(31)]]]), errors.decode],
  ["a parity of 2", replaced(9, Uint8Array.of(2)), errors.invalidSender],
  ["no r", replaced(10, new Uint8Array(0)), errors.invalidSender],
  [
    "a high s",
    rebuilt((list) => [...list.slice(0, 9), minimal(good.v ^ 1n), minimal(good.r), minimal(SECP256K1_ORDER - good.s)]),
    errors.invalidSender,
  ],
  [
    "a legacy v of 26",
    RLP.encode([
      ...Array<Uint8Array>(6).fill(new Uint8Array(0)),
      Uint8Array.of(26),
      Uint8Array.of(1),
      Uint8Array.of(1),
    ]),
    errors.invalidSender,
  ],
];

test.each(malformed)("%s is refused", (_name, raw, { code }) => {
  expect(() => decodeEthereumTransaction(raw)).toThrow(expect.objectContaining({ codespace: "evm", code }) as Error);
});

test("bytes of any kind are a transaction, or an error of codespace evm", () => {
  const flipped = fc.tuple(fc.nat(good.raw.length - 1), fc.nat(255)).map(([at, byte]) => {
    const raw = Uint8Array.from(good.raw);
    raw[at] = byte;
    return raw;
  });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), flipped), (raw) => {
      try {
        expect(decodeEthereumTransaction(raw).sender).toHaveLength(20);
      } catch (error) {
        expect(error).toMatchObject({ name: "AppError", codespace: "evm" });
      }
    }),
    { numRuns: 500 },
  );
});

test("a transaction of before EIP-155 has no chain", () => {
  const tx = key.signTransaction({ type: 0, to: new Uint8Array(20), maxFeePerGas: 5n });
  expect(tx).toMatchObject({ type: 0, chainId: undefined, maxFeePerGas: 5n, maxPriorityFeePerGas: 5n });
  expect(tx.sender).toEqual(Buffer.from(key.address));
});

test("Ethereum's own example of EIP-155", () => {
  const raw = bytesOfHex(
    "0xf86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe" +
      "537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83",
  )!;
  expect(decodeEthereumTransaction(raw)).toMatchObject({ chainId: 1n, nonce: 9n, value: 10n ** 18n });
  expect(hexOf(decodeEthereumTransaction(raw).sender)).toBe("0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
});

test.each([
  ["a parity of 2", { yParity: 2n }],
  ["no s", { s: 0n }],
  ["a high s", { s: SECP256K1_ORDER - 1n }],
  ["an r that is no point's", { r: SECP256K1_ORDER }],
])("an authorization with %s is nobody's", (_name, change) => {
  const signed = key.authorize({ chainId: 0n, address: new Uint8Array(20), nonce: 0n });
  expect(authorityOf({ ...signed, ...change })).toBeUndefined();
});

test("who names the sender instead of signing is refused, but where a dev node allows it", () => {
  const unsigned = (): Uint8Array => {
    const numbers = [3264n, 0n, 1n, 1n, 21_000n].map(minimal);
    const signature = [0n, UNSIGNED_R, bytesToNumber(key.address)].map(minimal);
    return withType(2, RLP.encode([...numbers, new Uint8Array(20), minimal(0n), minimal(0n), [], ...signature]));
  };
  expect(() => decodeEthereumTransaction(unsigned())).toThrow(
    errors.invalidSender("invalid transaction v, r, s values"),
  );
  // For the rest of this file's process.
  allowUnsigned();
  expect(hexOf(decodeEthereumTransaction(unsigned()).sender)).toBe(hexOf(key.address));
  const signed = key.signTransaction({ chainId: 3264n, nonce: 1n, maxFeePerGas: 1n });
  expect(hexOf(signed.sender)).toBe(hexOf(key.address));
});
