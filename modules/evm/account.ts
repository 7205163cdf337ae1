import { Account, KECCAK256_NULL, KECCAK256_RLP } from "@ethereumjs/util";
import { amountOf } from "../../abci/state/coins.js";
import type { ReadContext } from "../../abci/state/context.js";
import { andThen } from "../../abci/state/maybe.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import type { MaybePromise } from "../../abci/store/types.js";
import type { EvmKeeper } from "./keeper.js";
import type { NumberedAccount } from "./types.js";

/** Stands for the root of any storage that is not empty: the EVM only asks whether there is some (EIP-7610). */
const SOME_STORAGE = new Uint8Array(32).fill(0xff);

/** An account in its parts, as the modules keep them. */
export interface AccountParts {
  readonly account: NumberedAccount | undefined;
  /** All that the account holds, locked coins too. */
  readonly held: bigint;
  readonly codeHash: Uint8Array | undefined;
  readonly locked: bigint;
  readonly hasStorage: boolean;
}

/**
 * The parts of an account, at once when they are in memory. Read one after the other: of two reads that fail at once, one failure
 * would be nobody's, which ends a process.
 */
export function readParts(
  ctx: ReadContext,
  keeper: EvmKeeper,
  address: Uint8Array,
  denom: string,
): MaybePromise<AccountParts> {
  return andThen(keeper.accounts.peek(ctx, address), (account) =>
    andThen(keeper.bank.peekBalance(ctx, address, denom), (held = 0n) =>
      andThen(keeper.codeHashes.read(ctx, address), (stored) => {
        const hasStorage = stored !== undefined;
        // Storage without code is kept under the hash of no code.
        const codeHash = hasStorage && bytesEqual(stored, KECCAK256_NULL) ? undefined : stored;
        if (!isVesting(account)) return { account, held, codeHash, locked: 0n, hasStorage };
        return andThen(keeper.accounts.lockedCoins(ctx, address), (coins) => {
          return { account, held, codeHash, locked: amountOf(coins, denom), hasStorage };
        });
      }),
    ),
  );
}

/** An account as the EVM sees it; undefined when it does not exist (EIP-161). */
export function accountOf(parts: AccountParts): Account | undefined {
  const nonce = parts.account?.sequence ?? 0n;
  const balance = spendable(parts);
  const { codeHash, hasStorage } = parts;
  if (nonce === 0n && balance === 0n && codeHash === undefined && !hasStorage) return undefined;
  return new Account(nonce, balance, hasStorage ? SOME_STORAGE : KECCAK256_RLP, codeHash ?? KECCAK256_NULL);
}

/** Balance, to the EVM: what an account holds and can spend. */
export function spendable({ held, locked }: AccountParts): bigint {
  return held > locked ? held - locked : 0n;
}

function isVesting(account: NumberedAccount | undefined): boolean {
  return account !== undefined && account.kind !== "base" && account.kind !== "module";
}
