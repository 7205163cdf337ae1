import type { Echoin } from "../../abci/app/echoin.js";
import type { VersionSource } from "../../abci/app/query.js";
import type { PendingValues } from "../../abci/app/simulate.js";
import { AddressCodec } from "../../abci/state/addresses.js";
import type { StateContext } from "../../abci/state/context.js";
import { scratchContext } from "../../modules/evm/calls.js";
import { failed, pruned } from "./errors.js";
import type { EthereumIndex } from "./store/ethereum-index.js";
import type { BlockRecord } from "./store/reader.js";
import type { BlockReference } from "./values.js";

export interface EthereumChainParts {
  readonly echoin: Echoin;
  readonly versions: VersionSource;
  readonly index: EthereumIndex;
  /** What the mempool's transactions did to keys. */
  readonly pending: PendingValues;
}

/** What transactions are wrapped with. */
export interface ChainFacts {
  readonly chainId: bigint;
  readonly addresses: AddressCodec;
  readonly denom: string;
}

/** The chain as Ethereum's methods see it: blocks from the index, state from the versions of the same heights. */
export class EthereumChain {
  readonly echoin: Echoin;
  readonly index: EthereumIndex;
  private known: ChainFacts | undefined;

  constructor(private readonly parts: EthereumChainParts) {
    this.echoin = parts.echoin;
    this.index = parts.index;
  }

  /** The height that `latest` means; 0 before the first block. */
  get height(): number {
    return this.index.head?.height ?? 0;
  }

  /** The block that a client means; undefined when there is none. @throws JsonRpcError for one that was pruned */
  async block(reference: BlockReference): Promise<BlockRecord | undefined> {
    const { head, reader } = this.index;
    if (reference.kind === "hash") return reader.blockByHash(reference.hash);
    if (reference.kind === "earliest") return reader.block(await reader.oldest());
    if (reference.kind !== "number" || reference.number === head?.height) return head;
    return (await reader.block(reference.number)) ?? this.absent(reference.number);
  }

  /** State after the block that a client means. What is written to it is forgotten. @throws JsonRpcError */
  async state(reference: BlockReference): Promise<StateContext> {
    const block = await this.block(reference);
    if (block === undefined) throw failed(reference.kind === "hash" ? "header for hash not found" : "header not found");
    return this.stateOf(block.height);
  }

  /** State after the block of a height. @throws JsonRpcError when it is pruned */
  async stateOf(height: number): Promise<StateContext> {
    const { versions, echoin } = this.parts;
    if (BigInt(height) < (await versions.earliestVersion())) {
      throw failed(`historical state of block ${height} is not available`);
    }
    const reader = await versions.at(BigInt(height));
    const { bech32Prefix, lastBlock } = await echoin.identityOf(reader);
    return scratchContext({ reader, block: lastBlock, addresses: new AddressCodec(bech32Prefix) });
  }

  /** The latest state. @throws JsonRpcError before the first block */
  async latest(): Promise<StateContext> {
    return this.state({ kind: "latest" });
  }

  /** The nonce of an account's next transaction, those in the mempool counted in. */
  async pendingNonce(address: Uint8Array): Promise<bigint> {
    const { accounts } = this.echoin.keepers;
    const ctx = await this.latest();
    const key = accounts.locate(address);
    const [value] = await this.parts.pending([key]);
    if (value !== undefined) ctx.write(key.store, key.key, value);
    return (await accounts.peek(ctx, address))?.sequence ?? 0n;
  }

  /** What does not change while the chain runs the same program. @throws JsonRpcError before the first block */
  async facts(): Promise<ChainFacts> {
    if (this.known !== undefined) return this.known;
    const ctx = await this.latest();
    const { chain, evm } = this.echoin.keepers;
    const [{ baseDenom: denom }, { chainId }] = [await chain.info(ctx), await evm.params(ctx)];
    return (this.known = { chainId, denom, addresses: ctx.addresses });
  }

  /** Tells a block that is not there yet from one that is there no more. */
  private async absent(height: number): Promise<undefined> {
    const { head, reader } = this.index;
    if (head === undefined || height > head.height || height === 0) return undefined;
    if ((await reader.missing(height, height)) !== undefined) {
      throw failed(`block ${height} is not indexed yet; try again in a moment`);
    }
    throw pruned();
  }
}
