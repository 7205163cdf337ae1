import { RLP } from "@ethereumjs/rlp";
import { sdk } from "../../abci/state/errors.js";
import { keyToBytes, uint64ToKey } from "../../abci/store/bytes.js";
import { bytesToNumber, keccak256, minimal } from "./crypto.js";
import { EMPTY_ROOT } from "./trie.js";

/** A block's header as Ethereum has it since Prague; fields that this chain has no use for are those of an empty block. */
export interface EthereumHeader {
  readonly parentHash: Uint8Array;
  /** COINBASE: the account of who proposed the block. */
  readonly beneficiary: Uint8Array;
  /** The chain's app hash of the state that the block starts from: the one after it is known only when it is committed. */
  readonly stateRoot: Uint8Array;
  readonly transactionsRoot: Uint8Array;
  readonly receiptsRoot: Uint8Array;
  readonly logsBloom: Uint8Array;
  readonly number: bigint;
  readonly gasLimit: bigint;
  readonly gasUsed: bigint;
  /** Unix seconds. */
  readonly timestamp: bigint;
  readonly prevRandao: Uint8Array;
  readonly baseFeePerGas: bigint;
  /** What the contract of EIP-4788 answers for this block's time: here, the parent's app hash again. */
  readonly parentBeaconBlockRoot: Uint8Array;
  /**
   * Gas that all transactions of the block used, Ethereum's and others: with the gas limit it decides the next base fee.
   * Extra data, as eight bytes; `gasUsed` is what the receipts add up to.
   */
  readonly totalGasUsed: bigint;
}

const NO_HASH = new Uint8Array(32);

/** keccak-256 of an empty list in RLP: no uncles. */
export const NO_OMMERS = keccak256(Uint8Array.of(0xc0));

/** SHA-256 of nothing: no requests (EIP-7685). */
export const NO_REQUESTS = Buffer.from("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "hex");

/** The header's extra data. */
export const extraData = ({ totalGasUsed }: Pick<EthereumHeader, "totalGasUsed">): Uint8Array =>
  keyToBytes(uint64ToKey(totalGasUsed));

/** The header in RLP. */
export function encodeHeader(header: EthereumHeader): Uint8Array {
  return RLP.encode([
    header.parentHash,
    NO_OMMERS,
    header.beneficiary,
    header.stateRoot,
    header.transactionsRoot,
    header.receiptsRoot,
    header.logsBloom,
    new Uint8Array(0), // difficulty
    minimal(header.number),
    minimal(header.gasLimit),
    minimal(header.gasUsed),
    minimal(header.timestamp),
    extraData(header),
    header.prevRandao,
    new Uint8Array(8), // nonce
    minimal(header.baseFeePerGas),
    EMPTY_ROOT, // withdrawals
    new Uint8Array(0), // blob gas used
    new Uint8Array(0), // excess blob gas
    header.parentBeaconBlockRoot,
    NO_REQUESTS,
  ]);
}

/** The header in what `encodeHeader` made. @throws sdk.logic for other bytes */
export function decodeHeader(rlp: Uint8Array): EthereumHeader {
  const fields = RLP.decode(rlp) as Uint8Array[];
  const bytes = (index: number): Uint8Array => {
    const field = fields[index];
    if (!(field instanceof Uint8Array)) throw sdk.logic("the last Ethereum header is not in RLP");
    return field;
  };
  const number = (index: number): bigint => bytesToNumber(bytes(index));
  return {
    parentHash: bytes(0),
    beneficiary: bytes(2),
    stateRoot: bytes(3),
    transactionsRoot: bytes(4),
    receiptsRoot: bytes(5),
    logsBloom: bytes(6),
    number: number(8),
    gasLimit: number(9),
    gasUsed: number(10),
    timestamp: number(11),
    prevRandao: bytes(13),
    baseFeePerGas: number(15),
    parentBeaconBlockRoot: bytes(19),
    totalGasUsed: bytesToNumber(bytes(12)),
  };
}

/** What names a block. */
export function headerHash(header: EthereumHeader): Uint8Array {
  return keccak256(encodeHeader(header));
}

/** A hash of the chain as a word; what comes before the first block is zero. */
export function asWord(hash: Uint8Array | undefined): Uint8Array {
  return hash?.length === 32 ? hash : NO_HASH;
}
