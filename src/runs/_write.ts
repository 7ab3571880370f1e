import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
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
export function written(path: string, content: string | Uint8Array | Iterable<string>): string {
  // Hidden, so that nobody takes what a killed process left for a checkpoint.
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    if (typeof content === "string" || content instanceof Uint8Array)
      writeFileSync(temporary, content, { flush: true });
    else writePieces(temporary, content);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
  return path;
}

/** Characters that are put together before they are written. */
const PIECE = 2 ** 20;

function writePieces(path: string, pieces: Iterable<string>): void {
  const file = openSync(path, "w");
  try {
    let held = "";
    for (const piece of pieces) {
      held += piece;
      if (held.length < PIECE) continue;
      writeFileSync(file, held);
      held = "";
    }
    writeFileSync(file, held);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Whether this is the name of a file that `written` had not finished when its process was killed. */
export function isUnfinished(name: string): boolean {
  return /^\..*\.\d+\.tmp$/.test(name);
}
