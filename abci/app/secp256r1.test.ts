import { createHash } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import { MsgWithdrawDelegatorReward } from "cosmjs-types/cosmos/distribution/v1beta1/tx";
import { MsgDelegate, MsgUndelegate } from "cosmjs-types/cosmos/staking/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { addressOfPubKey } from "../../modules/auth/pubkeys.js";
import type { Codec } from "../../proto/codecs.js";
import { encodeMessage } from "../../proto/writer.js";
import { type SigningKey, signTx } from "../sim/wallet.js";
import { AddressCodec } from "../state/addresses.js";
import { startTestChain } from "./testing/chain.js";

// An account of 32 bytes, as only such keys have, does what others do.
const secret = createHash("sha256").update("a passkey").digest();
// The key messages of both curves have the same one field.
const value = encodeMessage(PubKey, { key: p256.getPublicKey(secret, true) });
const anyPublicKey: Any = { typeUrl: "/cosmos.crypto.secp256r1.PubKey", value };
const key: SigningKey = {
  name: "passkey",
  address: addressOfPubKey(anyPublicKey),
  anyPublicKey,
  sign: (bytes) => p256.sign(createHash("sha256").update(bytes).digest(), secret, { prehash: false, lowS: true }),
};

const addresses = new AddressCodec("echo");
const owner = addresses.format(key.address);
const EC = 10n ** 18n;
const aec = (amount: bigint) => ({ denom: "aec", amount: amount.toString() });
const validator = { operator: new Uint8Array(20).fill(9), consensusKey: new Uint8Array(32).fill(9), tokens: 100n * EC };
const validatorAddress = addresses.formatOperator(validator.operator);

const pack = <T>(codec: Codec<T>, message: T): Any => ({
  typeUrl: codec.typeUrl,
  value: encodeMessage(codec, message),
});

test("a secp256r1 key sends, delegates, is rewarded and leaves", async () => {
  const chain = await startTestChain(
    (state) => {
      state["bank"]!["balances"] = [{ address: owner, coins: [aec(10n * EC)] }];
      const account = { "@type": "/cosmos.auth.v1beta1.BaseAccount", address: owner, account_number: "0" };
      state["auth"]!["accounts"] = [account];
    },
    {},
    -1n,
    [validator],
  );
  const stake = { delegatorAddress: owner, validatorAddress };
  const messages = [
    pack(MsgSend, { fromAddress: owner, toAddress: addresses.format(validator.operator), amount: [aec(EC)] }),
    pack(MsgDelegate, { ...stake, amount: aec(2n * EC) }),
    pack(MsgWithdrawDelegatorReward, stake),
    pack(MsgUndelegate, { ...stake, amount: aec(EC) }),
  ];
  for (const [sequence, message] of messages.entries()) {
    const signer = { key, accountNumber: 0n, sequence: BigInt(sequence) };
    const tx = signTx([message], [signer], { chainId: "test-1", fee: [], gasLimit: 500_000n });
    const { txResults } = await chain.block([tx]);
    expect(txResults.map(({ code, log }) => [code, log])).toEqual([[0, ""]]);
  }
  const forged = { ...key, sign: (bytes: Uint8Array) => key.sign(bytes.subarray(1)) };
  const signers = [{ key: forged, accountNumber: 0n, sequence: 4n }];
  const tx = signTx(messages.slice(0, 1), signers, { chainId: "test-1", fee: [], gasLimit: 500_000n });
  expect(await chain.check(tx)).toMatchObject({ codespace: "sdk", code: 4 });
});
