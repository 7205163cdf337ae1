import { decodeJson, encodeJson, type JsonValue } from "../chain/json.js";
import { CliError } from "../errors.js";
import { addressBytes, fromPublicKeyJson, toBech32, toPublicKeyJson, type PublicKey } from "../keys/public-key.js";
import type { AccountNumbers } from "./account.js";
import { base64, fromBase64, type SignerInfoJson, type TxJson } from "./document.js";
import { bytesToSign, MODE_NAMES, signersOf, signWith, verifies, type Signer, type SignModeName } from "./sign.js";

/** Signatures alone, as members of a multisig hand them to who joins them; simd's form. */
export interface SignatureDocument {
  readonly signatures: readonly {
    readonly public_key: JsonValue;
    readonly data: { readonly single: { readonly mode: string; readonly signature: string } };
    readonly sequence: string;
  }[];
}

const MULTI_SIGNATURE = "/cosmos.crypto.multisig.v1beta1.MultiSignature";

/** The key of several. */
export type Multisig = Extract<PublicKey, { kind: "multisig" }>;

/** A member's signature over a transaction of the multisig (or, with another mode, any key's own). */
export function memberSignature(
  tx: TxJson,
  { signer, privateKey, mode = "amino-json" }: { signer: Signer; privateKey: Uint8Array; mode?: SignModeName },
): SignatureDocument {
  const signers = signersOf(tx);
  if (!signers.includes(signer.address)) {
    throw new CliError(`${signer.address} is none of this transaction's signers`, {
      hint: `they are ${signers.join(", ")}`,
    });
  }
  const signature = base64(signWith({ publicKey: signer.publicKey, privateKey }, bytesToSign(tx, mode, signer)));
  const public_key = toPublicKeyJson(signer.publicKey) as JsonValue;
  const data = { single: { mode: MODE_NAMES[mode], signature } };
  return { signatures: [{ public_key, data, sequence: signer.sequence.toString() }] };
}

/**
 * The transaction signed by a multisig, from its members' signatures in any order.
 * @throws CliError naming a signature that is not good, a stranger's, or how many are missing
 */
export function multisignTx(
  tx: TxJson,
  { signer, multisig, documents }: { signer: Signer; multisig: Multisig; documents: readonly SignatureDocument[] },
): TxJson {
  const bytes = bytesToSign(tx, "amino-json", signer);
  const byMember = new Map<number, Uint8Array>();
  for (const [index, document] of documents.entries()) {
    for (const { public_key, data } of readSignatures(document, index)) {
      const key = fromPublicKeyJson(public_key);
      const place = multisig.members.findIndex(
        (member) => Buffer.compare(addressBytes(member), addressBytes(key)) === 0,
      );
      if (place < 0) throw new CliError(`signature file ${index + 1} is by a key that is no member of the multisig`);
      const signature = fromBase64(data.single.signature);
      if (!verifies(key, bytes, signature)) {
        throw new CliError(`the signature in file ${index + 1} is not good for this transaction`, {
          hint: `it is checked for chain ${signer.chainId}, account ${signer.accountNumber}, sequence ${signer.sequence}`,
        });
      }
      byMember.set(place, signature);
    }
  }
  if (byMember.size < multisig.threshold) {
    throw new CliError(`${byMember.size} of the ${multisig.threshold} signatures that are needed`, {
      hint: "give more signature files",
    });
  }
  const places = [...byMember.keys()].sort((a, b) => a - b);
  const signature = encodeJson(MULTI_SIGNATURE, {
    signatures: places.map((place) => base64(byMember.get(place) ?? new Uint8Array(0))),
  });
  return {
    ...tx,
    auth_info: { ...tx.auth_info, signer_infos: [multisigInfo(signer, multisig, places)] },
    signatures: [base64(signature)],
  };
}

function readSignatures(document: SignatureDocument, index: number): SignatureDocument["signatures"] {
  const signatures: unknown = (document as Partial<SignatureDocument>).signatures;
  const good = Array.isArray(signatures) && signatures.every((one: unknown) => isSignature(one));
  if (good) return document.signatures;
  throw new CliError(`signature file ${index + 1} holds no signatures`, {
    hint: "echoind tx sign <file> --multisig <key> --from <member>",
  });
}

function isSignature(value: unknown): boolean {
  const one = value as { data?: { single?: { signature?: unknown } } } | null;
  return typeof one?.data?.single?.signature === "string";
}

function multisigInfo(signer: Signer, multisig: Multisig, places: readonly number[]): SignerInfoJson {
  return {
    public_key: toPublicKeyJson(multisig),
    mode_info: {
      multi: {
        bitarray: compactBitArray(multisig.members.length, places),
        mode_infos: places.map(() => ({ single: { mode: MODE_NAMES["amino-json"] } })),
      },
    },
    sequence: signer.sequence.toString(),
  };
}

/** Bit i, from the highest of each byte, tells whether member i signed. */
export function compactBitArray(size: number, places: readonly number[]): JsonValue {
  const bytes = new Uint8Array(Math.ceil(size / 8));
  for (const place of places) bytes[place >> 3] = (bytes[place >> 3] ?? 0) | (0x80 >> (place & 7));
  return { extra_bits_stored: size % 8, elems: base64(bytes) };
}

/** One signer's verdict. */
export interface SignatureVerdict {
  readonly address: string;
  readonly status: "good" | "bad" | "missing";
}

/** Checks every signature of a transaction against its signers. */
export async function validateSignatures(options: {
  tx: TxJson;
  chainId: string;
  prefix: string;
  numbersOf: (address: string) => Promise<AccountNumbers>;
}): Promise<{ signers: readonly string[]; signatures: readonly SignatureVerdict[]; valid: boolean }> {
  const { tx, chainId, prefix, numbersOf } = options;
  const signers = signersOf(tx);
  const verdicts: SignatureVerdict[] = [];
  for (const [index, address] of signers.entries()) {
    const info = tx.auth_info.signer_infos[index];
    const signature = tx.signatures[index] ?? "";
    if (info === undefined || info.public_key === null || signature === "") {
      verdicts.push({ address, status: "missing" });
      continue;
    }
    const publicKey = fromPublicKeyJson(info.public_key);
    const { accountNumber } = await numbersOf(address);
    const signer = { address, publicKey, chainId, accountNumber, sequence: BigInt(info.sequence) };
    const fits = toBech32(prefix, addressBytes(publicKey)) === address;
    verdicts.push({ address, status: fits && isGood(tx, info, signer, fromBase64(signature)) ? "good" : "bad" });
  }
  return { signers, signatures: verdicts, valid: verdicts.every(({ status }) => status === "good") };
}

function isGood(tx: TxJson, info: SignerInfoJson, signer: Signer, signature: Uint8Array): boolean {
  const { publicKey } = signer;
  const mode = JSON.stringify(info.mode_info).includes(MODE_NAMES["amino-json"]) ? "amino-json" : "direct";
  const bytes = bytesToSign(tx, mode, signer);
  if (publicKey.kind !== "multisig") return verifies(publicKey, bytes, signature);
  const { signatures } = decodeJson<{ signatures: string[] }>(MULTI_SIGNATURE, signature);
  const { bitarray } = (info.mode_info as unknown as { multi: { bitarray: { elems: string } } }).multi;
  const bits = fromBase64(bitarray.elems);
  const places = publicKey.members.flatMap((_, place) =>
    ((bits[place >> 3] ?? 0) << (place & 7)) & 0x80 ? [place] : [],
  );
  if (places.length !== signatures.length || places.length < publicKey.threshold) return false;
  return places.every((place, index) => {
    const member = publicKey.members[place];
    return member !== undefined && verifies(member, bytes, fromBase64(signatures[index] ?? ""));
  });
}
