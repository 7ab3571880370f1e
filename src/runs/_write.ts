import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Makes a folder and those above it. Node's own recursion never ends where a virtual file system refuses, as /proc does. */
export function makeFolder(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder);
}

/**
 * Writes a file and returns its path. Under a temporary name first: whoever reads the file, and whenever the process is
 * killed, there is the old one or the new one, never half.
 */
export function written(path: string, content: string | Uint8Array): string {
  // Hidden, so that nobody takes what a killed process left for a checkpoint.
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, content, { flush: true });
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
  return path;
}

/** Whether this is the name of a file that `written` had not finished when its process was killed. */
export function isUnfinished(name: string): boolean {
  return /^\..*\.\d+\.tmp$/.test(name);
}
