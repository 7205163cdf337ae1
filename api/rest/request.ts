import { codecFor } from "../../proto/codecs.js";
import { fromJson } from "../../proto/json-reader.js";
import { schemaOf } from "../../proto/schema.js";
import { encodeMessage } from "../../proto/writer.js";
import { RpcError } from "../status.js";
import { queryParameters, setParameter } from "./parameters.js";
import type { PathValues, Route } from "./template.js";

/**
 * The protobuf bytes of the request that a path, a query string and a body make together.
 * @throws RpcError INVALID_ARGUMENT that names the parameter or the field
 */
export function requestBytes(route: Route, values: PathValues, search: string, body: string | undefined): Uint8Array {
  const { typeUrl } = route.method.input;
  const schema = schemaOf(typeUrl);
  const request = bodyFields(route, typeUrl, body);
  if (route.binding.body !== "*") {
    const taken = new Set(values.map(([path]) => path.join(".")));
    for (const [name, texts] of queryParameters(search)) {
      if (!taken.has(name)) setParameter(schema, request, name.split("."), texts);
    }
  }
  for (const [path, text] of values) {
    const repeated = path.length === 1 && schema.byName.get(path[0] as string)?.repeated === true;
    setParameter(schema, request, path, repeated ? text.split(",") : [text]);
  }
  const codec = codecFor(typeUrl);
  return encodeMessage(codec, codec.fromPartial(request));
}

function bodyFields(route: Route, typeUrl: string, body: string | undefined): Record<string, unknown> {
  if (route.binding.body === "" || body === undefined || body.trim() === "") return {};
  if (route.binding.body !== "*") throw new RpcError("UNIMPLEMENTED", "bodies of single fields are not supported");
  try {
    return { ...fromJson(typeUrl, JSON.parse(body)) };
  } catch (error) {
    throw new RpcError("INVALID_ARGUMENT", error instanceof Error ? error.message : "the body is no JSON");
  }
}

/** A path's components, decoded one by one: an escaped slash belongs to its component. @throws RpcError */
export function pathParts(pathname: string): string[] {
  try {
    return pathname.slice(1).split("/").map(decodeURIComponent);
  } catch {
    throw new RpcError("INVALID_ARGUMENT", "the path is not properly escaped");
  }
}
