import { createBlockHeader } from "@ethereumjs/block";
import { createCustomCommon, Hardfork, Mainnet } from "@ethereumjs/common";
import { createMPT } from "@ethereumjs/mpt";
import { Bloom } from "@ethereumjs/vm";
import fc from "fast-check";
import { type EthereumHeader, decodeHeader, encodeHeader, extraData, headerHash } from "./header.js";
import { hexOf } from "./hex.js";
import { bloomOf } from "./receipts.js";
import { EMPTY_ROOT, trieRoot } from "./trie.js";

test("the root is that of @ethereumjs/mpt, for keys of any lengths", async () => {
  expect(hexOf(EMPTY_ROOT)).toBe("0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");
  expect(trieRoot([])).toEqual(EMPTY_ROOT);
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 4 });
  const value = fc.uint8Array({ minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(bytes, value), { maxLength: 20 }), async (drawn) => {
      const entries = new Map(drawn.map(([key, each]) => [hexOf(key), [key, each] as const]));
      const trie = await createMPT();
      for (const [key, each] of entries.values()) await trie.put(key, each);
      expect(hexOf(trieRoot(entries.values()))).toBe(hexOf(trie.root()));
    }),
  );
});

test("blooms are those of @ethereumjs/vm", () => {
  const topic = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const address = fc.uint8Array({ minLength: 20, maxLength: 20 });
  const log = fc.record({ address, topics: fc.array(topic, { maxLength: 4 }) });
  fc.assert(
    fc.property(fc.array(log, { maxLength: 5 }), (logs) => {
      const stock = new Bloom();
      for (const each of logs) for (const entry of [each.address, ...each.topics]) stock.add(entry);
      expect(hexOf(bloomOf(logs))).toBe(hexOf(stock.bitvector));
    }),
  );
});

test("a header is Ethereum's: @ethereumjs/block hashes the same fields to the same", () => {
  const header: EthereumHeader = {
    parentHash: new Uint8Array(32).fill(1),
    beneficiary: new Uint8Array(20).fill(2),
    stateRoot: new Uint8Array(32).fill(3),
    transactionsRoot: new Uint8Array(32).fill(4),
    receiptsRoot: new Uint8Array(32).fill(5),
    logsBloom: new Uint8Array(256).fill(6),
    number: 7n,
    gasLimit: 30_000_000n,
    gasUsed: 21_000n,
    timestamp: 1_700_000_000n,
    prevRandao: new Uint8Array(32).fill(8),
    baseFeePerGas: 1_000_000_000n,
    parentBeaconBlockRoot: new Uint8Array(32).fill(9),
    totalGasUsed: 121_000n,
  };
  const common = createCustomCommon({ chainId: 3264 }, Mainnet, { hardfork: Hardfork.Osaka });
  const stock = createBlockHeader(
    {
      parentHash: header.parentHash,
      coinbase: header.beneficiary,
      stateRoot: header.stateRoot,
      transactionsTrie: header.transactionsRoot,
      receiptTrie: header.receiptsRoot,
      logsBloom: header.logsBloom,
      number: header.number,
      gasLimit: header.gasLimit,
      gasUsed: header.gasUsed,
      timestamp: header.timestamp,
      mixHash: header.prevRandao,
      baseFeePerGas: header.baseFeePerGas,
      parentBeaconBlockRoot: header.parentBeaconBlockRoot,
      extraData: extraData(header),
    },
    { common, skipConsensusFormatValidation: true },
  );
  expect(hexOf(headerHash(header))).toBe(hexOf(stock.hash()));
  expect(decodeHeader(encodeHeader(header))).toEqual(header);
});
