import { availableParallelism } from "node:os";

export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * How many of its goroutines CometBFT runs at once at least. Its socket client sets a flush timer of 20 nanoseconds for every
 * CheckTx (a constant meant as milliseconds), which fires again and again until the routine that writes is back at its
 * `select`. Go lets a timer that is due go first: the one processor that it keeps busy does not come to the goroutines that wait
 * for it, often that routine itself. With two processors, the other one compacting the index, that was a quarter of CometBFT's
 * time under load (pprof, `ThrottleTimer.fireRoutine`): 500 us a bank send, 400 with four. On one core it was half of it: 550 us,
 * and 290 with four. With eight there was no more to gain.
 */
const LEAST_PROCESSORS = 4;

/** The environment for a CometBFT over the home that its arguments name; what the operator has set of Go's stays. */
export function cometEnvironment(env: Variables, cores = availableParallelism()): NodeJS.ProcessEnv {
  return {
    ...env,
    // CometBFT would take its home from these rather than from the argument.
    CMTHOME: undefined,
    TMHOME: undefined,
    // With enough cores the default is left to Go, which also knows the limits of a container.
    ...(env["GOMAXPROCS"] === undefined && cores < LEAST_PROCESSORS ? { GOMAXPROCS: String(LEAST_PROCESSORS) } : {}),
  };
}
