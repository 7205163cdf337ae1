import { AccountBook, senderAt, type Sender } from "./accounts.js";
import { validatorAddress } from "./operators.js";
import { type PhasePlan, planSends, sizeOf } from "./plan.js";
import { type ChainNames, signTransaction } from "./transaction.js";

/** Everything that the bytes of a workload depend on. */
export interface WorkloadSpec {
  readonly names: ChainNames;
  readonly phases: readonly PhasePlan[];
  /** Accounts of the state: the recipients are drawn from them. */
  readonly accounts: number;
  /** Base units a transaction. */
  readonly fee: number;
  readonly seed: string;
}

/** How many accounts of the state sign. */
export const sendersOf = ({ phases }: WorkloadSpec): number => Math.max(...phases.map(({ senders }) => senders));

/** How many transactions a workload has. */
export const lengthOf = ({ phases }: WorkloadSpec): number => phases.reduce((sum, phase) => sum + sizeOf(phase), 0);

/**
 * Signs the transactions from `from` up to but without `to`, in order. An account's number in the chain is its number
 * here, which genesis sees to.
 */
export function* signRange(spec: WorkloadSpec, from: number, to: number): Generator<Uint8Array> {
  const book = new AccountBook(spec.names.prefix, sendersOf(spec), spec.accounts);
  const validator = validatorAddress(spec.names.prefix, 0);
  const senders = new Map<number, Sender>();
  let index = 0;
  for (const { action, sender, recipient, amount, sequence } of planSends(spec.phases, spec.accounts, spec.seed)) {
    if (index >= to) return;
    if (index++ < from) continue;
    let keys = senders.get(sender);
    if (keys === undefined) senders.set(sender, (keys = senderAt(sender)));
    const parties = { from: book.textAt(sender), to: action === "send" ? book.textAt(recipient) : validator };
    const fields = { action, ...parties, amount, fee: spec.fee, sequence, accountNumber: sender };
    yield signTransaction(keys, spec.names, fields);
  }
}
