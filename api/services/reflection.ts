import type { ReflectionService as Interfaces } from "cosmjs-types/cosmos/base/reflection/v1beta1/reflection";
import type { QueryService, ServiceBinding } from "../../abci/state/module.js";
import type { ReflectionService } from "../../proto/generated/cosmos/base/reflection/v2alpha1/reflection.js";
import { isMessageService, serviceMethods, serviceNames } from "../../proto/registry.js";
import { option, registry } from "../../proto/schema.js";
import { servicesOf } from "../grpc/server.js";
import { RpcError } from "../status.js";

export interface ReflectionParts {
  /** Paths of all methods that are served; asked when it is needed. */
  readonly paths: () => readonly string[];
  /** Whether a message of this type can be executed. */
  readonly handles: (typeUrl: string) => boolean;
}

/** The interface that every message of a transaction fills. */
const MESSAGE = "cosmos.base.v1beta1.Msg";

/** `cosmos.base.reflection` in both versions: what can be packed where, what can be asked and sent. */
export const reflectionServices = (
  parts: ReflectionParts,
): readonly [ServiceBinding<QueryService<Interfaces>>, ServiceBinding<QueryService<ReflectionService>>] => {
  const messages = once(() => executableMessages(parts.handles));
  const interfaces = once(() => new Map([...implementations(), [MESSAGE, messages()]]));
  return [
    {
      service: "cosmos.base.reflection.v1beta1.ReflectionService",
      handlers: {
        async ListAllInterfaces() {
          return { interfaceNames: [...interfaces().keys()].sort() };
        },
        async ListImplementations(_ctx, { interfaceName }) {
          const names = interfaces().get(interfaceName);
          if (names === undefined) {
            throw new RpcError("NOT_FOUND", `interface ${JSON.stringify(interfaceName.slice(0, 100))} is not known`);
          }
          return { implementationMessageNames: names };
        },
      },
    },
    {
      service: "cosmos.base.reflection.v2alpha1.ReflectionService",
      handlers: descriptors(parts, messages, interfaces),
    },
  ];
};

const signModes = [
  ["SIGN_MODE_DIRECT", 1],
  ["SIGN_MODE_DIRECT_AUX", 3],
  ["SIGN_MODE_LEGACY_AMINO_JSON", 127],
] as const;

function descriptors(
  { paths }: ReflectionParts,
  messages: () => string[],
  interfaces: () => Map<string, string[]>,
): QueryService<ReflectionService> {
  return {
    async GetAuthnDescriptor() {
      return {
        authn: {
          signModes: signModes.map(([name, number]) => ({ name, number, authnInfoProviderMethodFullname: "" })),
        },
      };
    },
    async GetChainDescriptor(ctx) {
      return { chain: { id: ctx.block.chainId } };
    },
    async GetCodecDescriptor() {
      const entries = [...interfaces()].map(([fullname, typeUrls]) => ({
        fullname,
        interfaceAcceptingMessages: [],
        interfaceImplementers: typeUrls.map((typeUrl) => ({ fullname: typeUrl.slice(1), typeUrl })),
      }));
      return { codec: { interfaces: entries } };
    },
    async GetConfigurationDescriptor(ctx) {
      return { config: { bech32AccountAddressPrefix: ctx.addresses.prefix } };
    },
    async GetQueryServicesDescriptor() {
      const served = new Set(paths());
      const queryServices = servicesOf(paths()).map((fullname) => ({
        fullname,
        isModule: fullname.endsWith(".Query"),
        methods: serviceMethods(fullname)
          .filter(({ path }) => served.has(path))
          .map(({ name, path }) => ({ name, fullQueryPath: path })),
      }));
      return { queries: { queryServices } };
    },
    async GetTxDescriptor() {
      return { tx: { fullname: "cosmos.tx.v1beta1.Tx", msgs: messages().map((msgTypeUrl) => ({ msgTypeUrl })) } };
    },
  };
}

function executableMessages(handles: (typeUrl: string) => boolean): string[] {
  return serviceNames()
    .filter(isMessageService)
    .flatMap(serviceMethods)
    .map(({ input }) => input.typeUrl)
    .filter(handles)
    .sort();
}

/** Type URLs by the interface that they fill, from the option that says so on each message. */
function implementations(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const type of registry()) {
    if (type.kind !== "message") continue;
    for (const name of option(type, "cosmos_proto.implements_interface", [] as readonly string[])) {
      found.set(name, [...(found.get(name) ?? []), `/${type.typeName}`].sort());
    }
  }
  return found;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
