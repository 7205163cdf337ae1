import { sdk } from "../../abci/state/errors.js";
import type { StoreUpgrades } from "../../abci/store/types.js";
import type { UpgradeTable } from "./types.js";

/** The file in the home's data folder that tells cosmovisor, and the next binary, which upgrade is due. */
export const UPGRADE_INFO_FILE = "upgrade-info.json";

export interface UpgradeInfo {
  readonly name: string;
  readonly height: bigint;
  readonly info: string;
}

/** The content of `upgrade-info.json`. */
export function formatUpgradeInfo({ name, height, info }: UpgradeInfo): string {
  // By hand, since JSON.stringify has no bigint: the height is a number of JSON, as cosmovisor reads it.
  return `{"name":${JSON.stringify(name)},"height":${height},"info":${JSON.stringify(info)}}`;
}

/** Reads the content of `upgrade-info.json`. @throws sdk.invalidRequest that names the field and the fault */
export function parseUpgradeInfo(text: string): UpgradeInfo {
  const fields = parseObject(text);
  const { name, height, info = "", time, upgraded_client_state: client } = fields;
  if (typeof name !== "string" || name === "") throw faulty("name", "a text that is not empty", name);
  if (typeof height !== "number" || !Number.isSafeInteger(height) || height <= 0) {
    throw faulty("height", "a positive whole number", height);
  }
  if (typeof info !== "string") throw faulty("info", "a text", info);
  if (time !== undefined && time !== "0001-01-01T00:00:00Z") throw faulty("time", "left out", time);
  if (client !== undefined && client !== null) throw faulty("upgraded_client_state", "left out", client);
  return { name, height: BigInt(height), info };
}

/**
 * The stores to add and drop when a database whose last version is `lastVersion` is opened: those of the upgrade in
 * `upgrade-info.json`, when the next block is its block and it is not skipped.
 */
export function storeUpgradesAtStart(parts: {
  readonly info: UpgradeInfo | undefined;
  readonly lastVersion: bigint;
  readonly table: UpgradeTable;
  readonly skipHeights: readonly bigint[];
}): StoreUpgrades | undefined {
  const { info, lastVersion, table, skipHeights } = parts;
  if (info === undefined || info.height !== lastVersion + 1n || skipHeights.includes(info.height)) return undefined;
  return Object.hasOwn(table, info.name) ? table[info.name]?.storeUpgrades : undefined;
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw sdk.invalidRequest(
      `${UPGRADE_INFO_FILE} is no JSON: ${error instanceof Error ? error.message : "malformed"}`,
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw sdk.invalidRequest(`${UPGRADE_INFO_FILE} has to hold an object with name, height and info`);
  }
  return value as Readonly<Record<string, unknown>>;
}

function faulty(field: string, rule: string, got: unknown) {
  return sdk.invalidRequest(`${UPGRADE_INFO_FILE}: ${field} has to be ${rule}, got ${JSON.stringify(got)}`);
}
