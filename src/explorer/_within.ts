import { realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { stampsAt } from "../monitoring/follow.ts";

/** Whether a path, every link followed, lies in a folder, or is it. What is not there leads nowhere. */
export function isWithin(folder: string, path: string): boolean {
  try {
    const way = relative(realpathSync(folder), realpathSync(path));
    return way !== ".." && !way.startsWith(`..${sep}`) && resolve(way) !== way;
  } catch {
    return true;
  }
}

/** A file of a run, or a folder, that a link puts there from outside of the folder that is served; undefined where there is none. */
export function strayIn(folder: string, path: string): string | undefined {
  if (!isWithin(folder, path)) return path;
  return [...(stampsAt(path, () => false)?.keys() ?? [])].find((file) => !isWithin(folder, file));
}
