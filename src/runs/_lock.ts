import { linkSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { RunError } from "../errors.ts";
import { lives, writing, written, writtenFirst } from "./_write.ts";

/** Who works on something, and how far it is. */
export interface Holder {
  readonly host: string;
  readonly pid: number;
  /** When its process began, as the system counts; "" where that is not known. Another process may have its number later. */
  readonly began?: string;
  /** Of this time of taking it. */
  readonly token: string;
  readonly epoch: number;
}

export interface Lock {
  /** Says that its holder lives, and how far it is. Throws a RunError where another has taken the lock over. */
  readonly beat: (epoch: number) => void;
  /** Whether it is still its holder's. */
  readonly isHeld: () => boolean;
  readonly release: () => void;
}

/** Milliseconds between two signs of life, and without one until a lock is nobody's. Clocks of hosts differ by seconds. */
const BEAT = 2_000;
const STALE = 300_000;
/** … and until one that says nothing is: where a file cannot be linked, its text comes a moment later. */
const SILENT = 10_000;

/** What helps where a lock cannot be written. */
const ELSEWHERE = "choose another folder";

let taken = 0;

const held = new Set<Lock>();

/** Whatever ends the process: a lock that stays is found to be a dead one's, but would be looked at. */
function releaseAll(): void {
  for (const lock of held) {
    try {
      lock.release();
    } catch {
      // Where nothing can be removed any more: the others, and the exit code, are as they are.
    }
  }
}

/**
 * Takes a lock; undefined where somebody holds it. Of this host a dead process holds none, and a living one does however long
 * it is silent; of another host none whose last sign of life is `stale` milliseconds old, five minutes unless told otherwise. Throws a GrokError where it cannot be written.
 */
export function takeLock(file: string, stale: number = STALE): Lock | undefined {
  const { pid } = process;
  // A process takes a lock at one time, whatever the clock is set to.
  const own = { host: hostname(), pid, began: began(pid), token: `${pid}-${Date.now()}-${taken++}` };
  const create = () => writing(file, ELSEWHERE, () => writtenFirst(file, JSON.stringify({ ...own, epoch: 0 })));
  if (!create() && !(removeDead(file, own.token, stale) && create())) return undefined;
  let last = performance.now();
  const isHeld = () => holderIn(file)?.token === own.token;
  const lock: Lock = {
    beat: (epoch) => {
      if (performance.now() - last < BEAT) return;
      last = performance.now();
      if (!isHeld()) throw new RunError(file, "was taken over, as it gave no sign of life", "let the other go on");
      writing(file, ELSEWHERE, () => written(file, JSON.stringify({ ...own, epoch })));
    },
    isHeld,
    release: () => {
      held.delete(lock);
      if (held.size === 0) process.off("exit", releaseAll);
      if (isHeld()) rmSync(file, { force: true });
    },
  };
  held.add(lock);
  if (held.size === 1) process.on("exit", releaseAll);
  return lock;
}

/** Who holds a lock and lives; undefined where nobody does. */
export function holderOf(file: string): Holder | undefined {
  const holder = holderIn(file);
  return holder && !isDead(file, holder, STALE) ? holder : undefined;
}

/** Moves a dead holder's lock away; not one that another has put there meanwhile. */
function removeDead(file: string, token: string, stale: number): boolean {
  const dead = holderIn(file);
  if (dead ? !isDead(file, dead, stale) : age(file) < SILENT) return false;
  const away = `${file}.${token}.dead`;
  try {
    renameSync(file, away);
  } catch {
    return true;
  }
  const moved = holderIn(away);
  if (moved && moved.token !== dead?.token) {
    try {
      linkSync(away, file);
    } catch {
      // Somebody has it already: whoever we moved away sees it at the next sign of life.
    }
  }
  rmSync(away, { force: true });
  return moved?.token === dead?.token;
}

function isDead(file: string, holder: Holder, stale: number): boolean {
  const isSilent = () => age(file) > stale;
  if (holder.host !== hostname()) return isSilent();
  if (!lives(holder.pid)) return true;
  const now = began(holder.pid);
  // Where the system does not say when, the number may be another process's by now.
  return holder.began && now !== "" ? holder.began !== now : isSilent();
}

/** Milliseconds since the last sign of life, or until it where a clock was set back; infinite where it is gone. */
function age(file: string): number {
  const at = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return at === undefined ? Number.POSITIVE_INFINITY : Math.abs(Date.now() - at);
}

/** When a process began, in ticks since the system did; "" where the system does not say. */
function began(pid: number): string {
  try {
    // After the name, which stands in parentheses and may hold anything, it is the twentieth field.
    return (
      readFileSync(`/proc/${pid}/stat`, "latin1")
        .replace(/^.*\) /s, "")
        .split(" ")[19] ?? ""
    );
  } catch {
    return "";
  }
}

function holderIn(file: string): Holder | undefined {
  try {
    const holder: unknown = JSON.parse(readFileSync(file, "utf8"));
    return typeof holder === "object" && holder !== null ? (holder as Holder) : undefined;
  } catch {
    return undefined;
  }
}
