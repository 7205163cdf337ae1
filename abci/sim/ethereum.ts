import { RLP } from "@ethereumjs/rlp";
import type { Any } from "cosmjs-types/google/protobuf/any";
import secp256k1 from "secp256k1";
import { addressOfUncompressed, bytesToNumber, keccak256, minimal } from "../../modules/evm/crypto.js";
import {
  type AccessListItem,
  type Authorization,
  decodeEthereumTransaction,
  type EthereumTransaction,
  withType,
} from "../../modules/evm/transaction.js";
import { PubKey } from "../../proto/generated/echoin/crypto/v1/cosmos_evm.js";
import { encodeMessage } from "../../proto/writer.js";
import type { SigningKey } from "./wallet.js";

/** An Ethereum key of the simulation, made from a name: the same name gives the same key. */
export class EthereumKey implements SigningKey {
  readonly privateKey: Uint8Array;
  /** 20 bytes. */
  readonly address: Uint8Array;

  constructor(readonly name: string) {
    this.privateKey = keccak256(Buffer.from(`echoin simulation Ethereum key ${name}`));
    this.address = addressOfUncompressed(secp256k1.publicKeyCreate(this.privateKey, false).subarray(1));
  }

  get anyPublicKey(): Any {
    const key = secp256k1.publicKeyCreate(this.privateKey, true);
    return { typeUrl: PubKey.typeUrl, value: encodeMessage(PubKey, { key }) };
  }

  sign(bytes: Uint8Array): Uint8Array {
    return secp256k1.ecdsaSign(keccak256(bytes), this.privateKey).signature;
  }

  private signDigest(digest: Uint8Array): { r: bigint; s: bigint; yParity: bigint } {
    const { signature, recid } = secp256k1.ecdsaSign(digest, this.privateKey);
    return {
      r: bytesToNumber(signature.subarray(0, 32)),
      s: bytesToNumber(signature.subarray(32)),
      yParity: BigInt(recid),
    };
  }

  /** A signature over a hash as EIP-712 wants it: r, s and v, 65 bytes. */
  signHash(digest: Uint8Array): Uint8Array {
    const { signature, recid } = secp256k1.ecdsaSign(digest, this.privateKey);
    return Buffer.concat([signature, Buffer.of(27 + recid)]);
  }

  /** The transaction that the fields describe; what is left out is zero or empty. */
  signTransaction(fields: TransactionFields): EthereumTransaction {
    const { type = 2, chainId } = fields;
    const unsigned = fieldsOf(fields);
    const digest =
      type === 0
        ? keccak256(RLP.encode((chainId === undefined ? unsigned : [...unsigned, minimal(chainId), "", ""]) as never))
        : keccak256(withType(type, RLP.encode(unsigned as never)));
    const { r, s, yParity } = this.signDigest(digest);
    const v = type !== 0 ? yParity : chainId === undefined ? 27n + yParity : 35n + 2n * chainId + yParity;
    const payload = RLP.encode([...unsigned, minimal(v), minimal(r), minimal(s)] as never);
    return decodeEthereumTransaction(withType(type, payload));
  }

  /** Permission to run the code of `address` as this account's own (EIP-7702). */
  authorize({ chainId, address, nonce }: Pick<Authorization, "chainId" | "address" | "nonce">): Authorization {
    const payload = RLP.encode([minimal(chainId), address, minimal(nonce)]);
    return { chainId, address, nonce, ...this.signDigest(keccak256(withType(0x05, payload))) };
  }
}

/** What to sign. */
export interface TransactionFields {
  readonly type?: 0 | 1 | 2 | 4;
  /** Undefined: type 0 without EIP-155. */
  readonly chainId?: bigint;
  readonly nonce?: bigint;
  readonly gasLimit?: bigint;
  /** The gas price of types 0 and 1. */
  readonly maxFeePerGas?: bigint;
  readonly maxPriorityFeePerGas?: bigint;
  readonly to?: Uint8Array;
  readonly value?: bigint;
  readonly data?: Uint8Array;
  readonly accessList?: readonly AccessListItem[];
  readonly authorizations?: readonly Authorization[];
}

function fieldsOf(fields: TransactionFields): unknown[] {
  const { type = 2, chainId = 0n, nonce = 0n, gasLimit = 21_000n, maxFeePerGas = 0n, value = 0n } = fields;
  const { maxPriorityFeePerGas = 0n, to = "", data = "", accessList = [], authorizations = [] } = fields;
  const rest = [minimal(gasLimit), to, minimal(value), data];
  if (type === 0) return [minimal(nonce), minimal(maxFeePerGas), ...rest];
  const warmed = accessList.map(({ address, storageKeys }) => [address, [...storageKeys]]);
  const head = [minimal(chainId), minimal(nonce)];
  if (type === 1) return [...head, minimal(maxFeePerGas), ...rest, warmed];
  const priced = [...head, minimal(maxPriorityFeePerGas), minimal(maxFeePerGas), ...rest, warmed];
  if (type === 2) return priced;
  const authorized = authorizations.map((each) => [
    minimal(each.chainId),
    each.address,
    minimal(each.nonce),
    minimal(each.yParity),
    minimal(each.r),
    minimal(each.s),
  ]);
  return [...priced, authorized];
}
