import { connect as connectHttp2 } from "node:http2";
import { once } from "node:events";
import { Client, credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import {
  QueryAllBalancesRequest,
  QueryAllBalancesResponse,
  QueryDenomOwnersRequest,
} from "cosmjs-types/cosmos/bank/v1beta1/query";
import { HealthCheckRequest, HealthCheckResponse } from "../proto/generated/grpc/health/v1/health.js";
import { ServerReflectionRequest, ServerReflectionResponse } from "../proto/generated/grpc/reflection/v1/reflection.js";
import { decodeMessage } from "../proto/reader.js";
import { encodeMessage } from "../proto/writer.js";
import { aloneAtHeightOne } from "./testing/comet-answers.js";
import { aliceAddress, type Fixture, startFixture } from "./testing/fixture.js";

let fixture: Fixture;
let client: Client;

beforeAll(async () => {
  fixture = await startFixture((config) => ({
    grpc: { ...config.grpc!, maxRecvBytes: 4_096, writeTimeoutMs: 400, maxUnsentBytes: 100_000 },
  }));
  client = new Client(`127.0.0.1:${fixture.api.ports.grpc}`, credentials.createInsecure());
});
afterAll(async () => {
  client.close();
  await fixture.close();
});

const same = (bytes: Buffer): Buffer => bytes;

/** A unary call on raw bytes; its answer with the metadata that came before it. */
function call(path: string, request: Uint8Array, headers: Record<string, string> = {}) {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  return new Promise<{ value: Buffer; metadata: Metadata }>((resolve, reject) => {
    let received = new Metadata();
    client
      .makeUnaryRequest(path, same, same, Buffer.from(request), metadata, (error, value) =>
        error ? reject(error) : resolve({ value: value as Buffer, metadata: received }),
      )
      .on("metadata", (first) => (received = first));
  });
}

const failure = (path: string, request: Uint8Array, headers: Record<string, string> = {}) =>
  call(path, request, headers).then(
    () => {
      throw new Error("it was answered");
    },
    (error: ServiceError) => error,
  );

const balancesOf = (address: string): Uint8Array =>
  encodeMessage(QueryAllBalancesRequest, QueryAllBalancesRequest.fromPartial({ address }));

const ALL_BALANCES = "/cosmos.bank.v1beta1.Query/AllBalances";

describe("unary", () => {
  test("answers with its height as metadata", async () => {
    const { value, metadata } = await call(ALL_BALANCES, balancesOf(await aliceAddress()));
    expect(decodeMessage(QueryAllBalancesResponse, value).balances[0]).toEqual({ denom: "aec", amount: "1000000" });
    expect(metadata.get("x-cosmos-block-height")).toEqual(["1"]);
  });

  test("a past height", async () => {
    await fixture.chain.commit();
    const now = await call(ALL_BALANCES, balancesOf(await aliceAddress()));
    const past = await call(ALL_BALANCES, balancesOf(await aliceAddress()), { "x-cosmos-block-height": "1" });
    expect(now.metadata.get("x-cosmos-block-height")).toEqual(["2"]);
    expect(past.metadata.get("x-cosmos-block-height")).toEqual(["1"]);
  });

  test.each([
    ["an address that is none", ALL_BALANCES, balancesOf("nobody"), {}, 3],
    ["bytes that are no request", ALL_BALANCES, Uint8Array.of(0x0a, 0x7f), {}, 3],
    ["a height of the future", ALL_BALANCES, balancesOf("echo1"), { "x-cosmos-block-height": "77" }, 3],
    ["a height that is none", ALL_BALANCES, balancesOf("echo1"), { "x-cosmos-block-height": "-1" }, 3],
    ["a method that is not served", "/cosmos.params.v1beta1.Query/Params", new Uint8Array(0), {}, 12],
    ["a request over the limit", ALL_BALANCES, balancesOf("e".repeat(5_000)), {}, 8],
  ] as const)("%s has its status", async (_name, path, request, headers, code) => {
    expect((await failure(path, request, headers)).code).toBe(code);
  });
});

describe.each(["grpc.reflection.v1", "grpc.reflection.v1alpha"])("%s", (version) => {
  async function ask(...requests: Partial<ServerReflectionRequest>[]): Promise<ServerReflectionResponse[]> {
    const stream = client.makeBidiStreamRequest(`/${version}.ServerReflection/ServerReflectionInfo`, same, same);
    for (const request of requests) {
      stream.write(Buffer.from(encodeMessage(ServerReflectionRequest, ServerReflectionRequest.fromPartial(request))));
    }
    stream.end();
    const answers: ServerReflectionResponse[] = [];
    for await (const bytes of stream) answers.push(decodeMessage(ServerReflectionResponse, bytes as Buffer));
    return answers;
  }

  test("lists the services that are served", async () => {
    const [answer] = await ask({ listServices: "*" });
    const names = answer?.listServicesResponse?.service.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["cosmos.bank.v1beta1.Query", "cosmos.tx.v1beta1.Service", `${version}.ServerReflection`]),
    );
    expect(names).not.toContain("cosmos.params.v1beta1.Query");
  });

  test("files with all that they import; what is unknown is an answer and not an end", async () => {
    const [unknown, file] = await ask(
      { fileContainingSymbol: "no.such.Thing" },
      { fileContainingSymbol: "cosmos.bank.v1beta1.Query" },
    );
    expect(unknown?.errorResponse?.errorCode).toBe(5);
    const texts = file?.fileDescriptorResponse?.fileDescriptorProto.map((bytes) =>
      Buffer.from(bytes).toString("latin1"),
    );
    expect(texts?.[0]).toContain("cosmos/bank/v1beta1/query.proto");
    expect(texts?.some((text) => text.includes("cosmos/base/query/v1beta1/pagination.proto"))).toBe(true);
  });
});

describe("health", () => {
  const CHECK = "/grpc.health.v1.Health/Check";
  const check = (service: string): Uint8Array => encodeMessage(HealthCheckRequest, { service });

  test("not serving while CometBFT is away; an unknown service is not found", async () => {
    const { value } = await call(CHECK, check(""));
    expect(decodeMessage(HealthCheckResponse, value).status).toBe(2);
    expect((await failure(CHECK, check("no.Service"))).code).toBe(5);
  });

  test("serving once it is ready", async () => {
    const other = await startFixture();
    aloneAtHeightOne(other.comet);
    const own = new Client(`127.0.0.1:${other.api.ports.grpc}`, credentials.createInsecure());
    const value = await new Promise<Buffer>((resolve, reject) =>
      own.makeUnaryRequest(CHECK, same, same, Buffer.from(check("cosmos.bank.v1beta1.Query")), (error, bytes) =>
        error ? reject(error) : resolve(bytes as Buffer),
      ),
    );
    expect(decodeMessage(HealthCheckResponse, value).status).toBe(1);
    own.close();
    await other.close();
  });
});

test("a client that takes nothing is cut off, and the others are served", async () => {
  // A window of nothing: HTTP/2 lets a client ask and not take.
  const session = connectHttp2(`http://127.0.0.1:${fixture.api.ports.grpc}`, { settings: { initialWindowSize: 0 } });
  await once(session, "remoteSettings");
  const request = Buffer.from(balancesOf(await aliceAddress()));
  const frame = Buffer.concat([Buffer.from([0, 0, 0, 0, request.length]), request]);
  for (let i = 0; i < 10; i++) {
    const stream = session.request({
      ":method": "POST",
      ":path": ALL_BALANCES,
      "content-type": "application/grpc",
      te: "trailers",
    });
    stream.on("error", () => undefined).end(frame);
  }
  session.on("error", () => undefined);
  const closed = once(session, "close");
  const { value } = await call(ALL_BALANCES, request);
  expect(value.length).toBeGreaterThan(0);
  await closed;
});

test("a query that reads more than app.toml allows fails, and one that reads less does not", async () => {
  const bounded = await startFixture((config) => ({ queries: { ...config.queries, gas: 20_000n } }));
  const asking = new Client(`127.0.0.1:${bounded.api.ports.grpc}`, credentials.createInsecure());
  const owners = (limit: bigint): Promise<string> =>
    new Promise((resolve) => {
      const request = QueryDenomOwnersRequest.fromPartial({ denom: "aec", pagination: { limit } });
      const bytes = Buffer.from(encodeMessage(QueryDenomOwnersRequest, request));
      const path = "/cosmos.bank.v1beta1.Query/DenomOwners";
      asking.makeUnaryRequest(path, same, same, bytes, (error) => resolve(error?.details ?? "answered"));
    });
  try {
    expect(await owners(2n)).toBe("answered");
    expect(await owners(40n)).toMatch("out of gas");
  } finally {
    asking.close();
    await bounded.close();
  }
});
