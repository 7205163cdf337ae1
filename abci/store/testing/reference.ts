import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { CommitmentProof, type ExistenceProof } from "cosmjs-types/cosmos/ics23/v1/proofs";
import { keyFromBytes } from "../bytes.js";
import { UnprovableError } from "../errors.js";
import type { NodeLoader } from "../loader.js";
import type { TreeReader, TreeStore } from "../multistore.js";
import { proveKey } from "../proofs.js";
import { EMPTY_TREE_HASH } from "../tree.js";
import type { StoreWrites } from "../types.js";
import { openTestStore } from "./fixtures.js";

/** Versions of a multistore, and proofs to ask of the last one. Keys and values are hex; null removes a key. */
export interface Script {
  readonly stores: readonly string[];
  readonly initialVersion: number;
  readonly versions: readonly {
    readonly added?: readonly string[];
    readonly deleted?: readonly string[];
    readonly writes: Readonly<Record<string, readonly (readonly [key: string, value: string | null])[]>>;
  }[];
  readonly queries: readonly { readonly store: string; readonly key: string; readonly version: number }[];
}

/** What a script comes to: app hashes and tree roots of each version, and proofs (undefined: there is none). */
export interface Outcome {
  readonly hashes: readonly string[];
  readonly roots: readonly Readonly<Record<string, string>>[];
  readonly proofs: readonly (readonly string[] | undefined)[];
}

interface Answer {
  readonly error?: string;
  readonly hashes: string[] | null;
  readonly roots: Record<string, string>[] | null;
  /** Where Go has no proof, `error` says why. */
  readonly proofs: { readonly error?: string; readonly ops: string[] | null }[] | null;
}

const SOURCES = join(__dirname, "reference");
const CACHE = join(__dirname, "..", "..", "..", ".cache", "store-reference");

export function goIsThere(): boolean {
  try {
    execFileSync("go", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** The reference program, built once for each state of its sources. @throws Error with the compiler's words */
function build(): string {
  const digest = createHash("sha256");
  for (const name of ["main.go", "go.mod", "go.sum"]) digest.update(readFileSync(join(SOURCES, name)));
  const binary = join(CACHE, digest.digest("hex").slice(0, 16));
  if (existsSync(binary)) return binary;
  mkdirSync(CACHE, { recursive: true });
  const fresh = `${binary}.${process.pid}`;
  execFileSync("go", ["build", "-o", fresh, "."], { cwd: SOURCES, stdio: ["ignore", "ignore", "inherit"] });
  renameSync(fresh, binary);
  return binary;
}

/** Go's own stores, in a process of their own. */
export class Reference {
  private constructor(
    private readonly child: ChildProcessByStdio<Writable, Readable, null>,
    private readonly lines: AsyncIterator<string>,
  ) {}

  static start(): Reference {
    const child = spawn(build(), [], { stdio: ["pipe", "pipe", "inherit"] });
    return new Reference(child, createInterface({ input: child.stdout })[Symbol.asyncIterator]());
  }

  async run(script: Script): Promise<Outcome> {
    this.child.stdin.write(`${JSON.stringify(script)}\n`);
    const line = await this.lines.next();
    if (line.done === true) throw new Error("the reference program ended early");
    const answer = JSON.parse(line.value) as Answer;
    if (answer.error !== undefined) throw new Error(`the reference program refused the script: ${answer.error}`);
    return {
      hashes: answer.hashes ?? [],
      roots: answer.roots ?? [],
      proofs: (answer.proofs ?? []).map(({ ops }) => (ops !== null && isVerifiable(ops) ? ops : undefined)),
    };
  }

  close(): void {
    this.child.stdin.end();
  }
}

/**
 * Whether an ICS-23 verifier could take a proof. Go also makes ones that all verifiers refuse: absence from an empty tree,
 * with no neighbour, and empty values. This store throws instead (see wire.md).
 */
function isVerifiable(ops: readonly string[]): boolean {
  const { exist, nonexist } = CommitmentProof.decode(Buffer.from(ops[0]!.split(" ")[2]!, "hex"));
  const leaves = [exist, nonexist?.left, nonexist?.right].filter((leaf): leaf is ExistenceProof => leaf !== undefined);
  return leaves.length > 0 && leaves.every(({ value }) => value.length > 0);
}

/** Runs a script on this store. */
export async function runHere(script: Script, cacheNodes: number): Promise<Outcome> {
  const store = await openTestStore({ file: ":memory:", storeNames: script.stores, cacheNodes });
  try {
    const hashes: string[] = [];
    const roots: Record<string, string>[] = [];
    let version = BigInt(script.initialVersion);
    for (const { added = [], deleted = [], writes } of script.versions) {
      if (added.length + deleted.length > 0) store.applyUpgrades({ added, deleted });
      const changes = Object.entries(writes).map(([name, list]) => [name, list.map(decodeWrite)] as const);
      await store.stage(version++, new Map<string, StoreWrites>(changes));
      hashes.push(Buffer.from((await store.commit()).hash).toString("hex"));
      roots.push(rootsOf(store));
    }
    const proofs: (readonly string[] | undefined)[] = [];
    for (const query of script.queries) proofs.push(await proofOf(store, query));
    return { hashes, roots, proofs };
  } finally {
    await store.close();
  }
}

function decodeWrite([key, value]: readonly [string, string | null]): StoreWrites[number] {
  return [keyFromBytes(Buffer.from(key, "hex")), value === null ? undefined : Buffer.from(value, "hex")];
}

function rootsOf(store: TreeStore): Record<string, string> {
  const reader = store.latest();
  return Object.fromEntries(
    [...reader.roots].map(([name, root]) => [
      name,
      Buffer.from(root?.hash ?? EMPTY_TREE_HASH, "latin1").toString("hex"),
    ]),
  );
}

async function proofOf(
  store: TreeStore,
  { store: name, key, version }: Script["queries"][number],
): Promise<string[] | undefined> {
  const reader = (await store.at(BigInt(version))) as TreeReader;
  const { loader } = store as unknown as { loader: NodeLoader };
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
  try {
    const ops = await proveKey(loader, reader, name, keyFromBytes(Buffer.from(key, "hex")));
    return ops.map((op) => `${op.type} ${hex(op.key)} ${hex(op.data)}`);
  } catch (error) {
    if (error instanceof UnprovableError) return undefined;
    throw error;
  }
}
