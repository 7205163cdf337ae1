import type { Command } from "commander";
import { CliError } from "../errors.js";
import { parseJson } from "../files.js";
import { flag, txFlags, withFlags } from "../flags.js";
import { action, type Host, type Invocation } from "../invocation.js";
import { addressOfNameOrAddress, addressPrefix, openKeyring } from "../keys/open.js";
import type { KeyRecord } from "../keys/keyring.js";
import { addressBytes, toBech32 } from "../keys/public-key.js";
import { accountNumbers, chainIdOf } from "../tx/account.js";
import { checkTx, emit, emitLines, readInput, readTx, type TxJson } from "../tx/document.js";
import type { SignatureDocument } from "../tx/multisign.js";
import type { SignModeName } from "../tx/sign.js";

/** Commands that sign transactions made elsewhere: sign, sign-batch, multisign, validate-signatures. */
export function registerTxSign(tx: Command, host: Host): void {
  const document = (): ReturnType<typeof flag> =>
    flag("--output-document <file>", "write there instead of standard output");

  const sign = tx.command("sign <file>").description("sign a transaction that --generate-only made");
  withFlags(sign, txFlags(), document(), [
    flag("--multisig <key_or_address>", "sign as a member of this multisig; prints the signature only"),
    flag("--signature-only", "print the signature only"),
    flag("--overwrite", "drop the signatures that are there"),
  ]);
  action(sign, host, async (call, file) => emit(call, await signOne(call, await readTx(call, file))));

  const batch = tx
    .command("sign-batch <file>")
    .description("sign several transactions, one JSON a line, with rising sequences");
  withFlags(batch, txFlags(), document(), [
    flag("--multisig <key_or_address>", "sign as a member of this multisig"),
    flag("--signature-only", "print the signatures only"),
  ]);
  action(batch, host, signBatch);

  const multisign = tx
    .command("multisign <file> <key> <signature_files...>")
    .description("join members' signatures to one transaction");
  withFlags(multisign, txFlags(), document(), flag("--signature-only", "print the joined signature only"));
  action(multisign, host, joinSignatures);

  const validate = tx
    .command("validate-signatures <file>")
    .description("check who signed, and whether the signatures are good");
  action(withFlags(validate, txFlags()), host, async (call, file) => {
    const tx = await readTx(call, file);
    const chainId = await chainIdOf(call);
    const prefix = addressPrefix(call);
    const { validateSignatures } = await import("../tx/multisign.js");
    const verdict = await validateSignatures({
      tx,
      chainId,
      prefix,
      numbersOf: (address) => accountNumbers(call, address),
    });
    call.result(verdict);
    if (!verdict.valid) throw new CliError("not every signature is there and good");
  });
}

/** One transaction signed; `sequence` overrides what flags or node say. */
async function signOne(call: Invocation, tx: TxJson, sequence?: bigint): Promise<TxJson | SignatureDocument> {
  const { memberSignature } = await import("../tx/multisign.js");
  const { addSignature } = await import("../tx/sign.js");
  const record = await openKeyring(call).find(call.needed("from", "<key>"));
  const privateKey = await openKeyring(call).privateKey(record.name);
  const own = toBech32(addressPrefix(call), addressBytes(record.publicKey));
  const multisig = call.string("multisig");
  const address = multisig === undefined ? own : await addressOfNameOrAddress(call, multisig);
  const numbers = await accountNumbers(call, address);
  const signer = {
    accountNumber: numbers.accountNumber,
    sequence: sequence ?? numbers.sequence,
    chainId: await chainIdOf(call),
    address,
    publicKey: record.publicKey,
  };
  if (multisig !== undefined) {
    const mode = (call.string("sign-mode") ?? "amino-json") as SignModeName;
    await requireMember(call, multisig, record);
    if (mode !== "amino-json") throw new CliError("members of a multisig sign with amino-json");
    return memberSignature(tx, { signer, privateKey });
  }
  const mode = (call.string("sign-mode") ?? "direct") as SignModeName;
  const signed = addSignature(tx, { signer, mode, privateKey, overwrite: call.boolean("overwrite") });
  if (!call.boolean("signature-only")) return signed;
  return memberSignature(tx, { signer, privateKey, mode });
}

/** @throws CliError when the keyring knows the multisig, and that the key is not of it */
async function requireMember(call: Invocation, multisig: string, { name, publicKey }: KeyRecord): Promise<void> {
  const keyring = openKeyring(call);
  if (!keyring.has(multisig)) return;
  const joined = (await keyring.get(multisig)).publicKey;
  if (joined.kind !== "multisig") throw new CliError(`"${multisig}" is not a multisig`);
  const own = addressBytes(publicKey);
  if (joined.members.some((member) => Buffer.compare(addressBytes(member), own) === 0)) return;
  throw new CliError(`"${name}" is no member of "${multisig}"`, {
    hint: `echoind keys show ${multisig} lists their keys`,
  });
}

async function signBatch(call: Invocation, file: string): Promise<void> {
  const lines = (await readInput(call, file)).split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) throw new CliError(`${file} holds no transaction`, { hint: "one JSON a line" });
  const record = await openKeyring(call).find(call.needed("from", "<key>"));
  const multisig = call.string("multisig");
  const own = toBech32(addressPrefix(call), addressBytes(record.publicKey));
  const address = multisig === undefined ? own : await addressOfNameOrAddress(call, multisig);
  const { sequence } = await accountNumbers(call, address);
  const signed: string[] = [];
  for (const [index, line] of lines.entries()) {
    const where = `${file}, line ${index + 1}`;
    signed.push(JSON.stringify(await signOne(call, checkTx(parseJson(line, where), where), sequence + BigInt(index))));
  }
  emitLines(call, signed);
}

async function joinSignatures(call: Invocation, file: string, keyName: string, ...files: string[]): Promise<void> {
  const tx = await readTx(call, file);
  const { publicKey } = await openKeyring(call).find(keyName);
  if (publicKey.kind !== "multisig") {
    throw new CliError(`"${keyName}" is not a multisig`, {
      hint: `echoind keys add ${keyName} --multisig a,b,c --multisig-threshold 2`,
    });
  }
  const documents: SignatureDocument[] = [];
  for (const name of files) documents.push(parseJson(await readInput(call, name), name) as SignatureDocument);
  const address = toBech32(addressPrefix(call), addressBytes(publicKey));
  const numbers = await accountNumbers(call, address);
  const signer = { ...numbers, chainId: await chainIdOf(call), address, publicKey };
  const { multisignTx } = await import("../tx/multisign.js");
  const joined = multisignTx(tx, { signer, multisig: publicKey, documents });
  emit(call, call.boolean("signature-only") ? { signatures: joined.signatures } : joined);
}
