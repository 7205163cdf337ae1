import { createHash } from "node:crypto";
import type { Codec } from "../../proto/codecs.js";
import { toJson } from "../../proto/json.js";
import { type MethodSchema, serviceMethods } from "../../proto/registry.js";
import { encodeMessage } from "../../proto/writer.js";
import { AddressCodec } from "../state/addresses.js";
import { AppError } from "../state/errors.js";
import { QueryError } from "../state/module.js";
import { QueryExecutor } from "./query.js";
import { startTestChain, VALIDATOR } from "./testing/chain.js";

// What stake and governance are asked through: each method of each service, as the descriptors of SDK v0.53 name them.
const SERVICES = [
  "cosmos.staking.v1beta1.Query",
  "cosmos.distribution.v1beta1.Query",
  "cosmos.mint.v1beta1.Query",
  "cosmos.slashing.v1beta1.Query",
  "cosmos.evidence.v1beta1.Query",
  "cosmos.gov.v1beta1.Query",
  "cosmos.gov.v1.Query",
  "echoin.council.v1.Query",
  "echoin.slashing.v1.Query",
];

const addresses = new AddressCodec("echo");
const account = addresses.format(VALIDATOR.operator);
const operator = addresses.formatOperator(VALIDATOR.operator);
const consensus = addresses.formatConsensus(
  createHash("sha256").update(VALIDATOR.consensusKey).digest().subarray(0, 20),
);

/** Every field that names somebody or something, by all the names that requests have for it. */
const fields = (who: { account: string; operator: string; consensus: string }) => ({
  delegatorAddr: who.account,
  delegatorAddress: who.account,
  voter: who.account,
  depositor: who.account,
  address: who.account,
  operator: who.account,
  validatorAddr: who.operator,
  validatorAddress: who.operator,
  consAddress: who.consensus,
});
const asked = { proposalId: 1n, height: 1n, hash: "00".repeat(32), paramsType: "voting" };
const known = { ...fields({ account, operator, consensus }), ...asked };

const methods = SERVICES.flatMap((service) => serviceMethods(service)).map((method) => [method.path, method] as const);

async function start(): Promise<QueryExecutor> {
  const started = await startTestChain(() => undefined);
  for (let height = 0; height < 3; height++) await started.block([]);
  const { chain, store } = started;
  const versions = {
    latestVersion: async () => store.lastCommit.version,
    earliestVersion: async () => store.earliestVersion,
    at: (version: bigint) => store.at(version),
  };
  return new QueryExecutor(chain, versions);
}
let executor: QueryExecutor;
beforeAll(async () => void (executor = await start()));

/** What a request comes to: OK, the gRPC status of its refusal, or an error of the chain. Anything else is a fault. */
async function outcome({ path, input }: MethodSchema, request: object): Promise<string> {
  try {
    await executor.execute(path, encodeMessage(input, messageOf(input, request)), 0n);
    return "OK";
  } catch (error) {
    if (error instanceof QueryError) return error.status;
    if (error instanceof AppError) return `${error.codespace}/${error.code}`;
    throw error;
  }
}

const messageOf = (codec: Codec, some: object): object =>
  (codec as unknown as { fromPartial(some: object): object }).fromPartial(some);

const wrong = fields({ account: "echo1wrong", operator: "echovaloper1wrong", consensus: "echovalcons1wrong" });
const NOT_AN_ADDRESS = ["INVALID_ARGUMENT", "sdk/7"];

/** A vote that was not cast is an invalid argument to the SDK. */
const absent = (path: string): string => (/gov.*Query\/Vote$/.test(path) ? "INVALID_ARGUMENT" : "NOT_FOUND");

test.each(methods)("%s answers, says what there is not, and refuses what is wrong", async (path, method) => {
  expect(method.http).not.toEqual([]);
  expect(["OK", "NOT_FOUND", ...NOT_AN_ADDRESS]).toContain(await outcome(method, {}));
  expect(["OK", absent(path)]).toContain(await outcome(method, known));
  const names = JSON.stringify(toJson(method.input.typeUrl, messageOf(method.input, wrong))).includes("1wrong");
  if (names) expect(NOT_AN_ADDRESS).toContain(await outcome(method, wrong));
});
