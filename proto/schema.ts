import { gunzipSync } from "node:zlib";

import {
  createFileRegistry,
  type DescEnum,
  type DescExtension,
  type DescField,
  type DescMessage,
  type DescMethod,
  type DescService,
  type FileRegistry,
  fromBinary,
  getOption,
  ScalarType,
} from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";

import { UnknownTypeError } from "./codecs.js";
import { descriptorSet } from "./generated/descriptors.js";

let packed: Uint8Array | undefined;
let files: FileRegistry | undefined;

/** The bytes of the google.protobuf.FileDescriptorSet with every file that the chain speaks, imports first. */
export function descriptorBytes(): Uint8Array {
  packed ??= gunzipSync(Buffer.from(descriptorSet, "base64"));
  return packed;
}

/** Every message, service and option that the chain speaks, by full name; built at the first call (about 0.1 s). */
export function registry(): FileRegistry {
  files ??= createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorBytes()));
  return files;
}

/** A scalar type by its name in .proto files, or what the field holds instead. */
export type FieldKind =
  | ("int32" | "int64" | "uint32" | "uint64" | "sint32" | "sint64" | "fixed32" | "fixed64" | "sfixed32" | "sfixed64")
  | ("bool" | "string" | "bytes" | "float" | "double" | "enum" | "message");

/** A field with the options that decide how it is printed, read and signed. */
export interface FieldSchema {
  readonly number: number;
  /** Its name in the .proto file: snake_case. */
  readonly name: string;
  /** Its key in message objects and in camelCase JSON. */
  readonly key: string;
  /** What it holds; of a map, what the values are. */
  readonly kind: FieldKind;
  readonly repeated: boolean;
  /** The kind of a map's keys; undefined when the field is no map. */
  readonly mapKey: FieldKind | undefined;
  /** Whether absence differs from zero. */
  readonly optional: boolean;
  /** Name of the oneof that the field stands in. */
  readonly oneof: string | undefined;
  readonly message: MessageSchema | undefined;
  readonly enumeration: EnumSchema | undefined;
  /** gogoproto.nullable: false means that Go programs always write the field and print its zero value. */
  readonly nullable: boolean;
  /** gogoproto.customtype: the Go type, which may print itself otherwise than its kind does. */
  readonly customType: string;
  readonly castType: string;
  /** gogoproto.embed, and gogoproto.stdtime or stdduration. */
  readonly standardTime: boolean;
  /** cosmos_proto.scalar, such as cosmos.AddressString or cosmos.Dec. */
  readonly scalar: string;
  /** cosmos_proto.accepts_interface: what an Any may hold. */
  readonly acceptsInterface: string;
  readonly amino: AminoFieldOptions;
}

export interface AminoFieldOptions {
  readonly name: string;
  readonly dontOmitEmpty: boolean;
  readonly encoding: string;
  readonly oneofName: string;
}

export interface MessageSchema {
  readonly typeName: string;
  readonly typeUrl: string;
  /** In the order of the .proto file. */
  readonly fields: readonly FieldSchema[];
  readonly byNumber: ReadonlyMap<number, FieldSchema>;
  /** By snake_case and by camelCase name. */
  readonly byName: ReadonlyMap<string, FieldSchema>;
  readonly oneofs: readonly string[];
  /** amino.name: the legacy type name; empty when there is none. */
  readonly aminoName: string;
  readonly aminoEncoding: string;
  /** cosmos.msg.v1.signer: names of the fields that hold those who must sign. */
  readonly signers: readonly string[];
}

export interface EnumSchema {
  readonly typeName: string;
  readonly nameOf: ReadonlyMap<number, string>;
  readonly numberOf: ReadonlyMap<string, number>;
}

const schemas = new Map<string, MessageSchema>();
const enums = new Map<string, EnumSchema>();

/** The schema of a message type, given by type URL or full name. @throws UnknownTypeError */
export function schemaOf(typeUrl: string): MessageSchema {
  const typeName = typeUrl.startsWith("/") ? typeUrl.slice(1) : typeUrl;
  const known = schemas.get(typeName);
  if (known !== undefined) return known;
  const descriptor = registry().getMessage(typeName);
  if (descriptor === undefined) throw new UnknownTypeError(typeUrl);
  const schema = messageSchema(descriptor);
  schemas.set(typeName, schema);
  return schema;
}

/** Whether a type URL names a message that the chain speaks. */
export function isKnownType(typeUrl: string): boolean {
  return (
    typeUrl.startsWith("/") && (schemas.has(typeUrl.slice(1)) || registry().getMessage(typeUrl.slice(1)) !== undefined)
  );
}

function messageSchema(descriptor: DescMessage): MessageSchema {
  const fields = descriptor.fields.map(fieldSchema);
  return {
    typeName: descriptor.typeName,
    typeUrl: `/${descriptor.typeName}`,
    fields,
    byNumber: new Map(fields.map((field) => [field.number, field])),
    byName: new Map(fields.flatMap((field) => [field.key, field.name].map((name) => [name, field] as const))),
    oneofs: descriptor.oneofs.map(({ name }) => name),
    aminoName: option(descriptor, "amino.name", ""),
    aminoEncoding: option(descriptor, "amino.message_encoding", ""),
    signers: option(descriptor, "cosmos.msg.v1.signer", [] as readonly string[]),
  };
}

function fieldSchema(field: DescField): FieldSchema {
  const { message, enum: enumeration } = field;
  const schema = {
    number: field.number,
    name: field.name,
    key: field.name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    kind: kindOf(field),
    repeated: field.fieldKind === "list",
    mapKey: field.fieldKind === "map" ? scalarKind(field.mapKey) : undefined,
    optional: field.fieldKind === "message" || field.proto.proto3Optional || field.oneof !== undefined,
    oneof: field.oneof?.name,
    enumeration: enumeration === undefined ? undefined : enumSchema(enumeration),
    nullable: option(field, "gogoproto.nullable", true),
    customType: option(field, "gogoproto.customtype", ""),
    castType: option(field, "gogoproto.casttype", ""),
    standardTime: option(field, "gogoproto.stdtime", false) || option(field, "gogoproto.stdduration", false),
    scalar: option(field, "cosmos_proto.scalar", ""),
    acceptsInterface: option(field, "cosmos_proto.accepts_interface", ""),
    amino: {
      name: option(field, "amino.field_name", field.name),
      dontOmitEmpty: option(field, "amino.dont_omitempty", false),
      encoding: option(field, "amino.encoding", ""),
      oneofName: option(field, "amino.oneof_name", ""),
    },
  };
  // Message types may hold themselves, so that a field's message is looked up when it is needed.
  return Object.defineProperty(schema as FieldSchema, "message", {
    enumerable: true,
    configurable: true,
    get(this: FieldSchema): MessageSchema | undefined {
      const value = message === undefined ? undefined : schemaOf(message.typeName);
      Object.defineProperty(this, "message", { value, enumerable: true });
      return value;
    },
  });
}

function enumSchema(descriptor: DescEnum): EnumSchema {
  const known = enums.get(descriptor.typeName);
  if (known !== undefined) return known;
  const { typeName, values } = descriptor;
  const schema: EnumSchema = {
    typeName,
    // Of two names for one number the first counts.
    nameOf: new Map([...values].reverse().map((value) => [value.number, value.name])),
    numberOf: new Map(values.map((value) => [value.name, value.number])),
  };
  enums.set(typeName, schema);
  return schema;
}

function kindOf(field: DescField): FieldKind {
  if (field.message !== undefined) return "message";
  return field.scalar === undefined ? "enum" : scalarKind(field.scalar);
}

const scalarKind = (scalar: ScalarType): FieldKind => ScalarType[scalar].toLowerCase() as FieldKind;

const extensions = new Map<string, DescExtension>();

/** What options stand on. */
type Optioned = DescMessage | DescField | DescService | DescMethod;

/** The value of a custom option such as `amino.name`, or `otherwise` when it is not set. */
export function option<T>(descriptor: Optioned, name: string, otherwise: T): T {
  const set = descriptor.proto.options?.$unknown;
  if (set === undefined) return otherwise;
  const extension = extensionOf(name);
  if (!set.some(({ no }) => no === extension.number)) return otherwise;
  // The library's type ties an extension's value to the kind of descriptor, which is not known here.
  return (getOption as (from: Optioned, extension: DescExtension) => unknown)(descriptor, extension) as T;
}

/** The extension that defines a custom option. */
function extensionOf(name: string): DescExtension {
  const known = extensions.get(name) ?? registry().getExtension(name);
  if (known === undefined) throw new Error(`the option ${name} is not in the descriptors`);
  extensions.set(name, known);
  return known;
}
