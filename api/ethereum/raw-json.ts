/** An answer that is JSON text already: large ones are made piece by piece, and never hold the thread for long. */
export class RawJson {
  constructor(readonly text: string) {}
}

/** The JSON text of an answer. */
export const jsonText = (value: unknown): string =>
  value instanceof RawJson ? value.text : JSON.stringify(value ?? null);
