/**
 * What a genesis of many accounts costs the application:
 *
 *     node dist/bench/genesis.js [accounts]
 *
 * Each account has a balance. Prints time and resident memory of InitChain, the first block and its commit, and what is
 * left after it, without CometBFT and its connection.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EchoinApplication } from "../abci/app/application.js";
import { defaultSettings } from "../abci/app/config.js";
import { createEchoin } from "../abci/app/echoin.js";
import { defaultAppState } from "../abci/app/genesis.js";
import { silentLogger } from "../abci/app/logger.js";
import { withValidators } from "../abci/app/testing/validators.js";
import { AddressCodec } from "../abci/state/addresses.js";
import { openMultiStore } from "../abci/store/open.js";
import { collectGarbage } from "../cli/node/memory.js";
import { idleAddressAt } from "./workload/accounts.js";

const accounts = Number(process.argv[2] ?? 100_000);

const addresses = new AddressCodec("echo");
const candidate = { operator: idleAddressAt(-1), consensusKey: new Uint8Array(32).fill(7), tokens: 10n ** 20n };
const MARKS = { accounts: "@accounts", balances: "@balances" };
const [EACH, DENOM, AT_ONCE] = ["1000000000000000", "aec", 10_000];
const SECONDS = 1_700_000_000n;

/** UTF-8, made piece by piece. */
function appState(): Buffer {
  const state = structuredClone(defaultAppState(createEchoin())) as Record<string, Record<string, unknown>>;
  const staked = withValidators(state, addresses, [candidate]);
  const balances = staked["bank"]!["balances"] as object[];
  staked["auth"] = { ...staked["auth"], accounts: [MARKS.accounts] };
  staked["bank"] = { ...staked["bank"], balances: [...balances, MARKS.balances] };
  const text = JSON.stringify(staked);
  const pieces: Buffer[] = [];
  const list = (entryAt: (address: string, index: number) => string): void => {
    for (let from = 0; from < accounts; from += AT_ONCE) {
      const entries = Array.from({ length: Math.min(AT_ONCE, accounts - from) }, (_, at) =>
        entryAt(addresses.format(idleAddressAt(from + at)), from + at),
      );
      pieces.push(Buffer.from(`${from === 0 ? "" : ","}${entries.join(",")}`));
    }
  };
  const [first, second] = [text.indexOf(`"${MARKS.accounts}"`), text.indexOf(`"${MARKS.balances}"`)];
  pieces.push(Buffer.from(text.slice(0, first)));
  list(
    (address, index) =>
      `{"@type":"/cosmos.auth.v1beta1.BaseAccount","address":"${address}","pub_key":null,"account_number":"${index}","sequence":"0"}`,
  );
  pieces.push(Buffer.from(text.slice(first + MARKS.accounts.length + 2, second)));
  list((address) => `{"address":"${address}","coins":[{"denom":"${DENOM}","amount":"${EACH}"}]}`);
  pieces.push(Buffer.from(text.slice(second + MARKS.balances.length + 2)));
  return Buffer.concat(pieces);
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

function peakBytes(): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? 0) * 1024;
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  const { rss, heapUsed, external } = process.memoryUsage();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const memory = `rss ${megabytes(rss)} (at most ${megabytes(peakBytes())}), heap ${megabytes(heapUsed)}, external ${megabytes(external)}`;
  console.log(`${what.padEnd(14)} ${seconds.padStart(6)} s  ${memory}`);
  return result;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "echoin-genesis-"));
  try {
    const chain = createEchoin();
    const store = await openMultiStore({ file: join(folder, "application.db"), storeNames: chain.storeNames });
    const app = new EchoinApplication({
      chain,
      store,
      settings: defaultSettings,
      queries: { query: () => Promise.reject(new Error("not here")), onVersion() {} },
      snapshots: { onCommit() {} } as never,
      logger: silentLogger,
      version: "bench",
      onGenesisCommitted: collectGarbage,
    });
    const state = { bytes: appState() };
    await timed(megabytes(state.bytes.length), () => app.load());
    await timed("InitChain", () =>
      app.initChain({
        chainId: "bench-1",
        time: { seconds: SECONDS, nanos: 0 },
        appStateBytes: state.bytes,
        initialHeight: 1n,
        validators: [],
        consensusParams: undefined,
      }),
    );
    state.bytes = Buffer.alloc(0);
    for (let height = 1n; height <= 5n; height++) {
      const block = {
        txs: [],
        decidedLastCommit: { round: 0, votes: [] },
        misbehavior: [],
        hash: new Uint8Array(32),
        height,
        time: { seconds: SECONDS + height, nanos: 0 },
        nextValidatorsHash: new Uint8Array(32),
        proposerAddress: new Uint8Array(20).fill(7),
      };
      await timed(`block ${height}`, () => app.finalizeBlock(block));
      await timed("commit", () => app.commit());
    }
    console.log(`app hash ${Buffer.from(store.lastCommit.hash).toString("hex")}`);
    await store.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
