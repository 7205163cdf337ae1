import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What a call answers; an Error is refused with its words. */
export type CometAnswer = (params: Readonly<Record<string, unknown>>) => unknown;

/** A stand-in for CometBFT's RPC, with canned answers. */
export interface FakeComet {
  readonly url: string;
  /** Calls so far: method and parameters. */
  readonly calls: { readonly method: string; readonly params: Readonly<Record<string, unknown>> }[];
  /** Sets what a method answers. */
  answers(method: string, answer: CometAnswer): void;
  close(): Promise<void>;
}

type Asked = FakeComet["calls"][number] & { readonly id: number };

/** Starts it on a free port of loopback. */
export async function startFakeComet(): Promise<FakeComet> {
  const answers = new Map<string, CometAnswer>();
  const calls: FakeComet["calls"] = [];
  const answer = ({ id, method, params }: Asked): object => {
    calls.push({ method, params });
    const result = answers.get(method)?.(params) ?? new Error(`Method not found: ${method}`);
    return result instanceof Error
      ? { jsonrpc: "2.0", id, error: { code: -32603, message: "Internal error", data: result.message } }
      : { jsonrpc: "2.0", id, result };
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const asked = JSON.parse(Buffer.concat(chunks).toString()) as Asked | Asked[];
      response.end(JSON.stringify(Array.isArray(asked) ? asked.map(answer) : answer(asked)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    answers: (method, answer) => void answers.set(method, answer),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
