import { closeSync, openSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Milliseconds between two tries, and after which a lock is of a process that was killed: an action takes a few. */
const PAUSE = 5;
const STALE = 10_000;

/** What an action makes that reads a file and writes it anew, while no other process does so to the same file. */
export function alone<T>(path: string, action: () => T): T {
  const lock = join(dirname(path), `.${basename(path)}.lock`);
  while (!taken(lock)) {
    if (age(lock) > STALE) rmSync(lock, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
  try {
    return action();
  } finally {
    rmSync(lock, { force: true });
  }
}

function taken(lock: string): boolean {
  try {
    closeSync(openSync(lock, "wx"));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Milliseconds since it was made; 0 where it is gone. */
function age(lock: string): number {
  return Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}
