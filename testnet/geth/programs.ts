import { assemble } from "./assembler.js";

const word = (text: string): string => `0x${text.padStart(64, "0")}`;

/** Adds what it is called with to slot 0, logs and returns the sum. */
export const STORE = assemble(
  "PUSH0 CALLDATALOAD PUSH0 SLOAD ADD DUP1 PUSH0 SSTORE PUSH0 MSTORE 0x2a 0x20 PUSH0 LOG1 0x20 PUSH0 RETURN",
);

/** Reverts with these bytes. */
export function reverting(data: string): string {
  const chunks = data.match(/.{1,64}/g) ?? [];
  const stores = chunks.map(
    (chunk, at) => `0x${chunk.padEnd(64, "0")} 0x${(at * 32).toString(16).padStart(4, "0")} MSTORE`,
  );
  return `${stores.join(" ")} 0x${(data.length / 2).toString(16).padStart(4, "0")} PUSH0 REVERT`;
}

const text = Buffer.from("a step is not zero");
const ERROR = `08c379a0${word("20").slice(2)}${word(text.length.toString(16)).slice(2)}${text.toString("hex").padEnd(64, "0")}`;

const ask = (op: string, to: string, value = ""): string =>
  `0x20 0x40 0x24 PUSH0 ${value} ${to} GAS ${op} POP RETURNDATASIZE POP`;

/** Calls the contract in every way, and makes contracts. */
export function calling(store: string): string {
  return [
    "0x1122334400000000000000000000000000000000000000000000000000000000 PUSH0 MSTORE 0x07 0x04 MSTORE",
    ask("CALL", store, "0x03"),
    ask("STATICCALL", store),
    ask("DELEGATECALL", store),
    ask("CALLCODE", store, "PUSH0"),
    ask("STATICCALL", "0x04"),
    ask("STATICCALL", "0x0100"),
    ask("CALL", store, "0xffffffffffffffffffff"),
    ask("CALL", `0x${"77".repeat(20)}`, "0x01"),
    // An empty contract, one that reverts, one that stores and destroys itself, one that begins with 0xef.
    "PUSH0 PUSH0 0x01 CREATE POP",
    "0x5f5ffd 0x60 MSTORE 0x03 0x7d PUSH0 CREATE POP",
    `0x600160025573${"99".repeat(20)}ff 0x80 MSTORE 0x05 0x1b 0x80 ADD PUSH0 CREATE POP`.replace(
      "0x05 0x1b 0x80 ADD",
      "0x1b 0x85",
    ),
    "0x60ef5f5360015ff3 0x80 MSTORE 0x01 0x08 0x98 PUSH0 CREATE2 POP",
    "0x2a 0x01 SSTORE 0x01 SLOAD POP PUSH0 0x01 SSTORE",
    "0x20 PUSH0 KECCAK256 PUSH0 TSTORE PUSH0 TLOAD POP CALLER BALANCE POP SELFBALANCE POP ADDRESS EXTCODESIZE POP",
  ].join(" ");
}

/** Code that ends in every way that code can, by name. */
export const endings: Readonly<Record<string, string>> = {
  "runs out of code": "0x01 0x02 ADD",
  stops: "0x01 0x20 MSTORE STOP",
  returns: "0x2a PUSH0 MSTORE 0x20 PUSH0 RETURN",
  "reverts with a reason": reverting(ERROR),
  "reverts with a panic": reverting(`4e487b71${word("11").slice(2)}`),
  "reverts with an unknown panic": reverting(`4e487b71${word("99").slice(2)}`),
  "reverts with an error of its own": reverting(`12345678${word("01").slice(2)}`),
  "reverts with three bytes": reverting("010203"),
  "reverts with nothing": "PUSH0 PUSH0 REVERT",
  "is invalid": "INVALID",
  "is not defined": "0x01 POP opcode_0c".replace(" opcode_0c", ""),
  "finds too few operands": "0x01 ADD",
  "jumps to nowhere": "0x01 JUMP",
  "reads returned data that there is not": "0x01 PUSH0 PUSH0 RETURNDATACOPY",
  "wants too much memory": "0xffffffffff MLOAD",
  "loops for ever": "JUMPDEST PUSH0 JUMP",
  "fills the stack": "JUMPDEST 0x01 PUSH0 JUMP",
  "makes a contract too large": "0xc001 PUSH0 PUSH0 CREATE",
  "leaves code that it cannot pay": "0x60 PUSH0 MSTORE8 0x6000 PUSH0 RETURN",
  "calls itself": "PUSH0 PUSH0 PUSH0 PUSH0 PUSH0 ADDRESS GAS CALL",
};
