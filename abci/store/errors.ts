/** A store by a name that the multistore does not have. */
export class UnknownStoreError extends Error {
  constructor(name: string) {
    super(`there is no store named ${JSON.stringify(name)}`);
    this.name = "UnknownStoreError";
  }
}

/** A version that is pruned, rolled back, or not committed yet. */
export class VersionNotFoundError extends Error {
  constructor(version: bigint, earliest: bigint, latest: bigint) {
    super(`version ${version} is not kept; versions ${earliest} to ${latest} are`);
    this.name = "VersionNotFoundError";
  }
}

/** The database holds something that no commit wrote: the disk, or someone, changed it. */
export class CorruptStoreError extends Error {
  constructor(file: string, what: string) {
    super(
      `${file}: ${what}. The file is damaged and is not used. Restore the node by state sync, from a snapshot ` +
        `(echoind snapshots restore), or from a copy of another node's data folder.`,
    );
    this.name = "CorruptStoreError";
  }
}

/** The database cannot be used as it is: another program's, another version's, or locked. */
export class StoreOpenError extends Error {
  constructor(file: string, what: string) {
    super(`${file}: ${what}`);
    this.name = "StoreOpenError";
  }
}

/** The disk refused a write (full, read-only, gone): the commit did not happen. */
export class StoreWriteError extends Error {
  constructor(file: string, cause: unknown) {
    super(
      `${file}: writing failed (${cause instanceof Error ? cause.message : String(cause)}); the last commit is intact. ` +
        `${isDiskFull(cause) ? "Make room on the disk" : "Check the disk"} and start again.`,
      { cause },
    );
    this.name = "StoreWriteError";
  }
}

function isDiskFull(cause: unknown): boolean {
  const code = (cause as { code?: unknown } | undefined)?.code;
  return code === "SQLITE_FULL" || code === "ENOSPC";
}

/** Damage that SQLite itself has noticed in its file's structure. */
export function isDamage(error: unknown): error is Error {
  const code = (error as { code?: unknown } | undefined)?.code;
  return code === "SQLITE_CORRUPT" || code === "SQLITE_NOTADB";
}

/** What a write that failed with `error` is to be told as. */
export function writeError(file: string, error: unknown): CorruptStoreError | StoreWriteError {
  if (error instanceof CorruptStoreError || error instanceof StoreWriteError) return error;
  return isDamage(error) ? new CorruptStoreError(file, error.message) : new StoreWriteError(file, error);
}

/** What was asked cannot be proved: an empty value, or absence in an empty store. */
export class UnprovableError extends Error {
  constructor(what: string) {
    super(what);
    this.name = "UnprovableError";
  }
}
