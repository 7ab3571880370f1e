import {
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { GrokError } from "../errors.ts";
import { fileName } from "./_file-name.ts";

/** What `action` returns; where the system refuses, a GrokError that says where it cannot be written, why, and what helps. */
export function writing<T>(where: string, remedy: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw new GrokError(where, `cannot be written: ${(cause as Error).message}`, remedy, { cause });
  }
}

/** Makes a folder and those above it. Node's own recursion never ends where a virtual file system refuses, as /proc does. */
export function makeFolder(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process has made it meanwhile.
    if (!(existsSync(folder) && statSync(folder).isDirectory())) throw error;
  }
}

/**
 * Writes a file and returns its path. Under a temporary name first: whoever reads the file, and whenever the process is
 * killed, there is the old one or the new one, never half.
 */
export function written(path: string, content: string | Uint8Array | Iterable<string>): string {
  const temporary = temporaryOf(path);
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

/** Copies a folder to where nothing is yet, whole at once likewise. */
export function copiedFolder(from: string, path: string): void {
  makeFolder(dirname(path));
  removeAbandoned(dirname(path), basename(path));
  const temporary = temporaryOf(path);
  try {
    cpSync(from, temporary, { recursive: true });
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** What a file system says that has no second names for a file. */
const NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"];

/** Writes a file unless there is one, whole at once; whether it did. Which of several processes does, the system decides. */
export function writtenFirst(path: string, content: string): boolean {
  const temporary = temporaryOf(path);
  try {
    writeFileSync(temporary, content);
    try {
      linkSync(temporary, path);
    } catch (error) {
      if (!NO_LINKS.includes(String((error as NodeJS.ErrnoException).code))) throw error;
      writeFileSync(path, content, { flag: "wx" });
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Hidden, so that nobody takes what a killed process left for a checkpoint. */
function temporaryOf(path: string): string {
  return join(dirname(path), fileName(`.${basename(path)}`, `.${hostname()}.${process.pid}.tmp`));
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
  return UNFINISHED.test(name);
}

const UNFINISHED = /^\..*\.\d+\.tmp$/;
/** Milliseconds after which what another host has not finished is nobody's. */
const ABANDONED = 3_600_000;

/** Whether a file in a folder is an unfinished one whose process is gone: of another host, that nothing was done in an hour. */
export function isAbandoned(folder: string, name: string): boolean {
  if (!UNFINISHED.test(name)) return false;
  const [pid] = name.split(".").slice(-2);
  try {
    if (name.endsWith(`.${hostname()}.${pid}.tmp`)) return !lives(Number(pid));
    return Date.now() - statSync(join(folder, name)).mtimeMs > ABANDONED;
  } catch {
    // Its process has finished it meanwhile.
    return false;
  }
}

/** Removes what killed processes left half written in a folder; of one file alone where its name is given. */
export function removeAbandoned(folder: string, file?: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder))
    if ((file === undefined || name.startsWith(`.${file}.`)) && isAbandoned(folder, name))
      rmSync(join(folder, name), { recursive: true, force: true });
}

/** Whether a process of this host has this number. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
