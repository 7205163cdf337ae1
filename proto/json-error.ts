/**
 * A message that has no JSON form, or JSON that is not the message asked for; `path` says where. In a file of its own, as
 * whoever reads JSON text alone does without the schemas of all messages.
 */
export class JsonError extends Error {
  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(path === "" ? reason : `${path}: ${reason}`);
    this.name = "JsonError";
  }
}
