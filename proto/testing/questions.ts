import { AuthInfo, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import fc from "fast-check";

import { isMessageService, serviceMethods, serviceNames } from "../registry.js";
import { registry, schemaOf } from "../schema.js";
import { encodeMessage } from "../writer.js";
import { arbitraryMessage, type Sample } from "./arbitrary.js";

/** What the reference program is asked, and what it answers: see reference/main.go. */
export interface Question {
  readonly op?: "sign" | "decode";
  readonly type?: string;
  readonly hex: string;
}

export interface Answer extends Question {
  readonly error?: string;
  readonly json?: unknown;
  readonly back?: string;
  readonly amino?: string;
  readonly aminoError?: string;
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const account = "cosmos1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu";

/** Random messages of every type, transactions to sign and transactions to decode; the same for the same seed. */
export function questions(seed: number, each: number): Question[] {
  const signed = messageTypes().flatMap((type) => samples(type, seed, each).map(transaction));
  return [
    ...referenceTypes().flatMap((type) => samples(type, seed, each).map(({ bytes }) => ({ type, hex: hexOf(bytes) }))),
    ...signed.map((tx, i) => ({
      op: "sign" as const,
      type: messageTypes()[Math.floor(i / each)] ?? "",
      hex: hexOf(tx),
    })),
    ...damaged(signed, seed, 20 * each).map((tx) => ({ op: "decode" as const, hex: hexOf(tx) })),
  ];
}

const samples = (type: string, seed: number, numRuns: number): Sample[] =>
  fc.sample(arbitraryMessage(schemaOf(type)), { numRuns, seed });

/** Types that the reference program knows. */
function referenceTypes(): string[] {
  const unknown = /^cosmos\.(reflection|base\.reflection|autocli|ics23|query|params|crypto\.secp256r1)\b/;
  return [...registry()].flatMap(({ kind, typeName }) =>
    kind === "message" && /^cosmos\./.test(typeName) && !unknown.test(typeName) ? [`/${typeName}`] : [],
  );
}

const messageTypes = (): string[] =>
  serviceNames()
    .filter((name) => /^cosmos\./.test(name) && isMessageService(name))
    .flatMap((name) => serviceMethods(name).map(({ input }) => input.typeUrl));

/** A transaction around a message, with everything that amino sign bytes cover set now and then. */
function transaction({ typeUrl, bytes }: Sample, index: number): Uint8Array {
  const body = TxBody.fromPartial({
    messages: [{ typeUrl, value: bytes }],
    memo: index % 2 === 0 ? 'memo <&> "é"' : "",
    timeoutHeight: BigInt(index % 3),
    unordered: index % 5 === 0,
  });
  if (index % 4 === 0) body.timeoutTimestamp = { seconds: 1_700_000_000n, nanos: index % 8 === 0 ? 0 : 120_000_000 };
  const fee = {
    amount: index % 2 === 0 ? [] : [{ denom: "aec", amount: "5" }],
    gasLimit: 3_000_000_000n,
    payer: index % 3 === 0 ? account : "",
    granter: index % 7 === 0 ? account : "",
  };
  return encodeMessage(TxRaw, {
    bodyBytes: encodeMessage(TxBody, body),
    authInfoBytes: encodeMessage(AuthInfo, AuthInfo.fromPartial({ fee })),
    signatures: [],
  });
}

/** Transactions with one or two bytes changed, in the body, the rest or the frame. */
function damaged(transactions: readonly Uint8Array[], seed: number, numRuns: number): Uint8Array[] {
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 2 });
  const edit = (bytes: Uint8Array, changes: [number, number][]): Uint8Array =>
    changes.reduce((edited, [where, byte]) => edited.with(where % bytes.length, byte), bytes);
  return fc.sample(
    fc.tuple(fc.constantFrom(...transactions), edits, fc.nat(2)).map(([tx, changes, part]) => {
      const raw = TxRaw.decode(tx);
      if (part === 0) return edit(tx, changes);
      if (part === 1) return encodeMessage(TxRaw, { ...raw, bodyBytes: edit(raw.bodyBytes, changes) });
      return encodeMessage(TxRaw, { ...raw, authInfoBytes: edit(raw.authInfoBytes, changes) });
    }),
    { numRuns, seed },
  );
}
