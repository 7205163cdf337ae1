// Two of three keys hold an account together: it is funded, then two of them sign a transfer from it.
import {
  createMultisigThresholdPubkey,
  encodeSecp256k1Pubkey,
  pubkeyToAddress,
  Secp256k1HdWallet,
} from "@cosmjs/amino";
import { GasPrice, makeMultisignedTxBytes, SigningStargateClient, StargateClient } from "@cosmjs/stargate";
import { devnetWallet, gasPrice, rpc } from "./devnet.mjs";

const funder = await devnetWallet(0);
const [{ address: funderAddress }] = await funder.getAccounts();
const funding = await SigningStargateClient.connectWithSigner(rpc, funder, { gasPrice: GasPrice.fromString(gasPrice) });
const chainId = await funding.getChainId();

const members = await Promise.all([0, 1, 2].map(() => Secp256k1HdWallet.generate(12, { prefix: "echo" })));
const keys = await Promise.all(
  members.map(async (wallet) => encodeSecp256k1Pubkey((await wallet.getAccounts())[0].pubkey)),
);
const multisig = createMultisigThresholdPubkey(keys, 2);
const address = pubkeyToAddress(multisig, "echo");

const funds = [{ denom: "aec", amount: "2000000000000000000" }];
const funded = await funding.sendTokens(funderAddress, address, funds, "auto");
if (funded.code !== 0) throw new Error(`funding failed: ${funded.rawLog}`);

const reader = await StargateClient.connect(rpc);
const account = await reader.getAccount(address);
const message = {
  typeUrl: "/cosmos.bank.v1beta1.MsgSend",
  value: { fromAddress: address, toAddress: funderAddress, amount: [{ denom: "aec", amount: "1000000000000000000" }] },
};
const fee = { amount: [{ denom: "aec", amount: "300000000000000" }], gas: "300000" };
const signerData = { accountNumber: account.accountNumber, sequence: account.sequence, chainId };

const signatures = new Map();
let bodyBytes;
for (const wallet of members.slice(0, 2)) {
  const [{ address: member }] = await wallet.getAccounts();
  const signing = await SigningStargateClient.offline(wallet);
  const signed = await signing.sign(member, [message], fee, "from all of us", signerData);
  signatures.set(member, signed.signatures[0]);
  bodyBytes = signed.bodyBytes;
}
const bytes = makeMultisignedTxBytes(multisig, account.sequence, fee, bodyBytes, signatures);
const result = await reader.broadcastTx(bytes);
if (result.code !== 0) throw new Error(`the multisig transfer failed: ${result.rawLog}`);

console.log(`two of three signed; committed in block ${result.height}: ${result.transactionHash}`);
console.log(address, (await reader.getBalance(address, "aec")).amount, "aec left");
