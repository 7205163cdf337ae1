import { formatListenAddress, parseListenAddress } from "./address.js";

test.each([
  "tcp://127.0.0.1:26658",
  "tcp://localhost:0",
  "tcp://[::1]:26658",
  "unix:///tmp/app.sock",
  "unix://app.sock",
])("%s is read, and written again", (address) =>
  expect(formatListenAddress(parseListenAddress(address))).toBe(address),
);

test.each([
  ["", "is not understood"],
  ["127.0.0.1:26658", "is not understood"],
  ["tcp://127.0.0.1", "is not understood"],
  ["tcp://:26658", "names no host"],
  ["tcp://127.0.0.1:65536", "has port 65536"],
  ["http://127.0.0.1:1", "is not understood"],
  ["unix://", "has no path"],
  [`unix:///${"a".repeat(120)}`, "more than 103 bytes"],
])("%s is refused: %s", (address, reason) => {
  expect(() => parseListenAddress(address)).toThrow(reason);
  expect(() => parseListenAddress(address)).toThrow("use tcp://127.0.0.1:26658 or unix:///path/to.sock");
});
