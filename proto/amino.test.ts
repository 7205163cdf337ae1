import { makeSignDoc, serializeSignDoc } from "@cosmjs/amino";
import {
  AminoTypes,
  createAuthzAminoConverters,
  createBankAminoConverters,
  createDistributionAminoConverters,
  createFeegrantAminoConverters,
  createGovAminoConverters,
  createStakingAminoConverters,
  createVestingAminoConverters,
} from "@cosmjs/stargate";
import { MsgMultiSend, MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import {
  MsgFundCommunityPool,
  MsgSetWithdrawAddress,
  MsgWithdrawDelegatorReward,
  MsgWithdrawValidatorCommission,
} from "cosmjs-types/cosmos/distribution/v1beta1/tx";
import { TextProposal } from "cosmjs-types/cosmos/gov/v1beta1/gov";
import { MsgDeposit, MsgSubmitProposal, MsgVote, MsgVoteWeighted } from "cosmjs-types/cosmos/gov/v1beta1/tx";
import {
  MsgBeginRedelegate,
  MsgCancelUnbondingDelegation,
  MsgCreateValidator,
  MsgDelegate,
  MsgEditValidator,
  MsgUndelegate,
} from "cosmjs-types/cosmos/staking/v1beta1/tx";
import { Fee, TxBody } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { MsgCreateVestingAccount } from "cosmjs-types/cosmos/vesting/v1beta1/tx";

import { AminoError, aminoJson, aminoSignBytes } from "./amino.js";
import { codecFor } from "./codecs.js";
import { encodeMessage } from "./writer.js";

const types = new AminoTypes({
  ...createAuthzAminoConverters(),
  ...createBankAminoConverters(),
  ...createDistributionAminoConverters(),
  ...createFeegrantAminoConverters(),
  ...createGovAminoConverters(),
  ...createStakingAminoConverters(),
  ...createVestingAminoConverters(),
});

const coin = { denom: "aec", amount: "1234" };
const text = TextProposal.fromPartial({ title: "a & b", description: "<é>" });
// cosmjs writes empty texts in here, which the SDK leaves out.
const description = { moniker: "m", identity: "i", website: "w", securityContact: "s", details: "d" };
const key = {
  typeUrl: "/cosmos.crypto.ed25519.PubKey",
  value: Uint8Array.from([10, 32, ...Array<number>(32).fill(9)]),
};

/** A message of each type that cosmjs can sign in amino JSON. */
const messages: [string, object][] = [
  [MsgSend.typeUrl, { fromAddress: "a", toAddress: "b", amount: [coin] }],
  [MsgSend.typeUrl, { fromAddress: "a", toAddress: "b", amount: [] }],
  [MsgMultiSend.typeUrl, { inputs: [{ address: "a", coins: [coin] }], outputs: [{ address: "b", coins: [coin] }] }],
  [MsgSetWithdrawAddress.typeUrl, { delegatorAddress: "a", withdrawAddress: "b" }],
  [MsgWithdrawDelegatorReward.typeUrl, { delegatorAddress: "a", validatorAddress: "b" }],
  [MsgFundCommunityPool.typeUrl, { amount: [coin], depositor: "a" }],
  [MsgDeposit.typeUrl, { amount: [coin], depositor: "a", proposalId: 3000000000n }],
  [MsgVote.typeUrl, { voter: "a", proposalId: 5n, option: 1 }],
  [MsgVoteWeighted.typeUrl, { voter: "a", proposalId: 5n, options: [{ option: 1, weight: "500000000000000000" }] }],
  [
    MsgSubmitProposal.typeUrl,
    {
      content: { typeUrl: TextProposal.typeUrl, value: encodeMessage(TextProposal, text) },
      initialDeposit: [coin],
      proposer: "a",
    },
  ],
  [MsgDelegate.typeUrl, { delegatorAddress: "a", validatorAddress: "b", amount: coin }],
  [MsgUndelegate.typeUrl, { delegatorAddress: "a", validatorAddress: "b", amount: coin }],
  [
    MsgBeginRedelegate.typeUrl,
    { delegatorAddress: "a", validatorSrcAddress: "b", validatorDstAddress: "c", amount: coin },
  ],
  [
    MsgCancelUnbondingDelegation.typeUrl,
    { delegatorAddress: "a", validatorAddress: "b", amount: coin, creationHeight: 2147483648n },
  ],
  [
    MsgCreateValidator.typeUrl,
    {
      description,
      commission: { rate: "100000000000000000", maxRate: "200000000000000000", maxChangeRate: "10000000000000000" },
      minSelfDelegation: "1",
      delegatorAddress: "a",
      validatorAddress: "b",
      pubkey: key,
      value: coin,
    },
  ],
  [
    MsgEditValidator.typeUrl,
    { description, validatorAddress: "b", commissionRate: "10000000000000000", minSelfDelegation: "7" },
  ],
  [
    MsgCreateVestingAccount.typeUrl,
    { fromAddress: "a", toAddress: "b", amount: [coin], endTime: 4102444800n, delayed: true },
  ],
];

const pack = (typeUrl: string, message: unknown): { typeUrl: string; value: Uint8Array } => ({
  typeUrl,
  value: encodeMessage(codecFor(typeUrl), message),
});

test.each(messages)("%s is signed as cosmjs signs it", (typeUrl, partial) => {
  const value: unknown = codecFor(typeUrl).fromPartial(partial);
  const amino = types.toAmino({ typeUrl, value });
  const fee = { amount: [{ denom: "aec", amount: "9" }], gas: "200000", granter: "g", payer: "p" };
  const doc = makeSignDoc([amino], fee, "chain <1>", "memo & co", 7, 9, 100n);
  const mine = aminoSignBytes(
    { chainId: "chain <1>", accountNumber: 7n, sequence: 9n },
    TxBody.fromPartial({ messages: [pack(typeUrl, value)], memo: "memo & co", timeoutHeight: 100n }),
    Fee.fromPartial({ amount: fee.amount, gasLimit: 200000n, granter: "g", payer: "p" }),
  );
  expect(Buffer.from(mine).toString()).toBe(Buffer.from(serializeSignDoc(doc)).toString());
});

describe("aminoSignBytes", () => {
  const signer = { chainId: "c", accountNumber: 0n, sequence: 0n };

  test("leaves out what is not set, and covers what unordered transactions add", () => {
    const body = TxBody.fromPartial({ messages: [pack(MsgSend.typeUrl, MsgSend.fromPartial({}))] });
    const bare = Buffer.from(aminoSignBytes(signer, body, Fee.fromPartial({}))).toString();
    expect(bare).toBe(
      '{"account_number":"0","chain_id":"c","fee":{"amount":[],"gas":"0"},"memo":"",' +
        '"msgs":[{"type":"cosmos-sdk/MsgSend","value":{"amount":[]}}],"sequence":"0"}',
    );
    const unordered = { ...body, unordered: true, timeoutTimestamp: { seconds: 1700000000n, nanos: 5000000 } };
    expect(Buffer.from(aminoSignBytes(signer, unordered, Fee.fromPartial({}))).toString()).toBe(
      `${bare.slice(0, -1)},"timeout_timestamp":"2023-11-14T22:13:20.005Z","unordered":true}`,
    );
  });

  test("refuses what the mode does not cover", () => {
    const option = pack(MsgSend.typeUrl, MsgSend.fromPartial({}));
    const fee = Fee.fromPartial({});
    for (const body of [{ extensionOptions: [option] }, { nonCriticalExtensionOptions: [option] }]) {
      expect(() => aminoSignBytes(signer, TxBody.fromPartial(body), fee)).toThrow(AminoError);
    }
    const unknown = TxBody.fromPartial({ messages: [{ typeUrl: "/no.Such", value: new Uint8Array() }] });
    expect(() => aminoSignBytes(signer, unknown, fee)).toThrow('message type "/no.Such" is not known');
  });
});

describe("aminoJson", () => {
  test("names this message as the SDK does, and not as cosmjs does, whose signatures of it the SDK refuses too", () => {
    expect(aminoJson(MsgWithdrawValidatorCommission.typeUrl, { validatorAddress: "b" })).toBe(
      '{"type":"cosmos-sdk/MsgWithdrawValCommission","value":{"validator_address":"b"}}',
    );
  });

  test("writes keys and multisignature keys in their own forms", () => {
    const multi = { threshold: 2, publicKeys: [key, key] };
    const one = `{"type":"tendermint/PubKeyEd25519","value":"${Buffer.alloc(32, 9).toString("base64")}"}`;
    expect(aminoJson("/cosmos.crypto.multisig.LegacyAminoPubKey", multi)).toBe(
      `{"type":"tendermint/PubKeyMultisigThreshold","value":{"pubkeys":[${one},${one}],"threshold":"2"}}`,
    );
  });

  test("says why a message has none", () => {
    expect(() => aminoJson("/tendermint.crypto.PublicKey", { ed25519: Uint8Array.of(1) })).toThrow(
      "no amino.oneof_name",
    );
    expect(() => aminoJson(MsgVoteWeighted.typeUrl, { options: [{ option: 1, weight: "x" }] })).toThrow(
      "not an integer",
    );
  });
});
