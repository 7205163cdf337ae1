import { defineErrors } from "../../abci/state/errors.js";

interface TooLittleGas {
  readonly have: bigint;
  readonly want: bigint;
  /** go-ethereum words it otherwise for calls than for its pool. */
  readonly isCall?: boolean;
}

const tooLittle = ({ have, want, isCall = false }: TooLittleGas): string =>
  isCall ? `have ${have}, want ${want}` : `gas ${have}, minimum needed ${want}`;

/**
 * Codes are consensus and are never reused; 1 is left to internal errors. The words are go-ethereum's, by which Ethereum
 * clients tell these apart.
 */
export const errors = defineErrors("evm", {
  decode: [2, (reason: string) => reason],
  misplaced: [
    3,
    (reason: string) => `an Ethereum transaction stands alone in a transaction with its option: ${reason}`,
  ],
  wrapper: [4, (reason: string) => `the transaction around an Ethereum transaction says what that says: ${reason}`],
  invalidSender: [5, (reason: string) => (reason === "" ? "invalid sender" : `invalid sender: ${reason}`)],
  nonceTooLow: [
    6,
    ({ nonce, next }: { nonce: bigint; next: bigint }) => `nonce too low: next nonce ${next}, tx nonce ${nonce}`,
  ],
  nonceTooHigh: [
    7,
    ({ nonce, next }: { nonce: bigint; next: bigint }) => `nonce too high: tx nonce ${nonce}, gapped nonce ${next}`,
  ],
  nonceMax: [
    8,
    ({ address, nonce }: { address: string; nonce: bigint }) =>
      `nonce has max value: address ${address}, nonce: ${nonce}`,
  ],
  insufficientFunds: [
    9,
    ({ balance, cost }: { balance: bigint; cost: bigint }) =>
      `insufficient funds for gas * price + value: balance ${balance}, tx cost ${cost}, overshot ${cost - balance}`,
  ],
  intrinsicGas: [10, (needed: TooLittleGas) => `intrinsic gas too low: ${tooLittle(needed)}`],
  floorDataGas: [11, (needed: TooLittleGas) => `insufficient gas for floor data gas cost: ${tooLittle(needed)}`],
  gasLimitTooHigh: [
    12,
    ({ cap, gas }: { cap: bigint; gas: bigint }) => `transaction gas limit too high (cap: ${cap}, tx: ${gas})`,
  ],
  gasLimitReached: [13, (_: void) => "gas limit reached"],
  feeCapTooLow: [
    14,
    ({ address, feeCap, baseFee }: { address: string; feeCap: bigint; baseFee: bigint }) =>
      `max fee per gas less than block base fee: address ${address}, maxFeePerGas: ${feeCap}, baseFee: ${baseFee}`,
  ],
  tipAboveFeeCap: [
    15,
    ({ address, tipCap, feeCap }: { address: string; tipCap: bigint; feeCap: bigint }) =>
      `max priority fee per gas higher than max fee per gas: address ${address}, maxPriorityFeePerGas: ${tipCap}, maxFeePerGas: ${feeCap}`,
  ],
  feeCapTooBig: [16, (_: void) => "max fee per gas higher than 2^256-1"],
  senderNotEoa: [
    18,
    ({ address, size }: { address: string; size: number }) =>
      `sender not an eoa: address ${address}, len(code): ${size}`,
  ],
  initCodeTooLarge: [
    19,
    ({ size, limit }: { size: number; limit: number }) =>
      `max initcode size exceeded: code size ${size}, limit ${limit}`,
  ],
  typeNotSupported: [20, (reason: string) => `transaction type not supported${reason === "" ? "" : `: ${reason}`}`],
  chainId: [
    21,
    ({ have, want }: { have: bigint; want: bigint }) => `invalid chain id for signer: have ${have} want ${want}`,
  ],
  exceedsBlockGasLimit: [22, (_: void) => "exceeds block gas limit"],
  setCodeEmpty: [23, (_: void) => "set code tx must have at least one authorization tuple"],
  blob: [24, (reason: string) => reason],
  invalidParams: [25, (reason: string) => `invalid params: ${reason}`],
  invalidGenesis: [26, (reason: string) => `invalid genesis: ${reason}`],
  underpriced: [
    27,
    ({ have, want }: { have: bigint; want: bigint }) =>
      `transaction underpriced: gas price ${have}, minimum needed ${want}`,
  ],
  gasAllowance: [29, (gas: bigint) => `gas required exceeds allowance (${gas})`],
  transferFunds: [30, (_: void) => "insufficient funds for transfer"],
  oversized: [
    31,
    ({ size, limit }: { size: number; limit: number }) => `oversized data: transaction size ${size}, limit ${limit}`,
  ],
  replacementUnderpriced: [32, (_: void) => "replacement transaction underpriced"],
  poolFull: [33, (reason: string) => `txpool is full: ${reason}`],
  callFunds: [
    28,
    ({ address, have, want }: { address: string; have: bigint; want: bigint }) =>
      `insufficient funds for gas * price + value: address ${address} have ${have} want ${want}`,
  ],
});
