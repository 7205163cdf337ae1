import { GenericAuthorization } from "cosmjs-types/cosmos/authz/v1beta1/authz";
import { MsgExec, MsgGrant } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import { MsgSubmitProposal } from "cosmjs-types/cosmos/gov/v1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { RequestPrepareProposal, RequestProcessProposal } from "cosmjs-types/tendermint/abci/types";
import type { Codec } from "../../../proto/codecs.js";
import { MsgVoteExtensions } from "../../../proto/generated/echoin/votes/v1/votes.js";
import { encodeMessage } from "../../../proto/writer.js";
import { SimKey, signTx } from "../../sim/wallet.js";
import { AddressCodec } from "../../state/addresses.js";
import { startTestChain, type TestChain } from "../testing/chain.js";
import { encodeVotes } from "./transaction.js";

// Votes that nobody's proposer carried: they are refused wherever they come from, and do nothing.
const addresses = new AddressCodec("echo");
const alice = new SimKey("alice");
const sender = addresses.format(alice.address);
const fee = [{ denom: "aec", amount: "2000" }];
const message: MsgVoteExtensions = { height: 1n, votes: [] };
const votes = encodeVotes(message);

const pack = <T>(codec: Codec<T>, value: T): Any => ({ typeUrl: codec.typeUrl, value: encodeMessage(codec, value) });
const packed = pack(MsgVoteExtensions, message);
const exec = (msgs: Any[]): Any => pack(MsgExec, { grantee: sender, msgs });

let chain: TestChain;
let sequence = 0n;

beforeAll(async () => {
  chain = await startTestChain((state) => {
    state["bank"]!["balances"] = [{ address: sender, coins: [{ denom: "aec", amount: "100000000000" }] }];
    state["auth"]!["accounts"] = [
      { "@type": "/cosmos.auth.v1beta1.BaseAccount", address: sender, account_number: "0" },
    ];
  });
  await chain.block([]);
});

const sign = (messages: Any[]): Uint8Array =>
  signTx(messages, [{ key: alice, accountNumber: 0n, sequence: sequence++ }], {
    chainId: "test-1",
    fee,
    gasLimit: 500_000n,
  });

test("the mempool takes no votes, signed or not", async () => {
  expect(await chain.check(votes)).toMatchObject({ code: 2, codespace: "sdk" });
  const signed = signTx([packed], [{ key: alice, accountNumber: 0n, sequence: 0n }], {
    chainId: "test-1",
    fee,
    gasLimit: 500_000n,
  });
  expect(await chain.check(signed)).toMatchObject({ code: 2, codespace: "sdk" });
});

test.each<[string, () => Any, Partial<{ code: number; codespace: string }>]>([
  ["a message run for others", () => exec([packed]), { code: 4, codespace: "sdk" }],
  ["one inside another", () => exec([exec([exec([packed])])]), { code: 4, codespace: "sdk" }],
  [
    "a grant",
    () =>
      pack(
        MsgGrant,
        MsgGrant.fromPartial({
          granter: sender,
          grantee: addresses.format(new Uint8Array(20).fill(3)),
          grant: { authorization: pack(GenericAuthorization, { msg: MsgVoteExtensions.typeUrl }) },
        }),
      ),
    // There is no message of this type that could be granted.
    { code: 29, codespace: "sdk" },
  ],
  [
    "a proposal",
    () =>
      pack(
        MsgSubmitProposal,
        MsgSubmitProposal.fromPartial({ messages: [packed], proposer: sender, title: "t", summary: "s" }),
      ),
    { codespace: "gov" },
  ],
])("%s cannot hold votes", async (_what, make, expected) => {
  const { txResults } = await chain.block([sign([make()])]);
  expect(txResults[0]!.code).not.toBe(0);
  expect(txResults[0]).toMatchObject(expected);
});

test("a proposal with votes that nobody cast is refused, first or last; in a block they do nothing", async () => {
  const statusOf = async (txs: Uint8Array[]) =>
    (await chain.app.processProposal(RequestProcessProposal.fromPartial({ txs, height: 9n }))).status;
  const good = sign([pack(MsgGrant, MsgGrant.fromPartial({ granter: sender }))]);
  expect(await statusOf([good])).toBe(1);
  expect(await statusOf([votes])).toBe(2);
  expect(await statusOf([good, votes])).toBe(2);
  expect(await statusOf([votes, votes])).toBe(2);
  const { txResults } = await chain.block([votes, votes]);
  expect(txResults.map(({ code, codespace }) => [codespace, code])).toEqual([
    ["votes", 3],
    ["sdk", 2],
  ]);
});

test("a proposer carries no votes that are offered to it as transactions, nor when there are none", async () => {
  const request = RequestPrepareProposal.fromPartial({ txs: [votes], maxTxBytes: 10_000n, height: 9n });
  expect(await chain.app.prepareProposal(request)).toEqual({ txs: [] });
});
