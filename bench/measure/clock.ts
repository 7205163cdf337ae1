/** Milliseconds since 1970, with their fraction, by a clock that only goes forward. */
export const now = (): number => performance.timeOrigin + performance.now();
