export const MODULE_NAME = "auth";

/** The module's store; named `acc` since the first Cosmos chains, and so found there by indexers and provers. */
export const STORE_NAME = "acc";

/** What a module account may do with money beside holding it. */
export type ModulePermission = "minter" | "burner" | "staking";

/** Module accounts by name; part of the wiring. */
export type ModulePermissions = Readonly<Record<string, readonly ModulePermission[]>>;

/** The account that fees are paid to; genesis makes it. */
export const FEE_COLLECTOR = "fee_collector";

/** Expired nonces of unordered transactions removed in one block, so that many due at once cannot slow it. */
export const NONCES_REMOVED_PER_BLOCK = 1000;
