import * as abci from "cosmjs-types/tendermint/abci/types";
import { type Decoder, DecodeError, decodeMessage } from "../../proto/reader.js";
import { type Encoder, encodeMessage } from "../../proto/writer.js";
import type { AbciApplication } from "./application.js";
import { RequestInsertTx, RequestReapTxs, ResponseInsertTx, ResponseReapTxs } from "./mempool-codecs.js";

export type Method = keyof AbciApplication;
type Handler<M extends Method> = NonNullable<AbciApplication[M]>;
export type RequestOf<M extends Method> = Parameters<Handler<M>>[0];
export type PartialResponse<M extends Method> = Exclude<Awaited<ReturnType<Handler<M>>>, Uint8Array>;

/**
 * What a throw of the handler means: `halt` ends the process, because a guessed answer could fork the chain. Otherwise
 * the answer that is given instead: CometBFT ends itself on an exception in any call, and no client may cause that.
 */
type OnThrow<M extends Method> = "halt" | ((request: RequestOf<M>) => PartialResponse<M>);

/** One request of ABCI: how it is read, how its answer is written, and how its handler is run. */
export interface RequestKind<M extends Method = Method> {
  readonly method: M;
  readonly decode: (body: Uint8Array) => RequestOf<M>;
  readonly encode: (answer: PartialResponse<M>) => Uint8Array;
  /** Never overlaps with another exclusive call. */
  readonly exclusive: boolean;
  readonly onThrow: OnThrow<M>;
}

function kind<M extends Method, Response>(
  method: M,
  request: Decoder<RequestOf<M>>,
  response: Encoder<Response> & { fromPartial(answer: object): Response },
  rest: { readonly exclusive?: boolean; readonly onThrow: OnThrow<M> },
): RequestKind<M> {
  return {
    method,
    decode: (body) => decodeMessage(request, body),
    encode: (answer) => encodeMessage(response, response.fromPartial(answer)),
    exclusive: rest.exclusive ?? false,
    onThrow: rest.onThrow,
  };
}

/** What is told of an unexpected failure: nothing that could differ between nodes or give away their insides. */
const internalError = { code: 1, codespace: "undefined", log: "internal error" } as const;

const inConsensus = { exclusive: true, onThrow: "halt" } as const;
const { REJECT: rejectOffer } = abci.ResponseOfferSnapshot_Result;
const { REJECT_SNAPSHOT: rejectSnapshot } = abci.ResponseApplySnapshotChunk_Result;

/** Every request that the application answers, by its field number in `Request`. */
const kinds: { readonly [field: number]: { readonly [M in Method]: RequestKind<M> }[Method] } = {
  3: kind("info", abci.RequestInfo, abci.ResponseInfo, { onThrow: "halt" }),
  5: kind("initChain", abci.RequestInitChain, abci.ResponseInitChain, inConsensus),
  6: kind("query", abci.RequestQuery, abci.ResponseQuery, {
    onThrow: ({ height }) => ({ ...internalError, height }),
  }),
  8: kind("checkTx", abci.RequestCheckTx, abci.ResponseCheckTx, { onThrow: () => internalError }),
  11: kind("commit", abci.RequestCommit, abci.ResponseCommit, inConsensus),
  12: kind("listSnapshots", abci.RequestListSnapshots, abci.ResponseListSnapshots, { onThrow: () => ({}) }),
  13: kind("offerSnapshot", abci.RequestOfferSnapshot, abci.ResponseOfferSnapshot, {
    exclusive: true,
    onThrow: () => ({ result: rejectOffer }),
  }),
  14: kind("loadSnapshotChunk", abci.RequestLoadSnapshotChunk, abci.ResponseLoadSnapshotChunk, {
    onThrow: () => ({}),
  }),
  15: kind("applySnapshotChunk", abci.RequestApplySnapshotChunk, abci.ResponseApplySnapshotChunk, {
    exclusive: true,
    onThrow: () => ({ result: rejectSnapshot }),
  }),
  16: kind("prepareProposal", abci.RequestPrepareProposal, abci.ResponsePrepareProposal, inConsensus),
  17: kind("processProposal", abci.RequestProcessProposal, abci.ResponseProcessProposal, inConsensus),
  18: kind("extendVote", abci.RequestExtendVote, abci.ResponseExtendVote, inConsensus),
  19: kind("verifyVoteExtension", abci.RequestVerifyVoteExtension, abci.ResponseVerifyVoteExtension, inConsensus),
  20: kind("finalizeBlock", abci.RequestFinalizeBlock, abci.ResponseFinalizeBlock, inConsensus),
  21: kind("insertTx", RequestInsertTx, ResponseInsertTx, { onThrow: () => ({ code: internalError.code }) }),
  22: kind("reapTxs", RequestReapTxs, ResponseReapTxs, { onThrow: () => ({}) }),
};

const byField: (RequestKind | undefined)[] = [];
for (const [field, each] of Object.entries(kinds)) byField[Number(field)] = each;

/** The two requests that the server answers itself. */
export const ECHO = 1;
export const FLUSH = 2;
/** Field number of the exception in `Response`; every other answer's number is its request's plus one. */
export const EXCEPTION = 1;

const DELIMITED = 2;

/** A request whose body has not been read yet. */
export interface Envelope {
  readonly field: number;
  /** Undefined for Echo and Flush. */
  readonly kind: RequestKind | undefined;
  readonly body: Uint8Array;
}

/** Opens a frame, which holds a `Request` of one value. @throws DecodeError when it is none that ABCI has */
export function openEnvelope(frame: Uint8Array): Envelope {
  const [tag, afterTag] = headerVarint(frame, 0);
  const [length, start] = headerVarint(frame, afterTag);
  const field = Math.floor(tag / 8);
  const kind = byField[field];
  if (tag % 8 !== DELIMITED || (kind === undefined && field !== ECHO && field !== FLUSH))
    throw new DecodeError(`ABCI has no request with field ${field} of wire type ${tag % 8}`);
  if (start + length !== frame.length)
    throw new DecodeError(
      `the request's body is ${length} bytes by its header, and ${frame.length - start} in its frame`,
    );
  return { field, kind, body: frame.subarray(start) };
}

/** A varint of up to 35 bits, and where it ends. */
function headerVarint(frame: Uint8Array, start: number): readonly [number, number] {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = frame[start + i];
    if (byte === undefined) throw new DecodeError("the request ends within its header");
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return [value, start + i + 1];
  }
  throw new DecodeError("a number in the request's header takes more than 5 bytes");
}

/** The transaction that a frame asks CheckTx about for the first time; undefined for anything else, malformed or not. */
export function checkedTransaction(frame: Uint8Array): Uint8Array | undefined {
  try {
    const { kind, body } = openEnvelope(frame);
    if (kind?.method !== "checkTx") return undefined;
    const { tx, type } = kind.decode(body) as abci.RequestCheckTx;
    return type === abci.CheckTxType.NEW ? tx : undefined;
  } catch {
    // It is said when the frame is handled.
    return undefined;
  }
}

/** The text that Echo asks to be given back. @throws DecodeError */
export const readEcho = (body: Uint8Array): string => decodeMessage(abci.RequestEcho, body).message;
export const encodeEcho = (message: string): Uint8Array => encodeMessage(abci.ResponseEcho, { message });
export const encodeException = (error: string): Uint8Array => encodeMessage(abci.ResponseException, { error });

/** The code in an answer to CheckTx, which may be encoded already. */
export function codeOf(answer: Partial<abci.ResponseCheckTx> | Uint8Array): number {
  return (answer instanceof Uint8Array ? decodeMessage(abci.ResponseCheckTx, answer) : answer).code ?? 0;
}
