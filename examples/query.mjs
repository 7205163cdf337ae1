// Reads what the chain says of itself: height, supply, an account, its balances, its transactions.
import { StargateClient } from "@cosmjs/stargate";
import { devnetWallet, rpc } from "./devnet.mjs";

const [{ address }] = await (await devnetWallet(0)).getAccounts();
const client = await StargateClient.connect(rpc);

console.log("chain", await client.getChainId(), "at height", await client.getHeight());
console.log("account", await client.getAccount(address));
console.log("balances", await client.getAllBalances(address));

const transactions = await client.searchTx([{ key: "message.sender", value: address }]);
console.log(transactions.length, "transactions sent by", address);
for (const { height, hash, code } of transactions.slice(-5)) console.log(` ${height} ${hash} code ${code}`);
client.disconnect();
