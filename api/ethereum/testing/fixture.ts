import { rmSync } from "node:fs";
import { AddressCodec } from "../../../abci/state/addresses.js";
import { createEchoin } from "../../../abci/app/echoin.js";
import { defaultAppState } from "../../../abci/app/genesis.js";
import type { EthereumBlock } from "../../../abci/app/ethereum-block.js";
import { EthereumKey, type TransactionFields } from "../../../abci/sim/ethereum.js";
import { wrapEthereumTransaction } from "../../../modules/evm/wrapper.js";
import { defaultEthereum, defaultQueue, type EthereumConfig } from "../../config.js";
import { packBlock } from "../../packed.js";
import { CHAIN_ID, startTestChain, type TestChain } from "../../testing/chain.js";
import { type FakeComet, startFakeComet } from "../../testing/comet.js";
import { startTestApi, type TestApi, testConfig } from "../../testing/node.js";

const addresses = new AddressCodec("echo");
export const alice = new EthereumKey("alice");
const GWEI = 10n ** 9n;

/** What a request came to. */
export interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: string };
}

/** A chain where alice has ten EC, and its Ethereum API over HTTP. */
export interface EthereumFixture {
  readonly chain: TestChain;
  readonly comet: FakeComet;
  readonly api: TestApi;
  readonly url: string;
  /** Ends the API and starts it again over the same files. */
  restart(): Promise<void>;
  /** Commits a block with these transactions of alice, and waits until it is indexed. */
  commit(...txs: TransactionFields[]): Promise<void>;
  /** Commits a block with these bytes, and waits until it is indexed. */
  commitBytes(txs: readonly Uint8Array[]): Promise<void>;
  call(method: string, ...params: unknown[]): Promise<Answer>;
  /** Posts text as it is. */
  post(body: string): Promise<{ readonly status: number; readonly text: string }>;
  close(): Promise<void>;
}

/** Who has coins from the start, and under which rules. */
export interface EthereumGenesis {
  /** Beside alice, numbered from 1; each has ten EC too. */
  readonly accounts?: readonly Uint8Array[];
  /** 3264 unless it is said. */
  readonly chainId?: bigint;
}

export async function startEthereumFixture(
  limits: Partial<EthereumConfig> = {},
  genesis: EthereumGenesis = {},
): Promise<EthereumFixture> {
  const owners = [alice.address, ...(genesis.accounts ?? [])].map((address) => addresses.format(address));
  const blocks: EthereumBlock[] = [];
  const type = "/cosmos.auth.v1beta1.BaseAccount";
  const chain = await startTestChain(
    {
      auth: { accounts: owners.map((address, index) => ({ "@type": type, address, account_number: `${index}` })) },
      bank: { balances: owners.map((address) => ({ address, coins: [{ denom: "aec", amount: `${10n ** 19n}` }] })) },
      evm: { params: { ...defaultEvmParams(), chain_id: `${genesis.chainId ?? 3264n}` } },
    },
    (block) => blocks.push(block),
  );
  const comet = await startFakeComet();
  answerBlocks(comet, chain);
  const indexFile = `${chain.storeFile}.ethereum`;
  const listen = { host: "127.0.0.1", port: 0 };
  const ethereum = { ...defaultEthereum, listen, indexFile, ...limits };
  const queue = { ...defaultQueue, file: `${chain.storeFile}.queue` };
  const start = (): Promise<TestApi> => startTestApi(testConfig(chain.storeFile, comet.url, { ethereum, queue }));
  let api = await start();
  const urlOf = ({ ports }: TestApi): string => `http://127.0.0.1:${ports.ethereum}`;
  const post = async (body: string): Promise<{ status: number; text: string }> => {
    const response = await fetch(urlOf(api), { method: "POST", body });
    return { status: response.status, text: await response.text() };
  };
  const call = async (method: string, ...params: unknown[]): Promise<Answer> =>
    JSON.parse((await post(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }))).text) as Answer;
  const indexed = async (): Promise<void> => {
    for (const block of blocks.splice(0)) api.send({ kind: "ethereum-block", block: packBlock(block) });
    while (BigInt((await call("eth_blockNumber")).result as string) < chain.height) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  await indexed();
  const commitBytes = async (txs: readonly Uint8Array[]): Promise<void> => {
    await chain.commit(txs);
    await indexed();
  };
  return {
    chain,
    comet,
    get api() {
      return api;
    },
    get url() {
      return urlOf(api);
    },
    async restart() {
      await api.close();
      api = await start();
    },
    call,
    post,
    commitBytes,
    async commit(...txs) {
      const signed = txs.map((fields) =>
        alice.signTransaction({ chainId: 3264n, maxFeePerGas: 2n * GWEI, maxPriorityFeePerGas: GWEI, ...fields }),
      );
      await commitBytes(signed.map((tx) => wrapEthereumTransaction(tx, { addresses, denom: "aec" })));
    },
    async close() {
      await api.close();
      await comet.close();
      await chain.close();
      for (const file of [indexFile, queue.file]) rmSync(file, { force: true });
    },
  };
}

function defaultEvmParams(): object {
  return (defaultAppState(createEchoin())["evm"] as { params: object }).params;
}

/** Answers `block` as CometBFT does; there was nobody to vote. */
function answerBlocks(comet: FakeComet, chain: TestChain): void {
  comet.answers("block", ({ height }) => {
    const found = chain.decided(BigInt(height as string));
    if (found === undefined) return new Error(`height ${String(height)} is not available`);
    const header = {
      chain_id: CHAIN_ID,
      height,
      time: new Date(Number(found.seconds) * 1000).toISOString(),
      app_hash: Buffer.from(found.appHash).toString("hex"),
      proposer_address: "",
      next_validators_hash: "",
    };
    const txs = found.txs.map((tx) => Buffer.from(tx).toString("base64"));
    return { block: { header, data: { txs }, evidence: { evidence: [] }, last_commit: null } };
  });
}
