import type { Database } from "../database.js";

/**
 * What happens to the writes of a connection: `undefined` lets one through, `crash` refuses it and all that follow, as
 * when the process dies, `abandon` refuses this one and takes its transaction back, as SQLite does by itself after an I/O
 * error; what follows is then executed outside any transaction.
 */
export type Fault = "crash" | "abandon" | undefined;

/** A connection whose `exec` and `run` ask `faultAt` first, with the number of writes since it was opened. */
export function faultyDatabase(database: Database, faultAt: (write: number, sql: string) => Fault): Database {
  let writes = 0;
  let dead = false;
  const guarded = async (method: "exec" | "run", sql: string, rest: unknown[]): Promise<void> => {
    const fault = dead ? "crash" : faultAt(writes++, sql);
    if (fault === "crash") dead = true;
    if (fault === "abandon") await database.exec("ROLLBACK").catch(() => undefined);
    if (fault !== undefined) throw new Error(`injected fault: ${fault}`);
    await (database[method] as (...args: unknown[]) => Promise<void>).call(database, sql, ...rest);
  };
  return new Proxy(database, {
    get(target, property) {
      if (property === "exec" || property === "run") {
        return (sql: string, ...rest: unknown[]) => guarded(property, sql, rest);
      }
      const value = Reflect.get(target, property, target) as unknown;
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}
