/** The items with their numbers from 0 on, one at a time: what `entries` gives of an array, of anything that can be walked. */
export function* numbered<T>(items: Iterable<T>): Generator<readonly [index: number, item: T]> {
  let index = 0;
  for (const item of items) yield [index++, item];
}
