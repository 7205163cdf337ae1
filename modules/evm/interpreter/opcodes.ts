/** Names by where they begin; those of operations that no fork here has are go-ethereum's too: its errors tell them. */
const RANGES: readonly (readonly [first: number, names: string])[] = [
  [0x00, "STOP ADD MUL SUB DIV SDIV MOD SMOD ADDMOD MULMOD EXP SIGNEXTEND"],
  [0x10, "LT GT SLT SGT EQ ISZERO AND OR XOR NOT BYTE SHL SHR SAR CLZ"],
  [0x20, "KECCAK256"],
  [0x30, "ADDRESS BALANCE ORIGIN CALLER CALLVALUE CALLDATALOAD CALLDATASIZE CALLDATACOPY CODESIZE CODECOPY"],
  [0x3a, "GASPRICE EXTCODESIZE EXTCODECOPY RETURNDATASIZE RETURNDATACOPY EXTCODEHASH"],
  [0x40, "BLOCKHASH COINBASE TIMESTAMP NUMBER DIFFICULTY GASLIMIT CHAINID SELFBALANCE BASEFEE BLOBHASH BLOBBASEFEE"],
  [0x50, "POP MLOAD MSTORE MSTORE8 SLOAD SSTORE JUMP JUMPI PC MSIZE GAS JUMPDEST TLOAD TSTORE MCOPY PUSH0"],
  [0x60, numbered("PUSH", 1, 32)],
  [0x80, numbered("DUP", 1, 16)],
  [0x90, numbered("SWAP", 1, 16)],
  [0xa0, numbered("LOG", 0, 4)],
  [0xd0, "DATALOAD DATALOADN DATASIZE DATACOPY"],
  [0xe0, "RJUMP RJUMPI RJUMPV CALLF RETF JUMPF DUPN SWAPN EXCHANGE"],
  [0xec, "EOFCREATE"],
  [0xee, "RETURNCONTRACT"],
  [0xf0, "CREATE CALL CALLCODE RETURN DELEGATECALL CREATE2"],
  [0xf7, "RETURNDATALOAD EXTCALL EXTDELEGATECALL STATICCALL EXTSTATICCALL"],
  [0xfd, "REVERT INVALID SELFDESTRUCT"],
];

function numbered(name: string, first: number, last: number): string {
  return Array.from({ length: last - first + 1 }, (_, index) => `${name}${first + index}`).join(" ");
}

const names: readonly string[] = Array.from({ length: 256 }, (_, op) => {
  const range = RANGES.findLast(([first]) => first <= op)!;
  return range[1].split(" ")[op - range[0]] ?? `opcode 0x${op.toString(16)} not defined`;
});

/** What go-ethereum calls an opcode, in traces and errors. */
export const opcodeName = (op: number): string => names[op]!;

/** CALL, CALLCODE, DELEGATECALL, STATICCALL. */
export const CALL_OPS: ReadonlySet<number> = new Set([0xf1, 0xf2, 0xf4, 0xfa]);
/** CREATE, CREATE2. */
export const CREATE_OPS: ReadonlySet<number> = new Set([0xf0, 0xf5]);
