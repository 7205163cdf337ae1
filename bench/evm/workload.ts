import { createHash } from "node:crypto";
import { join } from "node:path";
import { type PhasePlan, planSends, sizeOf } from "../workload/plan.js";
import { ethereumSender } from "./accounts.js";
import { callData, contracts } from "./contracts.js";
import type { TransactionFields } from "../../abci/sim/ethereum.js";

/** What a transaction does: moves the chain's coin, moves a token, or sells one for another. */
export type EvmAction = "send" | "token" | "swap";

export type EvmPhase = PhasePlan<EvmAction>;

/** Everything that the bytes of a workload depend on. */
export interface EvmSpec {
  readonly chainId: number;
  /** Accounts that exist: recipients are drawn from them. */
  readonly accounts: number;
  readonly phases: readonly EvmPhase[];
  readonly seed: string;
}

/** To be raised when the same spec gives other bytes than before. */
const FORMAT = 1;

/** Base units of a unit of gas: what the base fee may grow to, and the tip. */
const MAX_FEE = 100n * 10n ** 9n;
const TIP = 10n ** 9n;

/** As wallets set it: what the action takes at most, and a part more. */
const GAS_LIMITS: Readonly<Record<EvmAction, bigint>> = { send: 21_000n, token: 80_000n, swap: 220_000n };

/** The smallest amount of a swap, so that what comes out is never nothing. */
const SWAP_UNIT = 10n ** 9n;

/** No swap is ever too late. */
const NEVER = (1n << 64n) - 1n;

/** The file of a workload: its name tells everything that its bytes depend on. */
export function evmWorkloadPath(folder: string, spec: EvmSpec): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([FORMAT, spec]))
    .digest("hex");
  return join(folder, `evm-${spec.chainId}-${spec.accounts}-${digest.slice(0, 12)}.txs`);
}

/** How many transactions a workload has. */
export const evmLengthOf = ({ phases }: EvmSpec): number => phases.reduce((sum, phase) => sum + sizeOf(phase), 0);

/** Signs the transactions from `from` up to but without `to`, in order: what `eth_sendRawTransaction` takes. */
export function* signEvmRange(spec: EvmSpec, from: number, to: number): Generator<Uint8Array> {
  let index = 0;
  for (const { action, sender, recipient, amount, sequence } of planSends(spec.phases, spec.accounts, spec.seed)) {
    if (index >= to) return;
    if (index++ < from) continue;
    const other = ethereumSender(recipient).address;
    yield ethereumSender(sender).signTransaction({
      chainId: BigInt(spec.chainId),
      nonce: BigInt(sequence),
      gasLimit: GAS_LIMITS[action],
      maxFeePerGas: MAX_FEE,
      maxPriorityFeePerGas: TIP,
      ...actionFields(action, other, BigInt(amount)),
    }).raw;
  }
}

function actionFields(action: EvmAction, to: Uint8Array, amount: bigint): TransactionFields {
  switch (action) {
    case "send":
      return { to, value: amount };
    case "token":
      return { to: contracts.token, data: callData("Token", "transfer", to, amount) };
    case "swap": {
      // One token for the other, then the other way round: the price stays about where it is.
      const first = amount % 2n === 0n;
      return {
        to: contracts.router,
        data: callData("Router", "sell", contracts.pair, first, amount * SWAP_UNIT, 1n, NEVER),
      };
    }
  }
}
