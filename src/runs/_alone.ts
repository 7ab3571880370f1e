import { closeSync, linkSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileName } from "./_file-name.ts";

/** Milliseconds between two tries, and after which a lock is of a process that was killed: an action takes a few. */
const PAUSE = 5;
const STALE = 10_000;

/** What an action makes that reads a file and writes it anew, while no other process does so to the same file. */
export function alone<T>(path: string, action: () => T): T {
  const lock = join(dirname(path), fileName(`.${basename(path)}`, ".lock"));
  while (!taken(lock)) {
    if (age(lock) > STALE) removeStale(lock);
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

/** Moves it away first: of several that wait one does, and one that was made meanwhile is put back. */
function removeStale(lock: string): void {
  const away = `${lock}.${hostname()}.${process.pid}`;
  try {
    renameSync(lock, away);
    if (age(away) <= STALE) linkSync(away, lock);
  } catch {
    // Another was faster.
  }
  rmSync(away, { force: true });
}

/** Milliseconds since it was made; 0 where it is gone. */
function age(lock: string): number {
  return Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}
