import { event, type Event } from "../../abci/state/events.js";
import { hexOf } from "./hex.js";
import type { GasPayer } from "./types.js";

export const events = {
  /** Of the ante handler: what became of the transaction later or not, this one paid. */
  admitted: (fee: { fee: string; payer: string }): Event => event("tx", { fee: fee.fee, fee_payer: fee.payer }),

  /**
   * A transaction by its Ethereum hash. CometBFT's index pays for each attribute, so nothing is told twice: the sender is in the
   * event `message`, gas in the result, logs and what it returned in the result's data.
   */
  transaction: (tx: {
    hash: Uint8Array;
    to: Uint8Array | undefined;
    contract: Uint8Array | undefined;
    gasPrice: bigint;
    vmError: string | undefined;
    payer: GasPayer | undefined;
  }): Event =>
    event("ethereum_tx", {
      hash: hexOf(tx.hash),
      ...(tx.to && { to: hexOf(tx.to) }),
      ...(tx.contract && { contract: hexOf(tx.contract) }),
      ...(tx.vmError !== undefined && { error: tx.vmError }),
      ...(tx.payer && {
        sponsorship: tx.payer.sponsorshipId.toString(),
        sponsor: hexOf(tx.payer.sponsor),
        gas_price: tx.gasPrice.toString(),
      }),
    }),

  /** The block's Ethereum header, from which everything else of it follows. */
  block: ({ hash, rlp }: { hash: Uint8Array; rlp: Uint8Array }): Event =>
    event("ethereum_block", { hash: hexOf(hash), header: hexOf(rlp) }),
};
