import { linkSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { RunError } from "../errors.ts";
import { attempt } from "../results/_attempt.ts";
import { written, writtenFirst } from "../runs/_write.ts";

/** Who works on a cell, and how far it is. */
export interface Holder {
  readonly host: string;
  readonly pid: number;
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

let taken = 0;

/**
 * Takes a lock; undefined where somebody holds it. Of this host a dead process holds none; of another host, or of one
 * whose number a new process has, none whose last sign of life is five minutes old.
 */
export function takeLock(file: string): Lock | undefined {
  const own = { host: hostname(), pid: process.pid, token: `${process.pid}-${Date.now()}-${taken++}` };
  if (!create(file, { ...own, epoch: 0 }) && !(removeDead(file, own.token) && create(file, { ...own, epoch: 0 })))
    return undefined;
  let last = Date.now();
  const isHeld = () => holderIn(file)?.token === own.token;
  return {
    beat: (epoch) => {
      if (Date.now() - last < BEAT) return;
      last = Date.now();
      if (!isHeld()) throw new RunError(file, "was taken over, as it gave no sign of life", "let the other go on");
      attempt(file, () => written(file, JSON.stringify({ ...own, epoch })));
    },
    isHeld,
    release: () => {
      if (isHeld()) rmSync(file, { force: true });
    },
  };
}

/** Who holds a lock and lives; undefined where nobody does. */
export function holderOf(file: string): Holder | undefined {
  const holder = holderIn(file);
  return holder && !isDead(file, holder) ? holder : undefined;
}

function create(file: string, holder: Holder): boolean {
  return attempt(file, () => writtenFirst(file, JSON.stringify(holder)));
}

/** Moves a dead holder's lock away; not one that another has put there meanwhile. */
function removeDead(file: string, token: string): boolean {
  const dead = holderIn(file);
  if (dead && !isDead(file, dead)) return false;
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

function isDead(file: string, { host, pid }: Holder): boolean {
  try {
    if (Date.now() - statSync(file).mtimeMs > STALE) return true;
    if (host === hostname()) process.kill(pid, 0);
    return false;
  } catch (error) {
    // EPERM: it lives, and is another user's.
    return (error as NodeJS.ErrnoException).code !== "EPERM";
  }
}

function holderIn(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}
