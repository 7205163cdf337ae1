import { readdirSync, readFileSync, writeFileSync } from "node:fs";

/** Linux counts CPU time of processes in ticks of 10 ms, whatever the kernel's own timer. */
const MICROS_PER_TICK = 10_000;

/** Microseconds of CPU (user and system, all threads, those that ended too) that a process has used; 0 when it is gone. */
export const cpuMicros = (pid: number): number => ticksOf(`/proc/${pid}/stat`);

/** The same of its main thread alone. */
export const mainThreadMicros = (pid: number): number => ticksOf(`/proc/${pid}/task/${pid}/stat`);

function ticksOf(path: string): number {
  const text = tryRead(path);
  // The name in parentheses may hold anything, so fields are counted from its end.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * MICROS_PER_TICK;
}

/** Resident memory now and its peak, in bytes; zeros when the process is gone. */
export function memoryOf(pid: number): { readonly now: number; readonly peak: number } {
  const text = tryRead(`/proc/${pid}/status`);
  const bytes = (name: string): number => 1024 * Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);
  return { now: bytes("VmRSS"), peak: bytes("VmHWM") };
}

/** Makes the peak start anew from what is resident now. @returns whether the kernel allowed it */
export function resetPeak(pid: number): boolean {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, "5");
    return true;
  } catch {
    return false;
  }
}

/** CPU time of the whole machine in microseconds, summed over its cores: all of it, and what was not idle. */
export function machineMicros(): { readonly total: number; readonly busy: number } {
  const fields = (/^cpu\s+(.*)$/m.exec(tryRead("/proc/stat"))?.[1] ?? "").split(" ").map(Number);
  // user nice system idle iowait irq softirq steal; guest time is in user already.
  const total = fields.slice(0, 8).reduce((sum, ticks) => sum + ticks, 0);
  const idle = (fields[3] ?? 0) + (fields[4] ?? 0);
  return { total: total * MICROS_PER_TICK, busy: (total - idle) * MICROS_PER_TICK };
}

/** Children of a process, with their names and arguments. */
export function childrenOf(pid: number): { readonly pid: number; readonly name: string; readonly args: string[] }[] {
  const threads = tryList(`/proc/${pid}/task`);
  const children = threads.flatMap((thread) => tryRead(`/proc/${pid}/task/${thread}/children`).split(" "));
  return children.flatMap((text) => {
    const child = Number(text);
    if (!(child > 0)) return [];
    const args = tryRead(`/proc/${child}/cmdline`).split("\0").slice(1);
    return [{ pid: child, name: tryRead(`/proc/${child}/comm`).trim(), args }];
  });
}

/** Whether a process is there, and not a corpse that waits for its parent. */
export function isAlive(pid: number): boolean {
  const text = tryRead(`/proc/${pid}/stat`);
  const state = text.slice(text.lastIndexOf(")") + 2, text.lastIndexOf(")") + 3);
  return state !== "" && state !== "Z" && state !== "X";
}

function tryRead(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function tryList(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
