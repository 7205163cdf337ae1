/**
 * `make bench-kill`: SIGKILLs of the application, of CometBFT, or of both at once, at random moments under load, also
 * while the node is coming back. After each the node is started again, as a service manager would.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { waitGone } from "./chains/process.js";
import { sequenceOf } from "./kill/accounts.js";
import { fatalLines } from "./kill/faults.js";
import { Progress } from "./kill/progress.js";
import { LoadGenerator } from "./load/generator.js";
import { buildRequests } from "./load/requests.js";
import { type LiveChain, startLive, withChain } from "./measure/chain.js";
import { readLog } from "./measure/log.js";
import { pause, Rpc } from "./measure/rpc.js";
import { summarize } from "./measure/stats.js";
import { type OptionValues } from "./options.js";
import { decimal, integer, table } from "./report/format.js";
import { writeResults } from "./report/results.js";
import { command, machine, openBench } from "./setup.js";
import { STEADY_OPTIONS, steadyJob, steadyLimits, type SteadyWorkload, steadyWorkload } from "./steady.js";
import { planSends } from "./workload/plan.js";
import { type Random, seededRandom } from "./workload/random.js";

const OPTIONS = {
  ...STEADY_OPTIONS,
  accounts: [20_000, "accounts in state"],
  senders: [2000, "accounts that send"],
  each: [100, "sends prepared for each of them"],
  "timeout-commit": [500, "CometBFT's pause between blocks, in milliseconds"],
  kills: [100, "how many times"],
  "most-seconds": [20, "in which the node is to be back"],
  "spread-ms": [2500, "a kill comes up to so long after the node is back"],
  seed: ["1", "of the moments and the victims"],
} as const;

type Options = OptionValues<typeof OPTIONS>;
type Victim = "application" | "CometBFT" | "both";
const VICTIMS: readonly Victim[] = ["application", "CometBFT", "both"];

interface Kill {
  readonly victim: Victim;
  /** Whether it came before the node was back from the one before. */
  readonly whileStarting: boolean;
  /** Of the last block that clients had seen committed. */
  readonly height: number;
  /** From the kill to a block after all that were seen; null when the next kill came first. */
  readonly seconds: number | null;
}

/** One node that is killed again and again. */
class KillRun {
  readonly kills: Kill[] = [];
  readonly faults: string[] = [];
  private readonly random: Random;
  private readonly progress: Progress;

  constructor(
    private live: LiveChain,
    private readonly workload: SteadyWorkload,
    private readonly options: Options,
  ) {
    this.random = seededRandom(options.seed);
    this.progress = new Progress(workload.transactions, workload.length);
  }

  get committed(): number {
    return this.progress.committed;
  }

  async run(say: (line: string) => void): Promise<void> {
    while (this.kills.length < this.options.kills && this.faults.length === 0) {
      const seen = await this.loadAndKill();
      const last = this.kills.at(-1);
      say(
        `${this.kills.length}/${this.options.kills}: ${last?.victim}${last?.whileStarting === true ? " while starting" : ""} ` +
          `at height ${seen}, back in ${decimal(last?.seconds ?? NaN)} s, ${integer(this.committed)} sends committed`,
      );
    }
    await this.checkSequences();
    this.faults.push(...fatalLines(readLog(readFileSync(join(this.live.setup.home, "node.log"), "utf8"))));
  }

  /** Ends the node for good. */
  stop(): Promise<void> {
    return this.live.running.stop();
  }

  private async loadAndKill(): Promise<number> {
    const { rate } = this.options;
    const from = this.progress.firstMissing;
    const left = this.workload.length - from;
    const job = steadyJob(this.workload, this.live, { from, seconds: Math.min(60, Math.floor(left / rate)), rate });
    const generator = new LoadGenerator(buildRequests(this.workload.transactions, job), job.options);
    await generator.open();
    const loading = generator.run();
    await pause(this.random(this.options["spread-ms"]));
    const begun = Date.now();
    const victim = this.kill();
    generator.abort();
    await loading;
    const seen = Math.max(this.progress.height, ...generator.seen.map(({ height }) => height));
    await this.comeBack({ victim, begun, seen });
    return seen;
  }

  private kill(): Victim {
    const victim = VICTIMS[this.random(VICTIMS.length)] ?? "both";
    for (const { role, pid } of this.live.running.watched) {
      if (victim === "both" || (victim === "application") === (role === "app")) tryKill(pid);
    }
    return victim;
  }

  /** Starts the node until it makes blocks, now and then killing it on the way, and holds the chain to what was seen. */
  private async comeBack(first: { victim: Victim; begun: number; seen: number }): Promise<void> {
    const { seen } = first;
    let { victim, begun } = first;
    let whileStarting = false;
    await this.ended();
    // One time in five it is hit again before it is back.
    if (this.random(5) === 0) {
      const { setup } = this.live;
      const running = await this.workload.chain.start(setup);
      this.live = { ...this.live, running };
      await pause(this.random(600));
      this.kills.push({ victim, whileStarting: false, height: seen, seconds: null });
      begun = Date.now();
      victim = this.kill();
      whileStarting = true;
      await this.ended();
    }
    const most = this.options["most-seconds"];
    this.live = await startLive(this.workload.chain, this.live.setup, 1000 * (most + 40), seen);
    const seconds = (Date.now() - begun) / 1000;
    this.kills.push({ victim, whileStarting, height: seen, seconds });
    if (seconds > most) this.faults.push(`after a kill of ${victim} at height ${seen} it took ${decimal(seconds)} s`);
    const height = (await this.live.rpc.committed()) ?? 0;
    this.faults.push(...(await this.progress.scan(this.live.rpc, height)));
  }

  /** Waits until nothing of the node is left: it is to end itself when a half of it is gone. */
  private async ended(): Promise<void> {
    const begun = Date.now();
    for (const { pid } of this.live.running.watched) await waitGone(pid, 1000 * this.options["most-seconds"]);
    await this.live.running.stop();
    const seconds = (Date.now() - begun) / 1000;
    if (seconds > this.options["most-seconds"] / 2)
      this.faults.push(`a half of the node lived on for ${decimal(seconds)} s`);
  }

  /** The state must have executed exactly the transactions that are in blocks. */
  private async checkSequences(): Promise<void> {
    const rpc = new Rpc(this.live.setup.ports.rpc);
    await pause(3000);
    const height = (await rpc.committed()) ?? 0;
    this.faults.push(...(await this.progress.scan(rpc, height)));
    const { senders, each, accounts } = this.options;
    const counts = new Uint32Array(senders);
    let index = 0;
    for (const { sender } of planSends([{ name: "steady", senders, each }], accounts, "1"))
      if (this.progress.has(index++)) counts[sender] = (counts[sender] ?? 0) + 1;
    for (let sender = 0; sender < senders; sender += 10) {
      const found = await sequenceOf(rpc, this.workload.book.textAt(sender));
      if (found !== counts[sender])
        this.faults.push(`account ${sender} has sequence ${found}, and blocks hold ${counts[sender]} of its sends`);
    }
  }
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It went by itself meanwhile.
  }
}

command(OPTIONS, async (options) => {
  const bench = await openBench(options);
  const workload = await steadyWorkload(bench, options);
  const limits = steadyLimits(bench, options, workload.book, { "log.format": "json", "log.level": "info" });
  const result = await withChain(workload.chain, limits, async (live) => {
    const run = new KillRun(live, workload, options);
    try {
      await run.run(bench.say);
    } catch (error) {
      run.faults.push(error instanceof Error ? error.message : String(error));
    } finally {
      await run.stop();
    }
    return { kills: run.kills, faults: run.faults, committed: run.committed };
  });
  const rows = VICTIMS.map((victim) => {
    const of = result.kills.filter((kill) => kill.victim === victim);
    const { p50, p95, max } = summarize(of.flatMap(({ seconds }) => seconds ?? []));
    const starting = of.filter(({ whileStarting }) => whileStarting).length;
    return [victim, integer(of.length), integer(starting), ...[p50, p95, max].map((value) => `${decimal(value)} s`)];
  });
  process.stdout.write(`${table(["killed", "times", "while starting", "back p50", "p95", "max"], rows)}\n\n`);
  process.stdout.write(
    `${integer(result.committed)} sends committed; ${result.faults.length === 0 ? "no fault" : `${result.faults.length} faults:`}\n`,
  );
  for (const fault of result.faults.slice(0, 20)) process.stdout.write(`! ${fault}\n`);
  const path = writeResults(bench.root, "kill", {
    when: new Date().toISOString(),
    machine: machine(),
    settings: bench.settings(options),
    ...result,
  });
  bench.say(`written: ${path}.json`);
  return result.faults.length === 0 ? 0 : 1;
});
