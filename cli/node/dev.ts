import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { EchoinApplication } from "../../abci/app/application.js";
import { createEchoin, type Echoin } from "../../abci/app/echoin.js";
import type { Logger } from "../../abci/app/logger.js";
import type { SnapshotPort } from "../../abci/app/snapshots.js";
import { DevChain, type OpenChain } from "../../abci/dev/chain.js";
import { consoleObserver } from "../../abci/dev/console.js";
import { startDevRpc } from "../../abci/dev/rpc.js";
import { DevWrites } from "../../abci/dev/writes.js";
import { AddressCodec } from "../../abci/state/addresses.js";
import { QueryContext } from "../../abci/state/context.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import { openMultiStore, rollback } from "../../abci/store/open.js";
import { PRUNING } from "../../abci/store/pruning.js";
import type { MultiStore } from "../../abci/store/types.js";
import { parseListen } from "../../api/config.js";
import type { ApiHost } from "../../api/host.js";
import { addressOf, parseKeyFile } from "../../cometbft/keys.js";
import { allowUnsigned } from "../../modules/evm/transaction.js";
import { consensusParamsOf } from "../chain/init-request.js";
import { type GenesisText, readGenesis } from "../chain/genesis.js";
import { CliError } from "../errors.js";
import type { Home } from "../home.js";
import type { StartOptions } from "../seams.js";
import { cometSetting } from "./listeners.js";
import { startQueries } from "./queries.js";
import { nodeSettings, storeFile } from "./settings.js";
import { storeFault } from "./store.js";
import { upgrades } from "./upgrades.js";

/** In a home whose blocks no CometBFT knows. */
const MARKER = "dev-node";

/** Refuses to go on with blocks of the other kind. @throws CliError */
export function requireKind(home: Home, dev: boolean): void {
  const marked = existsSync(home.at("data", MARKER));
  if (!dev && marked) {
    throw new CliError("this home's blocks were made by a dev node, and CometBFT has none of them", {
      hint: "start it with --json-rpc.dev, or make another home",
    });
  }
  if (dev && !marked && existsSync(storeFile(home))) {
    throw new CliError("this home's blocks were agreed on by CometBFT; a dev node makes blocks of its own", {
      hint: "make another home for it",
    });
  }
}

/**
 * Runs a node for test suites: the application and its API as always, and in CometBFT's place one that makes blocks when
 * it is told to, and goes back. It has no peers, so whoever reaches its ports rules it.
 * @throws CliError when it cannot start, or when others validate too
 */
export async function startDevNode(
  options: StartOptions,
  logger: Logger,
  closers: (() => Promise<unknown>)[],
): Promise<void> {
  const { home, settings, version } = options;
  const listen = parseListen((cometSetting(home, "rpc.laddr") ?? "").replace(/^\w+:\/\//, ""));
  if (!["127.0.0.1", "::1", "localhost"].includes(listen.host)) {
    throw new CliError(`rpc.laddr is ${listen.host}: whoever reaches a dev node rules it`, {
      hint: "set rpc.laddr in config/config.toml to an address of loopback",
    });
  }
  mkdirSync(home.at("data"), { recursive: true, mode: 0o700 });
  writeFileSync(home.at("data", MARKER), "The blocks of this home were made by echoind start --json-rpc.dev.\n");
  allowUnsigned();
  const writes = new DevWrites();
  const console = logger.child({ part: "console.log" });
  const spoken = consoleObserver((line) => console.info(line));
  const node = nodeSettings(settings, options.skipUpgradeHeights);
  const chain: Echoin = createEchoin({
    upgrades,
    skipUpgradeHeights: node.skipUpgradeHeights,
    unlimitedCode: settings.get("json-rpc.dev-unlimited-code") === true,
    beforeBlock: (ctx) => writes.apply(ctx, chain.keepers),
    observeEvm: ({ evm }) => void (evm.observer = spoken),
  });
  const running: { application?: EchoinApplication; queries?: ApiHost; store?: MultiStore } = {};
  const open = async (): Promise<OpenChain> => {
    const file = storeFile(home);
    const store = await openMultiStore({
      file,
      storeNames: chain.storeNames,
      pruning: PRUNING.nothing,
      synchronous: "OFF",
    }).catch((error: unknown) => {
      throw storeFault(home, error);
    });
    running.store = store;
    running.queries ??= await startQueries({
      ...options,
      logger,
      pendingValue: (at, key) => running.application?.pendingValue(at, key),
    });
    const application = new EchoinApplication({
      ...{ chain, store, settings: node, queries: running.queries, snapshots: noSnapshots, logger, version },
    });
    await application.load();
    running.application = application;
    const { version: height, hash: appHash } = store.lastCommit;
    const timeNanos = height === 0n ? 0n : (await chain.identityOf(store.latest())).lastBlock.timeNanos;
    return { application, height, timeNanos, appHash, close: () => store.close() };
  };
  closers.push(async () => running.queries?.close());

  const validator = { address: ownAddress(home), power: 1n };
  const genesis = readGenesis(home);
  const dev = await DevChain.start({
    genesis: initRequest(genesis),
    validator,
    maxBlockBytes: BigInt(genesis.consensus_params.block.max_bytes),
    open,
    rollback: (height) => rollback(storeFile(home), height),
    onRollback: (height) => running.queries?.onVersion(height),
  });
  closers.push(() => dev.close());
  await requireAlone(chain, running.store!, validator.address);
  const rpc = await startDevRpc({ chain: dev, writes, chainId: genesis.chain_id, version, validator, listen });
  closers.push(() => rpc.close());
  logger.warn("this is a dev node: it has no peers, and whoever reaches its ports rules it", { height: dev.height });
}

function ownAddress(home: Home): Uint8Array {
  return addressOf(parseKeyFile(readFileSync(home.validatorKey, "utf8"), home.validatorKey).publicKey);
}

async function requireAlone(chain: Echoin, store: MultiStore, own: Uint8Array): Promise<void> {
  const { bech32Prefix, lastBlock } = await chain.identityOf(store.latest());
  const ctx = new QueryContext(store.latest(), lastBlock, new AddressCodec(bech32Prefix));
  const active = await chain.keepers.staking.activeSet(ctx);
  if (active.length === 1 && bytesEqual(active[0]!.consAddress, own)) return;
  throw new CliError(`this chain has ${active.length} validators, and a dev node is the only one of its chain`, {
    hint: "make another home for it, or leave json-rpc.dev out",
  });
}

function initRequest(genesis: GenesisText) {
  return {
    time: { seconds: BigInt(Math.floor(Date.parse(genesis.genesis_time) / 1000)), nanos: 0 },
    chainId: genesis.chain_id,
    // Nobody's votes are counted, so nobody extends one.
    consensusParams: { ...consensusParamsOf(genesis.consensus_params), abci: { voteExtensionsEnableHeight: 0n } },
    validators: [],
    appStateBytes: genesis.app_state,
    initialHeight: BigInt(genesis.initial_height),
  };
}

/** A dev node serves nobody who would start from a snapshot. */
const noSnapshots: SnapshotPort = {
  onCommit() {},
  list: async () => ({ snapshots: [] }),
  loadChunk: async () => ({ chunk: new Uint8Array(0) }),
  offer: () => Promise.reject(new Error("a dev node restores no snapshots")),
  applyChunk: () => Promise.reject(new Error("a dev node restores no snapshots")),
};
