import type { Command } from "commander";
import { CliError } from "../errors.js";
import { broadcastModeFlag, flag, nodeFlag, outputFlag, txFlags, withFlags } from "../flags.js";
import { action, type Host, type Invocation } from "../invocation.js";
import { broadcast } from "../tx/broadcast.js";
import { base64, emit, emitLines, fromBase64, readInput, readTx } from "../tx/document.js";

/** Commands on transactions that lie in files: encode, decode, broadcast, simulate. */
export function registerTxFiles(tx: Command, host: Host): void {
  const document = flag("--output-document <file>", "write there instead of standard output");

  const encode = tx.command("encode <file>").description("a transaction's JSON as base64 of its bytes");
  action(withFlags(encode, document), host, async (call, file) => {
    const { encodeTx } = await import("../tx/encode.js");
    emitLines(call, [base64(encodeTx(await readTx(call, file)))]);
  });

  const decode = tx.command("decode <base64>").description("a transaction's bytes as JSON; - reads standard input");
  withFlags(decode, flag("-x, --hex", "the bytes are given in hex"), document);
  action(decode, host, async (call, text) => {
    const { decodeTx } = await import("../tx/encode.js");
    emit(call, decodeTx(await bytesOf(call, text)));
  });

  const send = tx.command("broadcast <file>").description("send a signed transaction");
  withFlags(send, nodeFlag(), broadcastModeFlag(), outputFlag("json"));
  action(send, host, async (call, file) => {
    const signed = await readTx(call, file);
    if (signed.signatures.length === 0) {
      throw new CliError(`${file} is not signed`, { hint: `echoind tx sign ${file} --from <key>` });
    }
    const { encodeTx } = await import("../tx/encode.js");
    await broadcast(call, encodeTx(signed));
  });

  const simulate = tx.command("simulate <file>").description("the gas that a transaction would use now");
  action(withFlags(simulate, txFlags()), host, async (call, file) => {
    const read = await readTx(call, file);
    // A node simulates without checking signatures, but wants one place for each signer.
    const signatures = read.auth_info.signer_infos.map((_, index) => read.signatures[index] ?? "");
    if (signatures.length === 0) {
      throw new CliError(`${file} names no signers, so its gas cannot be told`, {
        hint: "sign it first, or make it with --dry-run instead of --generate-only",
      });
    }
    const { encodeTx } = await import("../tx/encode.js");
    const { simulateBytes } = await import("../tx/factory.js");
    const gas = await simulateBytes(call, encodeTx({ ...read, signatures }));
    call.result({ gas_used: gas.toString() });
  });
}

async function bytesOf(call: Invocation, text: string): Promise<Uint8Array> {
  const plain = (text === "-" ? await readInput(call, "-") : text).trim();
  if (call.boolean("hex")) {
    if (!/^([0-9a-fA-F]{2})+$/.test(plain))
      throw new CliError("that is not hex", { hint: "leave --hex out for base64" });
    return Uint8Array.from(Buffer.from(plain, "hex"));
  }
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(plain)) throw new CliError("that is not base64", { hint: "add --hex for hex" });
  return fromBase64(plain);
}
