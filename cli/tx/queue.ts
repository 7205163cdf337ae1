import { ask } from "../chain/ask.js";
import { applicationOf } from "../chain/grpc.js";
import { CliError } from "../errors.js";
import type { Invocation } from "../invocation.js";
import { addressPrefix, openKeyring } from "../keys/open.js";
import { addressBytes, toBech32, toPublicKeyJson } from "../keys/public-key.js";
import { chainIdOf } from "./account.js";
import { base64 } from "./document.js";
import { fromOption } from "./from.js";

/** What `echoin.node.v1.QueuedTransaction` is in JSON, as far as commands read it. */
export interface QueuedTransactionJson {
  readonly hash: string;
  readonly state: string;
  readonly codespace: string;
  readonly code: number;
  readonly log: string;
  readonly expires_at: string | null;
}

/** How long the signature of a cancellation counts. */
const COUNTS_SECONDS = 300;

/** Has the node give up a transaction that it keeps: signed by the key that --from names, which is the sender's. */
export async function cancelQueued(call: Invocation, name: string): Promise<void> {
  if (!/^[0-9a-fA-F]{64}$/.test(name))
    throw new CliError(`"${name}" is no transaction hash`, { hint: "64 hex digits" });
  const { cancelSignBytes } = await import("../../api/queue/cancel.js");
  const { signWith } = await import("./sign.js");
  const record = await openKeyring(call).find(fromOption(call));
  if (record.type === "multi") {
    throw new CliError("a multisig cannot cancel what is queued", {
      hint: "its transaction expires, or becomes void when another of the same sequence goes in",
    });
  }
  const hash = name.toUpperCase();
  const until = BigInt(Math.floor(Date.now() / 1000) + COUNTS_SECONDS);
  const signer = toBech32(addressPrefix(call), addressBytes(record.publicKey));
  const bytes = cancelSignBytes({ chainId: await chainIdOf(call), hash, until, signer });
  const { publicKey } = record;
  const signature = base64(signWith({ publicKey, privateKey: await openKeyring(call).privateKey(record.name) }, bytes));
  const request = { hash, until: until.toString(), public_key: toPublicKeyJson(record.publicKey), signature };
  call.result(await ask(applicationOf(call), { path: "/echoin.node.v1.Queue/Cancel", request }));
}
