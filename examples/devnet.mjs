// Where the devnet is and whose keys the examples use. Anyone can read these mnemonics: never send real funds to them.
import { readFileSync } from "node:fs";
import { stringToPath } from "@cosmjs/crypto";
import { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";

export const rpc = process.env.RPC ?? "http://127.0.0.1:26657";

const published = JSON.parse(readFileSync(new URL("../testnet/devnet-accounts.json", import.meta.url), "utf8"));

/** The wallet of the devnet's account number `index`, or of MNEMONIC. */
export function devnetWallet(index = 0) {
  const mnemonic = process.env.MNEMONIC ?? published[index].mnemonic;
  return DirectSecp256k1HdWallet.fromMnemonic(mnemonic, {
    prefix: "echo",
    hdPaths: [stringToPath("m/44'/118'/0'/0/0")],
  });
}

/** What a transaction pays for a unit of gas. */
export const gasPrice = "1000000000aec";
