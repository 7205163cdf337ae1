import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AddressCodec } from "../../abci/state/addresses.js";
import type { RunningChain } from "../chains/chain.js";
import { ECHOIN_NAMES, EchoinChain } from "../chains/echoin.js";
import type { GenesisDocument } from "../chains/genesis.js";
import { freePorts } from "../chains/ports.js";
import { startProcess } from "../chains/process.js";
import { type LiveChain, withChain } from "../measure/chain.js";
import { EthereumRpc } from "../measure/ethereum-rpc.js";
import { pause } from "../measure/rpc.js";
import type { Bench } from "../setup.js";
import { AccountBook } from "../workload/accounts.js";
import { deployer } from "./accounts.js";

/** The number of both chains: go-ethereum's dev chain has this one, so one set of signatures serves both. */
export const CHAIN_ID = 1337;

/** A node with Ethereum's JSON-RPC, and a deployer who has enough of its coin. */
export interface EvmNode {
  readonly name: "echoin" | "geth";
  readonly title: string;
  readonly rpc: EthereumRpc;
  readonly running: RunningChain;
}

/** What the deployer has in the beginning, in base units. */
const FUNDS = 10n ** 24n;

/** Gas of a block where we choose it: what `echoind init` gives a new chain. */
const BLOCK_GAS = 500_000_000;

/** Echoin as a new chain is: fee market, gas and bytes of a block, vote extensions. The deployer is in its genesis. */
class NewEchoinChain extends EchoinChain {
  override setConsensus({ app_state: state }: GenesisDocument): void {
    const { auth, bank, evm } = state as typeof state & { evm: { params: { chain_id: string } } };
    evm.params.chain_id = String(CHAIN_ID);
    const address = new AddressCodec(ECHOIN_NAMES.prefix).format(deployer().address);
    const [denom, amount] = [ECHOIN_NAMES.denom, String(FUNDS)];
    // Its number is set with those of the others.
    const account = {
      "@type": "/cosmos.auth.v1beta1.BaseAccount",
      address,
      pub_key: null,
      account_number: "0",
      sequence: "0",
    };
    auth.accounts.push(account);
    bank.balances.push({ address, coins: [{ denom, amount }] });
    const supply = BigInt(bank.supply.find((coin) => coin.denom === denom)?.amount ?? "0");
    bank.supply = [...bank.supply.filter((coin) => coin.denom !== denom), { denom, amount: String(supply + FUNDS) }];
  }
}

/** Makes a chain of Echoin with one validator, lets it run while `work` measures it, and ends it. */
export function withEchoin<T>(
  bench: Bench,
  { keep }: { keep: boolean },
  work: (node: EvmNode, live: LiveChain) => Promise<T>,
): Promise<T> {
  const chain = new NewEchoinChain(bench.parts);
  const limits = { folder: bench.runs, book: new AccountBook("echo", 0, 2), timeoutMs: 120_000, keep };
  return withChain(chain, limits, (live) => {
    const rpc = new EthereumRpc(live.setup.ports.ethereum);
    return work({ name: "echoin", title: "Echoin", rpc, running: live.running }, live);
  });
}

/** How long go-ethereum may take until it answers. */
const GETH_MS = 60_000;

/**
 * The same with go-ethereum's dev chain: one node that makes a block whenever something is pending, with its state on the disk.
 * @throws Error when it is not built
 */
export async function withGeth<T>(bench: Bench, { keep }: { keep: boolean }, work: (node: EvmNode) => Promise<T>) {
  const program = join(bench.root, ".cache", "geth", "geth");
  if (!existsSync(program)) throw new Error("geth is not built: make geth builds it, in some minutes");
  const home = join(bench.runs, `geth-${process.pid}-${Date.now()}`);
  mkdirSync(home, { recursive: true });
  const [ports] = await freePorts(1);
  const port = String(ports!.ethereum);
  const args = ["--dev", "--dev.gaslimit", String(BLOCK_GAS), "--datadir", home, "--ipcdisable", "--nodiscover"];
  const network = ["--port", "0", "--authrpc.port", String(ports!.rpc), "--http", "--http.port", port];
  // Nothing that the load generator has under way is refused for want of room.
  const pool = ["--txpool.globalslots", "200000", "--txpool.globalqueue", "200000", "--txpool.accountslots", "64"];
  const log = join(home, "geth.log");
  const node = await startProcess(program, [...args, ...network, ...pool], { log });
  try {
    const rpc = new EthereumRpc(ports!.ethereum);
    await untilAnswers(rpc, () => node.ended());
    await fundDeployer(rpc);
    const running = {
      watched: [{ role: "node", pid: node.pid }],
      ended: () => node.ended(),
      stop: () => node.stop(),
    };
    return await work({ name: "geth", title: "go-ethereum 1.16.9, --dev", rpc, running });
  } finally {
    await node.stop();
    if (!keep) rmSync(home, { recursive: true, force: true });
  }
}

async function untilAnswers(rpc: EthereumRpc, ended: () => string | undefined): Promise<void> {
  for (const end = Date.now() + GETH_MS; Date.now() < end; await pause(50)) {
    const fault = ended();
    if (fault !== undefined) throw new Error(fault);
    try {
      await rpc.call("eth_chainId");
      return;
    } catch {
      // It does not listen yet.
    }
  }
  throw new Error(`geth did not answer within ${GETH_MS / 1000} s`);
}

/** From the account that the dev chain has the keys of. */
async function fundDeployer(rpc: EthereumRpc): Promise<void> {
  const [from] = await rpc.call<string[]>("eth_accounts");
  const to = `0x${Buffer.from(deployer().address).toString("hex")}`;
  const hash = await rpc.call<string>("eth_sendTransaction", { from, to, value: `0x${FUNDS.toString(16)}` });
  await rpc.receipt(hash);
}
