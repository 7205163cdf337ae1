/** `make bench-evm-interpreter`: the EVM interpreter beside the stock one, program by program. */
import { decimal, table } from "../report/format.js";
import { command } from "../setup.js";
import { measureSpeeds } from "./mgas.js";
import { PROGRAMS } from "./programs.js";

const OPTIONS = {
  gas: [10_000_000, "gas of each call"],
  rounds: [5, "calls of each program on each interpreter, one after the other; the median counts"],
  only: ["", "only the programs whose names begin with this"],
} as const;

command(OPTIONS, async ({ gas, rounds, only }) => {
  const programs = PROGRAMS.filter(({ name }) => name.startsWith(only));
  const speeds = await measureSpeeds(programs, { gas, rounds });
  const rows = speeds.map(({ name, stock, ours, target }) => [
    name,
    decimal(stock),
    decimal(ours),
    decimal(ours / stock),
    target === undefined ? "" : `≥ ${target}`,
  ]);
  process.stdout.write(`${table(["in one call", "stock Mgas/s", "Mgas/s", "ratio", "figure"], rows)}\n`);
  return speeds.some(({ ours, target = 0 }) => ours < target) ? 1 : 0;
});
