import type { Command } from "commander";
import { blockTime, toTxResponse, txByHash, type CometTx, type TxResponse } from "../chain/tx-response.js";
import { nodeOf, type Node } from "../chain/node.js";
import { CliError } from "../errors.js";
import { flag, queryFlags, unsigned, withFlags } from "../flags.js";
import { action, type Host, type Invocation } from "../invocation.js";
import { parseDuration } from "../tx/time.js";
import { askNode, pageOf } from "../chain/ask.js";
import { pageFlags } from "../flags.js";

const COMET_SERVICE = "/cosmos.base.tendermint.v1beta1.Service";

/** Queries about blocks and transactions, answered by CometBFT, and about the node itself. */
export function registerChainQueries(query: Command, host: Host): void {
  const kind = flag("--type <kind>", "how it is named", { choices: ["hash", "acc_seq", "signature"], default: "hash" });
  const tx = query
    .command("tx <hash_or_sequence>")
    .description('a transaction by hash, by "address/sequence" or by signature');
  action(withFlags(tx, kind, queryFlags()), host, queryTx);

  const txs = query.command("txs").description("transactions whose events match");
  withFlags(txs, [
    flag("--query <events>", "for example \"message.sender='echo1…' AND tx.height>5\""),
    flag("--events <events>", "same as --query", { hidden: true }),
    flag("--order_by <order>", "asc or desc", { choices: ["asc", "desc"], default: "asc" }),
    flag("--page <n>", "page", { default: "1", parse: unsigned }),
    flag("--limit <n>", "transactions of a page", { default: "100", parse: unsigned }),
  ]);
  action(withFlags(txs, queryFlags()), host, queryTxs);

  const wait = query
    .command("wait-tx <hash>")
    .alias("event-query-tx-for")
    .description("wait until a transaction is in a block");
  withFlags(wait, flag("--timeout <time>", "longest wait", { default: "15s" }), queryFlags());
  action(wait, host, waitTx);

  const block = query.command("block [height_or_hash]").description("a block; the latest without an argument");
  const blockKind = flag("--type <kind>", "how it is named", { choices: ["height", "hash"], default: "height" });
  action(withFlags(block, blockKind, queryFlags()), host, queryBlock);

  const blocks = query.command("blocks").description("blocks whose events match");
  withFlags(blocks, [
    flag("--query <events>", 'for example "block.height > 14"'),
    flag("--order_by <order>", "asc or desc", { choices: ["asc", "desc"], default: "asc" }),
    flag("--page <n>", "page", { default: "1", parse: unsigned }),
    flag("--limit <n>", "blocks of a page", { default: "100", parse: unsigned }),
  ]);
  action(withFlags(blocks, queryFlags()), host, queryBlocks);

  const results = query.command("block-results [height]").description("what a block's execution gave");
  action(withFlags(results, queryFlags()), host, async (call, height) => {
    call.result(await nodeOf(call).call("block_results", heightOf(height ?? call.string("height"))));
  });
  registerComet(query, host);
}

function registerComet(query: Command, host: Host): void {
  const comet = query.command("comet").alias("cometbft").description("what the node says of its consensus");
  const simple = (name: string, description: string, method: string): void => {
    const command = withFlags(comet.command(name).description(description), queryFlags());
    action(command, host, async (call) => {
      const types = { request: `${stem(method)}Request`, response: `${stem(method)}Response` };
      call.result(await askNode(call, { path: `${COMET_SERVICE}/${method}`, request: {}, types }));
    });
  };
  simple("node-info", "versions and network of the node", "GetNodeInfo");
  simple("syncing", "whether the node is catching up", "GetSyncing");
  simple("block-latest", "the latest block", "GetLatestBlock");
  const byHeight = comet.command("block-by-height <height>").description("a block");
  action(withFlags(byHeight, queryFlags()), host, async (call, height) => {
    const types = { request: `${stem("GetBlockByHeight")}Request`, response: `${stem("GetBlockByHeight")}Response` };
    call.result(await askNode(call, { path: `${COMET_SERVICE}/GetBlockByHeight`, request: { height }, types }));
  });
  const validators = comet.command("validator-set [height]").description("the validators at a height");
  action(withFlags(validators, queryFlags(), pageFlags()), host, async (call, height) => {
    const method = height === undefined ? "GetLatestValidatorSet" : "GetValidatorSetByHeight";
    const types = { request: `${stem(method)}Request`, response: `${stem(method)}Response` };
    const request = { ...(height === undefined ? {} : { height }), pagination: pageOf(call) };
    call.result(await askNode(call, { path: `${COMET_SERVICE}/${method}`, request, types }));
  });
}

const stem = (method: string): string => `/cosmos.base.tendermint.v1beta1.${method}`;

async function queryTx(call: Invocation, name: string): Promise<void> {
  const node = nodeOf(call);
  const kind = call.string("type") ?? "hash";
  if (kind === "hash") return call.result(await responseOf(node, await txByHash(node, name)));
  const query = kind === "acc_seq" ? `tx.acc_seq='${quoteless(name)}'` : `tx.signature='${quoteless(name)}'`;
  const { txs } = await search(node, query, { page: "1", limit: "2", order: "asc" });
  const [found, second] = txs;
  if (found === undefined) throw new CliError(`no transaction has ${kind} ${name}`);
  if (second !== undefined)
    throw new CliError(`several transactions have ${kind} ${name}`, { hint: "echoind query txs --query …" });
  call.result(await responseOf(node, found));
}

async function queryTxs(call: Invocation): Promise<void> {
  const query = call.string("query") ?? call.string("events");
  if (query === undefined || query === "") {
    throw new CliError("--query is needed", {
      hint: "for example --query \"message.action='/cosmos.bank.v1beta1.MsgSend'\"",
    });
  }
  const node = nodeOf(call);
  const page = call.string("page") ?? "1";
  const limit = call.string("limit") ?? "100";
  const found = await search(node, query, { page, limit, order: call.string("order_by") ?? "asc" });
  const responses: TxResponse[] = [];
  for (const tx of found.txs) responses.push(await responseOf(node, tx));
  const total = BigInt(found.total_count);
  const pages = (total + BigInt(limit) - 1n) / BigInt(limit);
  call.result({
    total_count: found.total_count,
    count: String(responses.length),
    page_number: page,
    page_total: String(pages),
    limit,
    txs: responses,
  });
}

const responseOf = async (node: Node, tx: CometTx): Promise<TxResponse> =>
  toTxResponse(tx, await blockTime(node, tx.height));

const search = (
  node: Node,
  query: string,
  { page, limit, order }: { page: string; limit: string; order: string },
): Promise<{ txs: CometTx[]; total_count: string }> =>
  node.call("tx_search", { query, prove: false, page, per_page: limit, order_by: order });

function quoteless(text: string): string {
  if (text.includes("'")) throw new CliError("a quote cannot be searched for");
  return text;
}

async function waitTx(call: Invocation, hash: string): Promise<void> {
  const node = nodeOf(call);
  const tx = await waitForTx(node, hash, parseDuration(call.string("timeout") ?? "15s"));
  call.result(await responseOf(node, tx));
}

/** The transaction as soon as the node has it in a block. @throws CliError when `timeoutMs` have passed */
export async function waitForTx(node: Node, hash: string, timeoutMs: number): Promise<CometTx> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await txByHash(node, hash);
    } catch (error) {
      if (!(error instanceof CliError) || !error.message.endsWith("not found")) throw error;
      if (Date.now() >= end) throw new CliError(`tx (${hash}) is in no block after ${timeoutMs / 1000} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function queryBlock(call: Invocation, name?: string): Promise<void> {
  const node = nodeOf(call);
  if (name === undefined) return call.result(await node.call("block", heightOf(call.string("height"))));
  if (call.string("type") !== "hash") return call.result(await node.call("block", heightOf(name)));
  if (!/^[0-9a-fA-F]{64}$/.test(name)) throw new CliError(`"${name}" is not a block's hash`, { hint: "64 hex digits" });
  call.result(await node.call("block_by_hash", { hash: Buffer.from(name, "hex").toString("base64") }));
}

async function queryBlocks(call: Invocation): Promise<void> {
  const query = call.string("query");
  if (query === undefined) throw new CliError("--query is needed", { hint: 'for example --query "block.height > 14"' });
  const order = call.string("order_by");
  const parameters = { query, page: call.string("page"), per_page: call.string("limit"), order_by: order };
  call.result(await nodeOf(call).call("block_search", parameters));
}

function heightOf(text: string | undefined): Record<string, string> {
  if (text === undefined || text === "0") return {};
  if (!/^\d{1,19}$/.test(text)) throw new CliError(`"${text}" is not a height`, { hint: "a whole number from 1 on" });
  return { height: text };
}
