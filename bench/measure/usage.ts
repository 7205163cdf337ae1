import { cpuMicros, machineMicros, mainThreadMicros } from "./proc.js";

/** A process under measurement, and what it is. */
export interface Watched {
  /** `app`, `cometbft`, or `node` for a process that is both; several nodes of one network share them. */
  readonly role: string;
  readonly pid: number;
}

/** CPU time used between two moments, in microseconds. */
export interface Usage {
  readonly byRole: Readonly<Record<string, number>>;
  /** Of each process's main thread, where the state machine of a Node program runs. */
  readonly mainThread: Readonly<Record<string, number>>;
  /** Share of the machine's CPU time (0 to 1) that none of these processes used: what else was running. */
  readonly othersShare: number;
}

/** Begins to count; the function that it returns tells what was used since. It is told what further work of ours took. */
export function startUsage(watched: readonly Watched[]): (furtherMicros: number) => Usage {
  const begin = watched.map(({ pid }) => ({ all: cpuMicros(pid), main: mainThreadMicros(pid) }));
  const machine = machineMicros();
  return (furtherMicros) => {
    const used = watched.map(({ role, pid }, index) => ({
      role,
      all: cpuMicros(pid) - (begin[index]?.all ?? 0),
      main: mainThreadMicros(pid) - (begin[index]?.main ?? 0),
    }));
    const now = machineMicros();
    const ours = used.reduce((sum, { all }) => sum + all, furtherMicros);
    const total = now.total - machine.total;
    return {
      byRole: sumByRole(used.map(({ role, all }) => [role, all])),
      mainThread: sumByRole(used.map(({ role, main }) => [role, main])),
      othersShare: total > 0 ? Math.max(0, (now.busy - machine.busy - ours) / total) : 0,
    };
  };
}

/** Sums of numbers by role: several nodes of one network have the same roles. */
export function sumByRole(entries: Iterable<readonly [role: string, value: number]>): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [role, value] of entries) sums[role] = (sums[role] ?? 0) + value;
  return sums;
}
