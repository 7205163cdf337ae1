import { createHash } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { databaseForNewHome, findCometBft, type FindOptions } from "./binary.js";

let folder = "";
const servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "find-comet-"));
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true });
});

function program(path: string, script: string): string {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}
const cometOf = (path: string, version: string): string => program(path, `[ "$1" = version ] && echo ${version}`);

function options(more: Partial<FindOptions> = {}): FindOptions & { lines: string[] } {
  const lines: string[] = [];
  // The scripts need a shell's own commands only: nothing of this machine's PATH is seen.
  const env = { PATH: join(folder, "bin") };
  const base = { env, cacheDir: join(folder, "cache"), onProgress: (line: string) => void lines.push(line), lines };
  return { ...base, releasesUrl: "http://127.0.0.1:1", platform: "linux", arch: "x64", ...more };
}

test("COMETBFT_BIN comes before PATH, PATH before the cache", async () => {
  const cached = cometOf(join(folder, "cache", "v0.38.26", "cometbft"), "0.38.26");
  expect(await findCometBft(options())).toEqual({ path: cached, version: "v0.38.26", source: "cache" });
  const inPath = cometOf(join(folder, "bin", "cometbft"), "0.38.26");
  expect(await findCometBft(options())).toEqual({ path: inPath, version: "v0.38.26", source: "PATH" });
  const named = cometOf(join(folder, "elsewhere", "comet"), "0.38.26");
  const env = { PATH: join(folder, "bin"), COMETBFT_BIN: named };
  expect(await findCometBft(options({ env }))).toEqual({ path: named, version: "v0.38.26", source: "COMETBFT_BIN" });
  const configured = cometOf(join(folder, "configured"), "0.38.26");
  expect((await findCometBft(options({ env, configured }))).source).toBe("configured");
});

test("a named binary of another version is an error that says what was found, what is needed, and how to get it", async () => {
  const wrong = cometOf(join(folder, "comet"), "0.37.2");
  cometOf(join(folder, "bin", "cometbft"), "0.38.26");
  const env = { PATH: join(folder, "bin"), COMETBFT_BIN: wrong };
  const search = findCometBft(options({ env }));
  await expect(search).rejects.toThrow(`COMETBFT_BIN ${wrong}: it is CometBFT 0.37.2, not v0.38.26`);
  await expect(search).rejects.toThrow("go install -tags pebbledb github.com/cometbft/cometbft/cmd/cometbft@v0.38.26");
  await expect(findCometBft(options({ env: { COMETBFT_BIN: "/nowhere" } }))).rejects.toThrow(
    "COMETBFT_BIN /nowhere: there is no program at this path that can be run",
  );
  const broken = program(join(folder, "broken"), "echo no such command >&2; exit 3");
  await expect(findCometBft(options({ configured: broken }))).rejects.toThrow(
    "it does not say its version: no such command",
  );
});

test("another version in PATH is passed over, and the environment chooses the version", async () => {
  const old = cometOf(join(folder, "bin", "cometbft"), "0.38.26");
  const cached = cometOf(join(folder, "cache", "v0.40.0", "cometbft"), "0.39.0");
  const find = options({ env: { PATH: join(folder, "bin"), ECHOIN_COMETBFT_VERSION: "v0.40.0" } });
  expect(await findCometBft(find)).toEqual({ path: cached, version: "v0.40.0", source: "cache" });
  expect(find.lines).toEqual([`passing over ${old}: it is CometBFT 0.38.26, not v0.40.0`]);
});

test("without installing, the error tells what was passed over", async () => {
  const old = cometOf(join(folder, "bin", "cometbft"), "0.34.0");
  await expect(findCometBft(options({ install: false }))).rejects.toThrow(
    `no CometBFT was found in PATH or the cache; ${old}: it is CometBFT 0.34.0, not v0.38.26`,
  );
});

const goScript = (version: string, made: string): string => `
if [ "$1" = version ]; then echo "go version ${version} linux/amd64"; exit; fi
[ "$*" = "install -tags pebbledb github.com/cometbft/cometbft/cmd/cometbft@v0.38.26" ] || { echo "unexpected: $*" >&2; exit 1; }
printf '#!/bin/sh\\necho ${made}\\n' > "$GOBIN/cometbft"; /bin/chmod 755 "$GOBIN/cometbft"`;

test("it is built by go install into the cache, and found there the next time", async () => {
  program(join(folder, "bin", "go"), goScript("go1.23.4", "0.38.26"));
  const find = options();
  const path = join(folder, "cache", "v0.38.26", "cometbft");
  expect(await findCometBft(find)).toEqual({ path, version: "v0.38.26", source: "built" });
  expect(find.lines[0]).toMatch(/^building CometBFT v0\.38\.26 with .*go: this takes about a minute, once$/);
  expect(readdirSync(join(folder, "cache", "v0.38.26"))).toEqual(["cometbft"]);
  expect((await findCometBft(options())).source).toBe("cache");
});

test.each([
  ["too old", goScript("go1.22.9", "0.38.26"), "is Go 1.22, and 1.23 or newer is needed"],
  ["builds another version", goScript("go1.24", "0.1.0"), "it is CometBFT 0.1.0, not v0.38.26"],
  ["fails", 'if [ "$1" = version ]; then echo go1.26.1; exit; fi; echo "no network" >&2; exit 1', "no network"],
])("a Go that %s leaves the cache as it was, and the error says so", async (_name, script, reason) => {
  program(join(folder, "bin", "go"), script);
  const search = findCometBft(options());
  await expect(search).rejects.toThrow(reason);
  await expect(search).rejects.toThrow("CometBFT v0.38.26 is needed. Get it by: go install");
  expect(readdirSync(join(folder, "cache", "v0.38.26"))).toEqual([]);
});

test("a new home gets the fastest database that the binary has, or the one to be made will have", async () => {
  const bin = join(folder, "bin");
  // No Go: a release would be downloaded, which has goleveldb.
  expect(await databaseForNewHome(options())).toBe("goleveldb");
  program(join(bin, "go"), "echo go version go1.19.8 linux/amd64");
  expect(await databaseForNewHome(options())).toBe("goleveldb");
  program(join(bin, "go"), "echo go version go1.23.0 linux/amd64");
  expect(await databaseForNewHome(options())).toBe("pebbledb");
  const plain = cometOf(join(bin, "cometbft"), "0.38.26");
  expect(await databaseForNewHome(options())).toBe("goleveldb");
  appendFileSync(plain, "\nexit\ndep\tgithub.com/cockroachdb/pebble\tv1.1.1\n");
  expect(await databaseForNewHome(options())).toBe("pebbledb");
});

/** A tar archive with the files given, packed. */
function archiveOf(files: Readonly<Record<string, string>>): Buffer {
  const blocks: Buffer[] = [];
  for (const [name, text] of Object.entries(files)) {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(`${text.length.toString(8).padStart(11, "0")}\0`, 124);
    header.write("0", 156);
    const body = Buffer.alloc(Math.ceil(text.length / 512) * 512);
    body.write(text);
    blocks.push(header, body);
  }
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

const archiveFile = "cometbft_0.38.26_linux_amd64.tar.gz";
const sumsFile = "SHA256SUMS-0.38.26.txt";
const good = archiveOf({ LICENSE: "x".repeat(700), cometbft: "#!/bin/sh\necho 0.38.26\n" });
const sumOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

async function releases(files: Readonly<Record<string, Buffer | string>>): Promise<string> {
  const server = createServer((request, response) => {
    const body = files[(request.url ?? "").replace("/v0.38.26/", "")];
    if (body === undefined) response.writeHead(404).end("nothing");
    else response.end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

test("without Go the release is downloaded and held to the checksum known here", async () => {
  const releasesUrl = await releases({ [archiveFile]: good });
  const checksums = new Map([[archiveFile, sumOf(good)]]);
  const path = join(folder, "cache", "v0.38.26", "cometbft");
  const found = await findCometBft(options({ releasesUrl, checksums }));
  expect(found).toEqual({ path, version: "v0.38.26", source: "downloaded" });
});

test("or to the checksum that is published beside it, and it says so", async () => {
  const sums = `${"0".repeat(64)}  other.tar.gz\n${sumOf(good)}  ${archiveFile}\n`;
  const find = options({ releasesUrl: await releases({ [archiveFile]: good, [sumsFile]: sums }) });
  expect((await findCometBft(find)).source).toBe("downloaded");
  expect(find.lines).toContainEqual(
    expect.stringMatching(`checksum of ${archiveFile} is not known here: taking it from`),
  );
});

const wrongSum = "f".repeat(64);
test.each<[string, Record<string, Buffer | string>, ReadonlyMap<string, string>, string]>([
  [
    "a wrong checksum",
    { [archiveFile]: good },
    new Map([[archiveFile, wrongSum]]),
    `and ${wrongSum} is right: it was not used`,
  ],
  ["no checksum at all", { [archiveFile]: good }, new Map(), "answers 404"],
  ["a list without it", { [archiveFile]: good, [sumsFile]: "" }, new Map(), "has no checksum of"],
  ["no archive", {}, new Map([[archiveFile, wrongSum]]), "answers 404"],
  [
    "an archive without cometbft",
    { [archiveFile]: archiveOf({ README: "r" }) },
    new Map([[archiveFile, sumOf(archiveOf({ README: "r" }))]]),
    "has no file cometbft",
  ],
  [
    "an archive cut off",
    { [archiveFile]: good.subarray(0, 100) },
    new Map([[archiveFile, sumOf(good.subarray(0, 100))]]),
    "cannot be unpacked",
  ],
])("a release with %s is not used", async (_name, files, checksums, reason) => {
  const releasesUrl = await releases(files);
  await expect(findCometBft(options({ releasesUrl, checksums }))).rejects.toThrow(reason);
  expect(existsSync(join(folder, "cache", "v0.38.26", "cometbft"))).toBe(false);
});

test("a machine without releases is named", async () => {
  await expect(findCometBft(options({ platform: "linux", arch: "riscv64" }))).rejects.toThrow(
    "there is no release of CometBFT for linux on riscv64",
  );
});
