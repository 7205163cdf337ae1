import { CALL_OPS } from "../../../modules/evm/interpreter/opcodes.js";
import { keyFromBytes } from "../../../abci/store/bytes.js";
import { data } from "../values.js";
import type { TracerFactory } from "./tracer.js";

/** `4byteTracer`: how often each selector was called with how many bytes of arguments. */
export const fourByteTracer: TracerFactory = ({ traced, budget }) => {
  const found = new Map<string, number>();
  return {
    enter({ op, to, input }) {
      budget.check();
      if (input.length < 4 || !CALL_OPS.has(op) || traced.precompiles.has(keyFromBytes(to))) return;
      const id = `${data(input.subarray(0, 4))}-${input.length - 4}`;
      if (!found.has(id)) budget.keep(id.length + 10);
      found.set(id, (found.get(id) ?? 0) + 1);
    },
    result: () => Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
};
