import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import type { CometBftVersion } from "./version.js";

/** Where CometBFT's releases are published. */
export const RELEASES_URL = "https://github.com/cometbft/cometbft/releases/download";

/** A release archive that must not be used: missing, damaged, or not what its checksum says. */
export class ReleaseError extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = "ReleaseError";
  }
}

/**
 * sha-256 of release archives by file name. Archives that are not in this table are held to the checksums file that is
 * published beside them, which protects from a damaged download but not from a forged release: add the line here once
 * an archive has been verified by other means.
 */
export const knownChecksums: ReadonlyMap<string, string> = new Map();

/** Far above a release's size (about 25 MB packed, 70 MB unpacked): a bound against endless answers. */
const maxArchiveBytes = 128 << 20;
const maxUnpackedBytes = 512 << 20;

export interface ReleaseOptions {
  readonly version: CometBftVersion;
  /** As Node.js names them: linux or darwin; x64 or arm64. */
  readonly platform: string;
  readonly arch: string;
  readonly releasesUrl: string;
  readonly checksums: ReadonlyMap<string, string>;
  readonly onProgress: (line: string) => void;
}

/** Downloads a release's `cometbft` and verifies its archive's sha-256. @throws ReleaseError */
export async function downloadRelease(options: ReleaseOptions): Promise<Uint8Array> {
  const { version, releasesUrl, onProgress } = options;
  const file = archiveName(options);
  const folder = `${releasesUrl}/${version}`;
  const expected =
    options.checksums.get(file) ?? (await publishedChecksum(`${folder}/${sumsName(version)}`, file, onProgress));
  const archive = await download(`${folder}/${file}`, onProgress);
  const actual = createHash("sha256").update(archive).digest("hex");
  if (actual !== expected)
    throw new ReleaseError(`${folder}/${file} has sha-256 ${actual}, and ${expected} is right: it was not used`);
  return unpack(archive, "cometbft", file);
}

const bare = (version: CometBftVersion): string => version.slice(1);
const sumsName = (version: CometBftVersion): string => `SHA256SUMS-${bare(version)}.txt`;

function archiveName({ version, platform, arch }: ReleaseOptions): string {
  const machine = { x64: "amd64", arm64: "arm64" }[arch];
  if ((platform !== "linux" && platform !== "darwin") || machine === undefined)
    throw new ReleaseError(`there is no release of CometBFT for ${platform} on ${arch}`);
  return `cometbft_${bare(version)}_${platform}_${machine}.tar.gz`;
}

async function publishedChecksum(url: string, file: string, onProgress: (line: string) => void): Promise<string> {
  onProgress(`the checksum of ${file} is not known here: taking it from ${url}`);
  const text = Buffer.from(await download(url, () => {})).toString("utf8");
  for (const line of text.split("\n")) {
    const [sum, name] = line.trim().split(/\s+\*?/);
    if (name === file && sum !== undefined && /^[0-9a-f]{64}$/.test(sum)) return sum;
  }
  throw new ReleaseError(`${url} has no checksum of ${file}`);
}

async function download(url: string, onProgress: (line: string) => void): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(600_000) }).catch((error: unknown) => {
    throw new ReleaseError(`${url} cannot be reached: ${reasonOf(error)}`, { cause: error });
  });
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new ReleaseError(`${url} answers ${response.status} ${response.statusText}`);
  }
  const total = Number(response.headers.get("content-length") ?? 0);
  const chunks: Uint8Array[] = [];
  let received = 0;
  let told = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    received += chunk.length;
    if (received > maxArchiveBytes) throw new ReleaseError(`${url} is larger than ${maxArchiveBytes} bytes`);
    if (received - told < 4 << 20) continue;
    told = received;
    onProgress(`downloading CometBFT: ${received >> 20}${total > 0 ? ` of ${total >> 20}` : ""} MB`);
  }
  return Buffer.concat(chunks);
}

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
};

const block = 512;

/** One file of a .tar.gz archive. @throws ReleaseError */
function unpack(archive: Uint8Array, wanted: string, name: string): Uint8Array {
  let tar: Buffer;
  try {
    tar = gunzipSync(archive, { maxOutputLength: maxUnpackedBytes });
  } catch (error) {
    throw new ReleaseError(`${name} cannot be unpacked: ${reasonOf(error)}`, { cause: error });
  }
  for (let at = 0; at + block <= tar.length && tar[at] !== 0;) {
    const header = tar.subarray(at, at + block);
    const path = cString(header, 0, 100);
    const size = parseInt(cString(header, 124, 12).trim(), 8);
    if (!Number.isSafeInteger(size) || size < 0 || at + block + size > tar.length)
      throw new ReleaseError(`${name} is cut off or no tar archive`);
    if (path.split("/").at(-1) === wanted && size > 0) return tar.subarray(at + block, at + block + size);
    at += block + Math.ceil(size / block) * block;
  }
  throw new ReleaseError(`${name} has no file ${wanted}`);
}

function cString(bytes: Buffer, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString("utf8", 0, end < 0 ? length : end);
}
