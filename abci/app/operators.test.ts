import { createHash } from "node:crypto";
import { MsgExec, MsgGrant } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import { PubKey } from "cosmjs-types/cosmos/crypto/ed25519/keys";
import { AuthorizationType, StakeAuthorization } from "cosmjs-types/cosmos/staking/v1beta1/authz";
import {
  MsgCreateValidator,
  MsgDelegate,
  MsgEditValidator,
  MsgUndelegate,
} from "cosmjs-types/cosmos/staking/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import type { ResponseFinalizeBlock } from "cosmjs-types/tendermint/abci/types";
import type { Codec } from "../../proto/codecs.js";
import { encodeMessage } from "../../proto/writer.js";
import { SimKey, signTx } from "../sim/wallet.js";
import { AddressCodec } from "../state/addresses.js";
import { startTestChain, type TestChain } from "./testing/chain.js";

// Operators and delegators over a whole application: who signs, what authz allows, what CometBFT hears.
const EC = 10n ** 18n;
const addresses = new AddressCodec("echo");
const keys = ["operator", "delegator", "grantee"].map((name) => new SimKey(name));
const [operator, delegator, grantee] = keys as [SimKey, SimKey, SimKey];
const text = ({ address }: SimKey): string => addresses.format(address);
const valoper = ({ address }: SimKey): string => addresses.formatOperator(address);
const aec = (amount: bigint) => ({ denom: "aec", amount: amount.toString() });
const consensusKey = createHash("sha256").update("a consensus key").digest();

const pack = <T>(codec: Codec<T>, message: T): Any => ({
  typeUrl: codec.typeUrl,
  value: encodeMessage(codec, message),
});

let chain: TestChain;
let sequences: Map<SimKey, bigint>;

beforeEach(async () => {
  sequences = new Map();
  chain = await startTestChain((state) => {
    state["bank"]!["balances"] = keys.map((key) => ({ address: text(key), coins: [aec(1000n * EC)] }));
    state["auth"]!["accounts"] = keys.map((key, index) => ({
      "@type": "/cosmos.auth.v1beta1.BaseAccount",
      address: text(key),
      account_number: `${index}`,
    }));
  });
});

function signed(key: SimKey, message: Any): Uint8Array {
  const sequence = sequences.get(key) ?? 0n;
  sequences.set(key, sequence + 1n);
  const options = { chainId: "test-1", fee: [], gasLimit: 1_000_000n };
  return signTx([message], [{ key, accountNumber: BigInt(keys.indexOf(key)), sequence }], options);
}

/** Runs one message in a block of its own. */
async function run(key: SimKey, message: Any): Promise<ResponseFinalizeBlock & { code: number; log: string }> {
  const block = await chain.block([signed(key, message)]);
  const { code, log } = block.txResults[0]!;
  return { ...block, code, log };
}

const enter = (): Any =>
  pack(MsgCreateValidator, {
    description: { moniker: "new", identity: "", website: "", securityContact: "", details: "" },
    commission: { rate: "0", maxRate: `${10n ** 18n}`, maxChangeRate: `${10n ** 18n}` },
    minSelfDelegation: "1",
    delegatorAddress: "",
    validatorAddress: valoper(operator),
    pubkey: { typeUrl: PubKey.typeUrl, value: encodeMessage(PubKey, { key: consensusKey }) },
    value: aec(5n * EC),
  });

const delegation = (from: SimKey, amount: bigint): Any =>
  pack(MsgDelegate, { delegatorAddress: text(from), validatorAddress: valoper(operator), amount: aec(amount) });

const edit = (): Any =>
  pack(MsgEditValidator, {
    description: { moniker: "[do-not-modify]", identity: "", website: "here", securityContact: "", details: "" },
    validatorAddress: valoper(operator),
    commissionRate: "",
    minSelfDelegation: "",
  });

test("an operator signs with its account, and CometBFT hears of the new validator", async () => {
  const entered = await run(operator, enter());
  expect([entered.code, entered.log]).toEqual([0, ""]);
  expect(entered.validatorUpdates).toEqual([{ pubKey: { ed25519: new Uint8Array(consensusKey) }, power: 5n }]);
  const { events } = entered.txResults[0]!;
  const message = events.find(({ type, attributes }) => type === "message" && attributes[0]?.key === "action");
  expect(message!.attributes.find(({ key }) => key === "sender")!.value).toBe(text(operator));
  expect((await run(operator, edit())).code).toBe(0);
  const raised = await run(delegator, delegation(delegator, 2n * EC));
  expect(raised.validatorUpdates.map(({ power }) => power)).toEqual([7n]);
  expect((await chain.block([])).validatorUpdates).toEqual([]);
});

test("nobody else signs for an operator", async () => {
  await run(operator, enter());
  const forged = await chain.check(signed(delegator, edit()));
  expect(forged).toMatchObject({ code: 8, codespace: "sdk" });
});

test("a stake authorization lets another account delegate up to its limit, to the validators that it names", async () => {
  await run(operator, enter());
  const authorization = pack(
    StakeAuthorization,
    StakeAuthorization.fromPartial({
      maxTokens: aec(3n * EC),
      allowList: { address: [valoper(operator)] },
      authorizationType: AuthorizationType.AUTHORIZATION_TYPE_DELEGATE,
    }),
  );
  const grant = pack(
    MsgGrant,
    MsgGrant.fromPartial({ granter: text(delegator), grantee: text(grantee), grant: { authorization } }),
  );
  const exec = (inner: Any): Any => pack(MsgExec, { grantee: text(grantee), msgs: [inner] });
  expect((await run(grantee, exec(delegation(delegator, EC)))).code).not.toBe(0);
  expect((await run(delegator, grant)).log).toBe("");
  const used = await run(grantee, exec(delegation(delegator, 2n * EC)));
  expect([used.code, used.validatorUpdates.map(({ power }) => power)]).toEqual([0, [7n]]);
  const over = await run(grantee, exec(delegation(delegator, 2n * EC)));
  expect([over.code, over.log]).toEqual([5, expect.stringContaining("negative coin amount")]);
  const other = pack(MsgUndelegate, {
    delegatorAddress: text(delegator),
    validatorAddress: valoper(operator),
    amount: aec(EC),
  });
  expect((await run(grantee, exec(other))).code).not.toBe(0);
});

test("messages of operators run inside others by the same rule", async () => {
  await run(operator, enter());
  const exec = pack(MsgExec, { grantee: text(operator), msgs: [edit()] });
  expect((await run(operator, exec)).log).toBe("");
  const forged = pack(MsgExec, { grantee: text(delegator), msgs: [edit()] });
  expect((await run(delegator, forged)).log).toContain("authorization not found");
});
