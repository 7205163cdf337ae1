import type { Duration } from "cosmjs-types/google/protobuf/duration";
import type { Timestamp } from "cosmjs-types/google/protobuf/timestamp";
import type { Key } from "../store/types.js";
import { assert, sdk } from "./errors.js";
import type { KeyCodec } from "./keys.js";

/** Times are Unix nanoseconds as bigint, on the proleptic Gregorian calendar, without leap seconds, always UTC. */
export const NANOS_PER_SECOND = 1_000_000_000n;

const SECONDS_PER_DAY = 86_400n;

/** 0001-01-01T00:00:00Z: the first time a Timestamp can hold, and what Go writes for a time that was never set. */
export const MIN_TIME_NANOS = -62_135_596_800n * NANOS_PER_SECOND;

/** 9999-12-31T23:59:59.999999999Z: the last time a Timestamp can hold. */
export const MAX_TIME_NANOS = 253_402_300_800n * NANOS_PER_SECOND - 1n;

/** A span fits a signed 64-bit count of nanoseconds (about 292 years), as it has to in every Go client. */
const MAX_DURATION_NANOS = (1n << 63n) - 1n;

/** @throws sdk.invalidRequest for a time outside the years 1 to 9999, or nanos outside of a second. */
export function timestampToNanos({ seconds, nanos }: Timestamp): bigint {
  const time = seconds * NANOS_PER_SECOND + BigInt(nanos);
  if (nanos < 0 || nanos > 999_999_999 || time < MIN_TIME_NANOS || time > MAX_TIME_NANOS) {
    throw sdk.invalidRequest(`a time has to lie in the years 1 to 9999, not at ${seconds} s and ${nanos} ns`);
  }
  return time;
}

export function nanosToTimestamp(timeNanos: bigint): Timestamp {
  assert(timeNanos >= MIN_TIME_NANOS && timeNanos <= MAX_TIME_NANOS, "times lie in the years 1 to 9999");
  const seconds = floorDiv(timeNanos, NANOS_PER_SECOND);
  return { seconds, nanos: Number(timeNanos - seconds * NANOS_PER_SECOND) };
}

/** @throws sdk.invalidRequest for a span over 292 years, or seconds and nanos of different signs. */
export function durationToNanos({ seconds, nanos }: Duration): bigint {
  const span = seconds * NANOS_PER_SECOND + BigInt(nanos);
  const mixed = (seconds > 0n && nanos < 0) || (seconds < 0n && nanos > 0);
  if (mixed || Math.abs(nanos) > 999_999_999 || span > MAX_DURATION_NANOS || span < -MAX_DURATION_NANOS - 1n) {
    throw sdk.invalidRequest(`a duration has to fit 64 bits of nanoseconds, not ${seconds} s and ${nanos} ns`);
  }
  return span;
}

export function nanosToDuration(spanNanos: bigint): Duration {
  const seconds = spanNanos / NANOS_PER_SECOND;
  return { seconds, nanos: Number(spanNanos - seconds * NANOS_PER_SECOND) };
}

/** `2026-11-25T17:45:00Z`: RFC 3339 in UTC, without the fraction. */
export function formatTime(timeNanos: bigint): string {
  return `${sortableTime(timeNanos).slice(0, 19)}Z`;
}

/** A time inside a key: 29 characters that sort as the time does, such as `2026-11-25T17:45:00.000000000`. */
export const timeKey: KeyCodec<bigint> = {
  name: "time",
  encodeLast: sortableTime,
  encodeInner: sortableTime,
  decodeLast: (key, at) => parseSortableTime(key.slice(at)),
  decodeInner: (key, at) => [parseSortableTime(key.slice(at, at + 29)), at + 29],
};

function sortableTime(timeNanos: bigint): Key {
  const seconds = floorDiv(timeNanos, NANOS_PER_SECOND);
  const days = floorDiv(seconds, SECONDS_PER_DAY);
  const { year, month, day } = civilFromDays(days);
  const inDay = seconds - days * SECONDS_PER_DAY;
  const clock = [inDay / 3600n, (inDay / 60n) % 60n, inDay % 60n].map((part) => digits(part, 2)).join(":");
  const date = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
  return `${date}T${clock}.${digits(timeNanos - seconds * NANOS_PER_SECOND, 9)}`;
}

const SORTABLE = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{9})$/;

function parseSortableTime(text: string): bigint {
  const match = SORTABLE.exec(text);
  assert(match !== null, "a time inside a key has 29 characters");
  const [year, month, day, hours, minutes, seconds, nanos] = match.slice(1).map(BigInt) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const days = daysFromCivil({ year, month, day });
  return (days * SECONDS_PER_DAY + hours * 3600n + minutes * 60n + seconds) * NANOS_PER_SECOND + nanos;
}

interface Civil {
  readonly year: bigint;
  readonly month: bigint;
  readonly day: bigint;
}

/** Days of 400 years, after which the calendar repeats. */
const DAYS_PER_ERA = 146_097n;

/** Days from 0000-03-01, from which years are counted here, to 1970-01-01. */
const EPOCH_SHIFT = 719_468n;

/** The date that lies `days` after 1970-01-01. Years begin in March here, so that the leap day is a year's last. */
function civilFromDays(days: bigint): Civil {
  const shifted = days + EPOCH_SHIFT;
  const era = floorDiv(shifted, DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = (dayOfEra - dayOfEra / 1460n + dayOfEra / 36_524n - dayOfEra / 146_096n) / 365n;
  const dayOfYear = dayOfEra - (365n * yearOfEra + yearOfEra / 4n - yearOfEra / 100n);
  const marchMonth = (5n * dayOfYear + 2n) / 153n;
  const day = dayOfYear - (153n * marchMonth + 2n) / 5n + 1n;
  const month = marchMonth < 10n ? marchMonth + 3n : marchMonth - 9n;
  return { year: yearOfEra + era * 400n + (month <= 2n ? 1n : 0n), month, day };
}

function daysFromCivil({ year, month, day }: Civil): bigint {
  const marchYear = month <= 2n ? year - 1n : year;
  const era = floorDiv(marchYear, 400n);
  const yearOfEra = marchYear - era * 400n;
  const marchMonth = month > 2n ? month - 3n : month + 9n;
  const dayOfYear = (153n * marchMonth + 2n) / 5n + day - 1n;
  const dayOfEra = yearOfEra * 365n + yearOfEra / 4n - yearOfEra / 100n + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - EPOCH_SHIFT;
}

function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

function digits(value: bigint, width: number): string {
  return value.toString().padStart(width, "0");
}
