import type { StoreWrite } from "./types.js";

type Writes = Iterable<StoreWrite>;

/** The writes of both by store; of a key that both write, the later one stands. Nothing is gathered: they merge as they are walked. */
export function mergeWrites(
  earlier: ReadonlyMap<string, Writes> | undefined,
  later: ReadonlyMap<string, Writes>,
): ReadonlyMap<string, Writes> {
  if (earlier === undefined) return later;
  const merged = new Map(earlier);
  for (const [store, writes] of later) {
    const before = earlier.get(store);
    merged.set(store, before === undefined ? writes : { [Symbol.iterator]: () => merge(before, writes) });
  }
  return merged;
}

function* merge(earlier: Writes, later: Writes): Generator<StoreWrite> {
  const rest = earlier[Symbol.iterator]();
  let next = rest.next();
  for (const write of later) {
    while (next.done !== true && next.value[0] < write[0]) {
      yield next.value;
      next = rest.next();
    }
    if (next.done !== true && next.value[0] === write[0]) next = rest.next();
    yield write;
  }
  for (; next.done !== true; next = rest.next()) yield next.value;
}
