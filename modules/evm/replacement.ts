/** What a transaction offers for a unit of gas: at most, and what of it may be the tip. */
export interface Offer {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** By how many hundredths both prices have to be higher, as in go-ethereum's pool. */
const BUMP_PERCENT = 10n;

/** Whether a transaction takes the place of one with the same sender and nonce: both its prices are a tenth higher. */
export function outbids(offer: Offer, before: Offer): boolean {
  const dearer = (price: bigint, old: bigint): boolean => price > old && price >= (old * (100n + BUMP_PERCENT)) / 100n;
  return (
    dearer(offer.maxFeePerGas, before.maxFeePerGas) && dearer(offer.maxPriorityFeePerGas, before.maxPriorityFeePerGas)
  );
}
