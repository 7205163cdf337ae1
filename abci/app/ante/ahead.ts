import { secp256k1KeyOf } from "../../../modules/auth/pubkeys.js";
import { claimSender, senderSignatureOf } from "../../../modules/evm/transaction.js";
import { ADDRESS_LENGTH } from "../../../modules/evm/types.js";
import type { MsgEthereumTx } from "../../../proto/generated/echoin/evm/v1/tx.js";
import type { AddressCodec } from "../../state/addresses.js";
import type { ReadContext } from "../../state/context.js";
import { AppError } from "../../state/errors.js";
import { signBytes } from "../sign-bytes.js";
import { beginsAsKey, recoveryJob } from "../signatures/recovery.js";
import type { RingOwner } from "../signatures/ring.js";
import type { Transaction } from "../transaction.js";
import { ethereumMessageOf } from "./ethereum.js";
import { memoOf } from "./signers.js";
import type { AnteKeepers } from "./types.js";

/**
 * Asks other threads whether who an Ethereum transaction is said to be from has signed it. Its decoding takes the verdict, or
 * finds the sender by itself. Never throws for what a transaction holds.
 */
function offerSender(addresses: AddressCodec, { raw, from }: MsgEthereumTx, ring: RingOwner): void {
  try {
    const signature = senderSignatureOf(raw);
    if (signature === undefined) return;
    const sender = addresses.parse(from);
    if (sender.length !== ADDRESS_LENGTH) return;
    const job = ring.offer(recoveryJob(signature, sender));
    if (job !== undefined) claimSender(raw, sender, () => job.take());
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

/**
 * Gives other threads the signatures of a transaction that will be checked soon, as far as they are of single secp256k1 keys and
 * what they are over is at hand. A guess, made from the state as it is: the ante handler takes the verdict only for exactly what
 * it would have checked itself. Never throws for what a transaction holds.
 */
export function offerSignatures(
  ctx: ReadContext,
  tx: Transaction,
  accounts: AnteKeepers["accounts"],
  ring: RingOwner,
): void {
  const ethereum = ethereumMessageOf(tx);
  if (ethereum !== undefined) return offerSender(ctx.addresses, ethereum, ring);
  // Known already: it was checked in the mempool, or is about to be.
  if (!tx.verdicts.isEmpty) return;
  for (const [index, text] of tx.signers.entries()) {
    const info = tx.signerInfos[index];
    const signature = tx.signatures[index];
    if (info?.modeInfo?.single === undefined || signature === undefined) return;
    try {
      const account = accounts.peek(ctx, ctx.addresses.parse(text));
      // Not worth waiting for: it is read again in a moment.
      if (account === undefined || account instanceof Promise) return;
      const publicKey = account.pubKey ?? info.publicKey;
      const key = publicKey && secp256k1KeyOf(publicKey);
      if (publicKey === undefined || key === undefined || !beginsAsKey(key)) return;
      const { accountNumber } = account;
      const signer = { chainId: ctx.block.chainId, address: text, accountNumber, sequence: info.sequence, publicKey };
      const message = signBytes(info.modeInfo.single.mode, tx, signer);
      const job = ring.offer({ publicKey: key, signature, message });
      if (job === undefined) return;
      tx.verdicts.expect(memoOf(index, signer), job);
    } catch (error) {
      if (error instanceof AppError) return;
      throw error;
    }
  }
}
