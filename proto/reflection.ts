import { descriptorBytes, registry } from "./schema.js";
import type { DescFile } from "@bufbuild/protobuf";

let byName: ReadonlyMap<string, Uint8Array> | undefined;
let bySymbol: ReadonlyMap<string, string> | undefined;

/** The bytes of each FileDescriptorProto, by file name such as `cosmos/bank/v1beta1/query.proto`, imports first. */
export function fileDescriptors(): ReadonlyMap<string, Uint8Array> {
  byName ??= splitFiles(descriptorBytes());
  return byName;
}

/**
 * The file that defines a package's message, field, enum, enum value, service, method or extension, given by its full
 * name; undefined when none does.
 */
export function fileOfSymbol(symbol: string): string | undefined {
  bySymbol ??= new Map([...registry().files].flatMap((file) => symbolsOf(file).map((name) => [name, protoName(file)])));
  return bySymbol.get(symbol);
}

/** The file that defines extension `number` of the message `typeName`; undefined when none does. */
export function fileOfExtension(typeName: string, number: number): string | undefined {
  const message = registry().getMessage(typeName);
  const extension = message && registry().getExtensionFor(message, number);
  return extension && protoName(extension.file);
}

/** The numbers of all extensions of the message `typeName`, ascending; undefined when the message is not known. */
export function extensionNumbers(typeName: string): number[] | undefined {
  if (registry().getMessage(typeName) === undefined) return undefined;
  return [...registry()]
    .flatMap((type) => (type.kind === "extension" && type.extendee.typeName === typeName ? [type.number] : []))
    .sort((a, b) => a - b);
}

/** `name` after all files that it imports, directly or not: what a client needs to understand it. */
export function withImports(name: string): string[] {
  const ordered = new Set<string>();
  const visit = (file: DescFile): void => {
    if (ordered.has(protoName(file))) return;
    for (const imported of file.dependencies) visit(imported);
    ordered.add(protoName(file));
  };
  const file = registry().getFile(name) ?? registry().getFile(name.replace(/\.proto$/, ""));
  if (file !== undefined) visit(file);
  return [...ordered];
}

const protoName = (file: DescFile): string => `${file.name}.proto`;

function symbolsOf(file: DescFile): string[] {
  const symbols: string[] = [];
  const addEnums = (enums: DescFile["enums"]): void => {
    for (const type of enums) {
      const scope = type.typeName.slice(0, type.typeName.lastIndexOf("."));
      symbols.push(type.typeName, ...type.values.map((value) => `${scope}.${value.name}`));
    }
  };
  const addMessages = (messages: DescFile["messages"]): void => {
    for (const type of messages) {
      symbols.push(type.typeName, ...type.fields.map((field) => `${type.typeName}.${field.name}`));
      symbols.push(...type.nestedExtensions.map((extension) => extension.typeName));
      addEnums(type.nestedEnums);
      addMessages(type.nestedMessages);
    }
  };
  addEnums(file.enums);
  addMessages(file.messages);
  symbols.push(...file.extensions.map((extension) => extension.typeName));
  for (const service of file.services) {
    symbols.push(service.typeName, ...service.methods.map((method) => `${service.typeName}.${method.name}`));
  }
  return symbols;
}

/** Cuts a FileDescriptorSet into its files: field 1, repeated, each starting with its name in field 1. */
function splitFiles(set: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at < set.length;) {
    const length = readLength(set, at + 1);
    const file = set.subarray(length.end, length.end + length.value);
    const name = readLength(file, 1);
    files.set(Buffer.from(file.subarray(name.end, name.end + name.value)).toString(), file);
    at = length.end + length.value;
  }
  return files;
}

function readLength(bytes: Uint8Array, at: number): { value: number; end: number } {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] ?? 0;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, end: at };
  }
}
