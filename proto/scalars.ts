/** Text forms of decimals, times and durations, as Cosmos programs write them in JSON. */

/** Digits after the point of a `cosmos.Dec`. */
const places = 18;

/**
 * The decimal text of a LegacyDec's wire form, the integer of 18 digits: `50000000000000000` → `0.050000000000000000`.
 * Empty is zero.
 * @throws RangeError when the text is not an integer
 */
export function decimalFromWire(integer: string): string {
  if (!/^-?\d*$/.test(integer) || integer === "-")
    throw new RangeError(`"${integer}" is not an integer of 18 decimals`);
  const negative = integer.startsWith("-");
  const digits = (negative ? integer.slice(1) : integer).replace(/^0+/, "").padStart(places + 1, "0");
  const whole = digits.slice(0, -places);
  const fraction = digits.slice(-places);
  return `${negative && /[1-9]/.test(digits) ? "-" : ""}${whole}.${fraction}`;
}

/** The wire form of a decimal text with at most 18 places: `0.05` → `50000000000000000`. @throws RangeError */
export function decimalToWire(text: string): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (parts === null) throw new RangeError(`"${text}" is not a decimal number such as 0.05`);
  const [, sign = "", whole = "", fraction = ""] = parts;
  if (fraction.length > places) throw new RangeError(`"${text}" has more than ${places} decimal places`);
  const integer = BigInt(whole + fraction.padEnd(places, "0"));
  return `${integer === 0n ? "" : sign}${integer}`;
}

/** A google.protobuf.Timestamp: seconds since 1970, and nanoseconds from 0 to 999,999,999. */
export interface Instant {
  readonly seconds: bigint;
  readonly nanos: number;
}

/** The year 1 in UTC: what Go's zero time is. */
export const goZeroTime: Instant = { seconds: -62_135_596_800n, nanos: 0 };
const lastSecond = 253_402_300_799n;

/**
 * RFC 3339 in UTC with 0, 3, 6 or 9 decimals (`groups`), or with no trailing zeros as Go's RFC3339Nano.
 * @throws RangeError outside of the years 1 to 9999
 */
export function formatTimestamp({ seconds, nanos }: Instant, decimals: "groups" | "trimmed" = "groups"): string {
  if (seconds < goZeroTime.seconds || seconds > lastSecond || nanos < 0 || nanos > 999_999_999) {
    throw new RangeError(`${seconds} s and ${nanos} ns are not a time from year 1 to 9999`);
  }
  const second = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return `${second}${fractionOf(nanos, decimals)}Z`;
}

function fractionOf(nanos: number, decimals: "groups" | "trimmed"): string {
  if (nanos === 0) return "";
  const digits = String(nanos).padStart(9, "0");
  return `.${digits.replace(decimals === "groups" ? /(000){1,2}$/ : /0+$/, "")}`;
}

/** Reads RFC 3339 with any offset and up to nine decimals. @throws RangeError */
export function parseTimestamp(text: string): Instant {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const [, second = "", fraction = "", zone = ""] = parts ?? [];
  const millis = Date.parse(second + zone);
  if (parts === null || Number.isNaN(millis) || !new Date(Date.parse(`${second}Z`)).toISOString().startsWith(second)) {
    throw new RangeError(`"${text}" is not a time such as 2026-01-02T15:04:05Z`);
  }
  return { seconds: BigInt(millis / 1000), nanos: Number(fraction.padEnd(9, "0")) };
}

/** Seconds with 0, 3, 6 or 9 decimals and `s`: `1.500s`. @throws RangeError when the signs differ */
export function formatDuration({ seconds, nanos }: Instant): string {
  if ((seconds > 0n && nanos < 0) || (seconds < 0n && nanos > 0) || Math.abs(nanos) > 999_999_999) {
    throw new RangeError(`${seconds} s and ${nanos} ns are not a duration`);
  }
  const negative = seconds < 0n || nanos < 0;
  return `${negative ? "-" : ""}${seconds < 0n ? -seconds : seconds}${fractionOf(Math.abs(nanos), "groups")}s`;
}

const unitNanos: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** Reads what Go's time.ParseDuration reads: `172800s`, `48h`, `1h30m`, `1.5s`, `-2ms`. @throws RangeError */
export function parseDuration(text: string): Instant {
  const whole = /^([+-]?)((?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+|0)$/.exec(text);
  if (whole === null) throw new RangeError(`"${text}" is not a duration such as 172800s or 48h`);
  const [, sign, body = ""] = whole;
  let nanos = 0n;
  for (const [, number = "", fraction = "", unit = ""] of body.matchAll(/(\d*)(?:\.(\d*))?(ns|us|µs|ms|s|m|h)/g)) {
    const size = unitNanos[unit] ?? 0n;
    nanos += BigInt(number || "0") * size + (BigInt(fraction || "0") * size) / 10n ** BigInt(fraction.length);
  }
  if (sign === "-") nanos = -nanos;
  return { seconds: nanos / 1_000_000_000n, nanos: Number(nanos % 1_000_000_000n) };
}

/** Base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
}

/** Reads base64 of either alphabet, with or without padding. @throws RangeError for any other text */
export function fromBase64(text: string): Uint8Array {
  const standard = text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  const bytes = Buffer.from(standard, "base64");
  if (bytes.toString("base64").replace(/=+$/, "") !== standard) throw new RangeError(`"${text}" is not base64`);
  return new Uint8Array(bytes);
}

/** JSON as Go writes it, byte for byte: no whitespace, and `<`, `>`, `&`, U+2028 and U+2029 escaped. */
export function goJson(value: unknown): string {
  return escapeAsGo(JSON.stringify(value));
}

const goEscapes: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

/** Escapes in JSON text what Go escapes and JSON.stringify does not. */
export function escapeAsGo(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (character) => goEscapes[character] ?? character);
}
