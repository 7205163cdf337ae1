import { type MethodSchema, serviceMethods } from "../../proto/registry.js";
import { type FieldSchema, type MessageSchema, schemaOf } from "../../proto/schema.js";
import { servicesOf } from "../grpc/server.js";

type Json = Readonly<Record<string, unknown>>;

/** How deep query parameters reach into messages: pagination.limit, and one more. */
const MAX_PARAMETER_DEPTH = 3;

/** The OpenAPI 3 document of these methods' HTTP bindings, made of their descriptors. */
export function buildOpenApi(methodPaths: readonly string[], version: string): Json {
  const served = new Set(methodPaths);
  const methods = servicesOf(methodPaths)
    .flatMap(serviceMethods)
    .filter(({ path }) => served.has(path));
  const components = new Components();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const method of methods) {
    for (const { verb, path, body } of method.http) {
      const operations = (paths[path.replaceAll("=**}", "}")] ??= {});
      operations[verb.toLowerCase()] ??= operation(method, path, body, components);
    }
  }
  return {
    openapi: "3.0.3",
    info: {
      title: "Echoin",
      version,
      description:
        "Committed state over HTTP. Every request may carry x-cosmos-block-height to ask for a past height. 64-bit " +
        "integers are text, bytes are base64, and packed messages say their type in @type.",
    },
    paths,
    components: { schemas: components.schemas },
  };
}

function operation(method: MethodSchema, path: string, body: string, components: Components): Json {
  const service = method.path.split("/")[1] as string;
  const input = schemaOf(method.input.typeUrl);
  const inPath = new Set([...path.matchAll(/\{([a-z0-9_.]+)/g)].map((found) => found[1] as string));
  const errors = { description: "What went wrong", content: jsonContent(components.error()) };
  return {
    operationId: method.path.slice(1).replaceAll(/[./]/g, "_"),
    summary: method.path.slice(1),
    tags: [service],
    parameters: [
      ...parameters(input, { inPath, prefix: "", depth: 0, hasBody: body === "*" }),
      {
        name: "x-cosmos-block-height",
        in: "header",
        required: false,
        schema: { type: "string", format: "int64" },
        description: "The height to answer for; the latest when it is left out.",
      },
    ],
    ...(body === "*" && { requestBody: { required: true, content: jsonContent(components.reference(input)) } }),
    responses: {
      "200": { description: "The answer", content: jsonContent(components.reference(schemaOf(method.output.typeUrl))) },
      default: errors,
    },
  };
}

interface Place {
  readonly inPath: ReadonlySet<string>;
  readonly prefix: string;
  readonly depth: number;
  readonly hasBody: boolean;
}

function parameters(schema: MessageSchema, place: Place): Json[] {
  return schema.fields.flatMap((field): Json[] => {
    const name = `${place.prefix}${field.name}`;
    if (place.inPath.has(name)) {
      return [{ name, in: "path", required: true, schema: simple(field) }];
    }
    if (place.hasBody || field.mapKey !== undefined) return [];
    if (field.message !== undefined && field.message.typeName !== "google.protobuf.Timestamp") {
      if (field.repeated || place.depth + 1 >= MAX_PARAMETER_DEPTH) return [];
      return parameters(field.message, { ...place, prefix: `${name}.`, depth: place.depth + 1 });
    }
    const schemaOfField = field.repeated ? { type: "array", items: simple(field) } : simple(field);
    return [{ name, in: "query", required: false, schema: schemaOfField }];
  });
}

const jsonContent = (schema: Json): Json => ({ "application/json": { schema } });

/** The JSON of a field that is no message of its own. */
function simple(field: FieldSchema): Json {
  switch (field.kind) {
    case "bool":
      return { type: "boolean" };
    case "int32":
    case "sint32":
    case "sfixed32":
      return { type: "integer", format: "int32" };
    case "uint32":
    case "fixed32":
      return { type: "integer", format: "int64", minimum: 0 };
    case "int64":
    case "sint64":
    case "sfixed64":
      return { type: "string", format: "int64" };
    case "uint64":
    case "fixed64":
      return { type: "string", format: "uint64" };
    case "float":
    case "double":
      return { type: "number" };
    case "bytes":
      return { type: "string", format: "byte" };
    case "enum":
      return { type: "string", enum: [...(field.enumeration?.numberOf.keys() ?? [])] };
    case "message":
    case "string":
      return { type: "string" };
  }
}

/** Messages by name, each once, with all those that they hold. */
class Components {
  readonly schemas: Record<string, Json> = {};

  reference(schema: MessageSchema): Json {
    const special = wellKnown[schema.typeName];
    if (special !== undefined) return special;
    if (this.schemas[schema.typeName] === undefined) {
      const properties: Record<string, Json> = {};
      // Stands before its fields are looked at: messages may hold themselves.
      this.schemas[schema.typeName] = { type: "object", properties };
      for (const field of schema.fields) properties[field.name] = this.field(field);
    }
    return { $ref: `#/components/schemas/${schema.typeName}` };
  }

  error(): Json {
    this.schemas["google.rpc.Status"] ??= {
      type: "object",
      properties: {
        code: { type: "integer", format: "int32", description: "gRPC status code" },
        message: { type: "string" },
        details: { type: "array", items: wellKnown["google.protobuf.Any"] },
      },
    };
    return { $ref: "#/components/schemas/google.rpc.Status" };
  }

  private field(field: FieldSchema): Json {
    const value = field.message === undefined ? simple(field) : this.reference(field.message);
    if (field.mapKey !== undefined) return { type: "object", additionalProperties: value };
    return field.repeated ? { type: "array", items: value } : value;
  }
}

const wellKnown: Readonly<Record<string, Json | undefined>> = {
  "google.protobuf.Any": {
    type: "object",
    properties: { "@type": { type: "string" } },
    additionalProperties: true,
  },
  "google.protobuf.Timestamp": { type: "string", format: "date-time" },
  "google.protobuf.Duration": { type: "string" },
};
