import { type ChunkResult, type ImportTarget, SnapshotRestorer } from "./restore.js";
import { parseManifest, type SnapshotInfo } from "./manifest.js";
import { SnapshotNotFoundError, type SnapshotRegistry } from "./registry.js";

/** A snapshot on this machine cannot be restored: it is damaged. */
export class SnapshotDamagedError extends Error {
  constructor({ height }: SnapshotInfo, reason: string) {
    super(`the snapshot of height ${height} cannot be restored: ${reason}; the state is as it was`);
    this.name = "SnapshotDamagedError";
  }
}

/**
 * Replaces a store's state by a snapshot from the registry, whose own app hash is trusted: CometBFT compares it with the
 * chain's. @throws SnapshotNotFoundError, SnapshotDamagedError, StoreWriteError
 */
export async function restoreLocal(
  registry: SnapshotRegistry,
  target: ImportTarget,
  { height, format }: { height: bigint; format: number },
): Promise<SnapshotInfo> {
  const info = await registry.find(height, format);
  if (info === undefined) throw new SnapshotNotFoundError(height, format);
  const offer = await SnapshotRestorer.offer(target, info, parseManifest(info.metadata).appHash);
  if (offer.kind !== "accepted") throw new SnapshotDamagedError(info, offer.reason);
  for (let index = 0; index < info.chunks; index++) {
    const chunk = await registry.loadChunk(height, format, index);
    const fault =
      chunk === undefined
        ? `chunk ${index} is missing or damaged`
        : faultOf(await offer.restorer.applyChunk(index, chunk));
    if (fault === undefined) continue;
    await offer.restorer.discard();
    throw new SnapshotDamagedError(info, fault);
  }
  return info;
}

function faultOf(result: ChunkResult): string | undefined {
  return "reason" in result ? result.reason : undefined;
}
