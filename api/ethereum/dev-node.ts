import { keyFromBytes } from "../../abci/store/bytes.js";
import { type CometClient, CometError } from "../comet/client.js";
import type { EthereumChain } from "./chain.js";
import { failed, invalidParams } from "./errors.js";
import type { Pool } from "./pool.js";

export interface DevNodeParts {
  readonly accounts: readonly Uint8Array[];
  readonly chain: EthereumChain;
  /** The maker of blocks that stands for CometBFT; see abci/dev. */
  readonly comet: Pick<CometClient, "call">;
  readonly pool: Pool;
  /** Forgets what was read of the store. */
  readonly rolledBack: () => void;
}

interface Where {
  readonly height: string;
  readonly seconds: string;
}

/** How long the index may take for a block. */
const PATIENCE_MS = 10_000;

/** What the owner of a dev node does with it; each call ends when Ethereum's methods see what it did. */
export class DevNode {
  /** In whose name transactions may be sent, beside the node's accounts. */
  private readonly impersonated = new Set<string>();
  autoImpersonate = false;

  constructor(private readonly parts: DevNodeParts) {}

  get accounts(): readonly Uint8Array[] {
    return this.parts.accounts;
  }

  impersonate(address: Uint8Array, yes: boolean): boolean {
    const key = keyFromBytes(address);
    if (!yes) return this.impersonated.delete(key);
    this.impersonated.add(key);
    return true;
  }

  /** @throws JsonRpcError for an account that is not the node's */
  requireSender(address: Uint8Array): void {
    const own = this.accounts.some((each) => Buffer.compare(each, address) === 0);
    if (!own && !this.autoImpersonate && !this.impersonated.has(keyFromBytes(address))) {
      throw failed("unknown account");
    }
  }

  /** @throws JsonRpcError in the words of what refuses it */
  async ask<T>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> {
    try {
      return await this.parts.comet.call<T>(`dev_${method}`, params);
    } catch (error) {
      if (error instanceof CometError) throw invalidParams(error.message);
      throw error;
    }
  }

  /** Does something that makes blocks. */
  async act(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const { height } = await this.ask<Where>(method, params);
    await this.reached(Number(height));
  }

  /** Waits until what the maker of blocks has made is seen. */
  async settled(): Promise<void> {
    await this.act("state");
  }

  async snapshot(): Promise<number> {
    return (await this.ask<{ id: number }>("snapshot")).id;
  }

  /** @returns whether there was such a snapshot */
  async revert(id: number): Promise<boolean> {
    const { reverted, height } = await this.ask<Where & { reverted: boolean }>("revert", { id });
    if (reverted) await this.wentBack(Number(height));
    return reverted;
  }

  async reset(): Promise<void> {
    this.impersonated.clear();
    const { height } = await this.ask<Where>("reset");
    await this.wentBack(Number(height));
  }

  private async wentBack(height: number): Promise<void> {
    const { chain, pool, rolledBack } = this.parts;
    rolledBack();
    pool.clear();
    await chain.index.goBack(height);
  }

  private async reached(height: number): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (this.parts.chain.height < height) {
      if (performance.now() > end) throw failed(`block ${height} is not indexed yet`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}
