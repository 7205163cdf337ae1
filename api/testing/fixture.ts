import { DirectSecp256k1Wallet } from "@cosmjs/proto-signing";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import { AuthInfo, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { AddressCodec } from "../../abci/state/addresses.js";
import { encodeMessage } from "../../proto/writer.js";
import type { ApiConfig } from "../config.js";
import { startTestChain, type TestChain } from "./chain.js";
import { type FakeComet, startFakeComet } from "./comet.js";
import { startTestApi, type TestApi, testConfig } from "./node.js";

const addresses = new AddressCodec("echo");

/** Owns 1,000,000 aec and 500 of a coin with a slash in its name. */
export const alice = once(() => DirectSecp256k1Wallet.fromKey(new Uint8Array(32).fill(7), "echo"));
export const IBC_DENOM = "ibc/27394FB092D2ECCD56123C74F36E4C1F926001CEADA9CA97EA622B25F41E5EB2";
/** Has nothing. */
export const bob = addresses.format(new Uint8Array(20).fill(2));

/** A value that takes a promise to make, made once. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

export const aliceAddress = async (): Promise<string> => (await (await alice()).getAccounts())[0]!.address;

/** A chain with alice and forty small holders, its API, and a stand-in for CometBFT. */
export interface Fixture {
  readonly chain: TestChain;
  readonly comet: FakeComet;
  readonly api: TestApi;
  close(): Promise<void>;
}

export async function startFixture(changes: (config: ApiConfig) => Partial<ApiConfig> = () => ({})): Promise<Fixture> {
  const rich = await aliceAddress();
  const holders = Array.from({ length: 40 }, (_, index) => addresses.format(new Uint8Array(20).fill(100 + index)));
  const account = (address: string) => ({ "@type": "/cosmos.auth.v1beta1.BaseAccount", address, account_number: "0" });
  const chain = await startTestChain({
    auth: { accounts: [account(rich)] },
    bank: {
      balances: [
        {
          address: rich,
          coins: [
            { denom: "aec", amount: "1000000" },
            { denom: IBC_DENOM, amount: "500" },
          ],
        },
        ...holders.map((address) => ({ address, coins: [{ denom: "aec", amount: "1" }] })),
      ],
    },
  });
  const comet = await startFakeComet();
  const config = testConfig(chain.storeFile, comet.url);
  const api = await startTestApi({ ...config, ...changes(config) });
  return {
    chain,
    comet,
    api,
    async close() {
      await api.close();
      await comet.close();
      await chain.close();
    },
  };
}

/** A transfer from alice that nobody has signed: simulation does not look at signatures. */
export async function unsignedSend(parts: {
  readonly sequence: bigint;
  readonly amount?: string;
}): Promise<Uint8Array> {
  const [account] = await (await alice()).getAccounts();
  const { address, pubkey } = account!;
  const message = MsgSend.fromPartial({
    fromAddress: address,
    toAddress: bob,
    amount: [{ denom: "aec", amount: parts.amount ?? "5" }],
  });
  const body = TxBody.fromPartial({
    messages: [{ typeUrl: MsgSend.typeUrl, value: encodeMessage(MsgSend, message) }],
  });
  const authInfo = AuthInfo.fromPartial({
    signerInfos: [
      {
        publicKey: { typeUrl: PubKey.typeUrl, value: encodeMessage(PubKey, { key: pubkey }) },
        modeInfo: { single: { mode: 1 } },
        sequence: parts.sequence,
      },
    ],
    fee: { amount: [], gasLimit: 200_000n },
  });
  const bodyBytes = Uint8Array.from(encodeMessage(TxBody, body));
  const authInfoBytes = Uint8Array.from(encodeMessage(AuthInfo, authInfo));
  return Uint8Array.from(encodeMessage(TxRaw, { bodyBytes, authInfoBytes, signatures: [new Uint8Array(64)] }));
}
