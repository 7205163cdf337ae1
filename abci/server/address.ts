/** Where an ABCI server listens. */
export type ListenAddress =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "unix"; readonly path: string };

/** The longest path of a unix socket that every supported system takes, in bytes. */
const longestPath = 103;

/**
 * Reads an address as CometBFT's `proxy_app` has it: `tcp://127.0.0.1:26658`, `tcp://[::1]:26658` or `unix:///run/app.sock`.
 * @throws RangeError that says what is wrong with it
 */
export function parseListenAddress(address: string): ListenAddress {
  const wrong = (reason: string) =>
    new RangeError(`ABCI address "${address}" ${reason}: use tcp://127.0.0.1:26658 or unix:///path/to.sock`);
  if (address.startsWith("unix://")) {
    const path = address.slice("unix://".length);
    if (path === "") throw wrong("has no path");
    if (Buffer.byteLength(path) > longestPath) throw wrong(`has a path of more than ${longestPath} bytes`);
    return { kind: "unix", path };
  }
  const match = /^tcp:\/\/(?:\[([0-9a-fA-F:.]+)\]|([^:[\]/]*)):(\d{1,5})$/.exec(address);
  if (match === null) throw wrong("is not understood");
  const port = Number(match[3]);
  if (port > 65_535) throw wrong(`has port ${port}, and the highest is 65535`);
  const host = match[1] ?? match[2] ?? "";
  if (host === "") throw wrong("names no host");
  return { kind: "tcp", host, port };
}

/** The address as CometBFT's `proxy_app` takes it. */
export function formatListenAddress(address: ListenAddress): string {
  if (address.kind === "unix") return `unix://${address.path}`;
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  return `tcp://${host}:${address.port}`;
}
