import type { HttpBinding, MethodSchema } from "../../proto/registry.js";

/** One way to call a method over HTTP. */
export interface Route {
  readonly method: MethodSchema;
  readonly binding: HttpBinding;
  readonly segments: readonly Segment[];
}

/** A part of a path: words, or a field's value; `rest` takes everything that is left, slashes too. */
export type Segment =
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "field"; readonly path: readonly string[]; readonly rest: boolean };

/** Values of a request's fields, as the path spells them. */
export type PathValues = readonly (readonly [path: readonly string[], value: string])[];

/** Reads a path template of google.api.http such as `/a/{b}/{c.d=**}`. @throws Error when it uses what no method here does */
export function parseTemplate(template: string): Segment[] {
  return template
    .slice(1)
    .split("/")
    .map((part, index, parts): Segment => {
      const field = /^\{([a-z0-9_.]+)(?:=(\*\*?))?\}$/.exec(part);
      if (field === null) {
        if (/[{}*]/.test(part)) throw new Error(`the path template ${template} is not understood`);
        return { kind: "words", text: part };
      }
      const rest = field[2] === "**";
      if (rest && index < parts.length - 1) throw new Error(`${template}: ** has to come last`);
      return { kind: "field", path: (field[1] as string).split("."), rest };
    });
}

/** Finds the method that a path calls; among those that fit, the one whose words come first in the path. */
export class Routes {
  private readonly byVerb = new Map<string, Route[]>();
  readonly all: readonly Route[];

  constructor(methods: readonly MethodSchema[]) {
    this.all = methods.flatMap((method) =>
      method.http.map((binding) => ({ method, binding, segments: parseTemplate(binding.path) })),
    );
    for (const route of this.all) {
      const routes = this.byVerb.get(route.binding.verb) ?? [];
      routes.push(route);
      this.byVerb.set(route.binding.verb, routes);
    }
    for (const routes of this.byVerb.values()) routes.sort(moreWordsFirst);
  }

  /** @param parts the path's components, decoded */
  find(verb: string, parts: readonly string[]): { route: Route; values: PathValues } | undefined {
    for (const route of this.byVerb.get(verb) ?? []) {
      const values = match(route.segments, parts);
      if (values !== undefined) return { route, values };
    }
    return undefined;
  }
}

/** `/validatorsets/latest` is asked before `/validatorsets/{height}`. */
function moreWordsFirst(a: Route, b: Route): number {
  for (let at = 0; at < a.segments.length && at < b.segments.length; at++) {
    const byKind = Number(rank(a.segments[at])) - Number(rank(b.segments[at]));
    if (byKind !== 0) return byKind;
  }
  return 0;
}

const rank = (segment: Segment | undefined): number => (segment?.kind !== "field" ? 0 : segment.rest ? 2 : 1);

function match(segments: readonly Segment[], parts: readonly string[]): PathValues | undefined {
  const last = segments[segments.length - 1];
  const open = last?.kind === "field" && last.rest;
  if (open ? parts.length < segments.length : parts.length !== segments.length) return undefined;
  const values: [readonly string[], string][] = [];
  for (const [at, segment] of segments.entries()) {
    const part = parts[at] as string;
    if (segment.kind === "words") {
      if (segment.text !== part) return undefined;
    } else values.push([segment.path, segment.rest ? parts.slice(at).join("/") : part]);
  }
  return values;
}
