import type { Reply } from "./node.js";
import type { Request } from "./requests.js";

type Ask = (method: string, ...params: unknown[]) => Promise<Reply>;

/** Where two replies are not the same. */
export interface Difference {
  readonly path: string;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** A difference that is meant: in which requests, at which places, and why. */
export interface Allowed {
  readonly request: RegExp;
  readonly path: RegExp;
  /** What our reply has to have there; anything where it is left out. */
  readonly ours?: readonly unknown[];
  readonly why: string;
}

/** Field by field; a field that one side leaves out is undefined. */
export function differences(ours: unknown, theirs: unknown, path = ""): Difference[] {
  if (isObject(ours) && isObject(theirs) && Array.isArray(ours) === Array.isArray(theirs)) {
    const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
    return [...keys].flatMap((key) => differences(ours[key], theirs[key], `${path}/${key}`));
  }
  return Object.is(ours, theirs) ? [] : [{ path, ours, theirs }];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 200) ?? "nothing";

/** Holds differences to a list, and the list to what there is. */
export class Judge {
  private readonly used = new Set<Allowed>();

  constructor(private readonly allowed: readonly Allowed[]) {}

  /** Those that nobody meant. */
  unexpected(request: string, ours: unknown, theirs: unknown): Difference[] {
    return differences(ours, theirs).filter(({ path, ours: own }) => {
      const found = this.allowed.find(
        (each) => each.request.test(request) && each.path.test(path) && (each.ours?.includes(own) ?? true),
      );
      if (found !== undefined) this.used.add(found);
      return found === undefined;
    });
  }

  /** Asks both sides. Returns what nobody meant, in words, and how many requests there were. */
  async compare(
    requests: Iterable<Request>,
    ask: { readonly ours: Ask; readonly theirs: Ask },
  ): Promise<{ readonly found: string[]; readonly count: number }> {
    const found: string[] = [];
    let count = 0;
    for (const { name, method, params } of requests) {
      const [own, other] = [await ask.ours(method, ...params), await ask.theirs(method, ...params)];
      for (const { path, ours, theirs } of this.unexpected(name, own, other)) {
        found.push(`${name} ${path}: ${shown(ours)}, there ${shown(theirs)}`);
      }
      count++;
    }
    return { found, count };
  }

  /** What is listed and never happened. */
  unused(): string[] {
    return this.allowed.filter((each) => !this.used.has(each)).map(({ request, path }) => `${request} ${path}`);
  }
}
