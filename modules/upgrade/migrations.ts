import type { WriteContext } from "../../abci/state/context.js";
import type { ModuleDefinition } from "../../abci/state/module.js";
import { halts } from "./errors.js";

/** A module's name → the version of its stored form. */
export type VersionMap = ReadonlyMap<string, bigint>;

/** The versions that this binary writes. */
export function versionsOf(modules: readonly ModuleDefinition[]): VersionMap {
  return new Map(modules.map(({ name, consensusVersion }) => [name, BigInt(consensusVersion)]));
}

/**
 * Brings every module from its stored version to this binary's, in the order of `modules`; a module that is new begins
 * with its default genesis. Returns the new versions.
 * @throws UpgradeHalt when a migration is missing or the state is newer than the binary
 */
export async function runMigrations(
  ctx: WriteContext,
  modules: readonly ModuleDefinition[],
  stored: VersionMap,
): Promise<VersionMap> {
  for (const module of modules) {
    const from = stored.get(module.name);
    if (from === undefined) await module.genesis?.init(ctx, module.genesis.defaults());
    else await migrateModule(ctx, module, from);
  }
  return versionsOf(modules);
}

async function migrateModule(ctx: WriteContext, module: ModuleDefinition, from: bigint): Promise<void> {
  const { name, migrations = {} } = module;
  const to = BigInt(module.consensusVersion);
  if (from > to) throw halts.moduleTooNew({ name, stored: from, known: to });
  for (let version = from; version < to; version++) {
    const migrate = migrations[Number(version)];
    if (migrate === undefined) throw halts.migrationMissing({ name, version });
    await migrate(ctx);
  }
}
