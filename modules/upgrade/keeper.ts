import { type ModuleVersion, Plan } from "cosmjs-types/cosmos/upgrade/v1beta1/upgrade";
import type { ModuleStore } from "../../abci/state/collections.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { sdk } from "../../abci/state/errors.js";
import { pair, stringKey, uint64Key } from "../../abci/state/keys.js";
import type { ModuleDefinition } from "../../abci/state/module.js";
import { bytesValue, protoValue, uint64Value } from "../../abci/state/values.js";
import { halts } from "./errors.js";
import { runMigrations, type VersionMap, versionsOf } from "./migrations.js";
import { plan as planOf, validatePlan } from "./plan.js";
import type { UpgradeHandler, UpgradeTable } from "./types.js";

export interface UpgradeParts {
  readonly store: ModuleStore;
  /** The address that may plan and cancel upgrades: gov's, until another is chosen in the wiring. */
  readonly authority: Uint8Array;
  readonly table?: UpgradeTable;
  /** Heights at which this node skips a planned upgrade (`--unsafe-skip-upgrades`). */
  readonly skipHeights?: readonly bigint[];
}

/** The next upgrade, those that are done, and in which version each module stores its state. */
export class UpgradeKeeper {
  /** The upgrade that is planned, if any. UPGRADE-1: it is valid, and not done yet. */
  readonly plan;
  /** (height, name) of every upgrade done; the value is one byte of 1. */
  readonly done;
  /** Module name → version of its stored form. */
  readonly versions;
  /** How many upgrades the chain has done. */
  readonly protocolVersion;
  /** `<height>/upgradedClient` and `<height>/upgradedConsState`: what other chains prove an upgrade of this one by. */
  readonly upgradedIbc;

  readonly authority: Uint8Array;
  private readonly table: UpgradeTable;
  private readonly skipHeights: ReadonlySet<bigint>;

  constructor({ store, authority, table = {}, skipHeights = [] }: UpgradeParts) {
    this.plan = store.item(0x00, "plan", protoValue(Plan));
    this.done = store.map(0x01, "done", pair(uint64Key, stringKey), bytesValue);
    this.versions = store.map(0x02, "versions", stringKey, uint64Value);
    this.protocolVersion = store.item(0x03, "protocolVersion", uint64Value);
    this.upgradedIbc = store.map("upgradedIBCState/", "upgradedIbc", stringKey, bytesValue);
    this.authority = authority;
    this.table = table;
    this.skipHeights = new Set(skipHeights);
  }

  /** What this binary does for a plan, or undefined when it does not know it. */
  handlerOf(name: string): UpgradeHandler | undefined {
    return Object.hasOwn(this.table, name) ? this.table[name] : undefined;
  }

  isSkipped(height: bigint): boolean {
    return this.skipHeights.has(height);
  }

  /** Plans an upgrade in place of an earlier plan. @throws sdk.invalidRequest for a past height or a name that is done */
  async schedule(ctx: WriteContext, next: Plan): Promise<void> {
    validatePlan(next);
    if (next.height < ctx.block.height) throw sdk.invalidRequest("upgrade cannot be scheduled in the past");
    if ((await this.doneHeight(ctx, next.name)) !== undefined) {
      throw sdk.invalidRequest(`upgrade with name ${next.name} has already been completed`);
    }
    await this.clear(ctx);
    await this.plan.set(ctx, planOf(next));
  }

  /** Drops the plan, and what IBC stored for it; no effect without one. */
  async clear(ctx: WriteContext): Promise<void> {
    const current = await this.plan.get(ctx);
    if (current === undefined) return;
    await this.clearUpgradedIbc(ctx, current.height);
    await this.plan.delete(ctx);
  }

  /** The height at which the upgrade of this name was done. Walks over all upgrades ever done: a handful. */
  async doneHeight(ctx: ReadContext, name: string): Promise<bigint | undefined> {
    for await (const [[height, each]] of this.done.range(ctx)) if (each === name) return height;
    return undefined;
  }

  /** The name of the upgrade done last. */
  async lastDone(ctx: ReadContext): Promise<string | undefined> {
    for await (const [[, name]] of this.done.range(ctx, { reverse: true })) return name;
    return undefined;
  }

  /**
   * Does a planned upgrade: the modules' migrations, then the handler's own; records versions and the height.
   * @throws UpgradeHalt when a migration is missing
   */
  async apply(ctx: WriteContext, due: Plan, modules: readonly ModuleDefinition[]): Promise<void> {
    const handler = this.handlerOf(due.name);
    if (handler === undefined) throw halts.handlerMissing({ name: due.name, appVersion: 0n });
    await this.setVersions(ctx, await runMigrations(ctx, modules, await this.versionMap(ctx)));
    await handler.migrate?.(ctx, due);
    await this.protocolVersion.set(ctx, ((await this.protocolVersion.get(ctx)) ?? 0n) + 1n);
    await this.clear(ctx);
    await this.done.set(ctx, [ctx.block.height, due.name], Uint8Array.of(1));
  }

  /** Records, at genesis, in which versions the modules begin. */
  async initVersions(ctx: WriteContext, modules: readonly ModuleDefinition[]): Promise<void> {
    await this.setVersions(ctx, versionsOf(modules));
  }

  async moduleVersions(ctx: ReadContext): Promise<ModuleVersion[]> {
    const versions: ModuleVersion[] = [];
    for await (const [name, version] of this.versions.range(ctx)) versions.push({ name, version });
    return versions;
  }

  /** What IBC stores for the chain after the upgrade; bytes as they are. */
  async setUpgradedClient(ctx: WriteContext, height: bigint, state: Uint8Array): Promise<void> {
    await this.upgradedIbc.set(ctx, clientKey(height), state);
  }

  upgradedClient(ctx: ReadContext, height: bigint): Promise<Uint8Array | undefined> {
    return this.upgradedIbc.get(ctx, clientKey(height));
  }

  async setUpgradedConsensusState(ctx: WriteContext, height: bigint, state: Uint8Array): Promise<void> {
    await this.upgradedIbc.set(ctx, consensusStateKey(height), state);
  }

  upgradedConsensusState(ctx: ReadContext, height: bigint): Promise<Uint8Array | undefined> {
    return this.upgradedIbc.get(ctx, consensusStateKey(height));
  }

  private async clearUpgradedIbc(ctx: WriteContext, height: bigint): Promise<void> {
    await this.upgradedIbc.delete(ctx, clientKey(height));
    await this.upgradedIbc.delete(ctx, consensusStateKey(height));
  }

  private async setVersions(ctx: WriteContext, versions: VersionMap): Promise<void> {
    for (const [name, version] of versions) await this.versions.set(ctx, name, version);
  }

  private async versionMap(ctx: ReadContext): Promise<VersionMap> {
    return new Map((await this.moduleVersions(ctx)).map(({ name, version }) => [name, version]));
  }
}

const clientKey = (height: bigint): string => `${height}/upgradedClient`;
const consensusStateKey = (height: bigint): string => `${height}/upgradedConsState`;
