/** One attribute of an event, as ABCI carries it. */
export interface EventAttribute {
  readonly key: string;
  readonly value: string;
}

/** One event, as ABCI carries it; every attribute is indexed. */
export interface Event {
  readonly type: string;
  readonly attributes: readonly EventAttribute[];
}

/** An event from its type and an object of attributes, in the order written. */
export function event(type: string, attributes: Readonly<Record<string, string>>): Event {
  const list: EventAttribute[] = [];
  for (const key in attributes) list.push({ key, value: attributes[key] as string });
  return { type, attributes: list };
}

/** The event with one more attribute at its end. */
export function withAttribute(source: Event, key: string, value: string): Event {
  return { type: source.type, attributes: [...source.attributes, { key, value }] };
}
