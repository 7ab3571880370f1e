import { setImmediate as turn } from "node:timers/promises";

/** What ends a command: Ctrl-C, whoever manages it, and the end of its terminal; and the code by which shells count each. */
const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type Ending = keyof typeof CODES;
const ENDINGS = Object.keys(CODES) as Ending[];

let first: Ending | undefined;
const working = new Set<() => void>();

/** The exit code of a command that a signal has ended. */
export function interruptedCode(): number {
  return CODES[first ?? "SIGINT"];
}

/**
 * What `work` makes of a signal that the first Ctrl-C sets, or what else ends the command; the second does what it does by
 * default, and ends the process.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const end = () => abort.abort();
  working.add(end);
  try {
    return await work(abort.signal);
  } finally {
    working.delete(end);
  }
}

/**
 * From now on a signal comes between two actions, so that no file is left half written: work that is `interruptible` is told,
 * any other process ends by the signal, after what listens for its `exit`.
 */
export function endBetweenActions(): void {
  for (const signal of ENDINGS) process.on(signal, onSignal);
}

/** What `work` makes, which writes nothing and can take long at once: signals do what they do by default. */
export async function endingAtOnce<T>(work: () => Promise<T>): Promise<T> {
  // A signal that came while this process was busy is told at the next poll, if anybody listens then: it would be lost. The
  // first turn may end before that.
  await turn();
  await turn();
  const guarded = ENDINGS.filter((signal) => process.listeners(signal).includes(onSignal));
  for (const signal of guarded) process.off(signal, onSignal);
  try {
    return await work();
  } finally {
    for (const signal of guarded) process.on(signal, onSignal);
  }
}

function onSignal(signal: NodeJS.Signals): void {
  if (first === undefined && working.size > 0) {
    first = signal as Ending;
    for (const one of ENDINGS) process.off(one, onSignal);
    for (const end of working) end();
    return;
  }
  process.emit("exit", CODES[signal as Ending]);
  for (const one of ENDINGS) process.removeAllListeners(one);
  process.kill(process.pid, signal);
}
