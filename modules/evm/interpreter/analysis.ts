import { readWord, type Word } from "./words.js";

const JUMPDEST = 0x5b;
const PUSH1 = 0x60;
const PUSH32 = 0x7f;

/**
 * What a piece of code says before it runs: where jumps may land, and its long constants. Both are found when first
 * asked for: most code that is created or called never jumps to most of itself.
 */
export class Analysis {
  readonly #code: Uint8Array;
  #jumpdests: Uint8Array | undefined;
  readonly #constants = new Map<number, Word>();

  constructor(code: Uint8Array) {
    this.#code = code;
  }

  /** One byte for each of the code's: 1 where a jump may land. */
  jumpdests(): Uint8Array {
    return (this.#jumpdests ??= findJumpdests(this.#code));
  }

  /** The constant of `size` bytes at the offset; bytes past the end of the code are zero. */
  constant(offset: number, size: number): Word {
    let value = this.#constants.get(offset);
    if (value === undefined) {
      value = readConstant(this.#code, offset, size);
      this.#constants.set(offset, value);
    }
    return value;
  }
}

function findJumpdests(code: Uint8Array): Uint8Array {
  const found = new Uint8Array(code.length);
  for (let at = 0; at < code.length; at++) {
    const op = code[at]!;
    if (op === JUMPDEST) found[at] = 1;
    else if (op >= PUSH1 && op <= PUSH32) at += op - PUSH1 + 1;
  }
  return found;
}

function readConstant(code: Uint8Array, offset: number, size: number): Word {
  const bytes = new Uint8Array(32);
  bytes.set(code.subarray(offset, offset + size), 32 - size);
  return readWord(new DataView(bytes.buffer), 0);
}

/**
 * Analyses of deployed code, by the identity of the array. State managers keep code by its hash and hand out one array
 * for it, so this is a cache by code hash that hashes nothing: hashing 24 KiB takes longer than analysing them.
 * An entry lives as long as the state manager keeps its array.
 */
const analyses = new WeakMap<Uint8Array, Analysis>();

/** The analysis of deployed code, whose array nobody writes to. */
export function analysisOf(code: Uint8Array): Analysis {
  let analysis = analyses.get(code);
  if (analysis === undefined) {
    analysis = new Analysis(code);
    analyses.set(code, analysis);
  }
  return analysis;
}
