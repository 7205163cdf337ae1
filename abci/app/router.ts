import { type Codec, codecFor, codecs } from "../../proto/codecs.js";
import { DecodeError, decodeMessage } from "../../proto/reader.js";
import { NotAMessageError, serviceMethods, type Signers, signersOf } from "../../proto/registry.js";
import { encodeMessage } from "../../proto/writer.js";
import type { ReadContext, WriteContext } from "../state/context.js";
import { assert, sdk } from "../state/errors.js";
import type { MessageRouter, ModuleDefinition, PackedMessage } from "../state/module.js";

interface Route {
  readonly handler: (ctx: WriteContext, message: unknown) => Promise<unknown>;
  readonly response: Codec<unknown>;
}

/** Finds the handler of a message by its type URL. Filled once, when the chain is wired; complete before start. */
export class Router implements MessageRouter {
  private readonly routes = new Map<string, Route>();

  /** Adds all message handlers of the modules; two handlers for one message are a fault of the wiring. */
  mount(modules: readonly ModuleDefinition[]): void {
    for (const { messages = [] } of modules) {
      for (const { service, handlers } of messages) {
        for (const method of serviceMethods(service)) {
          const handler = handlers[method.name];
          assert(handler !== undefined, `${service} has no handler for ${method.name}`);
          const typeUrl = method.input.typeUrl;
          assert(!this.routes.has(typeUrl), `${typeUrl} has two handlers`);
          this.routes.set(typeUrl, { handler, response: method.output });
        }
      }
    }
  }

  /** All messages that have a handler. */
  typeUrls(): string[] {
    return [...this.routes.keys()];
  }

  handles(typeUrl: string): boolean {
    return this.routes.has(typeUrl);
  }

  signersOf(ctx: ReadContext, message: PackedMessage): Uint8Array[] {
    const codec = codecs.get(message.typeUrl);
    if (codec === undefined) throw sdk.unknownRequest(`no message of type ${message.typeUrl}`);
    const value = decoded(codec, message);
    const { of, validators } = signersOfMessage(message.typeUrl);
    return of(value).map((text) => (validators ? ctx.addresses.parseOperator(text) : ctx.addresses.parse(text)));
  }

  async execute(ctx: WriteContext, message: PackedMessage): Promise<PackedMessage> {
    this.route(message.typeUrl);
    const value: unknown = decodeMessage(codecFor(message.typeUrl), message.value);
    return ctx.branch((inner) => this.run(inner, message.typeUrl, value));
  }

  /** Runs the handler of a decoded message in the given context. */
  async run(ctx: WriteContext, typeUrl: string, value: unknown): Promise<PackedMessage> {
    const { handler, response } = this.route(typeUrl);
    const result = await handler(ctx, value);
    return { typeUrl: response.typeUrl, value: encodeMessage(response, result) };
  }

  private route(typeUrl: string): Route {
    const route = this.routes.get(typeUrl);
    if (route === undefined) throw sdk.unknownRequest(`no message handler found for ${typeUrl}`);
    return route;
  }
}

/** @throws sdk.unknownRequest for a type that no transaction can carry */
function signersOfMessage(typeUrl: string): Signers {
  try {
    return signersOf(typeUrl);
  } catch (error) {
    if (error instanceof NotAMessageError) throw sdk.unknownRequest(error.message);
    throw error;
  }
}

/** @throws sdk.txDecode when the bytes are no such message */
function decoded(codec: Codec, { typeUrl, value }: PackedMessage): unknown {
  try {
    return decodeMessage(codec, value);
  } catch (error) {
    if (error instanceof DecodeError) throw sdk.txDecode(`${typeUrl}: ${error.message}`);
    throw error;
  }
}
