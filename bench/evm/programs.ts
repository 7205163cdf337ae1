import { Address } from "@ethereumjs/util";

/** Contract code that loops until its gas is used up, and what each turn is about. */
export interface Program {
  readonly name: string;
  /** What the issue asks of it, in millions of gas a second. */
  readonly target?: number;
  readonly code: Uint8Array;
}

const CALLED = new Address(new Uint8Array(20).fill(0xca));

/** A contract that answers 1, for the programs that call, and its code. */
export const CALLEE = { address: CALLED, code: hex("60015f5260205ff3") };

function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
}

const LANDING = "5b";
const JUMP_BACK = "56";
const wide = (digit: string): string => `7f${digit.repeat(64)}`;

/** `setup` once, then `turn` again and again; the turn leaves the stack as it found it. */
const loop = (name: string, setup: string, turn: string, target?: number): Program => {
  const start = hex(setup).length;
  return {
    name,
    ...(target === undefined ? {} : { target }),
    code: hex(`${setup} ${LANDING} ${turn} 60${start.toString(16).padStart(2, "0")} ${JUMP_BACK}`),
  };
};

const call = (op: string, value: string): string => `5f 5f 5f 5f ${value} 73${"ca".repeat(20)} 5a ${op} 50`;

/** One program for each part of the machine that contracts lean on. */
export const PROGRAMS: readonly Program[] = [
  // i + 1, × 3, ÷ 3, < limit, as a counting loop does them.
  loop("arithmetic", "5f", "6001 01 80 6003 02 6003 90 04 62ffffff 10 15 50", 60),
  // The same kind of work on words of 256 bits: × + − ⊕ and a shift.
  loop("arithmetic, wide", wide("7"), `${wide("3")} 02 ${wide("5")} 01 80 6007 1c 18 ${wide("9")} 03`),
  loop("mulmod, wide", wide("7"), `${wide("f")} ${wide("3")} 82 09 01`),
  loop("keccak of 32 bytes", "5f 5f 52", "60205f 20 5f 52", 40),
  loop("keccak of 64 bytes", "5f", "5f 52 6040 5f 20"),
  loop("memory", "5f", "80 6020 52 50 6020 51 6001 01 80 6040 53 6040 51 50"),
  loop("stack", "6001 6002 6003 6004", "80 81 82 83 92 91 90 93 50 50 50 50"),
  loop("storage, warm", "5f", "6001 01 80 6001 55 6001 54 50"),
  loop("storage, warm reads", "", "6001 54 50 6002 54 50"),
  loop("static calls", "", call("fa", "")),
  loop("logs", "", "60205f a0"),
];
