import type { Observer } from "../../../modules/evm/interpreter/observer.js";
import { wordBytes } from "../../../modules/evm/crypto.js";
import type { BlockEnvironment } from "../../../modules/evm/vm.js";
import { data, quantity } from "../values.js";

/** keccak-256 of `Transfer(address,address,uint256)`. */
const TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
/** Stands for the chain's coin (ERC-7528). */
const COIN = `0x${"ee".repeat(20)}`;
const DELEGATECALL = 0xf4;

interface LogJson {
  blockHash: string;
  transactionHash: string;
  readonly data: string;
  readonly [field: string]: unknown;
}

/** Logs of simulated calls, and transfers of the chain's coin as logs, in their order; what reverted has none. */
export class SimulationLogs {
  private readonly all: LogJson[] = [];
  private frames: LogJson[][] = [];
  private count = 0;

  constructor(
    private readonly transfers: boolean,
    private readonly environment: Pick<BlockEnvironment, "number" | "timestamp">,
  ) {}

  /** Who is to see the block's next call. */
  begin(position: number): Observer {
    this.frames = [[]];
    const add = (address: string, topics: readonly string[], bytes: string): void => {
      this.frames.at(-1)!.push({
        address,
        topics,
        data: bytes,
        blockNumber: quantity(this.environment.number),
        transactionHash: "",
        transactionIndex: quantity(position),
        blockHash: "",
        blockTimestamp: quantity(this.environment.timestamp),
        logIndex: quantity(this.count++),
        removed: false,
      });
    };
    return {
      enter: ({ op, from, to, value = 0n }) => {
        this.frames.push([]);
        if (!this.transfers || op === DELEGATECALL || value === 0n) return;
        const parties = [from, to].map((address) => `0x${"0".repeat(24)}${data(address).slice(2)}`);
        add(COIN, [TRANSFER, ...parties], data(wordBytes(value)));
      },
      exit: ({ error }) => {
        const own = this.frames.pop()!;
        if (error === undefined) this.frames.at(-1)!.push(...own);
      },
      log: ({ address, topics, data: bytes }) => add(data(address), topics.map(data), data(bytes)),
    };
  }

  /** The logs of the call that began last. */
  end(transactionHash: Uint8Array): readonly LogJson[] {
    const [own = []] = this.frames;
    for (const log of own) log.transactionHash = data(transactionHash);
    this.all.push(...own);
    return own;
  }

  /** The block is done, and has a name. */
  name(blockHash: Uint8Array): void {
    for (const log of this.all) log.blockHash = data(blockHash);
  }
}
