import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CliError } from "../errors.js";
import { parseJson, refuseReadableByOthers, writeFileAtomic } from "../files.js";
import { didYouMean } from "../nearest.js";
import { openFolder, type Backend } from "./backends.js";
import {
  addressBytes,
  fromBech32,
  fromHexAddress,
  fromPublicKeyJson,
  toPublicKeyJson,
  type PublicKey,
} from "./public-key.js";

/** A named key: `local` has a private key here, `offline` only a public one, `multi` is a multisig of others. */
export interface KeyRecord {
  readonly name: string;
  readonly type: "local" | "offline" | "multi";
  readonly publicKey: PublicKey;
}

const EXTENSION = ".key.json";
const MAX_NAME = 64;

/** Named keys in a folder. Every method reads the disk, so that two commands see each other's changes. */
export class Keyring {
  constructor(private readonly backend: Backend) {}

  get folder(): string {
    return this.backend.folder;
  }

  /** Asks for the passphrase now, if there is one, before any other question. */
  async unlock(): Promise<void> {
    await this.backend.unlock();
  }

  /** All keys, by name. */
  async list(): Promise<KeyRecord[]> {
    const records: KeyRecord[] = [];
    for (const name of this.names()) records.push((await this.load(name)).record);
    return records;
  }

  /** A key by name. @throws CliError naming the closest one */
  async get(name: string): Promise<KeyRecord> {
    return (await this.load(name)).record;
  }

  /** A key by its name, or by its address in any prefix or Ethereum's spelling. @throws CliError when there is none */
  async find(nameOrAddress: string): Promise<KeyRecord> {
    if (this.has(nameOrAddress)) return this.get(nameOrAddress);
    const wanted = addressOf(nameOrAddress);
    if (wanted === undefined) throw this.missing(nameOrAddress);
    const found = (await this.list()).find(({ publicKey }) => Buffer.compare(addressBytes(publicKey), wanted) === 0);
    if (found === undefined) {
      throw new CliError(`no key in ${this.folder} has the address ${nameOrAddress}`, { hint: "echoind keys list" });
    }
    return found;
  }

  has(name: string): boolean {
    return existsSync(this.path(name));
  }

  /** The private key of a local key. Callers keep it out of every text. @throws CliError when it is not here */
  async privateKey(name: string): Promise<Uint8Array> {
    const { record, privateKey } = await this.load(name);
    if (privateKey === undefined) {
      throw new CliError(`the private key of "${name}" is not in this keyring: it is ${describe(record)}`);
    }
    return privateKey;
  }

  /** Stores a new key. @throws CliError when the name is taken or cannot be used */
  async add(record: KeyRecord, privateKey?: Uint8Array): Promise<void> {
    checkName(record.name);
    if (this.has(record.name)) throw new CliError(`there is a key named "${record.name}" already`);
    await this.store(record, privateKey);
  }

  delete(name: string): void {
    if (!this.has(name)) throw this.missing(name);
    rmSync(this.path(name));
  }

  async rename(from: string, to: string): Promise<void> {
    checkName(to);
    const { record, privateKey } = await this.load(from);
    if (this.has(to)) throw new CliError(`there is a key named "${to}" already`);
    await this.store({ ...record, name: to }, privateKey);
    rmSync(this.path(from));
  }

  private names(): string[] {
    if (!existsSync(this.folder)) return [];
    refuseReadableByOthers(this.folder);
    const files = readdirSync(this.folder).filter((file) => file.endsWith(EXTENSION));
    return files.map((file) => decodeURIComponent(file.slice(0, -EXTENSION.length))).sort();
  }

  private async store(record: KeyRecord, privateKey: Uint8Array | undefined): Promise<void> {
    const content = {
      version: 1,
      name: record.name,
      type: record.type,
      pubkey: toPublicKeyJson(record.publicKey),
      ...(privateKey === undefined ? {} : { privkey: Buffer.from(privateKey).toString("base64") }),
    };
    const sealed = await this.backend.seal(record.name, Buffer.from(JSON.stringify(content)));
    openFolder(this.folder);
    writeFileAtomic(this.path(record.name), sealed, 0o600);
  }

  private async load(name: string): Promise<{ record: KeyRecord; privateKey: Uint8Array | undefined }> {
    const path = this.path(name);
    if (!existsSync(path)) throw this.missing(name);
    refuseReadableByOthers(this.folder);
    refuseReadableByOthers(path);
    const opened = await this.backend.open(name, readFileSync(path, "utf8"));
    const json = parseJson(Buffer.from(opened).toString("utf8"), path) as Record<string, unknown>;
    if (json.version !== 1 || json.name !== name || !isType(json.type)) {
      throw new CliError(`${path} is not a key record of this version`);
    }
    const privateKey =
      typeof json.privkey === "string" ? Uint8Array.from(Buffer.from(json.privkey, "base64")) : undefined;
    return { record: { name, type: json.type, publicKey: fromPublicKeyJson(json.pubkey) }, privateKey };
  }

  private path(name: string): string {
    return join(this.folder, `${encodeURIComponent(name)}${EXTENSION}`);
  }

  private missing(name: string): CliError {
    const names = this.names();
    return new CliError(`there is no key named "${name}" in ${this.folder}${didYouMean(name, names)}`, {
      hint:
        names.length === 0
          ? `echoind keys add ${name}`
          : "echoind keys list, with the same --home and --keyring-backend",
    });
  }
}

const isType = (value: unknown): value is KeyRecord["type"] =>
  value === "local" || value === "offline" || value === "multi";

const describe = (record: KeyRecord): string =>
  record.type === "multi" ? "a multisig, which its members sign for" : "only a public key";

function addressOf(text: string): Uint8Array | undefined {
  try {
    return fromHexAddress(text) ?? fromBech32(text).bytes;
  } catch {
    return undefined;
  }
}

/** Names go into file names and command lines. @throws CliError */
export function checkName(name: string): void {
  if (name.trim() === "" || name !== name.trim() || name.length > MAX_NAME || /[\p{C}/\\]/u.test(name)) {
    throw new CliError(`"${name}" cannot be a key's name`, {
      hint: `1 to ${MAX_NAME} letters, digits and signs; no slash, no space at its ends`,
    });
  }
  if (addressOf(name) !== undefined) {
    throw new CliError("a key's name must not be an address", { hint: "a name such as alice" });
  }
}
