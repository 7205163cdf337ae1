import { keyFromBytes, keyToBytes } from "../../../abci/store/bytes.js";
import type { Observer, Step } from "../../../modules/evm/interpreter/observer.js";
import { CALL_OPS } from "../../../modules/evm/interpreter/opcodes.js";
import { bytesOf, type Word } from "../../../modules/evm/interpreter/words.js";
import type { AccessListItem } from "../../../modules/evm/transaction.js";

/** SLOAD, SSTORE: a slot of their own contract, on top of the stack. */
const SLOT_OPS = new Set([0x54, 0x55]);
/** BALANCE, EXTCODESIZE, EXTCODECOPY, EXTCODEHASH, SELFDESTRUCT: the account on top. */
const ACCOUNT_OPS = new Set([0x31, 0x3b, 0x3c, 0x3f, 0xff]);

/** Gathers what a call touches, but for accounts that are warm anyway. */
export class AccessListTracer implements Observer {
  private readonly touched = new Map<string, Set<string>>();
  private readonly skipped: ReadonlySet<string>;

  /**
   * @param warm accounts that need no entry: sender, recipient, precompiles, who signed authorizations
   * @param turn called at each step; what it returns is waited for
   */
  constructor(
    warm: readonly Uint8Array[],
    private readonly turn: () => Promise<void> | undefined,
  ) {
    this.skipped = new Set(warm.map(keyFromBytes));
  }

  step({ op, frame, error }: Step): Promise<void> | undefined {
    if (error === undefined) {
      if (SLOT_OPS.has(op)) this.entry(frame.address.key).add(keyFromBytes(bytesOf(frame.peek(0))));
      else if (CALL_OPS.has(op)) this.account(frame.peek(1));
      else if (ACCOUNT_OPS.has(op)) this.account(frame.peek(0));
    }
    return this.turn();
  }

  /** What was touched, addresses and slots in the order of their bytes. */
  list(): AccessListItem[] {
    return [...this.touched]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([address, slots]) => ({
        address: keyToBytes(address),
        storageKeys: [...slots].sort().map((slot) => keyToBytes(slot)),
      }));
  }

  private account(word: Word): void {
    const account = keyFromBytes(bytesOf(word).subarray(12));
    if (!this.skipped.has(account)) this.entry(account);
  }

  private entry(address: string): Set<string> {
    let slots = this.touched.get(address);
    if (slots === undefined) this.touched.set(address, (slots = new Set()));
    return slots;
  }
}
