import { basename, dirname, join } from "node:path";
import { fileName } from "./_file-name.ts";
import { takeLock } from "./_lock.ts";

/** Milliseconds between two tries, and after which a lock of another host is of a process that was killed: an action takes a few. */
const PAUSE = 5;
const STALE = 10_000;

/** What an action makes that reads a file and writes it anew, while no other process does so to the same file. */
export function alone<T>(path: string, action: () => T): T {
  const file = join(dirname(path), fileName(`.${basename(path)}`, ".lock"));
  let lock = takeLock(file, STALE);
  while (!lock) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    lock = takeLock(file, STALE);
  }
  try {
    return action();
  } finally {
    lock.release();
  }
}
