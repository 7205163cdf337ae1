import { opcodeName } from "../../modules/evm/interpreter/opcodes.js";
import { hexOf } from "../../modules/evm/hex.js";

const opcodes = new Map(Array.from({ length: 256 }, (_, op) => [opcodeName(op), op]));

/** Code from opcodes' names; `0x…` is pushed, as many bytes as it has digits for. @throws RangeError for another word */
export function assemble(text: string): Uint8Array {
  const bytes = text
    .trim()
    .split(/\s+/)
    .flatMap((word) => {
      if (/^0x([0-9a-f]{2}){1,32}$/.test(word)) {
        const pushed = Buffer.from(word.slice(2), "hex");
        return [0x5f + pushed.length, ...pushed];
      }
      const op = opcodes.get(word);
      if (op === undefined) throw new RangeError(`"${word}" is no opcode`);
      return [op];
    });
  return Uint8Array.from(bytes);
}

export const code = (text: string): string => hexOf(assemble(text));

/** Init code that leaves this as the contract's code. */
export function deploying(runtime: Uint8Array): Uint8Array {
  const size = `0x${runtime.length.toString(16).padStart(4, "0")}`;
  // The code begins after these eleven bytes.
  return Buffer.concat([assemble(`${size} DUP1 0x000b PUSH0 CODECOPY PUSH0 RETURN`), runtime]);
}
