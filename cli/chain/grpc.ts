import type { ServiceError } from "@grpc/grpc-js";
import { CliError } from "../errors.js";
import type { Invocation } from "../invocation.js";
import { type AbciAnswer, type Application, NodeError, nodeOf, TIMEOUT_MS } from "./node.js";

const HEIGHT = "x-cosmos-block-height";

/** gRPC's codes of a server that is not there, or not in time. */
const UNREACHED: readonly number[] = [4, 14];

/** A node's application over gRPC. */
export class GrpcApplication implements Application {
  /** @param insecure without TLS, as on loopback */
  constructor(
    private readonly address: string,
    private readonly insecure: boolean,
  ) {}

  /** A query at a height (0n: the latest). @throws NodeError with the node's words, CliError when it cannot be reached */
  async abciQuery(path: string, data: Uint8Array, height = 0n): Promise<AbciAnswer> {
    // Loaded here, so that commands which do not ask over gRPC start without it.
    const { Client, credentials, Metadata } = await import("@grpc/grpc-js");
    const client = new Client(this.address, this.insecure ? credentials.createInsecure() : credentials.createSsl());
    const metadata = new Metadata();
    if (height > 0n) metadata.set(HEIGHT, height.toString());
    const deadline = Date.now() + TIMEOUT_MS;
    const bytes = (value: Buffer): Buffer => value;
    try {
      return await new Promise<AbciAnswer>((resolve, reject) => {
        let answeredAt = 0n;
        client
          .makeUnaryRequest(path, bytes, bytes, Buffer.from(data), metadata, { deadline }, (error, value) => {
            if (error !== null) reject(this.failure(error));
            else resolve({ value: Uint8Array.from(value ?? []), height: answeredAt });
          })
          .on("metadata", (first) => (answeredAt = BigInt(first.get(HEIGHT)[0]?.toString() ?? "0")));
      });
    } finally {
      client.close();
    }
  }

  private failure({ code, details }: ServiceError): Error {
    if (!UNREACHED.includes(code)) return new NodeError("gRPC", details);
    return new CliError(`no node answers gRPC at ${this.address}: ${details}`, {
      hint: this.insecure
        ? "the address is host:port, such as localhost:9090"
        : "a server without TLS, such as a node's own, needs --grpc-insecure",
    });
  }
}

/** Where a command asks the application: over gRPC with --grpc-addr, else through CometBFT's RPC. */
export function applicationOf(call: Invocation): Application {
  const address = call.string("grpc-addr") ?? "";
  return address === "" ? nodeOf(call) : new GrpcApplication(address, call.boolean("grpc-insecure"));
}
