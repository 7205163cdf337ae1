import { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";
import { GasPrice, SigningStargateClient } from "@cosmjs/stargate";
import type { NetworkNode } from "../../network/node.js";

/** cosmjs over a node with the account of these words, and the account's address. */
export async function clientOf(mnemonic: string, node: NetworkNode): Promise<[SigningStargateClient, string]> {
  const wallet = await DirectSecp256k1HdWallet.fromMnemonic(mnemonic, { prefix: "echo" });
  const client = await SigningStargateClient.connectWithSigner(node.rpc, wallet, {
    gasPrice: GasPrice.fromString("1000000000aec"),
  });
  return [client, (await wallet.getAccounts())[0]!.address];
}
