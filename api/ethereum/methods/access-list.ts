import type { InterpreterStep } from "@ethereumjs/evm";
import { Address } from "@ethereumjs/util";
import { getActivePrecompiles } from "@ethereumjs/evm";
import { keyFromBytes, keyToBytes } from "../../../abci/store/bytes.js";
import { wordBytes } from "../../../modules/evm/crypto.js";
import type { AccessListItem } from "../../../modules/evm/transaction.js";
import type { Engine } from "../../../modules/evm/vm.js";

/** Instructions that touch a slot of their own contract, by what is on top of the stack. */
const SLOT = new Set(["SLOAD", "SSTORE"]);
/** Those that touch the account on top, and those that touch the one below it. */
const ACCOUNT = new Set(["EXTCODECOPY", "EXTCODEHASH", "EXTCODESIZE", "BALANCE", "SELFDESTRUCT"]);
const CALL = new Set(["CALL", "CALLCODE", "DELEGATECALL", "STATICCALL"]);

/** Gathers what a call touches, but for accounts that are warm anyway. */
export class AccessListTracer {
  private readonly touched = new Map<string, Set<string>>();

  /** @param warm accounts that need no entry: sender, recipient, precompiles are known */
  constructor(private readonly warm: readonly Uint8Array[]) {}

  /** Listens to an engine. */
  readonly observe = (engine: Engine): void => {
    const skipped = new Set(this.warm.map(keyFromBytes));
    for (const precompile of getActivePrecompiles(engine.evm.common).keys()) {
      skipped.add(keyFromBytes(Buffer.from(precompile, "hex")));
    }
    engine.evm.events.on("step", (step) => this.step(step, skipped));
  };

  /** What was touched, addresses and slots in the order of their bytes. */
  list(): AccessListItem[] {
    return [...this.touched]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([address, slots]) => ({
        address: keyToBytes(address),
        storageKeys: [...slots].sort().map((slot) => keyToBytes(slot)),
      }));
  }

  private step({ opcode: { name }, stack, address }: InterpreterStep, skipped: ReadonlySet<string>): void {
    const top = stack.at(-1);
    if (SLOT.has(name) && top !== undefined) {
      this.entry(keyFromBytes(address.bytes)).add(keyFromBytes(wordBytes(top)));
      return;
    }
    const word = CALL.has(name) ? stack.at(-2) : ACCOUNT.has(name) ? top : undefined;
    if (word === undefined) return;
    const account = keyFromBytes(new Address(wordBytes(word).subarray(12)).bytes);
    if (!skipped.has(account)) this.entry(account);
  }

  private entry(address: string): Set<string> {
    let slots = this.touched.get(address);
    if (slots === undefined) this.touched.set(address, (slots = new Set()));
    return slots;
  }
}
