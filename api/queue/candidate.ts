import { isEthereumTx } from "../../abci/app/ante/ethereum.js";
import { decodeTransaction } from "../../abci/app/transaction.js";
import type { AddressCodec } from "../../abci/state/addresses.js";
import { keyToBytes } from "../../abci/store/bytes.js";
import type { Candidate } from "./entry.js";

/**
 * A Cosmos transaction's place in the order of its first signer. Undefined for one that carries an Ethereum transaction:
 * those have a pool of their own. @throws sdk.txDecode, sdk.invalidAddress
 */
export function candidateOf(bytes: Uint8Array, addresses: AddressCodec): Candidate | undefined {
  const tx = decodeTransaction(bytes);
  const [signer] = tx.signers;
  if (isEthereumTx(tx) || signer === undefined) return undefined;
  return {
    hash: keyToBytes(tx.hash),
    bytes,
    sender: addresses.parse(signer),
    sequence: tx.unordered ? undefined : tx.signerInfos[0]?.sequence,
    timeoutHeight: tx.body.timeoutHeight,
    timeoutMs: tx.timeoutNanos === 0n ? undefined : Number(tx.timeoutNanos / 1_000_000n),
  };
}
