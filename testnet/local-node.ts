import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freeAddresses } from "./network/addresses.js";
import { NetworkNode, type NodeOptions } from "./network/node.js";

/** What a node alone is started with. */
export type LocalNodeOptions = Pick<NodeOptions, "root" | "flags">;

/** One node in a temporary home, on free ports; `echoind init` makes the home. */
export class LocalNode extends NetworkNode {
  static async create({ root, flags = [] }: LocalNodeOptions): Promise<LocalNode> {
    const [address] = await freeAddresses(1);
    const { ports } = address!;
    const listeners = [
      `--api.address=tcp://127.0.0.1:${ports.rest}`,
      `--grpc.address=127.0.0.1:${ports.grpc}`,
      `--telemetry.address=tcp://127.0.0.1:${ports.metrics}`,
      `--json-rpc.address=tcp://127.0.0.1:${ports.ethereum}`,
    ];
    const home = mkdtempSync(join(tmpdir(), "echoin-node-"));
    return new LocalNode({ name: "local", root, home, address: address!, flags: [...listeners, ...flags] });
  }

  override launch(root?: string): void {
    const { p2p, rpc, cometMetrics } = this.ports;
    this.configure({
      "p2p.laddr": `tcp://127.0.0.1:${p2p}`,
      "rpc.laddr": `tcp://127.0.0.1:${rpc}`,
      "instrumentation.prometheus_listen_addr": `127.0.0.1:${cometMetrics}`,
    });
    super.launch(root);
  }

  /** Deletes the index of Ethereum blocks, as an operator may while the node is stopped. */
  deleteEthereumIndex(): void {
    for (const suffix of ["", "-wal", "-shm"]) rmSync(join(this.home, "data", `ethereum.db${suffix}`), { force: true });
  }

  /** Ends the node if it runs, however it is, and deletes its home. */
  async destroy(): Promise<void> {
    await this.kill();
    rmSync(this.home, { recursive: true, force: true });
  }
}
