import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { stampOf } from "../formats/_sources.ts";

/** What lies at a path at one moment: of each file what changes when it is written to. Undefined where nothing does. */
export type Stamps = ReadonlyMap<string, string>;

/** How deep the folders of runs are looked into. */
const DEPTH = 5;

/**
 * Looks at the files of a path without opening any, as also a network disk can be asked. Hidden files, as programs make
 * them before they give them their names, and the paths that `leaveOut` names are left out.
 */
export function stampsAt(path: string, leaveOut: (path: string) => boolean): Stamps | undefined {
  const stamps = new Map<string, string>();
  const look = (at: string, depth: number): boolean => {
    const kind = kindOf(at);
    if (kind === "file") stamps.set(at, stampOf(at));
    if (kind === "folder" && depth > 0) {
      // A folder counts too: an empty one is not none.
      stamps.set(at, "");
      for (const name of namesIn(at))
        if (!name.startsWith(".") && !leaveOut(join(at, name))) look(join(at, name), depth - 1);
    }
    return kind !== undefined;
  };
  return look(path, DEPTH) ? stamps : undefined;
}

/** Whether two looks found the same. */
export function isSame(a: Stamps | undefined, b: Stamps | undefined): boolean {
  if (!a || !b) return a === b;
  return a.size === b.size && [...a].every(([file, stamp]) => b.get(file) === stamp);
}

/** When the latest of the files was written, in milliseconds since 1970; null of none. */
export function lastWritten(stamps: Stamps): number | null {
  const times = [...stamps].flatMap(([file, stamp]) => (stamp === "" ? [] : [writtenAt(file)]));
  const latest = Math.max(...times);
  return Number.isFinite(latest) ? latest : null;
}

/** Minus infinity of what has gone away meanwhile. */
function writtenAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY;
}

/** Whether a path is one of these, or in it; or in the same with a number after it, as further results are. */
export function leftOut(paths: readonly string[]): (path: string) => boolean {
  const apart = paths.map((path) => resolve(path));
  return (path) =>
    apart.some((one) => resolve(path).startsWith(one) && /^(-\d+)?($|[\\/])/.test(resolve(path).slice(one.length)));
}

function kindOf(path: string): "file" | "folder" | undefined {
  try {
    const found = statSync(path);
    return found.isDirectory() ? "folder" : found.isFile() ? "file" : undefined;
  } catch {
    return undefined;
  }
}

/** A folder that goes away meanwhile, or is closed, has none. */
function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
