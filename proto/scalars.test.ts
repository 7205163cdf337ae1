import fc from "fast-check";

import {
  decimalFromWire,
  decimalToWire,
  formatDuration,
  formatTimestamp,
  fromBase64,
  goJson,
  parseDuration,
  parseTimestamp,
  toBase64,
} from "./scalars.js";

const nanos = fc.oneof(
  fc.nat(999_999_999),
  fc.nat(999).map((n) => n * 1_000_000),
  fc.constant(0),
);

describe("decimals", () => {
  test("are integers of 18 digits on the wire", () => {
    expect(decimalFromWire("50000000000000000")).toBe("0.050000000000000000");
    expect(decimalFromWire("-1")).toBe("-0.000000000000000001");
    expect(decimalFromWire("0")).toBe("0.000000000000000000");
    expect(decimalToWire("0.05")).toBe("50000000000000000");
    expect(decimalToWire("-0.000")).toBe("0");
    expect(decimalToWire("7")).toBe("7000000000000000000");
  });

  test("survive the way there and back", () => {
    fc.assert(fc.property(fc.bigInt(), (n) => expect(decimalToWire(decimalFromWire(n.toString()))).toBe(n.toString())));
  });

  test.each(["", ".5", "1.", "1e3", "+1", "0x1", " 1", "1.0000000000000000001"])("%p is none", (text) => {
    expect(() => decimalToWire(text)).toThrow(RangeError);
  });
});

describe("times", () => {
  test("are RFC 3339 in UTC", () => {
    expect(formatTimestamp({ seconds: 0n, nanos: 0 })).toBe("1970-01-01T00:00:00Z");
    expect(formatTimestamp({ seconds: -62135596800n, nanos: 0 })).toBe("0001-01-01T00:00:00Z");
    expect(formatTimestamp({ seconds: 1n, nanos: 120_000_000 })).toBe("1970-01-01T00:00:01.120Z");
    expect(formatTimestamp({ seconds: 1n, nanos: 120_000_000 }, "trimmed")).toBe("1970-01-01T00:00:01.12Z");
    expect(formatTimestamp({ seconds: 1n, nanos: 1_000 })).toBe("1970-01-01T00:00:01.000001Z");
    expect(formatTimestamp({ seconds: 1n, nanos: 10 })).toBe("1970-01-01T00:00:01.000000010Z");
    expect(() => formatTimestamp({ seconds: 253402300800n, nanos: 0 })).toThrow("year 1 to 9999");
    expect(parseTimestamp("2026-01-02T03:04:05.5+02:00")).toEqual(parseTimestamp("2026-01-02T01:04:05.500Z"));
  });

  test("survive the way there and back", () => {
    fc.assert(
      fc.property(fc.bigInt(-62135596800n, 253402300799n), nanos, (seconds, nanos) => {
        expect(parseTimestamp(formatTimestamp({ seconds, nanos }))).toEqual({ seconds, nanos });
        expect(parseTimestamp(formatTimestamp({ seconds, nanos }, "trimmed"))).toEqual({ seconds, nanos });
      }),
    );
  });

  test.each(["", "2026-01-02", "2026-01-02T03:04:05", "2026-02-30T00:00:00Z", "2026-01-02T25:00:00Z", "x"])(
    "%p is none",
    (text) => expect(() => parseTimestamp(text)).toThrow("is not a time such as"),
  );
});

describe("durations", () => {
  test("are seconds, and are read in any of Go's units", () => {
    expect(formatDuration({ seconds: 172800n, nanos: 0 })).toBe("172800s");
    expect(formatDuration({ seconds: 0n, nanos: -500_000_000 })).toBe("-0.500s");
    expect(parseDuration("48h")).toEqual({ seconds: 172800n, nanos: 0 });
    expect(parseDuration("1h30m0.25s")).toEqual({ seconds: 5400n, nanos: 250_000_000 });
    expect(parseDuration("-1.5s")).toEqual({ seconds: -1n, nanos: -500_000_000 });
    expect(parseDuration("0")).toEqual({ seconds: 0n, nanos: 0 });
  });

  test("survive the way there and back", () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 9n), 10n ** 9n), nanos, (seconds, nanos) => {
        const duration = { seconds, nanos: seconds < 0n && nanos > 0 ? -nanos : nanos };
        expect(parseDuration(formatDuration(duration))).toEqual(duration);
      }),
    );
  });

  test.each(["", "1", "s", ".s", "1d", "1s ", "--1s"])("%p is none", (text) => {
    expect(() => parseDuration(text)).toThrow("is not a duration such as");
  });
});

test("base64 is read in either alphabet, and other text refused", () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => expect(fromBase64(toBase64(bytes))).toEqual(bytes)));
  expect(fromBase64("-_8")).toEqual(fromBase64("+/8="));
  for (const text of ["a", "ab$=", "a b=", "AB==C"]) expect(() => fromBase64(text)).toThrow("is not base64");
});

test("goJson escapes as Go does", () => {
  expect(goJson({ a: "<&>\u2028\u0001é" })).toBe('{"a":"\\u003c\\u0026\\u003e\\u2028\\u0001é"}');
});
