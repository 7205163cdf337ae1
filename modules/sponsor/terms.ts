import type { AddressCodec } from "../../abci/state/addresses.js";
import { parseInteger } from "../../abci/state/coins.js";
import { AppError } from "../../abci/state/errors.js";
import { hexOf } from "../../abci/state/hex.js";
import { timestampToNanos } from "../../abci/state/time.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import { type Limits, type Terms, UserScope } from "../../proto/generated/echoin/sponsor/v1/sponsor.js";
import { parseAddress } from "./addresses.js";
import { errors } from "./errors.js";
import { MAX_SELECTORS, SELECTOR_LENGTH } from "./types.js";

const NO_LIMITS: Limits = {
  gas: 0n,
  price: "",
  userDailyFee: "",
  userDailyCalls: 0n,
  dailyFee: "",
  blockGas: 0n,
};

/** Terms as they are stored: checked, and the voucher signer in one spelling. @throws errors.invalidTerms that says what is wrong */
export function acceptTerms(addresses: AddressCodec, scope: UserScope, terms: Terms | undefined): Terms {
  if (terms === undefined) throw errors.invalidTerms("they are missing");
  requireSelectors(terms.selectors);
  const limits = terms.limits ?? NO_LIMITS;
  amount("limits.price", limits.price);
  amount("limits.user_daily_fee", limits.userDailyFee);
  amount("limits.daily_fee", limits.dailyFee);
  amount("tip", terms.tip);
  if (terms.expiration !== undefined) explained("expiration", () => timestampToNanos(terms.expiration!));
  if (terms.voucherSigner === "") return { ...terms, limits };
  if (scope === UserScope.USER_SCOPE_ALL) {
    throw errors.invalidTerms("who pays for everybody needs no vouchers: leave voucher_signer empty");
  }
  const signer = explained("voucher_signer", () => parseAddress(addresses, terms.voucherSigner));
  return { ...terms, limits, voucherSigner: hexOf(signer) };
}

/** Terms as numbers; what is undefined or zero is no limit. */
export interface TermsInForce {
  readonly gas: bigint;
  readonly price: bigint | undefined;
  readonly userDailyFee: bigint | undefined;
  readonly userDailyCalls: bigint;
  readonly dailyFee: bigint | undefined;
  readonly blockGas: bigint;
  readonly tip: bigint;
  /** Unix nanoseconds. */
  readonly expiration: bigint | undefined;
}

/** @param terms of a stored sponsorship */
export function readTerms({ limits = NO_LIMITS, tip, expiration }: Terms): TermsInForce {
  const { gas, userDailyCalls, blockGas } = limits;
  return {
    gas,
    userDailyCalls,
    blockGas,
    price: amount("limits.price", limits.price),
    userDailyFee: amount("limits.user_daily_fee", limits.userDailyFee),
    dailyFee: amount("limits.daily_fee", limits.dailyFee),
    tip: amount("tip", tip) ?? 0n,
    expiration: expiration && timestampToNanos(expiration),
  };
}

/** Whether call data begins with one of the selectors; without selectors, all does. */
export function isSelected(selectors: readonly Uint8Array[], data: Uint8Array): boolean {
  if (selectors.length === 0) return true;
  const selector = keyFromBytes(data.subarray(0, SELECTOR_LENGTH));
  return selectors.some((each) => keyFromBytes(each) === selector);
}

function requireSelectors(selectors: readonly Uint8Array[]): void {
  if (selectors.length > MAX_SELECTORS) {
    throw errors.invalidTerms(`there are ${selectors.length} selectors, at most ${MAX_SELECTORS} are allowed`);
  }
  for (const selector of selectors) {
    if (selector.length !== SELECTOR_LENGTH) {
      throw errors.invalidTerms(`a selector has ${SELECTOR_LENGTH} bytes, not ${selector.length}`);
    }
  }
  if (new Set(selectors.map(keyFromBytes)).size !== selectors.length) {
    throw errors.invalidTerms("a selector is there twice");
  }
}

/** A positive amount; undefined for an empty text. */
function amount(name: string, text: string): bigint | undefined {
  if (text === "") return undefined;
  const value = explained(name, () => parseInteger(text));
  if (value <= 0n) throw errors.invalidTerms(`${name} must be positive, or empty: ${text}`);
  return value;
}

function explained<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof AppError ? errors.invalidTerms(`${name}: ${error.message}`) : error;
  }
}
