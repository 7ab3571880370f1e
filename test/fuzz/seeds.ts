import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Files } from "./mutators.ts";

const FIXTURES = "fixtures";

/** Each of these fixtures as a seed, under its own name. */
export function seedsOf(...paths: readonly string[]): () => readonly Files[] {
  return () => paths.map((path) => new Map([[basename(path), readFileSync(join(FIXTURES, path))]]));
}

/** A folder of fixtures as one seed, the file that is read first. */
export function folderSeed(folder: string, first: string, wanted: (path: string) => boolean = () => true): Files {
  const at = join(FIXTURES, folder);
  const paths = readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(at.length + 1))
    .filter((path) => path !== first && wanted(path))
    .sort();
  return new Map([first, ...paths].map((path) => [path, readFileSync(join(at, path))]));
}
