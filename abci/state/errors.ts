/**
 * Errors of two kinds. An `AppError` is a user's mistake: it has a codespace and a code which are part of consensus, its
 * branch is dropped, and the chain goes on. An `AssertionError` is a broken invariant: the node halts rather than guess.
 */
export class AppError extends Error {
  constructor(
    readonly codespace: string,
    readonly code: number,
    message: string,
  ) {
    super(message);
    this.name = "AppError";
  }

  is(factory: ErrorFactory<never>): boolean {
    return this.codespace === factory.codespace && this.code === factory.code;
  }
}

export class AssertionError extends Error {
  constructor(message: string) {
    super(`invariant broken: ${message}`);
    this.name = "AssertionError";
  }
}

/** Halts the node when a rule that must always hold does not. Never for what a user can cause. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

export interface ErrorFactory<Details> {
  (details: Details): AppError;
  readonly codespace: string;
  readonly code: number;
}

type ErrorRow<Details> = readonly [code: number, describe: (details: Details) => string];

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the table's rows differ in their details
type ErrorTable = Readonly<Record<string, ErrorRow<any>>>;

type Factories<Table extends ErrorTable> = {
  readonly [Name in keyof Table]: ErrorFactory<Parameters<Table[Name][1]>[0]>;
};

/**
 * Makes a module's error table: name → [code, words]. Codes are consensus and are never reused; words are for people.
 */
export function defineErrors<const Table extends ErrorTable>(codespace: string, table: Table): Factories<Table> {
  const codes = new Set<number>();
  const entries = Object.entries(table).map(([name, [code, describe]]) => {
    assert(!codes.has(code), `error code ${codespace}/${code} is used twice`);
    codes.add(code);
    const factory = (details: unknown): AppError => new AppError(codespace, code, describe(details));
    return [name, Object.assign(factory, { codespace, code })] as const;
  });
  return Object.fromEntries(entries) as unknown as Factories<Table>;
}

const because =
  (kind: string) =>
  (reason: string): string =>
    reason === "" ? kind : `${reason}: ${kind}`;

/** The errors every module shares; codes and closing words as in the Cosmos SDK's `types/errors`. */
export const sdk = defineErrors("sdk", {
  txDecode: [2, because("tx parse error")],
  invalidSequence: [3, because("invalid sequence")],
  unauthorized: [4, because("unauthorized")],
  insufficientFunds: [5, because("insufficient funds")],
  unknownRequest: [6, because("unknown request")],
  invalidAddress: [7, because("invalid address")],
  invalidPubKey: [8, because("invalid pubkey")],
  unknownAddress: [9, because("unknown address")],
  invalidCoins: [10, because("invalid coins")],
  outOfGas: [
    11,
    ({ where, wanted, used }: { where: string; wanted: bigint; used: bigint }) =>
      `out of gas in location: ${where}; gasWanted: ${wanted}, gasUsed: ${used}: out of gas`,
  ],
  memoTooLarge: [12, because("memo too large")],
  insufficientFee: [13, because("insufficient fee")],
  tooManySignatures: [14, because("maximum number of signatures exceeded")],
  noSignatures: [15, because("no signatures supplied")],
  invalidRequest: [18, because("invalid request")],
  txInMempool: [19, because("tx already in mempool")],
  mempoolFull: [20, because("mempool is full")],
  txTooLarge: [21, because("tx too large")],
  keyNotFound: [22, because("key not found")],
  invalidHeight: [26, because("invalid height")],
  invalidVersion: [27, because("invalid version")],
  invalidChainId: [28, because("invalid chain-id")],
  invalidType: [29, because("invalid type")],
  txTimeoutHeight: [30, because("tx timeout height")],
  unknownExtensionOptions: [31, because("unknown extension options")],
  wrongSequence: [32, because("incorrect account sequence")],
  packAny: [33, because("failed packing protobuf message to Any")],
  unpackAny: [34, because("failed unpacking protobuf message from Any")],
  logic: [35, because("internal logic error")],
  conflict: [36, because("conflict")],
  notSupported: [37, because("feature not supported")],
  notFound: [38, because("not found")],
  io: [39, because("Internal IO error")],
  appConfig: [40, because("error in app.toml")],
  invalidGasLimit: [41, because("invalid gas limit")],
  txTimeout: [42, because("tx timeout")],
});

/** What an unexpected throw becomes: one fixed code and text, so that no detail of one machine reaches consensus. */
export const internalError = (): AppError => new AppError("undefined", 1, "internal error");
