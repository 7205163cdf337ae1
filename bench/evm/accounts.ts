import { EthereumKey } from "../../abci/sim/ethereum.js";

/** Keys are made from published words, the same on every machine: nothing of value may be sent to them. */
const senders = new Map<number, EthereumKey>();

/** The sender of a number from 0 on. */
export function ethereumSender(index: number): EthereumKey {
  let key = senders.get(index);
  if (key === undefined) senders.set(index, (key = new EthereumKey(`bench sender ${index}`)));
  return key;
}

let first: EthereumKey | undefined;

/** Who deploys the contracts and funds the senders. */
export const deployer = (): EthereumKey => (first ??= new EthereumKey("bench deployer"));
