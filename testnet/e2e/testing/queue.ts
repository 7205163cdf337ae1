import { hash as digest } from "node:crypto";
import { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";
import { signedTransfer, type Transfer } from "../../../api/queue/testing/transfers.js";
import type { TestAccount } from "../../network/accounts.js";
import type { NetworkNode } from "../../network/node.js";
import { CHAIN_ID } from "../devnet.js";

/** A queued transaction as REST and the command line show it. */
export interface Queued {
  readonly state: string;
  readonly reason: string;
  readonly log: string;
  readonly attempts: number;
  readonly height: string;
  readonly code: number;
}

/** The header that asks a node to keep what cannot go in now. */
export const KEEP = { "x-echoin-queue": "keep" };

/** A transaction's name in CometBFT's and the queue's answers. */
export const nameOf = (tx: Uint8Array): string => digest("sha256", tx, "hex").toUpperCase();

/** A node's queue as its users reach it. */
export class QueueUser {
  constructor(private readonly node: NetworkNode) {}

  async numbersOf({ address }: { readonly address: string }): Promise<{ accountNumber: number; sequence: number }> {
    const { info } = await this.node.query<{ info: { account_number: string; sequence: string } }>(
      `/cosmos/auth/v1beta1/account_info/${address}`,
    );
    return { accountNumber: Number(info.account_number), sequence: Number(info.sequence) };
  }

  /** A transfer of 5 aec to itself whose place is so far after the next of its sender. */
  async transfer(from: TestAccount, ahead: number, changes: Partial<Transfer> = {}): Promise<Uint8Array> {
    const wallet = await DirectSecp256k1HdWallet.fromMnemonic(from.mnemonic, { prefix: "echo" });
    const { accountNumber, sequence } = await this.numbersOf(from);
    const place = { accountNumber, sequence: sequence + ahead };
    return signedTransfer({ wallet, chainId: CHAIN_ID, ...place, to: from.address, ...changes });
  }

  async broadcast(
    tx: Uint8Array,
    headers: Record<string, string> = {},
  ): Promise<{ code: number; raw_log: string; info: string }> {
    const body = JSON.stringify({ tx_bytes: Buffer.from(tx).toString("base64"), mode: "BROADCAST_MODE_SYNC" });
    const response = await fetch(`${this.node.rest}/cosmos/tx/v1beta1/txs`, { method: "POST", body, headers });
    return ((await response.json()) as { tx_response: { code: number; raw_log: string; info: string } }).tx_response;
  }

  /** Hands it to the queue's own service. */
  async submit(tx: Uint8Array, ttlSeconds: number): Promise<Queued> {
    const body = JSON.stringify({ tx_bytes: Buffer.from(tx).toString("base64"), ttl_seconds: String(ttlSeconds) });
    const response = await fetch(`${this.node.rest}/echoin/node/v1/queue/transactions`, { method: "POST", body });
    return ((await response.json()) as { transaction: Queued }).transaction;
  }

  async queued(hash: string): Promise<Queued> {
    return (await this.node.query<{ transaction: Queued }>(`/echoin/node/v1/queue/transactions/${hash}`)).transaction;
  }

  /** The record of a transaction once it is in this state; asked for after each block. */
  until(hash: string, state: string): Promise<Queued> {
    const look = async (): Promise<Queued | undefined> => {
      const found = await this.queued(hash);
      return found.state === state ? found : undefined;
    };
    return this.node.until(look, { what: `${hash} in the state ${state}` });
  }

  /** The record of a transaction once a block has it. */
  committed(hash: string): Promise<Queued> {
    return this.until(hash, "QUEUE_STATE_COMMITTED");
  }
}
