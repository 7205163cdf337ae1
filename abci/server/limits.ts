/** Bounds of the ABCI server, so that whoever connects cannot make it hold much memory or stop reading the others. */
export interface AbciLimits {
  /**
   * The longest request, in bytes. It has to hold a block of the consensus parameter `max_bytes`, and at InitChain the whole
   * genesis state: whoever starts the server knows how long that is. The default is just below 100 MB; CometBFT itself would send up to 2 GiB.
   */
  readonly maxFrameBytes: number;
  /**
   * A connection is not read on while more bytes than this wait to be handled; requests wait as the bytes they are. Enough
   * for what a busy mempool sends during a block: CometBFT's client busies a core while it is not read (see app/turns.ts).
   */
  readonly maxQueuedBytes: number;
  /** The same in requests, for those who send many small ones. */
  readonly maxQueuedFrames: number;
  /** Nothing more is handled for a connection while it has not taken this many bytes of answers. */
  readonly maxUnsentBytes: number;
  /** Connections at once; CometBFT opens four, and four more when it restarts while the old ones linger. */
  readonly maxConnections: number;
  /** How long one connection is handled before the others are read, in milliseconds. */
  readonly turnMillis: number;
}

export const defaultLimits: AbciLimits = {
  maxFrameBytes: 96_000_000,
  maxQueuedBytes: 16 << 20,
  maxQueuedFrames: 65_536,
  maxUnsentBytes: 1 << 20,
  maxConnections: 32,
  turnMillis: 4,
};
