import { keyFromBytes, keyToBytes } from "../../../abci/store/bytes.js";
import { Address } from "@ethereumjs/util";
import { opcodeName } from "../../../modules/evm/interpreter/opcodes.js";
import type { Entry, Exit, Step } from "../../../modules/evm/interpreter/observer.js";
import { bytesOf } from "../../../modules/evm/interpreter/words.js";
import { RawJson } from "../raw-json.js";
import { data } from "../values.js";
import { readFlag, readLimit } from "./config.js";
import type { TracedOutcome, Tracer, TracerFactory, TracerParts } from "./tracer.js";

const SLOAD = 0x54;
const SSTORE = 0x55;

interface Options {
  readonly memory: boolean;
  readonly stack: boolean;
  readonly storage: boolean;
  readonly returnData: boolean;
  /** Bytes of steps, beyond which none is added; 0 for no limit. */
  readonly limit: number;
}

/** What traces are without a tracer's name: a line for each step. */
export const structLogger: TracerFactory = (parts, config) =>
  new StructLogger(parts, {
    memory: readFlag(config, "enableMemory"),
    stack: !readFlag(config, "disableStack"),
    storage: !readFlag(config, "disableStorage"),
    returnData: readFlag(config, "enableReturnData"),
    limit: readLimit(config, "limit"),
  });

class StructLogger implements Tracer {
  private readonly lines: string[] = [];
  private size = 0;
  /** What was read and written of each account so far. */
  private readonly slots = new Map<string, Map<string, string>>();
  private output: Uint8Array = new Uint8Array(0);
  private error: string | undefined;
  private gasUsed = 0n;
  /** Gas that authorizations give back: go-ethereum counts it from the first step on. */
  private authorized = 0;

  constructor(
    private readonly parts: TracerParts,
    private readonly options: Options,
  ) {}

  step(step: Step): Promise<void> | undefined {
    const pause = this.parts.budget.step();
    if (pause !== undefined) return pause.then(() => this.add(step));
    return this.add(step);
  }

  enter({ refund = 0n }: Entry): void {
    this.authorized += Number(refund);
  }

  exit({ depth, output, error }: Exit): void {
    if (depth !== 0) return;
    this.error = error;
    this.output = error === undefined || error === "execution reverted" ? Uint8Array.from(output) : this.output;
  }

  async end({ gasUsed }: TracedOutcome): Promise<void> {
    this.gasUsed = gasUsed;
  }

  result(): RawJson {
    const { gasUsed, error, output, lines } = this;
    const head = `"gas":${gasUsed},"failed":${error !== undefined},"returnValue":"${data(output)}"`;
    return new RawJson(`{${head},"structLogs":[${lines.join(",")}]}`);
  }

  private add(step: Step): Promise<void> | undefined {
    const { limit, storage } = this.options;
    if (limit !== 0 && this.size > limit) return undefined;
    const operands = step.op === SLOAD ? 1 : step.op === SSTORE ? 2 : undefined;
    if (storage && operands !== undefined && step.frame.sp >= operands) return this.addStorage(step);
    this.push(step, undefined);
    return undefined;
  }

  /** A step that reads or writes a slot shows all slots of its account that were so far. */
  private async addStorage(step: Step): Promise<void> {
    const { frame, op } = step;
    const { key } = frame.address;
    let known = this.slots.get(key);
    if (known === undefined) this.slots.set(key, (known = new Map<string, string>()));
    const slot = bytesOf(frame.peek(0));
    const value = op === SSTORE ? bytesOf(frame.peek(1)) : await this.stored(frame.address.bytes, slot);
    known.set(keyFromBytes(slot), digits(value));
    this.push(step, known);
  }

  private async stored(address: Uint8Array, slot: Uint8Array): Promise<Uint8Array> {
    const found = await this.parts.state.readStorage(new Address(address), slot);
    return Buffer.concat([new Uint8Array(32 - found.length), found]);
  }

  private push(step: Step, slots: ReadonlyMap<string, string> | undefined): void {
    const line = this.lineOf(step, slots);
    this.parts.budget.keep(line.length);
    this.size += line.length;
    this.lines.push(line);
  }

  private lineOf({ frame, pc, op, gas, cost, memoryWords, error }: Step, slots?: ReadonlyMap<string, string>): string {
    const { options } = this;
    let line = `{"pc":${pc},"op":"${opcodeName(op)}","gas":${gas},"gasCost":${cost},"depth":${frame.depth + 1}`;
    if (error !== undefined) line += `,"error":${JSON.stringify(error)}`;
    if (options.stack) {
      let stack = "";
      for (let at = 0; at < frame.sp; at++) stack += `${at === 0 ? "" : ","}"0x${frame.stack[at]!.toString(16)}"`;
      line += `,"stack":[${stack}]`;
    }
    if (options.returnData && frame.returnData.length > 0) line += `,"returnData":"${data(frame.returnData)}"`;
    if (options.memory && memoryWords > 0) {
      // Asked before it is made: memory may be large.
      this.parts.budget.room(64 * memoryWords);
      const bytes = digits(frame.memory.snapshot(memoryWords));
      line += `,"memory":["${bytes.match(/.{64}/g)!.join('","')}"]`;
    }
    if (slots !== undefined) {
      const entries = [...slots].map(([slot, value]) => `"${digits(keyToBytes(slot))}":"${value}"`);
      line += `,"storage":{${entries.sort().join(",")}}`;
    }
    const refund = frame.refund + this.authorized;
    if (refund > 0) line += `,"refund":${refund}`;
    return `${line}}`;
  }
}

const digits = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
