/** The node has to stop here, on purpose: the operator asked for it, or a planned upgrade needs another binary. */
export class HaltError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "HaltError";
  }
}
