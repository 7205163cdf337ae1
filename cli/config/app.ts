import type { ConfigValue, Field, Schema } from "./schema.js";

/** Pruning names, and the two numbers that only `custom` takes, as in the SDK. */
export const PRUNING = ["default", "nothing", "everything", "custom"] as const;
export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export const LOG_FORMATS = ["json", "plain"] as const;

const atLeast =
  (least: number): NonNullable<Field["check"]> =>
  (value: ConfigValue) =>
    (value as number) >= least ? undefined : `must be at least ${least}`;

const between =
  (least: number, most: number): NonNullable<Field["check"]> =>
  (value: ConfigValue) =>
    (value as number) >= least && (value as number) <= most ? undefined : `must be between ${least} and ${most}`;

const oneOf =
  (choices: readonly string[]): NonNullable<Field["check"]> =>
  (value: ConfigValue) =>
    choices.includes(value as string) ? undefined : `must be one of ${choices.join(", ")}`;

/** Decimal prices such as 0.25aec,1uusd; empty means none. */
const gasPrices: NonNullable<Field["check"]> = (value) => {
  const text = value as string;
  if (text === "") return undefined;
  const wrong = text
    .split(",")
    .find((price) => !/^\d+(\.\d{1,18})?[a-zA-Z][a-zA-Z0-9/:._-]{1,127}$/.test(price.trim()));
  return wrong === undefined ? undefined : `${JSON.stringify(wrong)} is not a price; write for example 0.25aec`;
};

/** `type.key` of events' attributes. */
const attributes: NonNullable<Field["check"]> = (value) => {
  const wrong = (value as readonly string[]).find((each) => !/^[\w.-]+\.[\w-]+$/.test(each));
  return wrong === undefined
    ? undefined
    : `${JSON.stringify(wrong)} is no attribute of an event; write for example transfer.recipient`;
};

/** `tcp://host:port`, `host:port` or `unix:///path`. */
const listener: NonNullable<Field["check"]> = (value) =>
  /^(unix:\/\/\/.+|(tcp:\/\/)?(\[[0-9a-fA-F:]+\]|[^:/\s]*):\d{1,5})$/.test(value as string)
    ? undefined
    : "must be host:port, tcp://host:port or unix:///path";

/** config/app.toml: everything that the application half of a node can be told. */
export const appSchema: Schema = {
  file: "app.toml",
  heading:
    "Settings of the Echoin application. Each can also be given to `echoind start` as a flag (--api.enable=false) or in\nthe environment (ECHOIND_API_ENABLE=false); a flag wins over the environment, and that over this file.",
  sections: {
    abci: "The socket between CometBFT and the application.",
    comet: "The CometBFT process, which `echoind start` runs beside the application.",
    store: "Memory of the state database. State may be much larger than these.",
    api: "REST, for wallets and explorers.",
    grpc: "gRPC, for relayers and services.",
    "json-rpc": "Ethereum's JSON-RPC, for MetaMask, ethers, hardhat and the like: HTTP and WebSocket on one port.",
    queue:
      "Transactions that cannot go in now for a reason that may pass: kept in data/queue.db, and offered again until they\nare in a block or expire. Of those sent through REST, gRPC and echoind; what comes over CometBFT's RPC passes by.",
    query: "Limits on reads, so that no query can hold memory or slow a block.",
    telemetry: "Prometheus metrics and health.",
    "state-sync": "Snapshots that other nodes can start from instead of replaying all blocks.",
    log: "Log lines, on standard error.",
  },
  fields: [
    {
      key: "minimum-gas-prices",
      default: "0aec",
      comment:
        'The least price, per unit of gas, at which this node takes a transaction into its mempool. It is this node\'s own\nchoice and no rule of the chain. Zero invites floods on a public network: set for example "0.025aec" there.',
      check: gasPrices,
    },
    {
      key: "pruning",
      default: "default",
      comment:
        "Which past heights stay readable and provable: default (the last 362880, three weeks at 5 s a block), nothing\n(an archive), everything (the last 2), custom (the two numbers below).",
      check: oneOf(PRUNING),
    },
    {
      key: "pruning-keep-recent",
      default: 0,
      comment: "Heights to keep; only with custom, and at least 2.",
      check: atLeast(0),
    },
    {
      key: "pruning-interval",
      default: 0,
      comment:
        "Blocks between two prunings; only with custom, and at least 10, so that pruning stays a small share of the work.",
      check: atLeast(0),
    },
    {
      key: "halt-height",
      default: 0,
      comment: "Ends the node after this height is committed; for planned upgrades. 0 is never.",
      check: atLeast(0),
    },
    {
      key: "halt-time",
      default: 0,
      comment: "Ends the node after the first block whose time is at or past this Unix time, in seconds. 0 is never.",
      check: atLeast(0),
    },
    {
      key: "min-retain-blocks",
      default: 0,
      comment: "Blocks that CometBFT must keep; it may delete older ones. 0 keeps all, which replaying peers need.",
      check: atLeast(0),
    },
    {
      key: "check-invariants",
      default: true,
      comment:
        "Checks after each block what must always hold, such as supply = balances, and halts rather than go on wrongly.",
    },
    {
      key: "index-events",
      default: [],
      comment:
        'Attributes of events by which transactions and blocks can be searched, each as type.key, for example\n["message.sender", "transfer.recipient", "transfer.sender"]. Empty is all of them. Fewer make CometBFT\'s index smaller;\nsearches by others find nothing. It counts for blocks from then on. Hashes and heights are always found.',
      check: attributes,
    },
    {
      key: "abci.address",
      default: "unix",
      comment:
        'Where CometBFT reaches the application: "unix" is a socket file inside this home, which no other machine can\nreach and is faster; else tcp://host:port or unix:///path. CometBFT is given the same.',
      check: (value) => (value === "unix" ? undefined : listener(value)),
    },
    {
      key: "abci.max-frame-bytes",
      default: 96_000_000,
      comment:
        "Longest message taken from CometBFT; longer ones close the connection. It has to hold a block of the consensus\nparameter max_bytes. At the first start it is at least as long as the genesis file.",
      check: atLeast(1_048_576),
    },
    { key: "comet.enable", default: true, comment: "false runs the application alone: start CometBFT yourself." },
    {
      key: "comet.binary",
      default: "",
      comment: "Path of the cometbft binary. Empty looks in COMETBFT_BIN, PATH and the project's cache.",
    },
    {
      key: "store.cache-nodes",
      default: 1_000_000,
      comment: "Tree nodes kept in memory, about 300 bytes each; hot accounts are then read without the database.",
      check: atLeast(1_000),
    },
    {
      key: "api.enable",
      default: true,
      comment: "Serves REST. It answers from committed state, off the consensus thread.",
    },
    { key: "api.swagger", default: true, comment: "Serves the OpenAPI document and its page at /swagger/." },
    {
      key: "api.address",
      default: "tcp://127.0.0.1:1317",
      comment: "Loopback, so that nothing is public by accident; put a proxy in front, or set 0.0.0.0 knowingly.",
      check: listener,
    },
    {
      key: "api.max-open-connections",
      default: 1000,
      comment: "More connections are refused, so that memory stays bounded.",
      check: atLeast(1),
    },
    {
      key: "api.rpc-read-timeout",
      default: 10,
      comment: "Seconds in which a request must have arrived; slow senders are cut off.",
      check: atLeast(1),
    },
    {
      key: "api.rpc-write-timeout",
      default: 30,
      comment: "Seconds in which an answer must have been taken; slow readers are cut off. 0 is no limit.",
      check: atLeast(0),
    },
    {
      key: "api.rpc-max-body-bytes",
      default: 1_000_000,
      comment: "Largest request body, in bytes.",
      check: atLeast(1_000),
    },
    {
      key: "api.cors-origins",
      default: [],
      comment: 'Web pages that browsers may call from, for example ["https://wallet.example"]. Closed by default.',
    },
    {
      key: "api.allowed-hosts",
      default: [],
      comment:
        "Names that the Host header may have, against pages that point a name of theirs at this machine. Empty allows all.",
    },
    {
      key: "api.max-unsent-mib",
      default: 128,
      comment: "Answers that clients have not taken yet, all together, in MiB; more are refused.",
      check: atLeast(1),
    },
    {
      key: "api.enabled-unsafe-cors",
      default: false,
      comment: "Lets browsers call from every page. For development nets.",
    },
    { key: "grpc.enable", default: true, comment: "Serves gRPC with reflection." },
    {
      key: "grpc.address",
      default: "127.0.0.1:9090",
      comment: "Loopback, so that nothing is public by accident.",
      check: listener,
    },
    {
      key: "grpc.max-recv-msg-size",
      default: 10_485_760,
      comment: "Largest request, in bytes.",
      check: atLeast(1_024),
    },
    {
      key: "grpc.max-send-msg-size",
      default: 104_857_600,
      comment: "Largest answer, in bytes, so that a reader cannot hold more memory than that.",
      check: atLeast(1_024),
    },
    {
      key: "grpc.max-open-connections",
      default: 1000,
      comment: "More connections are refused, so that memory stays bounded.",
      check: atLeast(1),
    },
    {
      key: "grpc.write-timeout",
      default: 30,
      comment: "Seconds in which an answer must have been taken; slow readers are cut off. 0 is no limit.",
      check: atLeast(0),
    },
    {
      key: "grpc.max-unsent-mib",
      default: 32,
      comment: "Answers that one connection has not taken yet, in MiB; more are refused.",
      check: atLeast(1),
    },
    {
      key: "json-rpc.enable",
      default: true,
      comment:
        "Serves Ethereum's JSON-RPC, and keeps an index of blocks, transactions, receipts and logs in data/ethereum.db.\nThe file may be deleted while the node is stopped: it is made again from CometBFT's blocks.",
    },
    {
      key: "json-rpc.address",
      default: "tcp://127.0.0.1:8545",
      comment: "Loopback, so that nothing is public by accident.",
      check: listener,
    },
    {
      key: "json-rpc.index-keep-blocks",
      default: 0,
      comment: "Blocks that the index keeps; older ones are deleted from it. 0 keeps all.",
      check: atLeast(0),
    },
    {
      key: "json-rpc.gas-cap",
      default: 25_000_000,
      comment: "The most gas of eth_call and eth_estimateGas; calls take turns, so a long one makes others wait.",
      check: atLeast(21_000),
    },
    {
      key: "json-rpc.max-log-blocks",
      default: 10_000,
      comment: "Blocks that one eth_getLogs may be over.",
      check: atLeast(1),
    },
    {
      key: "json-rpc.max-logs",
      default: 20_000,
      comment: "Logs that one answer may have; a query that finds more is refused.",
      check: atLeast(1),
    },
    {
      key: "json-rpc.max-batch",
      default: 1000,
      comment: "Requests in one batch.",
      check: atLeast(1),
    },
    {
      key: "json-rpc.max-response-bytes",
      default: 25_000_000,
      comment: "Bytes of answers to one batch; what comes after is refused.",
      check: atLeast(100_000),
    },
    {
      key: "json-rpc.max-body-bytes",
      default: 5_242_880,
      comment: "Largest request body, in bytes.",
      check: atLeast(1_000),
    },
    {
      key: "json-rpc.max-open-connections",
      default: 1000,
      comment: "More connections are refused, so that memory stays bounded.",
      check: atLeast(1),
    },
    {
      key: "json-rpc.max-filters",
      default: 1000,
      comment: "Filters of all clients together; one that is not asked for five minutes is forgotten.",
      check: atLeast(1),
    },
    {
      key: "json-rpc.max-subscriptions",
      default: 100,
      comment: "Subscriptions of one WebSocket connection.",
      check: atLeast(1),
    },
    {
      key: "json-rpc.max-unsent-mib",
      default: 16,
      comment: "What one WebSocket connection has not taken yet, in MiB; with more it is closed.",
      check: atLeast(1),
    },
    {
      key: "json-rpc.cors-origins",
      default: [],
      comment:
        'Web pages that may call from browsers, for example ["https://wallet.example"]; ["*"] is every page. Closed by\ndefault. Wallet extensions do not need it.',
    },
    {
      key: "json-rpc.allowed-hosts",
      default: [],
      comment:
        "Names that the Host header may have, against pages that point a name of theirs at this machine. Empty allows all.",
    },
    {
      key: "json-rpc.dev",
      default: false,
      comment:
        "A node for test suites, alone on its chain and without CometBFT: a block for each transaction, evm_snapshot,\nevm_revert, evm_increaseTime, evm_mine, hardhat_* and anvil_*, and transactions in anyone's name. Whoever reaches\nits ports rules it.",
    },
    {
      key: "json-rpc.dev-accounts",
      default: [],
      comment: "Accounts that eth_accounts of a dev node tells, as 0x addresses; it sends in their name.",
    },
    {
      key: "json-rpc.dev-unlimited-code",
      default: false,
      comment: "Whether contracts of a dev node may be of any size.",
    },
    { key: "queue.enable", default: true, comment: "Keeps a queue." },
    {
      key: "queue.keep",
      default: "asked",
      comment:
        "asked: of what BroadcastTx is refused, that is kept whose client asks for it (header or gRPC metadata\nx-echoin-queue: keep, or echoin.node.v1.Queue); others hear the refusal as from any node, sign anew, and would\notherwise pay twice. all: everything, answered with code 0. What the mempool takes is watched in both.",
      check: oneOf(["asked", "all"]),
    },
    {
      key: "queue.max-transactions",
      default: 10_000,
      comment: "Transactions kept and watched, of all senders; more are refused.",
      check: between(1, 1_000_000),
    },
    {
      key: "queue.max-per-sender",
      default: 64,
      comment: "The same of one sender.",
      check: between(1, 10_000),
    },
    {
      key: "queue.max-mib",
      default: 64,
      comment: "Bytes of all of them, in MiB.",
      check: between(1, 4_096),
    },
    {
      key: "queue.ttl",
      default: 10_800,
      comment: "Seconds after which a transaction expires; its own time-out may be earlier.",
      check: between(1, 2_592_000),
    },
    {
      key: "queue.offer-again",
      default: 10,
      comment: "Blocks after which a transaction that the mempool took, and that is in no block, is offered again.",
      check: between(1, 100_000),
    },
    {
      key: "query.max-running",
      default: 32,
      comment: "Queries under way at once.",
      check: between(1, 10_000),
    },
    {
      key: "query.max-waiting",
      default: 1024,
      comment: "Queries that wait for one of those to end; more are refused with the advice to come again.",
      check: atLeast(1),
    },
    {
      key: "query.timeout-ms",
      default: 10_000,
      comment: "Longest time for one query, in milliseconds.",
      check: atLeast(10),
    },
    {
      key: "query.gas-limit",
      default: 3_000_000_000,
      comment:
        "The most gas of one query, which pays for what it reads as a transaction does: walking a million entries of 100\nbytes takes about 400,000,000. 0 is no limit but the time.",
      check: atLeast(0),
    },
    { key: "telemetry.enabled", default: true, comment: "Serves /metrics and /health." },
    {
      key: "telemetry.address",
      default: "tcp://127.0.0.1:26661",
      comment: "26660 is CometBFT's own metrics port.",
      check: listener,
    },
    {
      key: "telemetry.ready-max-age",
      default: 60,
      comment: "Seconds after which a node whose last block is older says that it is not ready. 0 is no limit.",
      check: atLeast(0),
    },
    {
      key: "state-sync.snapshot-interval",
      default: 0,
      comment: "Blocks between two snapshots; 0 makes none. 1000 suits a public node.",
      check: atLeast(0),
    },
    {
      key: "state-sync.snapshot-keep-recent",
      default: 2,
      comment: "Snapshots kept; older ones are deleted. 0 keeps all.",
      check: atLeast(0),
    },
    { key: "log.level", default: "info", comment: `One of ${LOG_LEVELS.join(", ")}.`, check: oneOf(LOG_LEVELS) },
    {
      key: "log.format",
      default: "json",
      comment: "json, one object a line for log collectors, or plain, for people.",
      check: oneOf(LOG_FORMATS),
    },
  ],
};

/** Faults that no single setting shows. @returns what is wrong and what would be right, or undefined */
export function crossCheck(get: (key: string) => ConfigValue | undefined): string | undefined {
  if (get("pruning") !== "custom") return undefined;
  if ((get("pruning-keep-recent") as number) < 2) return "pruning = custom needs pruning-keep-recent of at least 2";
  if ((get("pruning-interval") as number) < 10) return "pruning = custom needs pruning-interval of at least 10";
  return undefined;
}
