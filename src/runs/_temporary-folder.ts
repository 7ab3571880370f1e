import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { lives } from "./_write.ts";

/** A folder that lasts no longer than its process. */
export interface TemporaryFolder {
  readonly path: string;
  /** What another program still holds stays for the next process to remove. */
  readonly remove: () => void;
}

const PREFIX = "grok-analyze-";

/** Makes an empty folder that only its owner can look into, and removes those of processes that were killed. */
export function temporaryFolder(): TemporaryFolder {
  const own = `${PREFIX}${hostname()}-`;
  removeAbandoned(own);
  const path = mkdtempSync(join(tmpdir(), `${own}${process.pid}-`));
  const onExit = () => removed(path);
  // A signal may end the process meanwhile.
  process.once("exit", onExit);
  return {
    path,
    remove: () => {
      process.off("exit", onExit);
      removed(path);
    },
  };
}

/** Removes the folders of processes that have ended. */
function removeAbandoned(own: string): void {
  for (const name of namesIn(tmpdir())) {
    const pid = name.startsWith(own) ? /^(\d+)-\w{6}$/.exec(name.slice(own.length))?.[1] : undefined;
    if (pid !== undefined && !lives(Number(pid))) removed(join(tmpdir(), name));
  }
}

/** What may be written to need not be open to be listed: a folder that all users share. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function removed(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  } catch {
    // Another user's, or of a program that has not let go of it: no reason to lose the work.
  }
}
