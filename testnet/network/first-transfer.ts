/** Two accounts, and the RPC of the node that is asked. */
export interface Transfer {
  readonly rpc: string;
  readonly from: { readonly mnemonic: string; readonly address: string };
  readonly to: string;
  /** Base units. */
  readonly amount: bigint;
}

/** Lines of a cosmjs script that sends coins, without its imports: for people to paste, so that tests run them too. */
export const cosmjsTransfer = ({ rpc, from, to, amount }: Transfer): string[] => [
  `const wallet = await DirectSecp256k1HdWallet.fromMnemonic("${from.mnemonic}", { prefix: "echo" });`,
  `const gasPrice = GasPrice.fromString("1000000000aec");`,
  `const client = await SigningStargateClient.connectWithSigner("${rpc}", wallet, { gasPrice });`,
  `await client.sendTokens("${from.address}", "${to}",`,
  `  [{ denom: "aec", amount: "${amount}" }], "auto");`,
];
