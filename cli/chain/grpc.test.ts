import { aliceAddress, bob, type Fixture, startFixture } from "../../api/testing/fixture.js";
import { Sandbox } from "../testing/run.js";

// A real API over a real store; CometBFT is not asked.
let fixture: Fixture;
let sandbox: Sandbox;
let address: string;
let flags: string[];

beforeAll(async () => {
  fixture = await startFixture();
  sandbox = new Sandbox();
  address = await aliceAddress();
  flags = ["--node", "tcp://127.0.0.1:1", "--grpc-addr", `127.0.0.1:${fixture.api.ports.grpc}`, "--grpc-insecure"];
});
afterAll(async () => {
  sandbox.remove();
  await fixture.close();
});

test("a query with --grpc-addr is answered without CometBFT's RPC, at its height", async () => {
  const asked = ["query", "bank", "balance", address, "aec", ...flags];
  expect(await sandbox.json(asked)).toEqual({ balance: { denom: "aec", amount: "1000000" } });
  expect(await sandbox.json([...asked, "--height", "1"])).toEqual({ balance: { denom: "aec", amount: "1000000" } });
  const later = await sandbox.run([...asked, "--height", "99"]);
  expect([later.code, later.stderr]).toEqual([1, expect.stringContaining("height in the future")]);
});

test("what the application refuses is told in its words", async () => {
  const { code, stderr } = await sandbox.run(["query", "auth", "account", bob, ...flags]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/the node answers: .*not found/);
});

test("TLS is the default, and a server that is not there is told with the next step", async () => {
  const secure = await sandbox.run(["query", "bank", "balance", address, "aec", ...flags.slice(0, -1)]);
  expect([secure.code, secure.stderr]).toEqual([1, expect.stringContaining("needs --grpc-insecure")]);
  const nobody = ["--grpc-addr", "127.0.0.1:1", "--grpc-insecure"];
  const missing = await sandbox.run(["query", "bank", "balance", address, "aec", ...nobody]);
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining("no node answers gRPC at 127.0.0.1:1")]);
});
