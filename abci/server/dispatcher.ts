import type { Logger } from "../app/logger.js";
import type { AbciApplication, ChecksAhead, EncodedResponse } from "./application.js";
import { codeOf, type Method, type PartialResponse, type RequestKind, type RequestOf } from "./requests.js";

/** Who asks: the connection, and whether its other end has gone. */
export interface Caller {
  readonly gone: boolean;
}

/** A handler failed where no answer may be guessed: the process has to end. */
export class FatalError extends Error {
  constructor(
    readonly method: Method,
    override readonly cause: unknown,
  ) {
    super(`${method} failed: ${cause instanceof Error ? cause.message : String(cause)}`);
    this.name = "FatalError";
  }
}

/** Calls the application's handlers for all connections, keeps exclusive calls apart, and turns throws into answers. */
export class Dispatcher {
  /** The exclusive call under way. */
  #current: { readonly caller: Caller; readonly done: Promise<unknown> } | undefined;
  #halted = false;

  constructor(
    private readonly application: AbciApplication & Partial<ChecksAhead>,
    private readonly logger: Logger,
  ) {}

  /** Whether the application makes use of `expectChecks`. */
  get looksAhead(): boolean {
    return this.application.expectChecks !== undefined;
  }

  /** Passes on which transactions are about to be checked. */
  expectChecks(txs: readonly Uint8Array[]): void {
    void this.application.expectChecks?.(txs);
  }

  /** True once a handler failed fatally: nothing is handled any more. */
  get halted(): boolean {
    return this.#halted;
  }

  /**
   * The bytes of the response, or undefined when the server has halted meanwhile.
   * @throws FatalError when the handler threw and no answer may be guessed
   */
  async answer<M extends Method>(
    kind: RequestKind<M>,
    request: RequestOf<M>,
    caller: Caller,
  ): Promise<EncodedResponse | undefined> {
    if (kind.exclusive) return this.#exclusively(kind, request, caller);
    if (kind.method === "info") while (this.#current?.caller.gone === true) await this.#current.done;
    return this.#halted ? undefined : this.#run(kind, request);
  }

  async #exclusively<M extends Method>(
    kind: RequestKind<M>,
    request: RequestOf<M>,
    caller: Caller,
  ): Promise<EncodedResponse | undefined> {
    while (this.#current !== undefined) await this.#current.done;
    if (this.#halted) return undefined;
    const running = this.#run(kind, request);
    this.#current = { caller, done: running.then(this.#release, this.#release) };
    return running;
  }

  readonly #release = (): void => {
    this.#current = undefined;
  };

  async #run<M extends Method>(kind: RequestKind<M>, request: RequestOf<M>): Promise<EncodedResponse> {
    try {
      const answer = await this.#call(kind.method, request);
      return isEncoded(answer) ? answer : kind.encode(answer as PartialResponse<M>);
    } catch (error) {
      const { onThrow, method } = kind;
      if (onThrow === "halt") {
        this.#halted = true;
        throw new FatalError(method, error);
      }
      this.logger.error("an ABCI handler failed", { method, error });
      return kind.encode(onThrow(request));
    }
  }

  #call<M extends Method>(method: M, request: RequestOf<M>): Promise<unknown> {
    const { application } = this;
    const handler = application[method] as ((request: RequestOf<M>) => Promise<unknown>) | undefined;
    if (handler !== undefined) return handler.call(application, request);
    return withoutOwnMempool(application, method, request as RequestOf<"insertTx">);
  }
}

const isEncoded = (answer: unknown): answer is EncodedResponse => answer instanceof Uint8Array || Array.isArray(answer);

/** What is answered to the two methods that an application may leave out. */
async function withoutOwnMempool(
  application: AbciApplication,
  method: Method,
  { tx }: RequestOf<"insertTx">,
): Promise<PartialResponse<"insertTx" | "reapTxs">> {
  return method === "insertTx" ? { code: codeOf(await application.checkTx({ tx, type: 0 })) } : { txs: [] };
}
