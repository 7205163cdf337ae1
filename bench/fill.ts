/** Fills a chain's state with accounts as users do: by transactions. */
import { MsgMultiSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { QueryAccountRequest } from "cosmjs-types/cosmos/auth/v1beta1/query";
import { encodeMessage } from "../proto/writer.js";
import type { LiveChain } from "./measure/chain.js";
import { pause } from "./measure/rpc.js";
import { AccountBook, senderAt } from "./workload/accounts.js";
import { type ChainNames, signMessage } from "./workload/transaction.js";

/** Base units that each account gets: as few as can be told from none. */
const AMOUNT = 1000n;
/** In a transaction: some 150 kB, well under what a mempool takes. */
const ACCOUNTS_EACH = 2000;
const GAS_EACH = 200_000n;
/** The SDK's code. */
const WRONG_SEQUENCE = 32;
const QUERY = "/cosmos.auth.v1beta1.Query/Account";

/**
 * What genesis has where a chain is filled afterwards: those that send, and one more who pays. A million accounts in genesis would be
 * a document of 300 MB that CometBFT keeps as one value of its state database: LevelDB moves it about under load, which took half
 * of CometBFT's time, and no chain that grew to a million accounts has it.
 */
export const genesisBook = ({ prefix, senders }: AccountBook): AccountBook =>
  new AccountBook(prefix, senders + 1, senders + 1);

/** A node that is filled, and what its transactions cost. */
export interface Filling {
  readonly live: LiveChain;
  readonly names: ChainNames;
  /** All that there are to be. */
  readonly book: AccountBook;
  readonly fee: number;
  readonly say: (line: string) => void;
}

/** Sends something to each account of the book that does not send, and waits until all of them are there. @throws Error */
export async function fillAccounts({ live: { rpc, running }, names, book, fee, say }: Filling): Promise<void> {
  const payer = senderAt(book.senders);
  const from = genesisBook(book).textAt(book.senders);
  const begun = Date.now();
  for (let first = book.senders, sequence = 0; first < book.accounts; first += ACCOUNTS_EACH, sequence++) {
    const count = Math.min(ACCOUNTS_EACH, book.accounts - first);
    const outputs = Array.from({ length: count }, (_, index) => ({
      address: book.textAt(first + index),
      coins: [{ denom: names.denom, amount: String(AMOUNT) }],
    }));
    const inputs = [{ address: from, coins: [{ denom: names.denom, amount: String(AMOUNT * BigInt(count)) }] }];
    const message = { typeUrl: MsgMultiSend.typeUrl, value: encodeMessage(MsgMultiSend, { inputs, outputs }) };
    const fields = { fee, sequence, accountNumber: book.senders, gasLimit: GAS_EACH * BigInt(count) };
    const tx = Buffer.from(signMessage(payer, names, message, fields)).toString("base64");
    for (;;) {
      const { code, log } = await rpc.call<{ code: number; log: string }>("broadcast_tx_sync", { tx });
      if (code === 0) break;
      if (code !== WRONG_SEQUENCE) throw new Error(`accounts from ${first} on could not be made: ${log}`);
      // Without recheck, CheckTx knows after a block nothing of what still waits.
      await pause(200);
    }
    if (sequence % 100 === 99) say(`${names.prefix}: ${first + count} accounts sent to`);
  }
  // One transaction after the other of one account: when what the last made is there, the others ran.
  for (let first = book.senders; first < book.accounts; first += ACCOUNTS_EACH) {
    const last = Math.min(first + ACCOUNTS_EACH, book.accounts) - 1;
    const data = Buffer.from(encodeMessage(QueryAccountRequest, { address: book.textAt(last) })).toString("hex");
    while ((await accountCode(rpc, data)) !== 0) {
      const fault = running.ended();
      if (fault !== undefined) throw new Error(fault);
      await pause(500);
    }
  }
  say(`${names.prefix}: ${book.accounts} accounts after ${Math.round((Date.now() - begun) / 1000)} s`);
}

async function accountCode(rpc: LiveChain["rpc"], data: string): Promise<number> {
  const { response } = await rpc.call<{ response: { code: number } }>("abci_query", { path: QUERY, data });
  return response.code;
}
