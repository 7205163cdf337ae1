import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type HDNodeWallet, JsonRpcProvider, Wallet } from "ethers";
import type { LocalNode } from "../local-node.js";
import { devAccounts, newDevnet } from "./devnet.js";

// One real node, whose base fee doubles with a full block and falls to the least with an empty one.
jest.setTimeout(240_000);

const GWEI = 10n ** 9n;
const MAX_GAS = 2_000_000n;
/** Init code that runs until its gas is gone: JUMPDEST PUSH1 0 JUMP. */
const BURN = "0x5b600056";
type Account = (typeof devAccounts)[0];
const [alice, bob, carol] = devAccounts as [Account, Account, Account];
let node: LocalNode;
let provider: JsonRpcProvider;
let slow: Wallet;
let hasty: Wallet;
let crowd: Wallet;

beforeAll(async () => {
  node = await newDevnet();
  const file = join(node.home, "config", "genesis.json");
  const genesis = JSON.parse(readFileSync(file, "utf8")) as {
    app_state: { feemarket: { params: object } };
    consensus_params: { block: { max_gas: string } };
  };
  genesis.app_state.feemarket.params = { ...genesis.app_state.feemarket.params, base_fee_change_denominator: 1 };
  genesis.consensus_params.block.max_gas = `${MAX_GAS}`;
  writeFileSync(file, JSON.stringify(genesis));
  await node.start();
  provider = new JsonRpcProvider(node.ethereum, undefined, { pollingInterval: 200 });
  [slow, hasty, crowd] = [alice, bob, carol].map(({ ethereum }) => new Wallet(ethereum.privateKey, provider)) as [
    Wallet,
    Wallet,
    Wallet,
  ];
});
afterAll(async () => {
  provider.destroy();
  await node.destroy();
});

interface BlockJson {
  readonly number: string;
  readonly baseFeePerGas: string;
  readonly transactions: readonly string[];
}
const block = (number: bigint | "latest"): Promise<BlockJson> =>
  provider.send("eth_getBlockByNumber", [
    number === "latest" ? number : `0x${number.toString(16)}`,
    false,
  ]) as Promise<BlockJson>;

const pay = (from: Wallet | HDNodeWallet, nonce: number, maxFeePerGas: bigint, maxPriorityFeePerGas: bigint) =>
  from
    .signTransaction({
      ...{ chainId: 3264, type: 2, nonce, to: from.address, gasLimit: 21_000 },
      ...{ maxFeePerGas, maxPriorityFeePerGas },
    })
    .then((signed) => provider.broadcastTransaction(signed));

/** Fills so many blocks, whatever they cost. */
async function fill(blocks: number): Promise<void> {
  const nonce = await crowd.getNonce("pending");
  for (let i = 0; i < blocks; i++) {
    const gasLimit = MAX_GAS - 100_000n;
    const fees = { maxFeePerGas: 1_000_000n * GWEI, maxPriorityFeePerGas: GWEI };
    const signed = await crowd.signTransaction({
      ...{ chainId: 3264, type: 2, nonce: nonce + i, data: BURN, gasLimit },
      ...fees,
    });
    await provider.broadcastTransaction(signed);
  }
}

/** Waits for a block whose base fee is so. */
const untilBaseFee = (holds: (baseFee: bigint) => boolean, what: string): Promise<BlockJson> =>
  node.until(
    async () => {
      const latest = await block("latest");
      return holds(BigInt(latest.baseFeePerGas)) ? latest : undefined;
    },
    { what },
  );

test("a price that the base fee has passed waits until it falls; a better one goes in at once", async () => {
  const cap = 3n * GWEI;
  // One that the mempool takes, and the base fee passes by before a block has room for it: behind those who fill the blocks.
  await fill(8);
  const waiting = await pay(slow, 0, cap, 1n);
  const high = await untilBaseFee((baseFee) => baseFee > cap, "a base fee over the cap");
  // Others that come when it is passed already.
  const late = await pay(slow, 1, cap, 1n);
  const cheap = await pay(hasty, 0, cap, GWEI);
  for (const { hash } of [waiting, late, cheap]) {
    expect(await provider.send("eth_getTransactionByHash", [hash])).toMatchObject({ hash, blockNumber: null });
  }
  expect(await provider.send("txpool_contentFrom", [slow.address])).toMatchObject({
    pending: { 0: { hash: waiting.hash }, 1: { hash: late.hash } },
    queued: {},
  });
  expect(await slow.getNonce("pending")).toBe(2);
  const underpriced = pay(hasty, 0, 10_000n * GWEI, GWEI);
  await expect(underpriced).rejects.toMatchObject({ code: "REPLACEMENT_UNDERPRICED" });

  const better = await pay(hasty, 0, 10_000n * GWEI, 2n * GWEI);
  const receipt = (await better.wait())!;
  expect(receipt.status).toBe(1);
  expect(await provider.send("eth_getTransactionByHash", [cheap.hash])).toBeNull();
  const mined = await block(BigInt(receipt.blockNumber));
  expect(BigInt(mined.baseFeePerGas)).toBeGreaterThan(cap);

  for (const { hash } of [waiting, late]) {
    const { gasPrice, blockNumber } = (await provider.waitForTransaction(hash))!;
    expect(gasPrice).toBeLessThanOrEqual(cap);
    expect(BigInt((await block(BigInt(blockNumber))).baseFeePerGas)).toBeLessThanOrEqual(cap);
    expect(blockNumber).toBeGreaterThan(receipt.blockNumber);
    // No block in between was one that it could have gone into.
    for (let height = BigInt(high.number); height < blockNumber; height++) {
      const { baseFeePerGas, transactions } = await block(height);
      expect(transactions).not.toContain(hash);
      if (BigInt(baseFeePerGas) <= cap) expect(BigInt(blockNumber) - height).toBeLessThanOrEqual(2n);
    }
  }
  expect(await provider.send("txpool_status", [])).toEqual({ pending: "0x0", queued: "0x0" });
});
