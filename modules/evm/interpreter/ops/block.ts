import type { Frame } from "../frame.js";
import type { Operation, Operations } from "../instructions.js";
import { then } from "../state.js";
import { big, bounded, word, wordOfBytes, type Word } from "../words.js";
import { pushing } from "./memory.js";

/** Blocks whose hashes can be asked for, the last ones before the executing block. */
const HASHES = 256n;

const blockhash: Operation = {
  pops: 1,
  pushes: 1,
  run(frame) {
    const { evm, block } = frame.context;
    const number = big(frame.pop());
    const age = block.header.number - number;
    if (age <= 0n || age > HASHES) {
      frame.push(0);
      return undefined;
    }
    return then(evm.blockchain.getBlock(Number(number)), (found) => frame.push(wordOfBytes(found.hash())));
  },
};

const blobhash: Operation = {
  pops: 1,
  pushes: 1,
  run(frame) {
    const hash = frame.blobVersionedHashes[bounded(frame.pop())];
    frame.push(hash === undefined ? 0 : BigInt(hash));
  },
};

/** A field that a block may lack only outside a chain. @throws Error */
function required(value: bigint | undefined, name: string): Word {
  if (value === undefined) throw new Error(`the block has no ${name}`);
  return word(value);
}

const header = ({ context }: Frame) => context.block.header;

/** What code may know of the block and its transaction. */
export const blockOperations: Operations = {
  0x40: blockhash,
  0x41: pushing((frame) => frame.context.coinbase),
  0x42: pushing((frame) => word(header(frame).timestamp)),
  0x43: pushing((frame) => word(header(frame).number)),
  0x44: pushing((frame) => frame.context.prevRandao),
  0x45: pushing((frame) => word(header(frame).gasLimit)),
  0x46: pushing((frame) => word(frame.context.common.chainId())),
  0x48: pushing((frame) => required(header(frame).baseFeePerGas, "base fee")),
  0x49: blobhash,
  0x4a: pushing((frame) => required(header(frame).getBlobGasPrice(), "blob base fee")),
};
