/** Fills a chain's state with accounts as users do: by transactions. */
import { MsgMultiSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { QueryAccountRequest } from "cosmjs-types/cosmos/auth/v1beta1/query";
import { encodeMessage } from "../proto/writer.js";
import type { LiveChain } from "./measure/chain.js";
import { pause, type Rpc } from "./measure/rpc.js";
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

/** Payments from the one who pays to every account of the book that does not send, each once. */
export function* payments(book: AccountBook, denom: string): Generator<MsgMultiSend> {
  const address = genesisBook(book).textAt(book.senders);
  for (let first = book.senders; first < book.accounts; first += ACCOUNTS_EACH) {
    const count = Math.min(ACCOUNTS_EACH, book.accounts - first);
    const outputs = Array.from({ length: count }, (_, index) => ({
      address: book.textAt(first + index),
      coins: [{ denom, amount: String(AMOUNT) }],
    }));
    yield { inputs: [{ address, coins: [{ denom, amount: String(AMOUNT * BigInt(count)) }] }], outputs };
  }
}

/** A node that is filled, and what its transactions cost. */
export interface Filling {
  readonly live: LiveChain;
  readonly names: ChainNames;
  /** All that there are to be. */
  readonly book: AccountBook;
  readonly fee: number;
  readonly timeoutMs: number;
  readonly say: (line: string) => void;
}

/**
 * Sends something to each account of the book that does not send, and waits until all of them are there.
 * @throws Error when a transaction is refused, the node ends, or the time is up
 */
export async function fillAccounts({ live, names, book, fee, timeoutMs, say }: Filling): Promise<void> {
  const { rpc, running } = live;
  const begun = Date.now();
  const wait = async (milliseconds: number): Promise<void> => {
    const fault =
      running.ended() ?? (Date.now() - begun > timeoutMs ? `not filled in ${timeoutMs / 1000} s` : undefined);
    if (fault !== undefined) throw new Error(fault);
    await pause(milliseconds);
  };
  const payer = senderAt(book.senders);
  const newest: string[] = [];
  for (const message of payments(book, names.denom)) {
    const { outputs } = message;
    const sequence = newest.length;
    const packed = { typeUrl: MsgMultiSend.typeUrl, value: encodeMessage(MsgMultiSend, message) };
    const gasLimit = GAS_EACH * BigInt(outputs.length);
    const bytes = signMessage(payer, names, packed, { fee, sequence, accountNumber: book.senders, gasLimit });
    const tx = Buffer.from(bytes).toString("base64");
    // Without recheck, CheckTx knows after a block nothing of what still waits: then this one has to wait as well.
    while (!(await isTaken(rpc, tx))) await wait(200);
    newest.push(outputs.at(-1)!.address);
    if (newest.length % 100 === 0) say(`${names.prefix}: ${newest.length * ACCOUNTS_EACH} accounts are sent to`);
  }
  for (const address of newest) while (!(await isThere(rpc, address))) await wait(500);
  say(`${names.prefix}: ${book.accounts} accounts are there after ${Math.round((Date.now() - begun) / 1000)} s`);
}

/** Whether the mempool takes a transaction now; not when its turn is still to come. @throws Error when it never will */
async function isTaken(rpc: Rpc, tx: string): Promise<boolean> {
  const { code, log } = await rpc.call<{ code: number; log: string }>("broadcast_tx_sync", { tx });
  if (code !== 0 && code !== WRONG_SEQUENCE) throw new Error(`no more accounts could be made: ${log}`);
  return code === 0;
}

async function isThere(rpc: Rpc, address: string): Promise<boolean> {
  const data = Buffer.from(encodeMessage(QueryAccountRequest, { address })).toString("hex");
  const { response } = await rpc.call<{ response: { code: number } }>("abci_query", { path: QUERY, data });
  return response.code === 0;
}
