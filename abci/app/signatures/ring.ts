/** A signature of a secp256k1 key over the SHA-256 of a message. */
export interface SignedMessage {
  /** 33 bytes, compressed. */
  readonly publicKey: Uint8Array;
  /** r and s, 64 bytes. */
  readonly signature: Uint8Array;
  readonly message: Uint8Array;
}

/** What a slot's job is at. A job moves up once, by whoever claims it: a thread, or the owner who would not wait for one. */
const WAITING = 0;
const CLAIMED = 1;
const GOOD = 2;
const BAD = 3;
const WITHDRAWN = 4;

/** The counters in front of the slots' states. */
const HEAD = 0;
const SLEEPING = 1;
const CLOSED = 2;
const COUNTERS = 3;

/** Jobs that may wait at once; a power of two. */
const SLOTS = 1024;
const SLOT_BYTES = 1024;
const KEY_BYTES = 33;
const SIGNATURE_BYTES = 64;
const MESSAGE_AT = KEY_BYTES + SIGNATURE_BYTES + 2;

/** The longest message that fits a slot; a bank send signs some 250 bytes. */
export const MAX_MESSAGE_BYTES = SLOT_BYTES - MESSAGE_AT;

/** How often the owner looks at a job that a thread is just doing before it does it itself: as long as doing it takes. */
const LOOKS = 4000;

/**
 * A ring of jobs in shared memory. Its owner puts signatures in, threads check them, and the owner asks for the verdicts when it
 * needs them. It never waits for a thread: what none has begun by then, it does itself. So a verdict depends on the signature
 * alone, and threads that are slow, or gone, cost nothing but their help.
 */
export class RingMemory {
  readonly control: Int32Array;
  readonly bytes: Uint8Array;

  constructor(readonly shared = new SharedArrayBuffer(4 * (COUNTERS + SLOTS) + SLOTS * SLOT_BYTES)) {
    this.control = new Int32Array(shared, 0, COUNTERS + SLOTS);
    this.bytes = new Uint8Array(shared, 4 * (COUNTERS + SLOTS));
  }

  slot(position: number): number {
    return position & (SLOTS - 1);
  }

  state(slot: number): number {
    return Atomics.load(this.control, COUNTERS + slot);
  }

  setState(slot: number, state: number): void {
    Atomics.store(this.control, COUNTERS + slot, state);
  }

  /** Takes the job for the caller alone. */
  claim(slot: number, as: number): boolean {
    return Atomics.compareExchange(this.control, COUNTERS + slot, WAITING, as) === WAITING;
  }

  write(slot: number, { publicKey, signature, message }: SignedMessage): void {
    const { bytes } = this;
    const at = slot * SLOT_BYTES;
    bytes.set(publicKey, at);
    bytes.set(signature, at + KEY_BYTES);
    bytes[at + MESSAGE_AT - 2] = message.length >>> 8;
    bytes[at + MESSAGE_AT - 1] = message.length & 0xff;
    bytes.set(message, at + MESSAGE_AT);
  }

  /** The job, in memory of its own. */
  read(slot: number): SignedMessage {
    const at = slot * SLOT_BYTES;
    const length = ((this.bytes[at + MESSAGE_AT - 2] as number) << 8) | (this.bytes[at + MESSAGE_AT - 1] as number);
    const copy = this.bytes.slice(at, at + MESSAGE_AT + length);
    return {
      publicKey: copy.subarray(0, KEY_BYTES),
      signature: copy.subarray(KEY_BYTES, KEY_BYTES + SIGNATURE_BYTES),
      message: copy.subarray(MESSAGE_AT),
    };
  }
}

/** A signature that was put into a ring. */
export class PendingVerdict {
  private verdict: boolean | undefined;
  private done = false;

  constructor(
    private readonly memory: RingMemory,
    private readonly slot: number,
  ) {}

  /** Whether the signature is good, if a thread has found out; undefined when the caller has to check it itself. */
  take(): boolean | undefined {
    if (!this.done && this.memory.claim(this.slot, WITHDRAWN)) this.done = true;
    for (let look = 0; look < LOOKS && !this.settle(); look++);
    return this.verdict;
  }

  /** Keeps the verdict, if there is one, and lets go of the slot; false while the job waits or a thread is at it. */
  settle(): boolean {
    if (this.done) return true;
    const state = this.memory.state(this.slot);
    if (state === WAITING || state === CLAIMED) return false;
    this.verdict = state === GOOD;
    return (this.done = true);
  }
}

/** The owner's side of a ring. */
export class RingOwner {
  readonly memory = new RingMemory();
  private readonly jobs: (PendingVerdict | undefined)[] = new Array<PendingVerdict | undefined>(SLOTS);
  private head = 0;

  /** Puts a signature in; undefined when its form is not for a ring, or there is no room now. */
  offer(signed: SignedMessage): PendingVerdict | undefined {
    const { publicKey, signature, message } = signed;
    if (publicKey.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return undefined;
    if (message.length > MAX_MESSAGE_BYTES || !this.hasRoom) return undefined;
    const slot = this.memory.slot(this.head);
    this.memory.write(slot, signed);
    this.memory.setState(slot, WAITING);
    const job = new PendingVerdict(this.memory, slot);
    this.jobs[slot] = job;
    this.head = (this.head + 1) | 0;
    return job;
  }

  /** Tells the threads of what was offered since the last call. */
  publish(): void {
    const { control } = this.memory;
    if (Atomics.load(control, HEAD) === this.head) return;
    Atomics.store(control, HEAD, this.head);
    // Waking costs a system call; threads that are busy see it by themselves.
    if (Atomics.load(control, SLEEPING) > 0) Atomics.notify(control, HEAD);
  }

  /** Lets the threads end. */
  close(): void {
    const { control } = this.memory;
    Atomics.store(control, CLOSED, 1);
    Atomics.add(control, HEAD, 1);
    Atomics.notify(control, HEAD);
  }

  /** Whether the next slot is free: its last job is done, or nobody will do it. */
  private get hasRoom(): boolean {
    return this.jobs[this.memory.slot(this.head)]?.settle() ?? true;
  }
}

/** Whoever does a ring's jobs; several may share a ring. */
export class RingServer {
  private position = 0;

  constructor(
    private readonly memory: RingMemory,
    private readonly verify: (signed: SignedMessage) => boolean,
  ) {}

  /** Does the next job that nobody else has begun; false when there is none. */
  step(): boolean {
    const { memory } = this;
    const head = Atomics.load(memory.control, HEAD);
    // What lies further back than the ring is long was written over: others, or the owner, did it.
    if (((head - this.position) | 0) > SLOTS) this.position = (head - SLOTS) | 0;
    while (this.position !== head) {
      const slot = memory.slot(this.position);
      this.position = (this.position + 1) | 0;
      if (!memory.claim(slot, CLAIMED)) continue;
      memory.setState(slot, this.verify(memory.read(slot)) ? GOOD : BAD);
      return true;
    }
    return false;
  }

  /** Does all jobs as they come, until the ring is closed. Blocks its thread. */
  run(): void {
    const { control } = this.memory;
    while (Atomics.load(control, CLOSED) === 0) {
      if (this.step()) continue;
      Atomics.add(control, SLEEPING, 1);
      // Returns at once when the owner has published meanwhile.
      Atomics.wait(control, HEAD, this.position);
      Atomics.sub(control, SLEEPING, 1);
    }
  }
}
