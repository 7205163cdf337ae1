import { AuthInfo, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { AddressCodec } from "../../abci/state/addresses.js";
import { encodeMessage } from "../../proto/writer.js";
import { ExtensionOptionsEthereumTx, MsgEthereumTx } from "../../proto/generated/echoin/evm/v1/tx.js";
import type { EthereumTransaction } from "./transaction.js";

/** The parts of the one transaction that may carry an Ethereum transaction. */
export interface Wrapping {
  readonly bodyBytes: Uint8Array;
  readonly authInfoBytes: Uint8Array;
}

/**
 * Body and auth info around an Ethereum transaction: one form only, which follows from it, so that nobody can change the
 * hash of another's transaction. There are no signatures beside the one inside.
 */
export function wrappingOf(
  tx: EthereumTransaction,
  { addresses, denom }: { addresses: AddressCodec; denom: string },
): Wrapping {
  const message = { raw: tx.raw, from: addresses.format(tx.sender) };
  const body = TxBody.fromPartial({
    messages: [{ typeUrl: MsgEthereumTx.typeUrl, value: encodeMessage(MsgEthereumTx, message) }],
    extensionOptions: [
      { typeUrl: ExtensionOptionsEthereumTx.typeUrl, value: encodeMessage(ExtensionOptionsEthereumTx, {}) },
    ],
  });
  const fee = tx.gasLimit * tx.maxFeePerGas;
  const authInfo = AuthInfo.fromPartial({
    fee: { amount: fee === 0n ? [] : [{ denom, amount: fee.toString() }], gasLimit: tx.gasLimit },
  });
  return { bodyBytes: encodeMessage(TxBody, body), authInfoBytes: encodeMessage(AuthInfo, authInfo) };
}

/** The bytes to broadcast for an Ethereum transaction. */
export function wrapEthereumTransaction(
  tx: EthereumTransaction,
  chain: { addresses: AddressCodec; denom: string },
): Uint8Array {
  return encodeMessage(TxRaw, { ...wrappingOf(tx, chain), signatures: [] });
}
