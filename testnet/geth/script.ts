import { generateAddress } from "@ethereumjs/util";
import { AddressCodec } from "../../abci/state/addresses.js";
import { EthereumKey, type TransactionFields } from "../../abci/sim/ethereum.js";
import type { EthereumFixture } from "../../api/ethereum/testing/fixture.js";
import { alice } from "../../api/ethereum/testing/fixture.js";
import { hexOf } from "../../modules/evm/hex.js";
import { minimal } from "../../modules/evm/crypto.js";
import { type EthereumTransaction } from "../../modules/evm/transaction.js";
import { wrapEthereumTransaction } from "../../modules/evm/wrapper.js";
import { assemble, deploying } from "./assembler.js";
import type { Reference, Reply } from "./node.js";
import { calling, endings, STORE } from "./programs.js";

/** What all transactions pay for a unit of gas. */
export const PRICE = 2n * 10n ** 9n;
export const bob = new EthereumKey("bob");
const word = (value: bigint): Uint8Array => Buffer.from(value.toString(16).padStart(64, "0"), "hex");
const contractOf = (nonce: bigint): Uint8Array => generateAddress(alice.address, minimal(nonce));

/** The same blocks on both sides. */
export interface Chains {
  readonly transactions: readonly EthereumTransaction[];
  /** Numbers of the script's first and last block. */
  readonly first: number;
  readonly height: number;
  /** The reference's reply, with our proposer's address in place of its miner's. */
  translate(reply: Reply): Reply;
}

/** Contracts that the script makes. */
export const store = contractOf(0n);
export const failing = contractOf(4n);
export const caller = contractOf(5n);

/** Makes the blocks: transactions of all types, that succeed and that fail, alone and several in a block. */
export async function setUp({
  reference,
  ours,
  chainId,
}: {
  reference: Reference;
  ours: EthereumFixture;
  chainId: bigint;
}): Promise<Chains> {
  await fund(reference);
  const { miner } = (await reference.call("eth_getBlockByNumber", "latest", false)).result as { miner: string };
  const top = Number((await reference.call("eth_blockNumber")).result);
  while (Number((await ours.call("eth_blockNumber")).result) < top) await ours.commitBytes([]);
  const addresses = new AddressCodec("echo");
  const transactions: EthereumTransaction[] = [];
  let nonce = 0n;
  const sign = (fields: TransactionFields): EthereumTransaction =>
    alice.signTransaction({
      chainId,
      nonce: nonce++,
      gasLimit: 1_000_000n,
      // The same on both sides, whatever the base fee.
      maxFeePerGas: PRICE,
      maxPriorityFeePerGas: PRICE,
      ...fields,
    });
  const block = async (...all: TransactionFields[]): Promise<void> => {
    const signed = all.map(sign);
    transactions.push(...signed);
    await mine(reference, signed);
    await ours.commitBytes(signed.map((tx) => wrapEthereumTransaction(tx, { addresses, denom: "aec" })));
  };

  await block({ data: deploying(STORE) });
  await block(
    { to: store, data: word(5n) },
    { to: bob.address, value: 7n, gasLimit: 21_000n },
    { to: store, data: word(6n) },
  );
  await block(
    { data: deploying(assemble(endings["reverts with a reason"]!)) },
    { data: deploying(assemble(calling(hexOf(store)))) },
  );
  await block({ to: caller, value: 5n }, { to: failing }, { to: store, gasLimit: 23_000n }, { to: caller, value: 6n });
  await block({ type: 0, to: store, data: word(1n), maxFeePerGas: PRICE });
  const accessList = [{ address: store, storageKeys: [word(0n), word(9n)] }];
  await block({ type: 1, to: store, data: word(1n), maxFeePerGas: PRICE, accessList });
  const authorization = bob.authorize({ chainId, address: store, nonce: 0n });
  await block(
    { type: 4, to: bob.address, data: word(2n), authorizations: [authorization] },
    { to: bob.address, data: word(3n) },
  );
  await block(
    { data: assemble("INVALID") },
    { data: assemble(endings["leaves code that it cannot pay"]!), gasLimit: 60_000n },
  );
  const height = Number((await ours.call("eth_blockNumber")).result);
  const translate = (reply: Reply): Reply =>
    JSON.parse(JSON.stringify(reply).replaceAll(miner, `0x${"00".repeat(20)}`)) as Reply;
  return { transactions, first: top + 1, height, translate };
}

/** Ten EC for alice and nothing for others, as on our side. */
async function fund(reference: Reference): Promise<void> {
  const [from] = (await reference.call("eth_accounts")).result as string[];
  const value = `0x${(10n ** 19n).toString(16)}`;
  const { result } = await reference.call("eth_sendTransaction", { from, to: hexOf(alice.address), value });
  await reference.seal();
  await receiptOf(reference, result as string);
}

/** Sent backwards, they wait for the first, and are mined together. */
async function mine(reference: Reference, signed: readonly EthereumTransaction[]): Promise<void> {
  for (const tx of [...signed].reverse()) {
    const { error } = await reference.call("eth_sendRawTransaction", hexOf(tx.raw));
    if (error !== undefined) throw new Error(error.message);
  }
  await reference.seal();
  const blocks = new Set<string>();
  for (const tx of signed) blocks.add((await receiptOf(reference, hexOf(tx.hash))).blockNumber);
  if (blocks.size !== 1) throw new Error(`the reference mined ${signed.length} transactions in ${blocks.size} blocks`);
}

async function receiptOf(reference: Reference, hash: string): Promise<{ blockNumber: string }> {
  for (;;) {
    const { result } = await reference.call("eth_getTransactionReceipt", hash);
    if (result !== null && result !== undefined) return result as { blockNumber: string };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
