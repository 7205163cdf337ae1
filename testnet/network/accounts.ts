import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AddressCodec } from "../../abci/state/addresses.js";

/** An account whose key lies in the open: for test networks only. */
export interface TestAccount {
  readonly name: string;
  readonly address: string;
  readonly mnemonic: string;
}

/** A development account. Its mnemonic is published: whatever is sent to it on a public chain is lost. */
export interface PublishedAccount extends TestAccount {
  /** What Ethereum's wallets derive from the same words (m/44'/60'/0'/0/0): another account. */
  readonly ethereum: { readonly address: string; readonly privateKey: string };
}

/** The accounts that every test network funds. */
export const publishedAccounts = (root: string): readonly PublishedAccount[] =>
  JSON.parse(readFileSync(join(root, "testnet", "devnet-accounts.json"), "utf8")) as PublishedAccount[];

/** The other spelling of an Ethereum address. */
const bech32 = (address: string): string => new AddressCodec("echo").format(Buffer.from(address.slice(2), "hex"));

/** Both addresses of a published account: that of its Cosmos key, and that of its Ethereum key. */
export const addressesOf = ({ address, ethereum }: PublishedAccount): readonly string[] => [
  address,
  bech32(ethereum.address),
];
