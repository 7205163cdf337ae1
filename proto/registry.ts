import type { DescMethod, DescService } from "@bufbuild/protobuf";

import { type Codec, codecFor } from "./codecs.js";
import { didYouMean } from "./nearest.js";
import { type FieldSchema, type MessageSchema, option, registry, schemaOf } from "./schema.js";

/** A message that no transaction can carry, because nothing says who signs it. */
export class NotAMessageError extends Error {
  constructor(typeUrl: string) {
    super(`${typeUrl} does not say who must sign it (cosmos.msg.v1.signer), so no transaction can carry it`);
    this.name = "NotAMessageError";
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- messages of many types are asked alike
type GetSigners = (message: any) => string[];

/** Those who must sign one type of message. */
export interface Signers {
  /** The addresses, as the message spells them, in the order of its fields; one may be there twice. */
  readonly of: GetSigners;
  /** Whether they are operator addresses (`…valoper1…`) rather than account addresses. */
  readonly validators: boolean;
}

const signersByType = new Map<string, Signers>();

/**
 * Who must sign messages of a type, read from its `cosmos.msg.v1.signer` option; built once for each type.
 * @throws UnknownTypeError, NotAMessageError
 */
export function signersOf(typeUrl: string): Signers {
  const known = signersByType.get(typeUrl);
  if (known !== undefined) return known;
  const schema = schemaOf(typeUrl);
  const validators = { found: false };
  const signers: Signers = { of: signerReader(schema, validators, 0), validators: validators.found };
  signersByType.set(typeUrl, signers);
  return signers;
}

const maxSignerDepth = 32;

function signerReader(schema: MessageSchema, validators: { found: boolean }, depth: number): GetSigners {
  if (schema.signers.length === 0 || depth > maxSignerDepth) throw new NotAMessageError(schema.typeUrl);
  const readers = schema.signers.map((name) => {
    const field = schema.byName.get(name);
    if (field === undefined) throw new Error(`${schema.typeUrl} is signed by ${name}, which it does not have`);
    return fieldReader(field, validators, depth);
  });
  const [only] = readers;
  if (readers.length === 1 && only !== undefined) return only;
  return (message) => readers.flatMap((read) => read(message));
}

function fieldReader(field: FieldSchema, validators: { found: boolean }, depth: number): GetSigners {
  const { key } = field;
  if (field.message !== undefined) {
    const inner = signerReader(field.message, validators, depth + 1);
    if (field.repeated) return (message: Record<string, unknown[]>) => (message[key] ?? []).flatMap(inner);
    return (message: Record<string, unknown>) => (message[key] === undefined ? [] : inner(message[key]));
  }
  validators.found ||= field.scalar === "cosmos.ValidatorAddressString";
  if (field.repeated) return (message: Record<string, string[]>) => [...(message[key] ?? [])];
  return (message: Record<string, string>) => [message[key] ?? ""];
}

/** One way to call a method over HTTP, from its google.api.http option. */
export interface HttpBinding {
  readonly verb: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Such as `/cosmos/bank/v1beta1/balances/{address}/by_denom`. */
  readonly path: string;
  /** `*` when the body is the whole request, a field's name when it is that field, empty when there is none. */
  readonly body: string;
}

export interface MethodSchema {
  readonly name: string;
  /** As gRPC and `abci_query` spell it: `/cosmos.bank.v1beta1.Query/Balance`. */
  readonly path: string;
  readonly input: Codec;
  readonly output: Codec;
  readonly clientStreams: boolean;
  readonly serverStreams: boolean;
  readonly http: readonly HttpBinding[];
}

/** No service is known by the name given. */
export class UnknownServiceError extends Error {
  constructor(name: string) {
    super(`service "${name}" is not known${didYouMean(name, serviceNames())}`);
    this.name = "UnknownServiceError";
  }
}

/** Full names of all services in the descriptors. */
export function serviceNames(): string[] {
  return [...registry()].filter((descriptor) => descriptor.kind === "service").map(({ typeName }) => typeName);
}

/** The methods of a service such as `cosmos.bank.v1beta1.Query`, in the order of its file. @throws UnknownServiceError */
export function serviceMethods(name: string): MethodSchema[] {
  return serviceNamed(name).methods.map((method) => ({
    name: method.name,
    path: `/${name}/${method.name}`,
    input: codecFor(`/${method.input.typeName}`),
    output: codecFor(`/${method.output.typeName}`),
    clientStreams: method.methodKind === "client_streaming" || method.methodKind === "bidi_streaming",
    serverStreams: method.methodKind === "server_streaming" || method.methodKind === "bidi_streaming",
    http: httpBindings(method),
  }));
}

/** Whether the service's requests are messages that transactions carry (option cosmos.msg.v1.service). */
export function isMessageService(name: string): boolean {
  return option(serviceNamed(name), "cosmos.msg.v1.service", false);
}

function serviceNamed(name: string): DescService {
  const service = registry().getService(name);
  if (service === undefined) throw new UnknownServiceError(name);
  return service;
}

/** The google.api.HttpRule message as the descriptors define it. */
interface HttpRule {
  readonly pattern: { readonly case?: string; readonly value?: string };
  readonly body: string;
  readonly additionalBindings: readonly HttpRule[];
}

function httpBindings(method: DescMethod): HttpBinding[] {
  const rule = option<HttpRule | undefined>(method, "google.api.http", undefined);
  if (rule === undefined) return [];
  return [rule, ...rule.additionalBindings].map(({ pattern, body }) => ({
    verb: (pattern.case ?? "").toUpperCase() as HttpBinding["verb"],
    path: pattern.value ?? "",
    body,
  }));
}
