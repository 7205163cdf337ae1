import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { CheckTxType, RequestPrepareProposal, ResponseCheckTx } from "cosmjs-types/tendermint/abci/types";
import { errors } from "../../modules/evm/errors.js";
import { DEFAULT_PARAMS } from "../../modules/evm/params.js";
import type { EthereumTransaction } from "../../modules/evm/transaction.js";
import { GWEI } from "../../modules/evm/types.js";
import { wrapEthereumTransaction } from "../../modules/evm/wrapper.js";
import { decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { EthereumKey, type TransactionFields } from "../sim/ethereum.js";
import { SimKey, signTx } from "../sim/wallet.js";
import { AddressCodec } from "../state/addresses.js";
import { MAX_OF_ACCOUNT, PooledTransactions } from "./pooled.js";
import { startTestChain, type TestChain } from "./testing/chain.js";
import { decodeTransaction } from "./transaction.js";

// A mempool as CometBFT's: in the order in which transactions came, each checked again after each block.
const addresses = new AddressCodec("echo");
const alice = new EthereumKey("alice");
const bob = new EthereumKey("bob");
const carol = new SimKey("carol");
const EC = 10n ** 18n;
const { chainId } = DEFAULT_PARAMS;

class Mempool {
  private constructor(
    readonly test: TestChain,
    public txs: Uint8Array[] = [],
  ) {}

  static async start(): Promise<Mempool> {
    const owners = [alice.address, carol.address].map((address) => addresses.format(address));
    const test = await startTestChain((state) => {
      state["bank"]!["balances"] = owners.map((address) => ({
        address,
        coins: [{ denom: "aec", amount: EC.toString() }],
      }));
      state["auth"]!["accounts"] = owners.map((address, index) => ({
        "@type": "/cosmos.auth.v1beta1.BaseAccount",
        address,
        account_number: `${index}`,
      }));
    });
    await test.block([]);
    return new Mempool(test);
  }

  /** The words of a refusal; empty when it was let in. */
  async offer(tx: Uint8Array): Promise<string> {
    const { code, log } = await this.test.check(tx);
    if (code === 0) this.txs.push(tx);
    return log;
  }

  async proposal(maxTxBytes = 1_000_000n): Promise<Uint8Array[]> {
    const request = RequestPrepareProposal.fromPartial({ maxTxBytes, txs: this.txs });
    return (await this.test.app.prepareProposal(request)).txs;
  }

  /** Commits a block, and checks what is left. @returns the codes of the block's transactions */
  async block(txs: readonly Uint8Array[]): Promise<number[]> {
    const { txResults } = await this.test.block(txs);
    const left = this.txs.filter((tx) => !txs.some((mined) => Buffer.compare(mined, tx) === 0));
    this.txs = [];
    for (const tx of left) {
      const { code } = decodeMessage(ResponseCheckTx, await this.test.app.checkTx({ tx, type: CheckTxType.RECHECK }));
      if (code === 0) this.txs.push(tx);
    }
    return txResults.map(({ code }) => code);
  }
}

const sign = (fields: TransactionFields, key = alice): EthereumTransaction =>
  key.signTransaction({ chainId, to: bob.address, maxFeePerGas: 10n * GWEI, maxPriorityFeePerGas: GWEI, ...fields });
const wrap = (tx: EthereumTransaction): Uint8Array => wrapEthereumTransaction(tx, { addresses, denom: "aec" });
const priced = (nonce: bigint, gwei: bigint, fields: TransactionFields = {}): Uint8Array =>
  wrap(sign({ nonce, maxFeePerGas: 10n * gwei * GWEI, maxPriorityFeePerGas: gwei * GWEI, ...fields }));

test("a transaction is sped up: the better one is mined in its place, the other one falls out", async () => {
  const mempool = await Mempool.start();
  const [first, next, better] = [priced(0n, 10n), priced(1n, 10n), priced(0n, 11n)];
  for (const tx of [first, next, better]) expect(await mempool.offer(tx)).toBe("");
  // The row behind it goes on.
  const last = priced(2n, 10n);
  expect(await mempool.offer(last)).toBe("");
  const proposal = await mempool.proposal();
  expect(proposal).toEqual([better, next, last]);
  expect(await mempool.block(proposal)).toEqual([0, 0, 0]);
  expect(mempool.txs).toEqual([]);
});

test("a place is taken over for a tenth more of both prices alone, again and again, and stays so when it is not mined", async () => {
  const mempool = await Mempool.start();
  const underpriced = "replacement transaction underpriced";
  await mempool.offer(priced(0n, 10n));
  await mempool.offer(priced(1n, 10n));
  for (const [maxFeePerGas, maxPriorityFeePerGas] of [
    [100n, 10n],
    [109n, 11n],
    [110n, 10n],
    [200n, 9n],
  ] as const) {
    const prices = { maxFeePerGas: maxFeePerGas * GWEI, maxPriorityFeePerGas: maxPriorityFeePerGas * GWEI };
    expect(await mempool.offer(wrap(sign({ nonce: 0n, value: 1n, ...prices })))).toBe(underpriced);
  }
  const second = priced(0n, 11n);
  const third = priced(0n, 13n);
  expect(await mempool.offer(second)).toBe("");
  expect(await mempool.offer(priced(0n, 12n))).toBe(underpriced);
  expect(await mempool.offer(third)).toBe("");
  await mempool.block([]);
  expect(mempool.txs).toHaveLength(4);
  expect((await mempool.proposal())[0]).toEqual(third);
  // Another proposer may have known of the first alone.
  expect(await mempool.block([mempool.txs[0]!])).toEqual([0]);
  expect(mempool.txs).toEqual([priced(1n, 10n)]);
});

test("what replaces is held to the rules, at the last commit", async () => {
  const mempool = await Mempool.start();
  await mempool.offer(priced(0n, 10n));
  expect(await mempool.offer(priced(0n, 20n, { value: 2n * EC }))).toMatch(/^insufficient funds for gas \* price/);
  expect(await mempool.offer(priced(0n, 20n, { gasLimit: 20_999n }))).toMatch(/^intrinsic gas too low/);
  expect(await mempool.proposal()).toEqual([priced(0n, 10n)]);
  await mempool.block(mempool.txs);
  // Its nonce is mined: nothing is left to replace.
  expect(await mempool.offer(priced(0n, 20n))).toMatch(/^nonce too low: next nonce 1, tx nonce 0/);
});

test("one that took a place and can pay no more gives it back", async () => {
  const mempool = await Mempool.start();
  const [cheap, dear] = [priced(1n, 10n), priced(1n, 20n, { value: EC / 2n })];
  for (const tx of [priced(0n, 10n), cheap, dear]) expect(await mempool.offer(tx)).toBe("");
  // Another proposer has another transaction at the place before, which takes the coins away.
  expect(await mempool.block([priced(0n, 15n, { value: (EC * 9n) / 10n })])).toEqual([0]);
  expect(mempool.txs).toEqual([cheap]);
  expect(await mempool.proposal()).toEqual([cheap]);
});

const send = (sequence: bigint, fee: string, gasLimit = 200_000n): Uint8Array => {
  const message = MsgSend.fromPartial({
    fromAddress: addresses.format(carol.address),
    toAddress: addresses.format(bob.address),
    amount: [{ denom: "aec", amount: "5" }],
  });
  const signer = { key: carol, accountNumber: 1n, sequence };
  const packed = { typeUrl: MsgSend.typeUrl, value: encodeMessage(MsgSend, message) };
  return signTx([packed], [signer], { chainId: "test-1", fee: [{ denom: "aec", amount: fee }], gasLimit });
};

test("transactions of the Cosmos kind are sped up by the same rule, the price being the fee for a unit of gas", async () => {
  const mempool = await Mempool.start();
  const [first, next] = [send(0n, "2000000"), send(1n, "2000000")];
  await mempool.offer(first);
  await mempool.offer(next);
  expect(await mempool.offer(send(0n, "2100000"))).toMatch(/^replacement transaction underpriced.*: insufficient fee$/);
  expect(await mempool.offer(send(0n, "3000000", 300_000n))).toMatch(/^replacement transaction underpriced/);
  const better = send(0n, "2200000");
  expect(await mempool.offer(better)).toBe("");
  expect(await mempool.offer(send(3n, "9000000"))).toMatch(/^account sequence mismatch, expected 2, got 3/);
  expect(await mempool.proposal()).toEqual([better, next]);
});

test("a row ends where a transaction has no room; other senders go on", async () => {
  const mempool = await Mempool.start();
  const large = priced(0n, 10n, { data: new Uint8Array(3000).fill(1), gasLimit: 200_000n });
  const others = [send(0n, "2000000"), send(1n, "2000000")];
  for (const tx of [large, priced(1n, 10n), ...others]) expect(await mempool.offer(tx)).toBe("");
  expect(await mempool.proposal(2000n)).toEqual(others);
});

test("an account has so many places, and more after a block", () => {
  const pool = new PooledTransactions();
  const tx = decodeTransaction(send(0n, "1"));
  const sender = addresses.format(carol.address);
  for (let sequence = 0n; sequence < BigInt(MAX_OF_ACCOUNT); sequence++) {
    expect(pool.isFull({ sender, sequence })).toBe(false);
    pool.add(tx, { sender, sequence });
  }
  expect(pool.isFull({ sender, sequence: 9999n })).toBe(true);
  pool.startRound();
  expect(pool.isFull({ sender, sequence: 9999n })).toBe(false);
  expect(errors.poolFull("why").message).toBe("txpool is full: why");
});
