import fc from "fast-check";
import { AppError } from "./errors.js";
import {
  MAX_TIME_NANOS,
  MIN_TIME_NANOS,
  NANOS_PER_SECOND,
  durationToNanos,
  formatTime,
  nanosToDuration,
  nanosToTimestamp,
  timeKey,
  timestampToNanos,
} from "./time.js";

const anyTime = fc.bigInt({ min: MIN_TIME_NANOS, max: MAX_TIME_NANOS });

test("a time in a key is what the JavaScript calendar says it is", () => {
  fc.assert(
    fc.property(anyTime, (time) => {
      const { seconds } = nanosToTimestamp(time);
      const expected = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
      expect(timeKey.encodeLast(time).slice(0, 19)).toBe(expected);
      expect(formatTime(time)).toBe(`${expected}Z`);
      expect(timeKey.decodeLast(timeKey.encodeLast(time), 0)).toBe(time);
      expect(timeKey.decodeInner(`x${timeKey.encodeInner(time)}y`, 1)).toEqual([time, 30]);
    }),
    { numRuns: 500 },
  );
});

test("times in keys sort as times do", () => {
  fc.assert(
    fc.property(anyTime, anyTime, (a, b) => {
      expect(timeKey.encodeLast(a) < timeKey.encodeLast(b)).toBe(a < b);
    }),
  );
});

test("the ends of the calendar, leap days and the epoch", () => {
  expect(timeKey.encodeLast(0n)).toBe("1970-01-01T00:00:00.000000000");
  expect(timeKey.encodeLast(-1n)).toBe("1969-12-31T23:59:59.999999999");
  expect(timeKey.encodeLast(MIN_TIME_NANOS)).toBe("0001-01-01T00:00:00.000000000");
  expect(timeKey.encodeLast(MAX_TIME_NANOS)).toBe("9999-12-31T23:59:59.999999999");
  expect(timeKey.encodeLast(951_782_400n * NANOS_PER_SECOND + 7n)).toBe("2000-02-29T00:00:00.000000007");
});

test("timestamps and durations come back as they were", () => {
  fc.assert(
    fc.property(anyTime, (time) => {
      expect(timestampToNanos(nanosToTimestamp(time))).toBe(time);
    }),
  );
  fc.assert(
    fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), (span) => {
      expect(durationToNanos(nanosToDuration(span))).toBe(span);
    }),
  );
});

test.each([
  { seconds: 253_402_300_800n, nanos: 0 },
  { seconds: -62_135_596_801n, nanos: 0 },
  { seconds: 0n, nanos: -1 },
  { seconds: 0n, nanos: 1_000_000_000 },
])("the time %p is refused", (timestamp) => {
  expect(() => timestampToNanos(timestamp)).toThrow(AppError);
});

test.each([
  { seconds: 1n << 62n, nanos: 0 },
  { seconds: 1n, nanos: -1 },
  { seconds: -1n, nanos: 1 },
  { seconds: 0n, nanos: 1_000_000_000 },
])("the duration %p is refused", (duration) => {
  expect(() => durationToNanos(duration)).toThrow(AppError);
});
