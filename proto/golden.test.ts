import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

import { AuthInfo, Fee, TxBody } from "cosmjs-types/cosmos/tx/v1beta1/tx";

import { aminoJson, aminoSignBytes } from "./amino.js";
import { codecFor } from "./codecs.js";
import { fromJson } from "./json-reader.js";
import { toJson } from "./json.js";
import { decodeMessage } from "./reader.js";
import { type Answer, type Question, questions } from "./testing/questions.js";
import { decodeTxRaw, rejectUnknownFields } from "./unknown.js";
import { encodeMessage } from "./writer.js";

/**
 * What the Cosmos SDK made of random messages and transactions, one answer a line. With PROTO_REFERENCE naming the
 * program in testing/reference, PROTO_SEED asks it about others, and PROTO_GOLDEN=write writes the file anew.
 */
const file = join(process.cwd(), "proto/testing/golden.jsonl.gz");
const reference = process.env["PROTO_REFERENCE"];
const seed = process.env["PROTO_SEED"];

function ask(asked: readonly Question[]): Answer[] {
  const input = asked.map((question) => JSON.stringify(question)).join("\n");
  const { stdout, status } = spawnSync(reference ?? "", { input, maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error("the reference program failed");
  return parse(stdout);
}

const parse = (lines: Buffer): Answer[] =>
  lines
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Answer);

function answers(): Answer[] {
  if (reference !== undefined && process.env["PROTO_GOLDEN"] === "write") {
    const lines = ask(questions(1, 1)).map((answer) => JSON.stringify(answer));
    writeFileSync(file, gzipSync(lines.join("\n"), { level: 9 }));
  }
  if (reference !== undefined && seed !== undefined) return ask(questions(Number(seed), 5));
  return parse(gunzipSync(readFileSync(file)));
}

const all = answers();
const bytesOf = ({ hex }: Answer): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));
const messages = all.filter(({ op, error }) => op === undefined && error === undefined);

test("there are enough answers", () => {
  expect(messages.length).toBeGreaterThan(400);
  expect(all.filter(({ op, amino }) => op === "sign" && amino !== undefined).length).toBeGreaterThan(40);
  expect(all.filter(({ op, error }) => op === "decode" && error === undefined).length).toBeGreaterThan(0);
});

test("toJson prints what the SDK prints", () => {
  for (const answer of messages)
    expect([answer.type, toJson(answer.type ?? "", bytesOf(answer))]).toEqual([answer.type, answer.json]);
});

test("fromJson reads it back to the bytes that the SDK writes", () => {
  for (const { type = "", json, back = "" } of messages) {
    // Go prints these integers as JSON numbers, which JavaScript does not hold exactly.
    if (/Redelegation/.test(type)) continue;
    const bytes = encodeMessage(codecFor(type), fromJson(type, json));
    expect([type, Buffer.from(bytes).toString("hex")]).toEqual([type, back]);
  }
});

test("aminoJson is the SDK's, byte for byte", () => {
  for (const answer of messages) {
    // The reference does not find the types in this message's fields.
    if (answer.type === "/cosmos.gov.v1beta1.GenesisState") continue;
    const write = (): string => aminoJson(answer.type ?? "", bytesOf(answer));
    if (answer.aminoError !== undefined) expect(write).toThrow();
    else expect([answer.type, write()]).toEqual([answer.type, answer.amino]);
  }
});

test("aminoSignBytes are the SDK's, byte for byte", () => {
  for (const answer of all.filter(({ op }) => op === "sign")) {
    const { bodyBytes, authInfoBytes } = decodeTxRaw(bytesOf(answer));
    const body = decodeMessage(TxBody, bodyBytes);
    const fee = decodeMessage(AuthInfo, authInfoBytes).fee ?? Fee.fromPartial({});
    const signer = { chainId: "test-chain", accountNumber: 7n, sequence: 9n };
    const write = (): string => Buffer.from(aminoSignBytes(signer, body, fee)).toString();
    if (answer.aminoError !== undefined) expect(write).toThrow();
    else expect([answer.type, write()]).toEqual([answer.type, answer.amino]);
  }
});

test("transactions that the SDK cannot decode are refused, and of others only what it reads in two ways", () => {
  for (const answer of all.filter(({ op }) => op === "decode")) {
    const failure = decodeFailure(bytesOf(answer));
    if (answer.error === undefined)
      expect(failure ?? "not UTF-8").toMatch(/not UTF-8| twice|written as|more than \d+ bytes|needs/);
    // Addresses are looked at later here, and not as part of decoding.
    else if (!/bech32|address/.test(answer.error))
      expect([answer.error, failure]).not.toEqual([answer.error, undefined]);
  }
});

function decodeFailure(bytes: Uint8Array): string | undefined {
  try {
    const { bodyBytes, authInfoBytes } = decodeTxRaw(bytes);
    rejectUnknownFields(TxBody.typeUrl, bodyBytes, { allowNonCritical: true });
    rejectUnknownFields(AuthInfo.typeUrl, authInfoBytes);
    decodeMessage(AuthInfo, authInfoBytes);
    for (const { typeUrl, value } of decodeMessage(TxBody, bodyBytes).messages) decodeMessage(codecFor(typeUrl), value);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
