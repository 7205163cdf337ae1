import { createLogger } from "../abci/app/json-logger.js";
import { type Fixture, startFixture } from "./testing/fixture.js";

let fixture: Fixture;

beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.close());

const page = async (path: string) => {
  const response = await fetch(`http://127.0.0.1:${fixture.api.ports.metrics}${path}`);
  return { status: response.status, text: await response.text() };
};

test("what the consensus thread counts, and what the queries cost", async () => {
  fixture.api.send({
    kind: "sample",
    sample: {
      height: 12,
      blockSeconds: { execute: 0.3, commit: 0.04 },
      txs: { "/0": 40, "sdk/5": 2 },
      checks: { "new/0": 50, "recheck/32": 1 },
      feeMarket: { baseFee: 1_250_000_000, gasUsed: 21_000 },
      storeCache: { hits: 900, misses: 100, nodes: 5000 },
    },
  });
  fixture.api.send({ kind: "version", height: 13n });
  await fetch(`${fixture.api.rest}/cosmos/bank/v1beta1/params`);
  await fixture.api.query({ path: "/no.such/Thing" });
  const { text } = await page("/metrics");
  for (const line of [
    "echoin_height 13",
    'echoin_block_seconds_count{part="execute"} 1',
    'echoin_transactions_total{codespace="",code="0"} 40',
    'echoin_transactions_total{codespace="sdk",code="5"} 2',
    'echoin_mempool_checks_total{kind="recheck",code="32"} 1',
    "echoin_base_fee 1250000000",
    "echoin_block_gas_used 21000",
    'echoin_store_reads_total{from="disk"} 100',
    "echoin_store_cache_nodes 5000",
    'echoin_queries_total{protocol="rest",status="OK"} 1',
    'echoin_query_method_calls_total{path="/cosmos.bank.v1beta1.Query/Params"} 1',
    "echoin_queries_running 0",
    "echoin_earliest_height 1",
  ]) {
    expect(text.split("\n")).toContain(line);
  }
  expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
  // What nobody serves must not make new series: strangers choose those paths.
  expect(text).not.toContain("no.such");
});

test("alive, not ready, and nothing else", async () => {
  expect((await page("/health")).status).toBe(200);
  expect((await page("/ready")).status).toBe(503);
  expect((await page("/else")).status).toBe(404);
});

describe("log lines", () => {
  const lines = (
    format: "json" | "plain",
    level: "info" | "debug" = "info",
  ): [string[], ReturnType<typeof createLogger>] => {
    const written: string[] = [];
    return [written, createLogger({ format, level }, { write: (line) => void written.push(line) })];
  };

  test("as JSON, with what a child adds and numbers of any size", () => {
    const [written, logger] = lines("json");
    logger.child({ part: "api", height: 3n }).warn("slow query", { millis: 5, at: 9n });
    logger.debug("not asked for");
    expect(written).toHaveLength(1);
    const line = JSON.parse(written[0]!) as Record<string, unknown>;
    expect(line).toMatchObject({ level: "warn", message: "slow query", part: "api", height: "3", millis: 5 });
    expect(String(line["at"])).toBe("9");
    expect(String(line["time"])).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  test("an error with its stack", () => {
    const [written, logger] = lines("json");
    logger.error("failed", { error: new Error("disk full") });
    expect((JSON.parse(written[0]!) as { error: string }).error).toMatch(/^Error: disk full\n {4}at /);
  });

  test("for people", () => {
    const [written, logger] = lines("plain");
    logger.info("REST is open", { address: "127.0.0.1:1317", why: "it was asked for" });
    expect(written[0]).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} INFO {2}REST is open address=127\.0\.0\.1:1317 why="it was asked for"\n$/,
    );
  });
});
