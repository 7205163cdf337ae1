import { ask } from "../chain/ask.js";
import { applicationOf } from "../chain/grpc.js";
import { encodeJson } from "../chain/json.js";
import { CliError } from "../errors.js";
import type { Invocation } from "../invocation.js";
import type { KeyRecord } from "../keys/keyring.js";
import { addressPrefix, openKeyring } from "../keys/open.js";
import { addressBytes, toBech32, toPublicKeyJson } from "../keys/public-key.js";
import { chainIdOf } from "./account.js";
import { base64 } from "./document.js";
import { fromOption } from "./from.js";
import type { Multisig } from "./multisign.js";

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
  const record = await openKeyring(call).find(fromOption(call));
  const { publicKey } = record;
  const hash = name.toUpperCase();
  const until = BigInt(Math.floor(Date.now() / 1000) + COUNTS_SECONDS);
  const signer = toBech32(addressPrefix(call), addressBytes(publicKey));
  const bytes = cancelSignBytes({ chainId: await chainIdOf(call), hash, until, signer });
  const signature =
    publicKey.kind === "multisig" ? await signedByMembers(call, publicKey, bytes) : await signedBy(call, record, bytes);
  const request = {
    hash,
    until: until.toString(),
    public_key: toPublicKeyJson(publicKey),
    signature: base64(signature),
  };
  call.result(await ask(applicationOf(call), { path: "/echoin.node.v1.Queue/Cancel", request }));
}

async function signedBy(call: Invocation, { name, publicKey }: KeyRecord, bytes: Uint8Array): Promise<Uint8Array> {
  const { signWith } = await import("./sign.js");
  return signWith({ publicKey, privateKey: await openKeyring(call).privateKey(name) }, bytes);
}

/** Signed by as many members as it needs, of those whose private keys are here. @throws CliError when they are too few */
async function signedByMembers(
  call: Invocation,
  { members, threshold }: Multisig,
  bytes: Uint8Array,
): Promise<Uint8Array> {
  const { compactBitArray } = await import("./multisign.js");
  const { MODE_NAMES } = await import("./sign.js");
  const here = (await openKeyring(call).list()).filter(({ type }) => type === "local");
  const signatures = new Map<number, Uint8Array>();
  for (const [place, member] of members.entries()) {
    const record = here.find(({ publicKey }) => Buffer.compare(addressBytes(publicKey), addressBytes(member)) === 0);
    if (record === undefined || signatures.size === threshold) continue;
    signatures.set(place, await signedBy(call, record, bytes));
  }
  if (signatures.size < threshold) {
    throw new CliError(`${signatures.size} of the ${threshold} private keys that are needed are in this keyring`, {
      hint: "its transaction also expires, or becomes void when another of the same sequence goes in",
    });
  }
  return encodeJson("/cosmos.tx.signing.v1beta1.SignatureDescriptor.Data", {
    multi: {
      bitarray: compactBitArray(members.length, [...signatures.keys()]),
      signatures: [...signatures.values()].map((signature) => ({
        single: { mode: MODE_NAMES["amino-json"], signature: base64(signature) },
      })),
    },
  });
}
