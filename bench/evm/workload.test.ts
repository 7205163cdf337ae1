import { createHash } from "node:crypto";
import { AddressCodec } from "../../abci/state/addresses.js";
import { type EthereumFixture, startEthereumFixture } from "../../api/ethereum/testing/fixture.js";
import { hexOf } from "../../modules/evm/hex.js";
import { decodeEthereumTransaction, type EthereumTransaction } from "../../modules/evm/transaction.js";
import { wrapEthereumTransaction } from "../../modules/evm/wrapper.js";
import { EthereumRpc } from "../measure/ethereum-rpc.js";
import { deployer, ethereumSender } from "./accounts.js";
import { callData, contracts } from "./contracts.js";
import { CHAIN_ID } from "./nodes.js";
import { preparations, signAsDeployer } from "./prepare.js";
import { evmLengthOf, type EvmSpec, evmWorkloadPath, signEvmRange } from "./workload.js";

const spec: EvmSpec = {
  chainId: CHAIN_ID,
  accounts: 4,
  phases: [
    { name: "transfers", senders: 4, each: 2 },
    { name: "tokens", senders: 4, each: 1, action: "token" },
    { name: "swaps", senders: 2, each: 4, action: "swap" },
  ],
  seed: "1",
};

test("the bytes are the same in one piece and in two, and on every machine", () => {
  const length = evmLengthOf(spec);
  const whole = Buffer.concat([...signEvmRange(spec, 0, length)]);
  const halves = Buffer.concat([...signEvmRange(spec, 0, 7), ...signEvmRange(spec, 7, length)]);
  expect(halves.equals(whole)).toBe(true);
  expect(createHash("sha256").update(whole).digest("hex")).toBe(
    "4009186a6571e8ff5ad47d072b3f854f67f9bfae7d01c40e3d6ee655b5b826a3",
  );
  expect(evmWorkloadPath("x", spec)).not.toBe(evmWorkloadPath("x", { ...spec, seed: "2" }));
});

test("each transaction is its sender's next", () => {
  const nonces = new Map<string, bigint>();
  for (const raw of signEvmRange(spec, 0, evmLengthOf(spec))) {
    const { sender, nonce, type } = decodeEthereumTransaction(raw);
    expect([type, nonce]).toEqual([2, nonces.get(hexOf(sender)) ?? 0n]);
    nonces.set(hexOf(sender), nonce + 1n);
  }
  expect([...nonces]).toEqual([0, 1, 2, 3].map((index) => [hexOf(ethereumSender(index).address), index < 2 ? 7n : 3n]));
});

describe("on a chain", () => {
  let fixture: EthereumFixture;
  let rpc: EthereumRpc;
  let nonce = 0n;

  beforeAll(async () => {
    fixture = await startEthereumFixture({}, { accounts: [deployer().address], chainId: BigInt(CHAIN_ID) });
    rpc = new EthereumRpc(Number(new URL(fixture.url).port));
    for (const transactions of preparations({ senders: 4, traders: 2 })) {
      await succeed(transactions.map((fields) => signAsDeployer(nonce++, fields)));
    }
  });
  afterAll(() => fixture.close());

  /** Mines a block of these, none of which fails. */
  async function succeed(transactions: readonly EthereumTransaction[]): Promise<void> {
    const addresses = new AddressCodec("echo");
    await fixture.commitBytes(transactions.map((tx) => wrapEthereumTransaction(tx, { addresses, denom: "aec" })));
    const receipts = await rpc.receipts(await rpc.height());
    expect(receipts.map(({ status }) => status)).toEqual(transactions.map(() => "0x1"));
  }
  const view = async (to: Uint8Array, data: Uint8Array): Promise<bigint> =>
    BigInt(await rpc.call<string>("eth_call", { to: hexOf(to), data: hexOf(data) }, "latest"));
  const balance = (token: Uint8Array, of: Uint8Array): Promise<bigint> =>
    view(token, callData("Token", "balanceOf", of));

  test("every transaction of a workload succeeds, and does what its phase is named for", async () => {
    const { pair, token, other } = contracts;
    const before = [await balance(token, pair), await balance(other, pair)] as const;
    const transactions = [...signEvmRange(spec, 0, evmLengthOf(spec))].map(decodeEthereumTransaction);
    await succeed(transactions.slice(0, 8));
    await succeed(transactions.slice(8, 12));
    const received = await balance(token, ethereumSender(0).address);
    await succeed(transactions.slice(12));
    expect(await balance(token, ethereumSender(0).address)).not.toBe(received);
    const after = [await balance(token, pair), await balance(other, pair)] as const;
    expect(after[0] * after[1]).toBeGreaterThan(before[0] * before[1]);
    expect(await view(token, callData("Token", "totalSupply"))).toBe(before[0] + 4n * 10n ** 24n);
  });

  test("logs of a kind are found, and a long loop uses its gas", async () => {
    const { writer } = contracts;
    await succeed([signAsDeployer(nonce++, { to: writer, data: callData("Writer", "note", 20n) })]);
    const kind = `0x${"7".padStart(64, "0")}`;
    const found = await rpc.call<unknown[]>("eth_getLogs", { address: hexOf(writer), topics: [null, kind] });
    expect(found).toHaveLength(2);
    const spin = callData("Writer", "spin", 100_000n);
    const calls = [{ to: hexOf(writer), input: hexOf(spin), gas: "0x989680" }];
    const [block] = await rpc.call<{ gasUsed: string }[]>("eth_simulateV1", { blockStateCalls: [{ calls }] });
    const used = Number(block?.gasUsed);
    expect(used).toBeGreaterThan(9_800_000);
    expect(used).toBeLessThan(10_000_000);
  });
});
