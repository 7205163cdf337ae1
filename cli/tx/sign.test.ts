import { SignMode } from "cosmjs-types/cosmos/tx/signing/v1beta1/signing";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { decodeTransaction } from "../../abci/app/transaction.js";
import { signBytes } from "../../abci/app/sign-bytes.js";
import { verifySignature } from "../../modules/auth/pubkeys.js";
import { fromJson } from "../../proto/json-reader.js";
import { publicKeyOf } from "../keys/derive.js";
import { addressBytes, type AccountKeyKind, toBech32, toPublicKeyJson } from "../keys/public-key.js";
import type { TxJson } from "./document.js";
import { encodeTx } from "./encode.js";
import { addSignature, bytesToSign, verifies } from "./sign.js";

const privateKey = new Uint8Array(32).fill(7);
const chainId = "echoin-test-1";
const numbers = { accountNumber: 3n, sequence: 5n };

/** A transfer by this address, which nobody has signed. */
const transfer = (address: string): TxJson => ({
  body: {
    messages: [
      {
        "@type": "/cosmos.bank.v1beta1.MsgSend",
        from_address: address,
        to_address: address,
        amount: [{ denom: "aec", amount: "1" }],
      },
    ],
    ...{ memo: "", timeout_height: "0", unordered: false, timeout_timestamp: null },
    ...{ extension_options: [], non_critical_extension_options: [] },
  },
  auth_info: {
    signer_infos: [],
    fee: { amount: [{ denom: "aec", amount: "200000" }], gas_limit: "200000", payer: "", granter: "" },
    tip: null,
  },
  signatures: [],
});

const kinds: AccountKeyKind[] = ["secp256k1", "ethsecp256k1"];
const modes = ["direct", "amino-json"] as const;

test.each(kinds.flatMap((kind) => modes.map((mode) => [kind, mode] as const)))(
  "a %s key signs %s as the chain verifies it",
  (kind, mode) => {
    const publicKey = publicKeyOf(privateKey, kind);
    const address = toBech32("echo", addressBytes(publicKey));
    const signer = { ...numbers, chainId, address, publicKey };
    const signed = addSignature(transfer(address), { signer, mode, privateKey, overwrite: false });
    const tx = decodeTransaction(encodeTx(signed));
    const packed = fromJson<Any>("/google.protobuf.Any", toPublicKeyJson(publicKey));
    const good = (changes: Partial<typeof numbers>): boolean =>
      verifySignature(packed, { modeInfo: tx.signerInfos[0]!.modeInfo, signature: tx.signatures[0]! }, (named) =>
        signBytes(named, tx, { chainId, address, publicKey: packed, ...numbers, ...changes }),
      );
    expect(good({})).toBe(true);
    expect(good({ accountNumber: 4n })).toBe(false);
    expect(tx.signerInfos[0]!.modeInfo?.single?.mode).toBe(
      mode === "direct" ? SignMode.SIGN_MODE_DIRECT : SignMode.SIGN_MODE_LEGACY_AMINO_JSON,
    );
    const bytes = bytesToSign(signed, mode, signer);
    expect(verifies(publicKey, bytes, tx.signatures[0]!)).toBe(true);
    // The same number as a key of the other kind signs something else.
    const other = kinds.find((each) => each !== kind)!;
    expect(verifies(publicKeyOf(privateKey, other), bytes, tx.signatures[0]!)).toBe(false);
  },
);
