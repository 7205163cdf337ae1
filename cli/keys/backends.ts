import { randomBytes, scrypt } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { CliError } from "../errors.js";
import { parseJson, readIfThere, refuseReadableByOthers, writeFileAtomic } from "../files.js";
import type { Prompter } from "../terminal.js";

/** How a keyring's records lie on disk. A record's name is bound to its content. */
export interface Backend {
  readonly folder: string;
  /** Asks for what the records need, so that this question comes first. */
  unlock(): Promise<unknown>;
  /** The stored form of a record. */
  seal(name: string, record: Uint8Array): Promise<string>;
  /** The record again. @throws CliError on a wrong passphrase or a changed file */
  open(name: string, stored: string): Promise<Uint8Array>;
}

/** Plain files, mode 0600, for development nets: no passphrase, no protection from whoever reads the disk. */
export class PlainBackend implements Backend {
  constructor(readonly folder: string) {}

  async unlock(): Promise<void> {}

  async seal(_name: string, record: Uint8Array): Promise<string> {
    return `${Buffer.from(record).toString("utf8")}\n`;
  }

  async open(_name: string, stored: string): Promise<Uint8Array> {
    return Buffer.from(stored);
  }
}

/** scrypt's cost: 2^16 × 8 × 128 bytes = 64 MiB and about a quarter of a second for each guess. */
const SCRYPT = { N: 2 ** 16, r: 8, p: 1 } as const;
const MIN_PASSPHRASE = 8;
const CHECK_TEXT = Buffer.from("echoind keyring");
const NONCE_BYTES = 24;

interface Lock {
  readonly version: 1;
  readonly kdf: "scrypt";
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
  readonly check: string;
}

/** XChaCha20-Poly1305 under a key that scrypt makes from one passphrase for the whole keyring. */
export class EncryptedBackend implements Backend {
  private key: Uint8Array | undefined;

  constructor(
    readonly folder: string,
    private readonly prompter: Prompter,
  ) {}

  async unlock(): Promise<Uint8Array> {
    this.key ??= await this.askKey();
    return this.key;
  }

  async seal(name: string, record: Uint8Array): Promise<string> {
    return `${JSON.stringify({ version: 1, sealed: encrypt(await this.unlock(), name, record) })}\n`;
  }

  async open(name: string, stored: string): Promise<Uint8Array> {
    const { sealed } = parseJson(stored, `the record of key "${name}"`) as { sealed?: unknown };
    const record = typeof sealed === "string" ? decrypt(await this.unlock(), name, sealed) : undefined;
    if (record === undefined) {
      throw new CliError(`the record of key "${name}" in ${this.folder} was changed or belongs to another keyring`, {
        hint: "restore the folder from a copy, or recover the key from its mnemonic",
      });
    }
    return record;
  }

  private async askKey(): Promise<Uint8Array> {
    const path = join(this.folder, "lock.json");
    const text = readIfThere(path);
    if (text === undefined) return this.create(path);
    refuseReadableByOthers(path);
    const lock = readLock(text, path);
    for (let tries = this.prompter.interactive ? 3 : 1; tries > 0; tries--) {
      const key = await stretch(await this.prompter.secret("Enter keyring passphrase: "), lock);
      if (decrypt(key, "check", lock.check) !== undefined) return key;
    }
    throw new CliError("wrong keyring passphrase", { hint: `it is the one that was set when ${this.folder} was made` });
  }

  private async create(path: string): Promise<Uint8Array> {
    const passphrase = await this.prompter.secret("Choose a keyring passphrase (at least 8 characters): ");
    if (passphrase.length < MIN_PASSPHRASE)
      throw new CliError(`a passphrase has at least ${MIN_PASSPHRASE} characters`);
    if ((await this.prompter.secret("Repeat it: ")) !== passphrase) throw new CliError("the two passphrases differ");
    const parameters = { ...SCRYPT, salt: randomBytes(32).toString("base64") };
    const key = await stretch(passphrase, parameters);
    const lock: Lock = { version: 1, kdf: "scrypt", ...parameters, check: encrypt(key, "check", CHECK_TEXT) };
    openFolder(this.folder);
    writeFileAtomic(path, `${JSON.stringify(lock, undefined, 2)}\n`, 0o600);
    return key;
  }
}

/** Makes the folder with mode 0700; one which others may read is refused. */
export function openFolder(folder: string): void {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  refuseReadableByOthers(folder);
}

function readLock(text: string, path: string): Lock {
  const lock = parseJson(text, path) as Partial<Lock>;
  const complete = typeof lock.salt === "string" && typeof lock.check === "string";
  // The bounds keep a changed file from asking for all of the machine's memory.
  if (
    lock.version !== 1 ||
    lock.kdf !== "scrypt" ||
    !complete ||
    !(Number(lock.N) <= 2 ** 20) ||
    !(Number(lock.r) <= 32)
  ) {
    throw new CliError(`${path} is not a keyring lock of this version`);
  }
  return lock as Lock;
}

function stretch(passphrase: string, { N, r, p, salt }: Pick<Lock, "N" | "r" | "p" | "salt">): Promise<Uint8Array> {
  const options = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) =>
    scrypt(passphrase.normalize("NFKC"), Buffer.from(salt, "base64"), 32, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  );
}

function encrypt(key: Uint8Array, name: string, text: Uint8Array): string {
  const nonce = randomBytes(NONCE_BYTES);
  const sealed = xchacha20poly1305(key, nonce, Buffer.from(name)).encrypt(text);
  return Buffer.concat([nonce, sealed]).toString("base64");
}

function decrypt(key: Uint8Array, name: string, sealed: string): Uint8Array | undefined {
  const bytes = Uint8Array.from(Buffer.from(sealed, "base64"));
  try {
    return xchacha20poly1305(key, bytes.slice(0, NONCE_BYTES), Buffer.from(name)).decrypt(bytes.slice(NONCE_BYTES));
  } catch {
    return undefined;
  }
}
