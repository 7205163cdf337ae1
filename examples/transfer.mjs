// Sends 1.5 EC from the first devnet account to the second and prints both balances.
import { GasPrice, SigningStargateClient } from "@cosmjs/stargate";
import { devnetWallet, gasPrice, rpc } from "./devnet.mjs";

const wallet = await devnetWallet(0);
const [sender] = await wallet.getAccounts();
const [recipient] = await (await devnetWallet(1)).getAccounts();
const client = await SigningStargateClient.connectWithSigner(rpc, wallet, { gasPrice: GasPrice.fromString(gasPrice) });

const amount = [{ denom: "aec", amount: "1500000000000000000" }];
const result = await client.sendTokens(sender.address, recipient.address, amount, "auto", "first transfer");
if (result.code !== 0) throw new Error(`the transfer failed: ${result.rawLog}`);

console.log(`committed in block ${result.height}: ${result.transactionHash}`);
for (const { address } of [sender, recipient]) {
  console.log(address, (await client.getBalance(address, "aec")).amount, "aec");
}
client.disconnect();
