import { realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { stampsAt } from "../monitoring/follow.ts";

/** A file of a run, or a folder, that a link puts there from outside of the folder that is served; undefined where there is none. What is not there leads nowhere. */
export function strayIn(folder: string, path: string): string | undefined {
  const root = realOf(folder);
  if (root === undefined) return undefined;
  const leadsOut = (file: string): boolean => {
    const real = realOf(file);
    return real !== undefined && !isWithin(root, real);
  };
  if (leadsOut(path)) return path;
  return [...(stampsAt(path, () => false)?.keys() ?? [])].find(leadsOut);
}

/** The path with every link followed; undefined where nothing is there, or it is closed. */
function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** Whether one path lies in the other, or is it. */
function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && resolve(way) !== way;
}
