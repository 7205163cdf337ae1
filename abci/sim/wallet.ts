import { createHash } from "node:crypto";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import { SignMode } from "cosmjs-types/cosmos/tx/signing/v1beta1/signing";
import { AuthInfo, Fee, SignDoc, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import secp256k1 from "secp256k1";
import { encodeMessage } from "../../proto/writer.js";
import type { WireCoin } from "../state/coins.js";

const sha256 = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();
const ripemd160 = (bytes: Uint8Array): Uint8Array => createHash("ripemd160").update(bytes).digest();

/** A key that signs Cosmos transactions. */
export interface SigningKey {
  readonly name: string;
  /** 20 bytes. */
  readonly address: Uint8Array;
  readonly anyPublicKey: Any;
  /** 64 bytes, r and s. */
  sign(bytes: Uint8Array): Uint8Array;
}

/** A secp256k1 key of the simulation, made from a name: the same name gives the same key. */
export class SimKey implements SigningKey {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
  /** 20 bytes. */
  readonly address: Uint8Array;

  constructor(readonly name: string) {
    this.privateKey = sha256(Buffer.from(`echoin simulation key ${name}`));
    this.publicKey = secp256k1.publicKeyCreate(this.privateKey, true);
    this.address = ripemd160(sha256(this.publicKey));
  }

  /** 64 bytes, r and s. */
  sign(bytes: Uint8Array): Uint8Array {
    return secp256k1.ecdsaSign(sha256(bytes), this.privateKey).signature;
  }

  get anyPublicKey(): Any {
    return { typeUrl: PubKey.typeUrl, value: encodeMessage(PubKey, { key: this.publicKey }) };
  }
}

/** What a transaction says beside its messages. */
export interface TxOptions {
  readonly chainId: string;
  readonly fee: readonly WireCoin[];
  readonly gasLimit: bigint;
  readonly granter?: string;
  readonly payer?: string;
  readonly memo?: string;
  readonly timeoutHeight?: bigint;
  /** Makes the transaction unordered. */
  readonly unorderedUntilNanos?: bigint;
}

export interface TxSigner {
  readonly key: SigningKey;
  readonly accountNumber: bigint;
  readonly sequence: bigint;
}

/** A transaction signed in DIRECT mode by all `signers`, in order. */
export function signTx(messages: readonly Any[], signers: readonly TxSigner[], options: TxOptions): Uint8Array {
  const until = options.unorderedUntilNanos;
  const bodyBytes = encodeMessage(
    TxBody,
    TxBody.fromPartial({
      messages: [...messages],
      memo: options.memo ?? "",
      timeoutHeight: options.timeoutHeight ?? 0n,
      unordered: until !== undefined,
      timeoutTimestamp:
        until === undefined ? undefined : { seconds: until / 1_000_000_000n, nanos: Number(until % 1_000_000_000n) },
    }),
  );
  const authInfoBytes = encodeMessage(
    AuthInfo,
    AuthInfo.fromPartial({
      signerInfos: signers.map(({ key, sequence }) => ({
        publicKey: key.anyPublicKey,
        modeInfo: { single: { mode: SignMode.SIGN_MODE_DIRECT } },
        sequence: until === undefined ? sequence : 0n,
      })),
      fee: Fee.fromPartial({
        amount: [...options.fee],
        gasLimit: options.gasLimit,
        granter: options.granter ?? "",
        payer: options.payer ?? "",
      }),
    }),
  );
  const signatures = signers.map(({ key, accountNumber }) =>
    key.sign(encodeMessage(SignDoc, { bodyBytes, authInfoBytes, chainId: options.chainId, accountNumber })),
  );
  return encodeMessage(TxRaw, { bodyBytes, authInfoBytes, signatures });
}
