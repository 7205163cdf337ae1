import { MultiSignature } from "cosmjs-types/cosmos/crypto/multisig/v1beta1/multisig";
import { SignMode } from "cosmjs-types/cosmos/tx/signing/v1beta1/signing";
import type { ModeInfo } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import {
  addressOfPubKey,
  countSubKeys,
  isEthereumKey,
  signatureGas,
  verifySignature,
} from "../../../modules/auth/pubkeys.js";
import { decodeMessage } from "../../../proto/reader.js";
import type { WriteContext } from "../../state/context.js";
import { sdk } from "../../state/errors.js";
import { event } from "../../state/events.js";
import { GasMeter } from "../../state/gas.js";
import { bytesEqual } from "../../store/bytes.js";
import { signBytes, type SignerData, typedDataBytes } from "../sign-bytes.js";
import type { AnteState } from "./types.js";

/** Gas for the time-out bookkeeping of an unordered transaction (Cosmos SDK 0.53). */
const UNORDERED_GAS = 2240;

/** How far ahead an unordered transaction's time-out may be: ten minutes. */
const MAX_UNORDERED_NANOS = 600n * 1_000_000_000n;

/**
 * What one signature of a secp256k1 key takes in a transaction (amino: 4 + 1 + 33 bytes of key, 64 of signature, field
 * framing); charged in simulation for signatures that are still empty, so that the estimate holds for the signed one.
 */
const SIMULATED_SIGNATURE_BYTES = 118;

/** Reads each signer's account once; the later steps share it. */
export async function loadSigners(ctx: WriteContext, { tx, keepers, signers }: AnteState): Promise<void> {
  for (const text of tx.signers) {
    const address = ctx.addresses.parse(text);
    const known = keepers.accounts.peek(ctx, address);
    const account = known instanceof Promise ? await known : known;
    if (account === undefined) throw sdk.unknownAddress(`account ${text} does not exist`);
    signers.push({ address, text, account, publicKey: account.pubKey });
  }
}

/** Takes the signers' accounts as they will be when the transaction's turn has come. */
export function pretendTurn(_ctx: WriteContext, { tx, signers }: AnteState): void {
  if (tx.unordered) return;
  for (const [index, signer] of signers.entries()) {
    const sequence = tx.signerInfos[index]?.sequence ?? 0n;
    // What has passed is refused by a later step.
    if (sequence > signer.account.sequence) signers[index] = { ...signer, account: { ...signer.account, sequence } };
  }
}

/** Ten gas a byte (a parameter), and in simulation for the signatures that are still to come. */
export function consumeSizeGas(ctx: WriteContext, { tx, params }: AnteState): void {
  const perByte = Number(params.txSizeCostPerByte);
  ctx.gas.consume(perByte * tx.bytes.length, "txSize");
  if (ctx.mode !== "simulate") return;
  for (let index = 0; index < tx.signers.length; index++) {
    if ((tx.signatures[index]?.length ?? 0) === 0) ctx.gas.consume(perByte * SIMULATED_SIGNATURE_BYTES, "txSize");
  }
}

/** A signer's first transaction tells the chain its public key, which has to be the address's own. */
export function setPublicKeys(ctx: WriteContext, { tx, signers }: AnteState): void {
  if (tx.signerInfos.length !== signers.length) {
    throw sdk.txDecode(`expected ${signers.length} signer infos, got ${tx.signerInfos.length}`);
  }
  for (const [index, signer] of signers.entries()) {
    const given = tx.signerInfos[index]?.publicKey;
    if (given === undefined || isEmpty(given, ctx.mode)) continue;
    // The account's own key was held to its address when it was set.
    if (signer.publicKey !== undefined && isSameKey(given, signer.publicKey)) continue;
    if (!bytesEqual(addressOfPubKey(given), signer.address)) {
      throw sdk.invalidPubKey(`pubKey does not match signer address ${signer.text} with signer index: ${index}`);
    }
    signer.publicKey ??= given;
  }
}

/** Whether a signer info names no key; in simulation a key without bytes stands for one that is not known yet. */
function isEmpty({ typeUrl, value }: Any, mode: WriteContext["mode"]): boolean {
  return value.length === 0 && (typeUrl === "" || mode === "simulate");
}

function isSameKey(a: Any, b: Any): boolean {
  return a.typeUrl === b.typeUrl && bytesEqual(a.value, b.value);
}

/** Makes transactions findable by account sequence and by signature. */
export function emitSignatures(ctx: WriteContext, { tx, signers }: AnteState): void {
  if (!ctx.keepsEvents) return;
  for (const [index, { text }] of signers.entries()) {
    if (!tx.unordered) ctx.emit(event("tx", { acc_seq: `${text}/${tx.signerInfos[index]!.sequence}` }));
    for (const signature of flatten(tx.signerInfos[index]?.modeInfo, tx.signatures[index] ?? new Uint8Array(0))) {
      ctx.emit(event("tx", { signature: Buffer.from(signature).toString("base64") }));
    }
  }
}

export function limitSignatures(_ctx: WriteContext, { signers, params }: AnteState): void {
  let count = 0;
  for (const { publicKey } of signers) if (publicKey !== undefined) count += countSubKeys(publicKey);
  if (BigInt(count) > params.txSigLimit)
    throw sdk.tooManySignatures(`signatures: ${count}, limit: ${params.txSigLimit}`);
}

export function consumeSignatureGas(ctx: WriteContext, { tx, signers, params }: AnteState): void {
  for (const [index, { publicKey }] of signers.entries()) {
    // A simulated first transaction has no key yet: it pays for a secp256k1 key, the most common.
    const cost =
      publicKey === undefined
        ? Number(params.sigVerifyCostSecp256k1)
        : signatureGas(publicKey, tx.signerInfos[index]?.modeInfo, params);
    ctx.gas.consume(cost, "ante verify: signature");
  }
}

/** Sequence, or time-out and nonce; then the signature itself. */
export async function verifySignatures(ctx: WriteContext, state: AnteState): Promise<void> {
  const { tx, signers } = state;
  if (tx.signatures.length !== signers.length) {
    throw sdk.unauthorized(`invalid number of signer;  expected: ${signers.length}, got ${tx.signatures.length}`);
  }
  if (tx.unordered) await useUnorderedNonce(ctx, state);
  for (const [index, { account, publicKey }] of signers.entries()) {
    const { sequence } = tx.signerInfos[index]!;
    if (tx.unordered && sequence > 0n) throw sdk.invalidRequest("sequence is not allowed for unordered transactions");
    if (!tx.unordered && sequence !== account.sequence) {
      throw sdk.wrongSequence(`account sequence mismatch, expected ${account.sequence}, got ${sequence}`);
    }
    if (ctx.mode === "simulate") continue;
    if (publicKey === undefined) throw sdk.invalidPubKey("pubkey on account is not set");
    // Rechecked transactions were verified when they came; only their sequence may have become wrong.
    if (ctx.mode !== "recheck") await verifyOne(ctx, state, { index, publicKey });
  }
}

/** Writes each signer's account once: with its new key, if any, and its next sequence number. */
export function incrementSequences(ctx: WriteContext, { tx, signers, keepers }: AnteState): void {
  for (const { account, publicKey } of signers) {
    const sequence = tx.unordered ? account.sequence : account.sequence + 1n;
    keepers.accounts.setSigner(ctx, account, { publicKey, sequence });
  }
}

async function verifyOne(
  ctx: WriteContext,
  { tx, signers, keepers }: AnteState,
  { index, publicKey }: { index: number; publicKey: Any },
): Promise<void> {
  const { account, text } = signers[index]!;
  // Genesis transactions are signed before accounts have their numbers.
  const accountNumber = ctx.mode === "genesis" ? 0n : account.accountNumber;
  const { chainId } = ctx.block;
  const signerData = { chainId, address: text, accountNumber, sequence: tx.signerInfos[index]!.sequence, publicKey };
  const memo = memoOf(index, signerData);
  if (tx.verdicts.isGood(memo)) return;
  const { modeInfo } = tx.signerInfos[index]!;
  const signed = { modeInfo, signature: tx.signatures[index]! };
  if (!verifySignature(publicKey, signed, (mode) => signBytes(mode, tx, signerData))) {
    // Not remembered: it also depends on a parameter.
    if (isEthereumKey(publicKey)) {
      const { chainId: evmChainId } = await keepers.evm.params(ctx.withGas(GasMeter.unlimited()));
      const typed = typedDataBytes(tx, signerData, evmChainId);
      if (typed !== undefined && verifySignature(publicKey, signed, () => typed)) return;
    }
    const sequence = onlyAmino(modeInfo) ? `, sequence (${account.sequence})` : "";
    throw sdk.unauthorized(
      `signature verification failed; please verify account number (${accountNumber})${sequence} and chain-id (${chainId})`,
    );
  }
  tx.verdicts.add(memo);
}

/**
 * What a signature of a transaction was checked against. All else that the verdict depends on is the transaction's own, so that
 * two checks under one memo come to the same.
 */
export function memoOf(index: number, { accountNumber, chainId, publicKey }: SignerData): string {
  return `${index}/${accountNumber}/${chainId}/${Buffer.from(publicKey.value).toString("latin1")}`;
}

async function useUnorderedNonce(ctx: WriteContext, { tx, signers, keepers }: AnteState): Promise<void> {
  const { timeNanos } = ctx.block;
  if (tx.timeoutNanos === 0n) throw sdk.invalidRequest("unordered transaction must have timeout_timestamp set");
  if (tx.timeoutNanos < timeNanos) {
    throw sdk.invalidRequest("unordered transaction has a timeout_timestamp that has already passed");
  }
  if (tx.timeoutNanos > timeNanos + MAX_UNORDERED_NANOS) throw sdk.invalidRequest("unordered tx ttl exceeds 10m0s");
  ctx.gas.consume(UNORDERED_GAS, "unordered tx");
  if (ctx.mode === "simulate") return;
  for (const { address } of signers) {
    await keepers.accounts.addUnorderedNonce(ctx, { sender: address, timeoutNanos: tx.timeoutNanos });
  }
}

function onlyAmino(modeInfo: ModeInfo | undefined): boolean {
  if (modeInfo?.single !== undefined) return modeInfo.single.mode === SignMode.SIGN_MODE_LEGACY_AMINO_JSON;
  return modeInfo?.multi?.modeInfos.every(onlyAmino) ?? false;
}

/** The single signatures inside a (possibly nested) multisignature. */
function flatten(modeInfo: ModeInfo | undefined, signature: Uint8Array, depth = 0): Uint8Array[] {
  if (modeInfo?.multi === undefined || depth > 4) return [signature];
  try {
    const { signatures } = decodeMessage(MultiSignature, signature);
    return signatures.flatMap((each, index) => flatten(modeInfo.multi?.modeInfos[index], each, depth + 1));
  } catch {
    return [signature];
  }
}
