import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { CliError, codeOf } from "./errors.js";

/** Replaces a file in one step, flushed to disk, so that a crash leaves the old one or the new one. */
export function writeFileAtomic(path: string, data: string | Uint8Array, mode = 0o644): void {
  const file = new ReplacedFile(path, mode);
  try {
    file.write(data);
    file.keep();
  } catch (error) {
    file.drop();
    throw error;
  }
}

/** The same with a text that comes in pieces, and one line break behind it. When one of them fails, the old file stays. */
export async function writePiecesAtomic(path: string, pieces: AsyncIterable<string>, mode = 0o644): Promise<void> {
  const file = new ReplacedFile(path, mode);
  try {
    for await (const piece of pieces) file.write(piece);
    file.write("\n");
    file.keep();
  } catch (error) {
    file.drop();
    throw error;
  }
}

/** What is written beside a file and takes its place at the end. */
class ReplacedFile {
  private readonly temporary: string;
  private readonly file: number;

  constructor(
    private readonly path: string,
    mode: number,
  ) {
    mkdirSync(dirname(path), { recursive: true });
    this.temporary = `${path}.${process.pid}.tmp`;
    this.file = openSync(this.temporary, "w", mode);
  }

  write(data: string | Uint8Array): void {
    const bytes = typeof data === "string" ? Buffer.from(data) : data;
    for (let written = 0; written < bytes.length;) written += writeSync(this.file, bytes, written);
  }

  keep(): void {
    fsyncSync(this.file);
    renameSync(this.temporary, this.path);
    closeSync(this.file);
  }

  drop(): void {
    closeSync(this.file);
    rmSync(this.temporary, { force: true });
  }
}

/** The text of a file that the command cannot do without. @throws CliError naming the file and the next step */
export const readNeeded = (path: string, hint: string): string => readNeededBytes(path, hint).toString();

/** The bytes of a file that the command cannot do without. @throws CliError naming the file and the next step */
export function readNeededBytes(path: string, hint: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") throw new CliError(`${path} does not exist`, { hint });
    if (codeOf(error) === "EISDIR") throw new CliError(`${path} is a folder, not a file`, { hint });
    throw new CliError(`${path} cannot be read: ${codeOf(error) ?? "unknown fault"}`, { hint });
  }
}

/** The text of a file, or undefined when there is none. */
export const readIfThere = (path: string): string | undefined =>
  existsSync(path) ? readNeeded(path, "check the file's permissions") : undefined;

/** A JSON file's value. @throws CliError naming the file and where it breaks */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new CliError(`${path} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Refuses a file or folder which others on this machine may read. Windows has no such modes. */
export function refuseReadableByOthers(path: string): void {
  if (process.platform === "win32" || !existsSync(path)) return;
  const info = statSync(path);
  if ((info.mode & 0o077) === 0) return;
  const wanted = info.isDirectory() ? "700" : "600";
  throw new CliError(`${path} holds keys and may be read by others (mode ${(info.mode & 0o777).toString(8)})`, {
    hint: `chmod ${wanted} ${path}`,
  });
}
