import { setTimeout as pause } from "node:timers/promises";
import { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";
import { SigningStargateClient } from "@cosmjs/stargate";
import { TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { Random } from "../../abci/sim/random.js";
import type { TestAccount } from "../network/accounts.js";
import type { Network } from "../network/network.js";

export interface LoadOptions {
  readonly network: Network;
  readonly accounts: readonly TestAccount[];
  readonly random: Random;
  /** Transfers that each account sends in a second, at most. */
  readonly perSecond: number;
}

/** What the load has seen so far. */
export interface LoadCounts {
  /** Transfers that a node's mempool took. */
  sent: number;
  /** Tries that a node refused or did not answer. */
  refused: number;
}

/** Transfers between accounts through whichever nodes run, until it is stopped; what nodes refuse is counted and not lost. */
export class Load {
  readonly counts: LoadCounts = { sent: 0, refused: 0 };
  private stopping = false;
  private senders: Promise<void>[] = [];

  constructor(private readonly options: LoadOptions) {}

  start(): void {
    this.senders = this.options.accounts.map((account) => this.send(account));
  }

  /** Resolves when the last transfer is answered. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.senders);
  }

  private async send({ mnemonic, address }: TestAccount): Promise<void> {
    const { network, perSecond } = this.options;
    const wallet = await DirectSecp256k1HdWallet.fromMnemonic(mnemonic, { prefix: "echo" });
    const signer = await SigningStargateClient.offline(wallet);
    const { chainId } = network.record.manifest;
    let account: { accountNumber: bigint; sequence: number } | undefined;
    while (!this.stopping) {
      await pause(1000 / perSecond);
      try {
        account ??= await this.account(address);
        const amount = [{ denom: "aec", amount: "1" }];
        const message = {
          typeUrl: "/cosmos.bank.v1beta1.MsgSend",
          value: { fromAddress: address, toAddress: address, amount },
        };
        const fee = { amount: [{ denom: "aec", amount: "200000000000000" }], gas: "200000" };
        const signed = await signer.sign(address, [message], fee, "", { ...account, chainId });
        const tx = Buffer.from(TxRaw.encode(signed).finish()).toString("base64");
        const { code } = await this.node().call<{ code: number }>("broadcast_tx_sync", { tx }, 2000);
        if (code !== 0) throw new Error(`refused with code ${code}`);
        account = { ...account, sequence: account.sequence + 1 };
        this.counts.sent++;
      } catch {
        // The node is down, or does not know the last transfer yet: ask for the sequence again, maybe elsewhere.
        this.counts.refused++;
        account = undefined;
      }
    }
  }

  private node(): Network["nodes"][number] {
    const { network, random } = this.options;
    const { running } = network;
    if (running.length === 0) throw new Error("no node runs");
    return running[random.below(running.length)]!;
  }

  private async account(address: string): Promise<{ accountNumber: bigint; sequence: number }> {
    const path = `/cosmos/auth/v1beta1/account_info/${address}`;
    const { info } = await this.node().query<{ info: { account_number: string; sequence: string } }>(path, 2000);
    return { accountNumber: BigInt(info.account_number), sequence: Number(info.sequence) };
  }
}
