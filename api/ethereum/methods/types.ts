import type { Logger } from "../../../abci/app/logger.js";
import type { CometClient } from "../../comet/client.js";
import type { EthereumConfig, NodeFacts } from "../../config.js";
import type { Deadline } from "../../deadline.js";
import type { Arrivals } from "../arrivals.js";
import type { EthereumChain } from "../chain.js";
import type { DevNode } from "../dev-node.js";
import type { Pool } from "../pool.js";
import type { Replays } from "../replays.js";
import type { Sender } from "../sender.js";
import type { Params } from "../values.js";

/** What a method is told beside its parameters. */
export interface Call {
  readonly deadline: Deadline;
}

/** Answers with what JSON can hold. @throws JsonRpcError, and what `jsonRpcErrorOf` knows */
export type Method = (params: Params, call: Call) => Promise<unknown>;

export type Methods = Readonly<Record<string, Method>>;

/** What methods work with. */
export interface MethodParts {
  readonly chain: EthereumChain;
  readonly pool: Pool;
  readonly sender: Sender;
  readonly arrivals: Arrivals;
  readonly replays: Replays;
  /** Undefined but in a dev node. */
  readonly dev: DevNode | undefined;
  readonly comet: Pick<CometClient, "call">;
  readonly config: EthereumConfig;
  readonly node: NodeFacts;
  readonly logger: Logger;
}
