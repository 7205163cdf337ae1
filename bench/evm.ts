/** `make bench-evm`: Ethereum's transactions, calls, log queries and interpreter, beside go-ethereum's dev chain. */
import { callSeconds, measureCalls } from "./evm/calls.js";
import { measureLogs } from "./evm/logs.js";
import { measureSpeeds } from "./evm/mgas.js";
import { CHAIN_ID, type EvmNode, withEchoin, withGeth } from "./evm/nodes.js";
import { type EvmPhaseResult, measureEvmPhase } from "./evm/phase.js";
import { type Deployer, prepareChain } from "./evm/prepare.js";
import { PROGRAMS } from "./evm/programs.js";
import { evmLengthOf, type EvmPhase, type EvmSpec, evmWorkloadPath } from "./evm/workload.js";
import { verifyMicros } from "./measure/speed.js";
import { type OptionValues, UsageError } from "./options.js";
import { type EvmNodeResult, type EvmResult, judgeEvm, renderEvm, renderEvmPicture } from "./report/evm.js";
import { decimal, integer } from "./report/format.js";
import { writeResults } from "./report/results.js";
import { type Bench, command, machine, openBench } from "./setup.js";
import { sizeOf } from "./workload/plan.js";
import { prepareTransactions } from "./workload/prepare.js";

const OPTIONS = {
  parts: ["transfers,tokens,swaps,calls,logs,interpreter", "what is measured"],
  nodes: ["echoin,geth", "which nodes the transactions are sent to; the other parts are Echoin's"],
  senders: [10_000, "accounts that send coins and tokens"],
  traders: [2000, "of them, those that swap"],
  transfers: [3, "transfers of the coin by each sender"],
  tokens: [2, "transfers of a token by each sender"],
  swaps: [5, "swaps by each trader"],
  "in-flight": [5000, "transactions sent and not yet committed, at most; of swaps half as many as there are traders"],
  connections: [8, "HTTP connections of the load generator"],
  batch: [10, "transactions in a request"],
  window: [64, "unanswered transactions on each connection"],
  rate: [300, "transfers a second while calls are measured"],
  seconds: [15, "length of each of the three spans in which calls are measured"],
  clients: [20, "clients that ask for a balance, ten times a second each"],
  heavy: [100, "calls of 10 Mgas that are under way at once"],
  logs: [100_000, "logs that eth_getLogs looks through"],
  "timeout-commit": [250, "CometBFT's pause between blocks, in milliseconds"],
  indexer: ["kv", "CometBFT's index of transactions by event: kv or null"],
  "phase-seconds": [90, "time in which a kind of transactions may be sent"],
  keep: [false, "leave the homes where they are"],
  name: ["evm", "name of the files below bench/results/"],
} as const;

type Options = OptionValues<typeof OPTIONS>;

const PARTS = OPTIONS.parts[0].split(",");

/** What is sent, part after part: nonces go on from one to the next. */
function planOf(options: Options): EvmPhase[] {
  const { senders, traders, transfers, tokens, swaps, rate, seconds } = options;
  const all: EvmPhase[] = [
    { name: "transfers", senders, each: transfers },
    { name: "tokens", senders, each: tokens, action: "token" },
    { name: "swaps", senders: traders, each: swaps, action: "swap" },
    { name: "calls", senders, each: Math.ceil((rate * callSeconds(seconds)) / senders) },
  ];
  const parts = options.parts.split(",");
  return all.filter(({ name }) => parts.includes(name));
}

interface Load {
  readonly spec: EvmSpec;
  readonly path: string;
}

/** Sends one kind of transactions after the other to a node that was prepared. */
async function phasesOf(bench: Bench, node: EvmNode, { spec, path }: Load, options: Options) {
  const results: EvmPhaseResult[] = [];
  let from = 0;
  for (const phase of spec.phases) {
    const to = from + sizeOf(phase);
    if (phase.name === "calls") return { results, from };
    const load = {
      window: Math.max(2, Math.floor(options.window / options.batch)),
      inFlight: Math.min(options["in-flight"], Math.floor(phase.senders / 2)),
      rate: 0,
      deadlineMs: 1000 * options["phase-seconds"],
      stallMs: 30_000,
    };
    const { batch, connections } = options;
    const job = { name: phase.name, workload: path, from, to, batch, connections, load };
    const result = await measureEvmPhase(job, node, bench.root);
    bench.say(`${node.name}: ${phase.name}: ${integer(result.txPerSecond)} tx/s`);
    results.push(result);
    from = to;
    // What was not committed leaves gaps in the nonces that the next kind would start from.
    if (result.end !== "done") throw new Error(`${phase.name}: ${result.end} ${result.reason} ${result.firstRefusal}`);
  }
  return { results, from };
}

/** Readies a node and sends it the transactions. */
async function measureNode(bench: Bench, node: EvmNode, load: Load, options: Options) {
  const speed = verifyMicros();
  const begun = Date.now();
  const deployer = await prepareChain(node.rpc, options);
  const prepareSeconds = (Date.now() - begun) / 1000;
  bench.say(`${node.name}: contracts and ${integer(options.senders)} accounts are there after ${prepareSeconds} s`);
  const { results, from } = await phasesOf(bench, node, load, options);
  const { name, title } = node;
  const result: EvmNodeResult = { node: name, title, verifyMicros: speed, prepareSeconds, phases: results };
  return { result, deployer, from };
}

/** Everything that is measured on Echoin's node. */
function echoin(bench: Bench, load: Load, options: Options) {
  const parts = options.parts.split(",");
  const { root } = bench;
  return withEchoin(bench, options, async (node, live) => {
    const { result, deployer, from } = await measureNode(bench, node, load, options);
    const { rate, seconds, clients, heavy } = options;
    const wanted = { rate, seconds, clients, everyMs: 100, heavy };
    const to = from + Math.ceil(rate * callSeconds(seconds));
    const calls = parts.includes("calls")
      ? await measureCalls(node, live, wanted, { root, workload: load.path, from, to })
      : undefined;
    if (calls !== undefined) bench.say(`eth_call: p95 ${decimal(calls.views.latency.p95)} ms`);
    const logs = parts.includes("logs") ? await logsOf(node, deployer, options) : undefined;
    return { result, ...(calls && { calls: { ...calls, heavyClients: heavy } }), ...(logs && { logs }) };
  });
}

const logsOf = (node: EvmNode, deployer: Deployer, { logs }: Options) => measureLogs(node, deployer, logs);

async function main(options: Options): Promise<number> {
  const bench = await openBench(options);
  const parts = options.parts.split(",");
  const unknown = parts.find((part) => !PARTS.includes(part));
  if (unknown !== undefined) throw new UsageError(`--parts: ${unknown} is none of ${PARTS.join(", ")}`);
  const names = options.nodes.split(",");
  const strange = names.find((name) => name !== "echoin" && name !== "geth");
  if (strange !== undefined) throw new UsageError(`--nodes: ${strange} is neither echoin nor geth`);
  const programs = PROGRAMS.filter(({ target }) => target !== undefined);
  const speeds = parts.includes("interpreter") ? await measureSpeeds(programs, { gas: 10_000_000, rounds: 5 }) : [];
  const spec: EvmSpec = { chainId: CHAIN_ID, accounts: options.senders, phases: planOf(options), seed: "1" };
  const path = evmWorkloadPath(bench.cache, spec);
  const job = { path, length: evmLengthOf(spec), title: "Ethereum's doors", signer: ["evm", "signer.js"], spec };
  if (spec.phases.length > 0) await prepareTransactions(job, bench);
  const nodes: EvmNodeResult[] = [];
  const skipped: { node: string; reason: string }[] = [];
  const attempt = async (node: string, work: () => Promise<void>): Promise<void> => {
    if (!names.includes(node)) return;
    try {
      await work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      bench.say(`${node}: ${reason}`);
      skipped.push({ node, reason });
    }
  };
  let measured: Pick<EvmResult, "calls" | "logs"> = {};
  if (spec.phases.length > 0 || parts.includes("logs"))
    await attempt("echoin", async () => {
      const { result, ...others } = await echoin(bench, { spec, path }, options);
      nodes.push(result);
      measured = others;
    });
  if (spec.phases.some(({ name }) => name !== "calls"))
    await attempt("geth", async () => {
      const measure = (node: EvmNode) => measureNode(bench, node, { spec, path }, options);
      nodes.push((await withGeth(bench, options, measure)).result);
    });
  const result: EvmResult = {
    when: new Date().toISOString(),
    machine: machine(),
    settings: bench.settings(options),
    nodes,
    ...measured,
    ...(speeds.length > 0 && { speeds }),
    skipped,
  };
  process.stdout.write(`${renderEvm(result)}\n`);
  const written = writeResults(bench.root, options.name, result, { svg: renderEvmPicture(result) });
  bench.say(`written: ${written}.json, ${written}.svg`);
  return skipped.length > 0 || judgeEvm(result).some(({ reached }) => !reached) ? 1 : 0;
}

command(OPTIONS, main);
