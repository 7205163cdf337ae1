import { connect } from "node:net";
import { once } from "node:events";
import { aliceAddress, bob, type Fixture, IBC_DENOM, startFixture } from "./testing/fixture.js";

let fixture: Fixture;
let alice: string;

beforeAll(async () => {
  alice = await aliceAddress();
  fixture = await startFixture((config) => ({
    rest: { ...config.rest!, maxBodyBytes: 2_000, corsOrigins: ["https://wallet.example"], readTimeoutMs: 500 },
  }));
});
afterAll(() => fixture.close());

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(fixture.api.rest + path, { headers });
  return { status: response.status, json: await response.json(), headers: response.headers };
}

const fault = (code: number, message: string) => ({ code, message, details: [] });

describe("grpc-gateway's JSON", () => {
  test("balances", async () => {
    const { status, json, headers } = await get(`/cosmos/bank/v1beta1/balances/${alice}`);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.get("x-cosmos-block-height")).toBe("1");
    expect(json).toEqual({
      balances: [
        { denom: "aec", amount: "1000000" },
        { denom: IBC_DENOM, amount: "500" },
      ],
      pagination: { next_key: null, total: "2" },
    });
  });

  test("a zero balance is there", async () => {
    const { json } = await get(`/cosmos/bank/v1beta1/balances/${bob}/by_denom?denom=aec`);
    expect(json).toEqual({ balance: { denom: "aec", amount: "0" } });
  });

  test("an account is packed with its type", async () => {
    const { json } = await get(`/cosmos/auth/v1beta1/accounts/${alice}`);
    const { account } = json as { account: { account_number: string } };
    expect(account).toEqual({
      "@type": "/cosmos.auth.v1beta1.BaseAccount",
      address: alice,
      pub_key: null,
      account_number: account.account_number,
      sequence: "0",
    });
    expect(account.account_number).toMatch(/^\d+$/);
  });
});

describe("parameters", () => {
  test("a page by limit, then by its key, in base64 of either alphabet", async () => {
    const first = await get("/cosmos/auth/v1beta1/accounts?pagination.limit=2&pagination.count_total=true");
    const { accounts, pagination } = first.json as {
      accounts: unknown[];
      pagination: { next_key: string; total: string };
    };
    expect(accounts).toHaveLength(2);
    expect(Number(pagination.total)).toBeGreaterThan(2);
    const usual = encodeURIComponent(pagination.next_key);
    const ofUrls = pagination.next_key.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    for (const key of [usual, ofUrls, pagination.next_key.replaceAll("=", "%3D")]) {
      const second = await get(`/cosmos/auth/v1beta1/accounts?pagination.limit=1&pagination.key=${key}`);
      const page = second.json as { accounts: unknown[]; pagination: { total: string } };
      expect(page.accounts).toHaveLength(1);
      expect(accounts).not.toContainEqual(page.accounts[0]);
      expect(page.pagination.total).toBe("0");
    }
  });

  test("offset and reverse", async () => {
    const forward = await get("/cosmos/bank/v1beta1/supply?pagination.offset=1&pagination.limit=1");
    const backward = await get("/cosmos/bank/v1beta1/supply?pagination.reverse=true&pagination.limit=1");
    expect((forward.json as { supply: unknown }).supply).toEqual([{ denom: IBC_DENOM, amount: "500" }]);
    expect((backward.json as { supply: unknown }).supply).toEqual([{ denom: IBC_DENOM, amount: "500" }]);
  });

  test("a denomination with a slash, in the path as it is and escaped, and in the query", async () => {
    const paths = [
      `/cosmos/bank/v1beta1/denom_owners/${IBC_DENOM}`,
      `/cosmos/bank/v1beta1/denom_owners/${encodeURIComponent(IBC_DENOM)}`,
      `/cosmos/bank/v1beta1/denom_owners_by_query?denom=${encodeURIComponent(IBC_DENOM)}`,
    ];
    for (const path of paths) {
      const { json } = await get(path);
      expect((json as { denom_owners: unknown }).denom_owners).toEqual([
        { address: alice, balance: { denom: IBC_DENOM, amount: "500" } },
      ]);
    }
  });

  test("what does not exist is ignored", async () => {
    expect((await get(`/cosmos/bank/v1beta1/params?no_such_thing=1&pagination.nothing=2`)).status).toBe(200);
  });

  test.each([
    ["pagination.limit=ten", `parameter pagination.limit: "ten" is no whole number from 0 to 18446744073709551615`],
    ["pagination.limit=-1", `parameter pagination.limit: "-1" is no whole number from 0 to 18446744073709551615`],
    ["pagination.reverse=yes", `parameter pagination.reverse: "yes" is neither true nor false`],
    ["pagination.key=%21", `parameter pagination.key: "!" is no base64`],
    ["pagination=1", "parameter pagination: set its fields one by one"],
  ])("%s is refused", async (query, message) => {
    const { status, json } = await get(`/cosmos/bank/v1beta1/supply?${query}`);
    expect(status).toBe(400);
    expect(json).toEqual(fault(3, message));
  });
});

describe("errors", () => {
  test.each(["/", "/nothing", "/cosmos/bank/v1beta1/balances", "/cosmos/params/v1beta1/params"])(
    "%s is nobody's: 501 with code 12",
    async (path) => {
      const { status, json } = await get(path);
      expect(status).toBe(501);
      expect(json).toEqual(fault(12, "Not Implemented"));
    },
  );

  test("what is not there is 404 with code 5", async () => {
    const { status, json } = await get(`/cosmos/auth/v1beta1/accounts/${bob}`);
    expect(status).toBe(404);
    expect(json).toMatchObject({ code: 5, details: [] });
    expect((json as { message: string }).message).toContain("not found");
  });

  test("an address of another chain is 400 with code 3", async () => {
    const { status, json } = await get("/cosmos/bank/v1beta1/balances/cosmos1qyqszqgpqyqszqgpqyqszqgpqyqszqgpjnp7du");
    expect(status).toBe(400);
    expect((json as { code: number }).code).toBe(3);
  });

  test("a broken escape is 400", async () => {
    expect((await get("/cosmos/bank/v1beta1/balances/%zz")).status).toBe(400);
  });
});

describe("heights", () => {
  test.each([
    ["99", 400, "height"],
    ["soon", 400, "x-cosmos-block-height is a height"],
  ])("x-cosmos-block-height %s", async (height, status, words) => {
    const answer = await get("/cosmos/bank/v1beta1/params", { "x-cosmos-block-height": height });
    expect(answer.status).toBe(status);
    expect((answer.json as { message: string }).message).toContain(words);
  });

  test("a past height stays what it was", async () => {
    await fixture.chain.commit();
    const past = await get("/cosmos/bank/v1beta1/supply", { "x-cosmos-block-height": "1" });
    expect(past.headers.get("x-cosmos-block-height")).toBe("1");
    const now = await get("/cosmos/bank/v1beta1/supply");
    expect(now.headers.get("x-cosmos-block-height")).toBe("2");
  });
});

describe("bounds", () => {
  test("a body over the limit is refused with its reason", async () => {
    const body = JSON.stringify({ tx_bytes: "A".repeat(3_000) });
    const response = await fetch(`${fixture.api.rest}/cosmos/tx/v1beta1/simulate`, { method: "POST", body });
    expect(response.status).toBe(429);
    expect(await response.json()).toEqual(fault(8, "the request's body is larger than this node takes"));
  });

  test("a body that is no JSON, or not the message, is refused with the place", async () => {
    for (const [body, words] of [
      ["{", "JSON"],
      [`{"no_such_field":1}`, "no_such_field"],
    ] as const) {
      const response = await fetch(`${fixture.api.rest}/cosmos/tx/v1beta1/simulate`, { method: "POST", body });
      expect(response.status).toBe(400);
      expect(((await response.json()) as { message: string }).message).toContain(words);
    }
  });

  test("a request that does not arrive is cut off", async () => {
    const socket = connect(fixture.api.ports.rest!, "127.0.0.1");
    socket.write("POST /cosmos/tx/v1beta1/simulate HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
    socket.resume();
    await once(socket, "close");
  });
});

describe("browsers", () => {
  test("only pages that are named may read", async () => {
    const named = await get("/cosmos/bank/v1beta1/params", { origin: "https://wallet.example" });
    const other = await get("/cosmos/bank/v1beta1/params", { origin: "https://evil.example" });
    expect(named.headers.get("access-control-allow-origin")).toBe("https://wallet.example");
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("a preflight is answered", async () => {
    const response = await fetch(`${fixture.api.rest}/cosmos/tx/v1beta1/txs`, {
      method: "OPTIONS",
      headers: { origin: "https://wallet.example", "access-control-request-method": "POST" },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-methods")).toContain("POST");
  });
});

describe("pages", () => {
  test("the OpenAPI document describes what is served", async () => {
    const document = (await get("/openapi.json")).json as {
      openapi: string;
      paths: Record<string, Record<string, { parameters: { name: string; in: string }[] }>>;
      components: { schemas: Record<string, unknown> };
    };
    expect(document.openapi).toBe("3.0.3");
    const balances = document.paths["/cosmos/bank/v1beta1/balances/{address}"]?.["get"];
    expect(balances?.parameters.map(({ name, in: place }) => `${place} ${name}`)).toEqual([
      "path address",
      "query pagination.key",
      "query pagination.offset",
      "query pagination.limit",
      "query pagination.count_total",
      "query pagination.reverse",
      "query resolve_denom",
      "header x-cosmos-block-height",
    ]);
    expect(document.paths["/cosmos/bank/v1beta1/denoms_metadata/{denom}"]).toBeDefined();
    expect(document.paths["/cosmos/tx/v1beta1/txs"]?.["post"]).toBeDefined();
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(document.components.schemas).toHaveProperty([name as string]);
    }
  });

  test("the page asks for nothing from elsewhere", async () => {
    const response = await fetch(`${fixture.api.rest}/docs`);
    const html = await response.text();
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(html).not.toMatch(/https?:\/\//);
    expect(html).toContain("/openapi.json");
  });

  test("alive, but not ready without CometBFT", async () => {
    expect((await get("/health")).status).toBe(200);
    const { status, json } = await get("/ready");
    expect(status).toBe(503);
    expect(json).toMatchObject({ status: "not ready" });
  });
});
