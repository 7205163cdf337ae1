import { ask } from "../chain/ask.js";
import { applicationOf } from "../chain/grpc.js";
import { NodeError } from "../chain/node.js";
import { CliError } from "../errors.js";
import type { Invocation } from "../invocation.js";
import type { KeyRecord } from "../keys/keyring.js";
import { addressOfNameOrAddress, openKeyring } from "../keys/open.js";
import type { PublicKey } from "../keys/public-key.js";
import { accountNumbers, chainIdOf, type AccountNumbers } from "./account.js";
import { broadcast } from "./broadcast.js";
import { adjustGas, feeAt, parseCoins, type CoinJson } from "./coins.js";
import { AUTO_PRICE, priceNow } from "./gas-price.js";
import { base64, emit, type MessageJson, type TxJson } from "./document.js";
import { encodeTx } from "./encode.js";
import { fromAddress, fromOption } from "./from.js";
import { addSignature, signerInfo, type SignModeName } from "./sign.js";
import { parseDuration } from "./time.js";

const DEFAULT_GAS = "200000";
const DEFAULT_ADJUSTMENT = "1.3";
const MAX_UNORDERED_MS = 10 * 60_000;

/** Builds, and as the flags say prints, simulates, or signs and sends, a transaction of these messages. */
export async function runTx(call: Invocation, messages: readonly MessageJson[]): Promise<void> {
  checkFlags(call);
  const from = await fromAddress(call);
  const unsigned = unsignedTx(call, messages, await feePayer(call));
  if (call.boolean("generate-only")) return emit(call, await withFee(call, unsigned, undefined));

  const record = await openKeyring(call).find(fromOption(call));
  if (record.type === "multi") {
    throw new CliError(`"${record.name}" is a multisig: its members sign one by one`, {
      hint: "add --generate-only, let members run echoind tx sign --multisig, and join with echoind tx multisign",
    });
  }
  const numbers = await accountNumbers(call, from);
  if (call.boolean("dry-run")) {
    const gas = await simulate(call, unsigned, record.publicKey, numbers);
    call.note(`gas estimate: ${gas}`);
    return call.result({ gas_used: gas.toString(), gas_estimate: adjusted(call, gas).toString() });
  }
  const tx = await withFee(call, unsigned, () => simulate(call, unsigned, record.publicKey, numbers));
  await signAndSend(call, { tx, record, from, numbers });
}

async function signAndSend(
  call: Invocation,
  made: { tx: TxJson; record: KeyRecord; from: string; numbers: AccountNumbers },
): Promise<void> {
  const { tx, record, from, numbers } = made;
  const privateKey = await openKeyring(call).privateKey(record.name);
  const signer = { ...numbers, chainId: await chainIdOf(call), address: from, publicKey: record.publicKey };
  const mode = (call.string("sign-mode") ?? "direct") as SignModeName;
  const signed = addSignature(tx, { signer, mode, privateKey, overwrite: false });
  if (!call.boolean("yes")) {
    call.note(JSON.stringify({ body: signed.body, auth_info: { fee: signed.auth_info.fee } }, undefined, 2));
    const sure = await call.prompter.confirm("Sign and send this transaction?");
    if (!sure) throw new CliError("nothing was sent", { hint: "answer y, or give --yes" });
  }
  await broadcast(call, encodeTx(signed));
}

/** Combinations of flags that cannot work. @throws CliError */
function checkFlags(call: Invocation): void {
  if (call.isSet("fees") && call.isSet("gas-prices")) throw new CliError("--fees and --gas-prices exclude each other");
  const unordered = call.boolean("unordered");
  const duration = call.string("timeout-duration");
  if (unordered && duration === undefined)
    throw new CliError("--unordered needs --timeout-duration", { hint: "for example 2m" });
  if (unordered && call.isSet("sequence")) throw new CliError("--unordered and --sequence exclude each other");
  if (unordered && parseDuration(duration ?? "") > MAX_UNORDERED_MS) {
    throw new CliError("an unordered transaction may wait at most 10m", { hint: "--timeout-duration 10m" });
  }
  if (call.boolean("offline") && call.boolean("dry-run"))
    throw new CliError("--dry-run asks a node, and --offline forbids it");
  if (call.boolean("offline") && call.string("gas") === "auto")
    throw new CliError("--gas auto asks a node, and --offline forbids it");
  if (call.boolean("offline") && call.isSet("gas-prices") && call.string("gas-prices") === AUTO_PRICE)
    throw new CliError("--gas-prices auto asks a node, and --offline forbids it");
}

async function feePayer(call: Invocation): Promise<{ payer: string; granter: string }> {
  const payer = call.string("fee-payer");
  const granter = call.string("fee-granter");
  return {
    payer: payer === undefined ? "" : await addressOfNameOrAddress(call, payer),
    granter: granter === undefined ? "" : await addressOfNameOrAddress(call, granter),
  };
}

function unsignedTx(
  call: Invocation,
  messages: readonly MessageJson[],
  { payer, granter }: { payer: string; granter: string },
): TxJson {
  const duration = call.string("timeout-duration");
  return {
    body: {
      messages,
      memo: call.string("note") ?? "",
      timeout_height: call.string("timeout-height") ?? "0",
      unordered: call.boolean("unordered"),
      timeout_timestamp: duration === undefined ? null : new Date(Date.now() + parseDuration(duration)).toISOString(),
      extension_options: [],
      non_critical_extension_options: [],
    },
    auth_info: { signer_infos: [], fee: { amount: [], gas_limit: "0", payer, granter }, tip: null },
    signatures: [],
  };
}

/** Sets gas and fee. @throws CliError when gas has to be simulated and nothing is there to simulate with */
async function withFee(call: Invocation, tx: TxJson, simulated: (() => Promise<bigint>) | undefined): Promise<TxJson> {
  const gas = await gasLimit(call, simulated);
  const amount = await feeFor(call, gas);
  return { ...tx, auth_info: { ...tx.auth_info, fee: { ...tx.auth_info.fee, amount, gas_limit: gas.toString() } } };
}

async function gasLimit(call: Invocation, simulated: (() => Promise<bigint>) | undefined): Promise<bigint> {
  const given = call.string("gas") ?? DEFAULT_GAS;
  if (given === "auto") {
    if (simulated === undefined)
      throw new CliError("--gas auto does not go with --generate-only", { hint: "give a number, after --dry-run" });
    const gas = adjusted(call, await simulated());
    call.note(`gas estimate: ${gas}`);
    return gas;
  }
  if (!/^\d{1,19}$/.test(given)) throw new CliError(`--gas ${given} is neither a number nor auto`);
  return BigInt(given);
}

const adjusted = (call: Invocation, gas: bigint): bigint =>
  adjustGas(gas, call.string("gas-adjustment") ?? DEFAULT_ADJUSTMENT);

/** A flag wins over client.toml, so --gas-prices wins over fees there, and --fees over gas-prices there. */
async function feeFor(call: Invocation, gas: bigint): Promise<CoinJson[]> {
  const fees = call.string("fees") ?? "";
  const prices = call.string("gas-prices") ?? "";
  const byPrice = prices !== "" && !call.isSet("fees") && (fees === "" || call.isSet("gas-prices"));
  if (!byPrice) return parseCoins(fees);
  if (prices !== AUTO_PRICE) return feeAt(prices, gas);
  // In client.toml alone, where it is a default.
  if (call.boolean("offline")) return [];
  return feeAt(await priceNow(call), gas);
}

/** Gas that the transaction would use now. @throws NodeError with what would make it fail */
export async function simulate(
  call: Invocation,
  tx: TxJson,
  publicKey: PublicKey,
  { sequence }: AccountNumbers,
): Promise<bigint> {
  const mode = (call.string("sign-mode") ?? "direct") as SignModeName;
  const infos =
    tx.auth_info.signer_infos.length > 0 ? tx.auth_info.signer_infos : [signerInfo(publicKey, mode, sequence)];
  const empty = infos.map(() => "");
  const bytes = encodeTx({ ...tx, auth_info: { ...tx.auth_info, signer_infos: infos }, signatures: empty });
  return simulateBytes(call, bytes);
}

/** Gas that these bytes would use now. @throws NodeError */
export async function simulateBytes(call: Invocation, bytes: Uint8Array): Promise<bigint> {
  const path = "/cosmos.tx.v1beta1.Service/Simulate";
  try {
    const answer = await ask<{ gas_info: { gas_used: string } }>(applicationOf(call), {
      path,
      request: { tx_bytes: base64(bytes) },
    });
    return BigInt(answer.gas_info.gas_used);
  } catch (error) {
    if (error instanceof NodeError) throw new CliError(`the transaction would fail: ${error.details}`);
    throw error;
  }
}
