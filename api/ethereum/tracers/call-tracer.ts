import { CREATE_OPS, opcodeName } from "../../../modules/evm/interpreter/opcodes.js";
import type { Entry, Exit } from "../../../modules/evm/interpreter/observer.js";
import { revertReason } from "../errors.js";
import { data, quantity } from "../values.js";
import { readFlag } from "./config.js";
import type { TracedOutcome, Tracer, TracerFactory, TracerParts } from "./tracer.js";

interface CallLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  /** How many calls of the frame came before it. */
  readonly position: string;
}

/** A frame as go-ethereum's callTracer tells it; what is undefined is left out. */
interface CallFrame {
  readonly from: string;
  readonly gas: string;
  gasUsed: string;
  to: string | undefined;
  readonly input: string;
  output?: string;
  error?: string;
  revertReason?: string;
  calls?: CallFrame[];
  logs?: CallLog[];
  readonly value: string | undefined;
  readonly type: string;
  /** Of the outermost frame: who paid for the gas, when it was not the sender. go-ethereum has no such field. */
  feePayer?: string;
}

/** What a frame takes in JSON beside its bytes, roughly. */
const FRAME_BYTES = 300;

/** `callTracer`: the tree of calls. Options: `onlyTopCall`, `withLog`. */
export const callTracer: TracerFactory = (parts, config) =>
  new CallTracer(parts, { onlyTop: readFlag(config, "onlyTopCall"), withLog: readFlag(config, "withLog") });

class CallTracer implements Tracer {
  private readonly stack: CallFrame[] = [];
  private readonly creations = new WeakSet<CallFrame>();
  private top: CallFrame | undefined;
  private depth = 0;

  constructor(
    private readonly parts: TracerParts,
    private readonly options: { readonly onlyTop: boolean; readonly withLog: boolean },
  ) {}

  enter({ depth, op, from, to, input, gas, value }: Entry): void {
    const { budget, traced } = this.parts;
    budget.check();
    this.depth = depth;
    if (this.options.onlyTop && depth > 0) return;
    budget.keep(FRAME_BYTES + 2 * input.length);
    const frame: CallFrame = {
      from: data(from),
      gas: quantity(depth === 0 ? traced.gasLimit : gas),
      gasUsed: "0x0",
      to: data(to),
      input: data(input),
      value: value === undefined ? undefined : quantity(value),
      type: opcodeName(op),
    };
    if (CREATE_OPS.has(op)) this.creations.add(frame);
    this.top ??= frame;
    this.stack.push(frame);
  }

  exit({ depth, output, gasUsed, error }: Exit): void {
    this.depth = depth - 1;
    if (depth > 0 && this.options.onlyTop) return;
    const frame = this.stack.pop()!;
    frame.gasUsed = quantity(gasUsed);
    this.describe(frame, output, error);
    const parent = this.stack.at(-1);
    if (parent !== undefined) (parent.calls ??= []).push(frame);
  }

  log({
    address,
    topics,
    data: bytes,
  }: {
    address: Uint8Array;
    topics: readonly Uint8Array[];
    data: Uint8Array;
  }): void {
    if (!this.options.withLog || (this.options.onlyTop && this.depth > 0)) return;
    this.parts.budget.keep(FRAME_BYTES + 2 * bytes.length);
    const frame = this.stack.at(-1)!;
    const position = quantity(frame.calls?.length ?? 0);
    (frame.logs ??= []).push({ address: data(address), topics: topics.map(data), data: data(bytes), position });
  }

  async end({ gasUsed, payer }: TracedOutcome): Promise<void> {
    if (this.top === undefined) return;
    this.top.gasUsed = quantity(gasUsed);
    if (payer !== undefined) this.top.feePayer = data(payer.sponsor);
    dropFailedLogs(this.top);
  }

  result(): unknown {
    return this.top;
  }

  private describe(frame: CallFrame, output: Uint8Array, error: string | undefined): void {
    this.parts.budget.keep(2 * output.length);
    if (error === undefined) {
      if (output.length > 0) frame.output = data(output);
      return;
    }
    frame.error = error;
    if (this.creations.has(frame)) frame.to = undefined;
    if (error !== "execution reverted" || output.length === 0) return;
    frame.output = data(output);
    const reason = revertReason(output);
    if (reason !== undefined && reason !== "") frame.revertReason = reason;
  }
}

/** What is reverted has no logs; deep traces must not need a deep stack. */
function dropFailedLogs(top: CallFrame): void {
  const left = [{ frame: top, reverted: false }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const reverted = next.reverted || next.frame.error !== undefined;
    if (reverted) delete next.frame.logs;
    for (const frame of next.frame.calls ?? []) left.push({ frame, reverted });
  }
}
