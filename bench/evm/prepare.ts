import type { TransactionFields } from "../../abci/sim/ethereum.js";
import { hexOf } from "../../modules/evm/hex.js";
import type { EthereumTransaction } from "../../modules/evm/transaction.js";
import type { EthereumRpc } from "../measure/ethereum-rpc.js";

import { deployer, ethereumSender } from "./accounts.js";
import { callData, callDataOfList, contracts, deployments } from "./contracts.js";
import { CHAIN_ID } from "./nodes.js";

/** Base units of the coin, and of each token, that a sender gets: far more than all it sends and pays. */
const COINS = 10n ** 18n;
const TOKENS = 10n ** 24n;
const RESERVES = 10n ** 27n;

/** What a unit of gas may cost the deployer; go-ethereum takes no transaction that may cost more than a whole coin. */
const MAX_FEE = 50n * 10n ** 9n;

/** Gas of a transaction is bounded (EIP-7825); so many recipients fit. */
const MOST_GAS = 16_000_000n;
const FUNDED_AT_ONCE = 350;
const MINTED_AT_ONCE = 500;
const APPROVED_AT_ONCE = 250;

/** Transactions of the deployer that are under way at once. */
const UNDER_WAY = 16;

/** Sends what prepares a chain from the deployer, one nonce after the other. */
export class Deployer {
  private nonce = 0n;

  constructor(private readonly rpc: EthereumRpc) {}

  /** Sends transactions and waits until all are mined. @throws Error when one is refused or fails */
  async sendAll(all: readonly TransactionFields[]): Promise<void> {
    for (let from = 0; from < all.length; from += UNDER_WAY) {
      const hashes: string[] = [];
      for (const fields of all.slice(from, from + UNDER_WAY)) {
        const { raw } = signAsDeployer(this.nonce++, fields);
        hashes.push(await this.rpc.call<string>("eth_sendRawTransaction", hexOf(raw)));
      }
      for (const hash of hashes) {
        const { status } = await this.rpc.receipt(hash);
        if (status !== "0x1") throw new Error(`${hash} failed: it was to prepare the chain`);
      }
    }
  }
}

/** A transaction of the deployer; its gas is the most that one may have, unless it says another. */
export const signAsDeployer = (nonce: bigint, fields: TransactionFields): EthereumTransaction =>
  deployer().signTransaction({
    chainId: BigInt(CHAIN_ID),
    nonce,
    gasLimit: MOST_GAS,
    maxFeePerGas: MAX_FEE,
    maxPriorityFeePerGas: 10n ** 9n,
    ...fields,
  });

/** Deploys the contracts, funds `senders`, and lets the first `traders` of them sell both tokens. */
export async function prepareChain(
  rpc: EthereumRpc,
  accounts: { readonly senders: number; readonly traders: number },
): Promise<Deployer> {
  const from = new Deployer(rpc);
  for (const transactions of preparations(accounts)) await from.sendAll(transactions);
  return from;
}

/** What the deployer sends to prepare a chain; each list needs the one before to be mined. */
export function preparations({ senders, traders }: { senders: number; traders: number }): TransactionFields[][] {
  const { funder, token, other, pair, router } = contracts;
  const addresses = Array.from({ length: senders }, (_, index) => ethereumSender(index).address);
  const nobody = new Uint8Array(20);
  const mint = (to: Uint8Array, whom: readonly Uint8Array[], each: bigint, spender: Uint8Array): TransactionFields => ({
    to,
    data: callDataOfList("Token", "mint", whom, each, spender),
  });
  return [
    deployments().map((initCode) => ({ data: initCode })),
    [
      ...chunks(addresses, FUNDED_AT_ONCE).map((whom) => ({
        to: funder,
        value: COINS * BigInt(whom.length),
        data: callDataOfList("Funder", "fund", whom, COINS),
      })),
      ...[token, other].flatMap((each) =>
        chunks(addresses.slice(0, traders), APPROVED_AT_ONCE).map((whom) => mint(each, whom, TOKENS, router)),
      ),
      ...chunks(addresses.slice(traders), MINTED_AT_ONCE).map((whom) => mint(token, whom, TOKENS, nobody)),
      ...[token, other].map((each) => mint(each, [pair], RESERVES, nobody)),
    ],
    [{ to: pair, data: callData("Pair", "sync") }],
  ];
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
