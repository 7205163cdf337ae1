import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { denomMetadata } from "../../modules/chain/types.js";
import { toJson } from "../../proto/json.js";
import { addressOfModule } from "../../modules/auth/pubkey-addresses.js";
import { createEchoin } from "../app/echoin.js";
import { defaultAppState } from "../app/genesis.js";
import { withValidators } from "../app/testing/validators.js";
import { AddressCodec } from "../state/addresses.js";
import { QueryContext } from "../state/context.js";
import type { Database } from "../store/database.js";
import { openMultiStore } from "../store/open.js";
import { EthereumKey } from "./ethereum.js";
import { EthereumTraffic } from "./ethereum-traffic.js";
import { simFeeMarket } from "./fee-market.js";
import { SIM_SPONSOR_DEPOSIT, simSponsors, SPONSORED_ACCOUNTS } from "./sponsor-messages.js";
import { simCouncilParams, simGovParams } from "./gov-messages.js";
import { defaultKnobs, type Knobs, SimNetwork } from "./network.js";
import { Random } from "./random.js";
import { type OpenStore, Replica } from "./replica.js";
import { Traffic, type TrafficState } from "./traffic.js";
import { consensusKey } from "./validators.js";
import { SimKey } from "./wallet.js";
import { FEW_SEATS, type SimSize } from "./world.js";

export interface SimOptions {
  readonly seed: number;
  readonly blocks: number;
  readonly replicas?: number;
  readonly size?: SimSize;
  readonly txsPerBlock?: number;
  readonly knobs?: Knobs;
  /** Called after each block. */
  readonly onBlock?: (report: { height: bigint; txs: number }) => void;
}

/** What a run came to: enough to see that it did something. */
export interface SimReport {
  readonly seed: number;
  readonly blocks: number;
  /** The most that were active at once. */
  readonly validators: number;
  readonly submitted: number;
  readonly accepted: number;
  readonly executed: number;
  readonly succeeded: number;
  /** Message type URL → how many transactions that began with it succeeded. */
  readonly successes: ReadonlyMap<string, number>;
  /** Event type and reason → how many there were. */
  readonly events: ReadonlyMap<string, number>;
  /** Hexadecimal, of the last block. A seed comes to the same one on every machine and every version of Node. */
  readonly appHash: string;
}

const CHAIN_ID = "sim-1";
const DENOMS = ["aec", "uusd"];
const WEALTH = 1_000_000_000_000n;
/** Validators of genesis, and what each has staked. */
const STAKE = 10_000_000_000n;
/** Short spans, so that what is queued becomes due. */
const STAKING_PARAMS = { unbonding_time: "20s", historical_entries: 5 };
const GENESIS_NANOS = 1_700_000_000n * 1_000_000_000n;

/**
 * Runs one seeded simulation: traffic of every message over several replicas, through restarts, replays and crashes.
 * All invariants are checked after each block. @throws Error that names the seed, when anything differs or breaks
 */
export async function simulate(options: SimOptions): Promise<SimReport> {
  const folder = mkdtempSync(join(tmpdir(), "echoin-sim-"));
  const replicas: Replica[] = [];
  try {
    for (let i = 0; i < (options.replicas ?? 4); i++) {
      // Every other one has its signatures checked ahead: that makes no difference to any result.
      replicas.push(await Replica.open(`${i}`, storeIn(join(folder, `replica-${i}.db`), i), i % 2 === 1));
    }
    return await run(options, replicas);
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Error(`simulation failed; repeat it with seed ${options.seed}: ${reason}`, { cause: error });
  } finally {
    for (const replica of replicas) await replica.close().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(options: SimOptions, replicas: readonly Replica[]): Promise<SimReport> {
  const random = new Random(options.seed);
  const size = options.size ?? FEW_SEATS;
  const keys = Array.from({ length: size.accounts }, (_, index) => new SimKey(`account ${index}`));
  const ethereumKeys = Array.from({ length: 4 }, (_, index) => new EthereumKey(`account ${index}`));
  const appState = genesisOf(keys, ethereumKeys, { seed: options.seed, size });
  // A chain without vote extensions has to work as well.
  const voteExtensions = options.seed % 4 !== 0;
  const genesis = { chainId: CHAIN_ID, timeNanos: GENESIS_NANOS, appState, voteExtensions };
  const network = new SimNetwork(replicas, genesis, random, options.knobs ?? defaultKnobs);
  await network.start();
  const traffic = new Traffic(random, keys, { denoms: DENOMS, wealth: WEALTH, size });
  // Its own numbers: what it draws changes nothing for the messages beside.
  const ethereum = new EthereumTraffic(new Random(options.seed + 1_000_000), ethereumKeys);
  const recipients = [...ethereumKeys, ...keys].map(({ address }) => address).concat(addressOfModule("fee_collector"));
  const sponsored = keys.slice(0, SPONSORED_ACCOUNTS).map(({ address }) => address);
  const tally = new Tally(options.seed);
  for (let block = 0; block < options.blocks; block++) {
    const state = await trafficState(network);
    for (let i = 0; i < (options.txsPerBlock ?? 12); i++) {
      const nonce = async (address: Uint8Array) => (await state.account(address))?.sequence;
      const tx = random.oneIn(4)
        ? await ethereum.next({
            nonce,
            recipients,
            sponsored,
            wealth: WEALTH,
            baseFee: state.baseFee,
            timeSeconds: state.timeNanos / 1_000_000_000n,
          })
        : await traffic.next(state);
      if (tx === undefined) continue;
      const { code } = await network.submit(tx.bytes);
      tally.submit(code);
      if (code === 0) state.used(tx.sender);
    }
    const decided = await network.nextBlock();
    tally.block(network.lastResults, network.size);
    await checkInvariants(replicas[0]!);
    options.onBlock?.({ height: decided.height, txs: decided.txs.length });
  }
  const appHash = Buffer.from(replicas[0]!.store.lastCommit.hash).toString("hex");
  return { ...tally.report(), events: network.events, appHash };
}

/** Every replica has knobs of its own: pruning and cache size must have no influence. */
function storeIn(file: string, index: number): OpenStore {
  const pruning = index % 2 === 0 ? { keepRecent: 0n, interval: 0n } : { keepRecent: 2n, interval: 1n };
  const cacheNodes = index < 2 ? 100_000 : 50;
  return ({ storeNames, crashAfter }) =>
    openMultiStore({
      file,
      storeNames,
      pruning,
      cacheNodes,
      synchronous: "OFF",
      wrap: (database) => failing(database, crashAfter),
    });
}

/** The connection whose writes fail from the moment that the crash is due. */
function failing(database: Database, crashAfter: () => number | undefined = () => undefined): Database {
  let written = 0;
  const guard = (): void => {
    const limit = crashAfter();
    if (limit === undefined) written = 0;
    else if (++written > limit) throw new Error("simulated crash: nothing is written any more");
  };
  return new Proxy(database, {
    get(target, property, receiver) {
      const value = Reflect.get(target, property, target) as unknown;
      if (property !== "run" && property !== "exec") {
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      }
      return async (...args: unknown[]) => {
        guard();
        return (value as (...rest: unknown[]) => Promise<void>).apply(receiver === undefined ? target : target, args);
      };
    },
  });
}

function genesisOf(
  keys: readonly SimKey[],
  ethereumKeys: readonly EthereumKey[],
  { seed, size }: { readonly seed: number; readonly size: SimSize },
): Uint8Array {
  const owners = [...keys, ...ethereumKeys];
  const addresses = new AddressCodec("echo");
  const state = structuredClone(defaultAppState(createEchoin())) as Record<string, Record<string, unknown>>;
  state["auth"]!["accounts"] = owners.map(({ address }, index) => ({
    "@type": "/cosmos.auth.v1beta1.BaseAccount",
    address: addresses.format(address),
    account_number: index.toString(),
  }));
  state["bank"]!["balances"] = owners.map(({ address }) => ({
    address: addresses.format(address),
    coins: DENOMS.map((denom) => ({ denom, amount: WEALTH.toString() })),
  }));
  // A unit of power is a million: so that small steps change it.
  const metadata = denomMetadata({ base: "aec", display: "EC", exponent: 6 });
  state["bank"]!["denom_metadata"] = [toJson("/cosmos.bank.v1beta1.Metadata", { ...metadata })];
  const staking = { ...(state["staking"]!["params"] as object), ...STAKING_PARAMS, max_validators: size.seats };
  state["staking"]!["params"] = staking;
  state["gov"]!["params"] = toJson("/cosmos.gov.v1.Params", simGovParams());
  state["council"]!["params"] = toJson("/echoin.council.v1.Params", { ...simCouncilParams });
  // Years of a thousand blocks: so that each makes coins enough to be shared out.
  state["mint"]!["params"] = { ...(state["mint"]!["params"] as object), blocks_per_year: "1000" };
  const sponsored = keys.slice(0, SPONSORED_ACCOUNTS).map(({ address }) => address);
  const sponsors = simSponsors(addresses.format(keys[0]!.address), sponsored);
  state["sponsor"] = toJson("/echoin.sponsor.v1.GenesisState", sponsors) as Record<string, unknown>;
  (state["bank"]!["balances"] as unknown[]).push({
    address: addresses.format(addressOfModule("sponsor")),
    coins: [{ denom: "aec", amount: (2n * SIM_SPONSOR_DEPOSIT).toString() }],
  });
  state["feemarket"] = toJson("/echoin.feemarket.v1.GenesisState", { ...simFeeMarket(seed) }) as Record<
    string,
    unknown
  >;
  state["council"]!["declarations"] = keys.slice(0, size.founders).map(({ address }, index) => ({
    operator: addresses.format(address),
    organisation: `founder-${index}.example`,
    region: `region-${index}`,
  }));
  state["slashing"] = slashingState(state["slashing"]!, seed);
  const candidates = keys.slice(0, size.founders).map(({ address }, index) => ({
    operator: address,
    consensusKey: consensusKey(index),
    tokens: STAKE,
    moniker: `validator ${index}`,
  }));
  return Buffer.from(JSON.stringify(withValidators(state, addresses, candidates)));
}

/** Windows so short that validators are punished, and both places for what they lose. */
function slashingState({ params, proposals, ...rest }: Record<string, unknown>, seed: number) {
  return {
    ...rest,
    params: { ...(params as object), signed_blocks_window: "10", downtime_jail_duration: "60s" },
    proposals: {
      ...(proposals as object),
      sink: seed % 2 === 0 ? "SINK_BURN" : "SINK_COMMUNITY_POOL",
      turns_window: 6,
      max_missed_turns: seed % 3 === 0 ? 5 : 1,
      delay_jail_duration: "20s",
      invalid_proposal_jail_duration: "30s",
    },
  };
}

interface CountedState extends TrafficState {
  used(sender: string): void;
}

/** Accounts as committed, with the sequence numbers that the mempool's transactions use up. */
async function trafficState(network: SimNetwork): Promise<CountedState> {
  const [replica] = network.replicas;
  const addresses = new AddressCodec("echo");
  const pending = new Map<string, bigint>(network.pendingBySender());
  return {
    chainId: CHAIN_ID,
    timeNanos: network.now,
    height: network.height,
    proposals: network.height === 0n ? [] : await openProposals(replica!),
    baseFee: network.height === 0n ? 0n : await replica!.chain.keepers.feeMarket.baseFee(contextOf(replica!)),
    format: (address) => addresses.format(address),
    formatOperator: (address) => addresses.formatOperator(address),
    used: (sender) => void pending.set(sender, (pending.get(sender) ?? 0n) + 1n),
    async account(address) {
      if (network.height === 0n) return undefined;
      const account = await replica!.chain.keepers.accounts.getOrUndefined(contextOf(replica!), address);
      if (account === undefined) return undefined;
      const inMempool = pending.get(addresses.format(address)) ?? 0n;
      return { accountNumber: account.accountNumber, sequence: account.sequence + inMempool };
    },
  };
}

async function openProposals(replica: Replica): Promise<bigint[]> {
  const ids: bigint[] = [];
  const { activeQueue, inactiveQueue } = replica.chain.keepers.gov;
  for (const queue of [activeQueue, inactiveQueue]) {
    for await (const [, id] of queue.range(contextOf(replica))) ids.push(id);
  }
  return ids;
}

function contextOf({ store }: Replica): QueryContext {
  const block = { chainId: CHAIN_ID, height: store.lastCommit.version, timeNanos: 0n, proposer: new Uint8Array(0) };
  return new QueryContext(store.latest(), block, new AddressCodec("echo"));
}

async function checkInvariants(replica: Replica): Promise<void> {
  const ctx = contextOf(replica);
  for (const invariant of replica.chain.invariants) await invariant.check(ctx);
}

class Tally {
  private submitted = 0;
  private accepted = 0;
  private executed = 0;
  private succeeded = 0;
  private blocks = 0;
  private validators = 0;
  private readonly successes = new Map<string, number>();

  constructor(private readonly seed: number) {}

  submit(code: number): void {
    this.submitted++;
    if (code === 0) this.accepted++;
  }

  block(results: readonly { readonly code: number; readonly typeUrls: readonly string[] }[], validators: number): void {
    this.blocks++;
    this.validators = Math.max(this.validators, validators);
    for (const { code, typeUrls } of results) {
      this.executed++;
      if (code !== 0) continue;
      this.succeeded++;
      for (const typeUrl of typeUrls) this.successes.set(typeUrl, (this.successes.get(typeUrl) ?? 0) + 1);
    }
  }

  report(): Omit<SimReport, "events" | "appHash"> {
    const { seed, blocks, validators, submitted, accepted, executed, succeeded, successes } = this;
    return { seed, blocks, validators, submitted, accepted, executed, succeeded, successes };
  }
}
