import { admitEthereumTx } from "../../../modules/evm/admission.js";
import { errors } from "../../../modules/evm/errors.js";
import { ExtensionOptionsEthereumTx, MsgEthereumTx } from "../../../proto/generated/echoin/evm/v1/tx.js";
import type { WriteContext } from "../../state/context.js";
import type { Transaction } from "../transaction.js";
import type { AnteKeepers, MinGasPrice } from "./types.js";

/** Whether a transaction says that it carries an Ethereum transaction: fee, nonce and signature are then inside. */
export function isEthereumTx({ body }: Transaction): boolean {
  return body.extensionOptions[0]?.typeUrl === ExtensionOptionsEthereumTx.typeUrl;
}

/** The message with the Ethereum transaction that a transaction carries; undefined when it carries none. */
export function ethereumMessageOf(tx: Transaction): MsgEthereumTx | undefined {
  if (!isEthereumTx(tx) || tx.messages[0]?.typeUrl !== MsgEthereumTx.typeUrl) return undefined;
  return tx.messages[0].value as MsgEthereumTx;
}

/** The Ethereum transaction that a transaction carries, as it was signed; undefined when it carries none. */
export const rawEthereumOf = (tx: Transaction): Uint8Array | undefined => ethereumMessageOf(tx)?.raw;

/** The ante handler of Ethereum transactions, in place of all steps of others. @throws AppError of codespace evm */
export async function admitEthereum(
  ctx: WriteContext,
  tx: Transaction,
  { evm }: AnteKeepers,
  minGasPrices: readonly MinGasPrice[],
): Promise<void> {
  const [message, ...others] = tx.messages;
  if (message?.typeUrl !== MsgEthereumTx.typeUrl || others.length > 0) {
    throw errors.misplaced(`the option is given for ${tx.messages.length} messages, the first a ${message?.typeUrl}`);
  }
  const { bodyBytes, authInfoBytes, signatures, verdicts } = tx;
  const candidate = { message: message.value as MsgEthereumTx, bodyBytes, authInfoBytes, signatures, verdicts };
  const floor = (denom: string): bigint => minGasPrices.find((price) => price.denom === denom)?.amount18 ?? 0n;
  await admitEthereumTx(ctx, evm, candidate, floor);
}

/** An Ethereum transaction without the option, or among other messages, is refused before anything else. */
export function refuseStrayEthereum({ messages }: Transaction): void {
  const stray = messages.some(({ typeUrl }) => typeUrl === MsgEthereumTx.typeUrl);
  if (stray) throw errors.misplaced("the option is missing");
}
