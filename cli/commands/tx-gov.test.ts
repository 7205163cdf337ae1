import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { addressOfModule } from "../../modules/auth/pubkey-addresses.js";
import { testAddress } from "../../abci/state/testing/memory.js";
import { toBech32 } from "../keys/public-key.js";
import { Sandbox } from "../testing/run.js";
import type { TxJson } from "../tx/document.js";

const FROM = toBech32("echo", testAddress(1));
const OTHER = toBech32("echo", testAddress(2));
const GOV = toBech32("echo", addressOfModule("gov"));
const offline = ["--from", FROM, "--generate-only", "--offline", "--chain-id", "test-1"];

let box: Sandbox;
beforeAll(() => {
  box = new Sandbox();
});
afterAll(() => box.remove());

async function messageOf(...args: string[]): Promise<Record<string, unknown>> {
  const { body } = await box.json<TxJson>(["tx", ...args, ...offline]);
  expect(body.messages).toHaveLength(1);
  return body.messages[0]!;
}

test("votes of holders and of seats", async () => {
  expect(await messageOf("gov", "vote", "3", "no_with_veto", "--metadata", "m")).toEqual({
    "@type": "/cosmos.gov.v1.MsgVote",
    proposal_id: "3",
    voter: FROM,
    option: "VOTE_OPTION_NO_WITH_VETO",
    metadata: "m",
  });
  expect(await messageOf("gov", "weighted-vote", "3", "yes=0.6,no=0.4")).toMatchObject({
    options: [
      { option: "VOTE_OPTION_YES", weight: "0.6" },
      { option: "VOTE_OPTION_NO", weight: "0.4" },
    ],
  });
  expect(await messageOf("council", "vote", "3", "abstain")).toMatchObject({ option: "SEAT_OPTION_ABSTAIN" });
});

test("a proposal from simd's file", async () => {
  const file = { messages: [], metadata: "ipfs:x", deposit: "10aec", title: "T", summary: "S", expedited: true };
  writeFileSync(join(box.folder, "text.json"), JSON.stringify(file));
  expect(await messageOf("gov", "submit-proposal", "text.json")).toMatchObject({
    "@type": "/cosmos.gov.v1.MsgSubmitProposal",
    initial_deposit: [{ denom: "aec", amount: "10" }],
    proposer: FROM,
    title: "T",
    expedited: true,
  });
  writeFileSync(join(box.folder, "list.json"), "[]");
  const refused = await box.run(["tx", "gov", "submit-proposal", "list.json", ...offline]);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("list.json is no proposal")]);
});

test.each([
  [["council", "grant-role", "oracle-operator", OTHER], { role: "ROLE_ORACLE_OPERATOR", address: OTHER }],
  [
    ["council", "challenge", OTHER, "beta.example", "fr", "--reason", "r"],
    { operator: OTHER, region: "fr", reason: "r" },
  ],
  [["upgrade", "software-upgrade", "next", "--upgrade-height", "9"], { plan: { name: "next", height: "9" } }],
  [["upgrade", "cancel-software-upgrade"], {}],
])("a command proposes what only gov may do: %p", async (args, expected) => {
  const { messages, title } = (await messageOf(...args, "--deposit", "10aec")) as {
    messages: unknown[];
    title: string;
  };
  expect(messages).toEqual([expect.objectContaining({ authority: GOV })]);
  expect(messages[0]).toMatchObject(expected);
  expect(title).not.toBe("");
});

test.each([
  [["gov", "vote", "3", "maybe"], "yes, abstain, no, no-with-veto"],
  [["gov", "vote", "0", "yes"], "proposals are counted from 1"],
  [["gov", "weighted-vote", "3", "yes=1,no"], "yes=0.6,no=0.4"],
  [["council", "vote", "3", "veto"], "yes, no, abstain"],
  [["council", "grant-role", "boss", OTHER, "--deposit", "1aec"], "auditor, oracle-operator, secretary"],
  [["upgrade", "software-upgrade", "next", "--deposit", "1aec"], "--upgrade-height is needed"],
])("%p says what would be right", async (args, hint) => {
  const { code, stderr } = await box.run(["tx", ...args, ...offline]);
  expect([code, stderr]).toEqual([1, expect.stringContaining(hint)]);
});
