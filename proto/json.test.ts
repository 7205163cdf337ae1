import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { Params } from "cosmjs-types/cosmos/distribution/v1beta1/distribution";
import { MsgVote } from "cosmjs-types/cosmos/gov/v1/tx";
import { QueryDelegationResponse, QueryRedelegationsResponse } from "cosmjs-types/cosmos/staking/v1beta1/query";
import { Tx } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { ConsensusParams } from "cosmjs-types/tendermint/types/params";
import { GenesisState } from "cosmjs-types/cosmos/genutil/v1beta1/genesis";

import { fromJson } from "./json-reader.js";
import { toJson } from "./json.js";
import { JsonError } from "./json-error.js";
import { encodeMessage } from "./writer.js";

const send = { fromAddress: "a", toAddress: "b", amount: [{ denom: "aec", amount: "5" }] };
const key = { typeUrl: "/cosmos.crypto.secp256k1.PubKey", value: Uint8Array.of(10, 2, 1, 2) };

describe("toJson", () => {
  test("prints a transaction as the command line does", () => {
    const tx = Tx.fromPartial({
      body: {
        messages: [{ typeUrl: MsgSend.typeUrl, value: encodeMessage(MsgSend, send) }],
        timeoutHeight: 3000000000n,
      },
      authInfo: { signerInfos: [{ publicKey: key, modeInfo: { single: { mode: 1 } }, sequence: 1n }] },
      signatures: [Uint8Array.of(1, 2, 3)],
    });
    const json = {
      body: {
        messages: [
          { "@type": MsgSend.typeUrl, from_address: "a", to_address: "b", amount: [{ denom: "aec", amount: "5" }] },
        ],
        memo: "",
        timeout_height: "3000000000",
        unordered: false,
        timeout_timestamp: null,
        extension_options: [],
        non_critical_extension_options: [],
      },
      auth_info: {
        signer_infos: [
          {
            public_key: { "@type": key.typeUrl, key: "AQI=" },
            mode_info: { single: { mode: "SIGN_MODE_DIRECT" } },
            sequence: "1",
          },
        ],
        fee: null,
        tip: null,
      },
      signatures: ["AQID"],
    };
    expect(toJson(Tx.typeUrl, tx)).toEqual(json);
    expect(toJson(Tx.typeUrl, encodeMessage(Tx, tx))).toEqual(json);
    expect(fromJson(Tx.typeUrl, json)).toEqual(tx);
  });

  test("prints decimals, durations, and what is absent", () => {
    const params = { ...Params.fromPartial({}), communityTax: "20000000000000000" };
    expect(toJson(Params.typeUrl, params)).toMatchObject({
      community_tax: "0.020000000000000000",
      withdraw_addr_enabled: false,
    });
    const consensus = ConsensusParams.fromPartial({ evidence: { maxAgeDuration: { seconds: 172800n, nanos: 0 } } });
    expect(toJson(ConsensusParams.typeUrl, consensus)).toEqual({
      block: null,
      evidence: { max_age_num_blocks: "0", max_age_duration: "172800s", max_bytes: "0" },
      validator: null,
      version: null,
      abci: null,
    });
    expect(toJson(MsgVote.typeUrl, MsgVote.fromPartial({ option: 1 }))).toMatchObject({ option: "VOTE_OPTION_YES" });
    expect(toJson(MsgVote.typeUrl, { option: 77 })).toMatchObject({ option: 77 });
  });

  test("prints the two staking answers that Go prints by other rules", () => {
    const delegation = QueryDelegationResponse.fromPartial({ delegationResponse: { delegation: { shares: "1" } } });
    expect(toJson(QueryDelegationResponse.typeUrl, delegation)).toEqual({
      delegation_response: { delegation: { shares: "0.000000000000000001" }, balance: { amount: "0" } },
    });
    const entry = { redelegationEntry: { creationHeight: 5n }, balance: "3" };
    const redelegation = QueryRedelegationsResponse.fromPartial({ redelegationResponses: [{ entries: [entry] }] });
    expect(toJson(QueryRedelegationsResponse.typeUrl, redelegation)).toMatchObject({
      redelegation_responses: [
        { redelegation: { entries: null }, entries: [{ redelegation_entry: { creation_height: 5 } }] },
      ],
    });
  });

  test("names the place of what it cannot print", () => {
    const tx = Tx.fromPartial({ body: { timeoutTimestamp: { seconds: 10n ** 12n, nanos: 0 } } });
    expect(() => toJson(Tx.typeUrl, tx)).toThrow(/^body\.timeout_timestamp: .* are not a time/);
    const unknown = Tx.fromPartial({ body: { messages: [{ typeUrl: "/no.Such", value: new Uint8Array() }] } });
    expect(() => toJson(Tx.typeUrl, unknown)).toThrow('message type "/no.Such" is not known');
  });
});

describe("fromJson", () => {
  test("reads snake_case and camelCase, numbers and text", () => {
    expect(fromJson(MsgSend.typeUrl, { fromAddress: "a", to_address: "b", amount: send.amount })).toEqual(send);
    expect(fromJson(MsgVote.typeUrl, { proposal_id: 7, option: "VOTE_OPTION_NO" })).toEqual(
      MsgVote.fromPartial({ proposalId: 7n, option: 3 }),
    );
    expect(fromJson(MsgVote.typeUrl, { proposalId: "7", option: 3, metadata: null })).toEqual(
      MsgVote.fromPartial({ proposalId: 7n, option: 3 }),
    );
  });

  test("reads genesis transactions, which are JSON within bytes", () => {
    const state = fromJson<GenesisState>(GenesisState.typeUrl, { gen_txs: [{ body: { memo: "x" } }] });
    expect(Buffer.from(state.genTxs[0] ?? []).toString()).toBe('{"body":{"memo":"x"}}');
    expect(toJson(GenesisState.typeUrl, state)).toEqual({ gen_txs: [{ body: { memo: "x" } }] });
  });

  const coin = { amount: [{ denom: "aec", amount: "1" }] };
  test.each([
    [
      MsgSend.typeUrl,
      { from_adress: "a" },
      'unknown field "from_adress" in cosmos.bank.v1beta1.MsgSend; did you mean "from_address"?',
    ],
    [MsgSend.typeUrl, { amount: [coin.amount[0], { denom: 5 }] }, "amount[1].denom: 5 is not text"],
    [MsgSend.typeUrl, { amount: [{ denom: "aec", amount: "1.5" }] }, 'amount[0].amount: "1.5" is not a whole number'],
    [MsgSend.typeUrl, { amount: {} }, "amount: {} is not a list"],
    [MsgSend.typeUrl, { amount: [null] }, "amount[0]: null is not an object"],
    [MsgSend.typeUrl, { from_address: "a", fromAddress: "b" }, '"from_address" and "fromAddress" exclude each other'],
    [MsgSend.typeUrl, [], "[] is not an object (cosmos.bank.v1beta1.MsgSend)"],
    [MsgSend.typeUrl, { "@type": MsgSend.typeUrl }, 'unknown field "@type"'],
    [MsgVote.typeUrl, { proposal_id: -1 }, "proposal_id: -1 does not fit uint64"],
    [MsgVote.typeUrl, { proposal_id: 2 ** 53 }, "proposal_id: 9007199254740992 is not a whole number (uint64)"],
    [MsgVote.typeUrl, { option: "VOTE_OPTION_YEP" }, 'did you mean "VOTE_OPTION_YES"?'],
    [Params.typeUrl, { community_tax: "a" }, 'community_tax: "a" is not a decimal number such as 0.05'],
    [Params.typeUrl, { withdraw_addr_enabled: "true" }, 'withdraw_addr_enabled: "true" is not true or false'],
    [Tx.typeUrl, { signatures: ["$"] }, 'signatures[0]: "$" is not base64'],
    [Tx.typeUrl, { body: { messages: [{}] } }, "body.messages[0].@type: the type of what is packed is missing"],
    [Tx.typeUrl, { body: { messages: [{ "@type": "/x.MsgSend" }] } }, 'did you mean "/cosmos.bank.v1beta1.MsgSend"?'],
    [Tx.typeUrl, { auth_info: { signer_infos: [{ mode_info: { single: {}, multi: {} } }] } }, "exclude each other"],
    [Tx.typeUrl, { body: { timeout_timestamp: "now" } }, 'body.timeout_timestamp: "now" is not a time such as'],
  ])("%s from %j: %s", (typeUrl, json, reason) => {
    expect(() => fromJson(typeUrl, json)).toThrow(JsonError);
    expect(() => fromJson(typeUrl, json)).toThrow(reason);
  });
});
