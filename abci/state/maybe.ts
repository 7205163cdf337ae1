import type { MaybePromise } from "../store/types.js";

/** What `use` makes of a value, at once when the value is at hand: for paths too hot for promises. */
export const andThen = <A, B>(value: MaybePromise<A>, use: (value: A) => MaybePromise<B>): MaybePromise<B> =>
  value instanceof Promise ? value.then(use) : use(value);
