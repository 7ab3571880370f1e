import { stampOf, withSource } from "../formats/_sources.ts";
import type { LogFormat } from "./_format.ts";
import { type GrowingLog, growingLog, type Replaced } from "./_growing.ts";
import type { ReadOptions } from "./_read.ts";

/** What readings of the same files one after the other keep, so that of a file that changes only what is new is read. */
export interface ReadMemory {
  /** What `read` makes of files, made anew only where one of them has changed. `use` tells readings of one file apart. */
  readonly kept: <T>(use: string, paths: readonly string[], read: () => T) => T;
  /** A log of lines as far as it has come; undefined where a file is none, now and before. */
  readonly growing: (path: string, format: LogFormat | undefined, options: ReadOptions) => GrowingLog | undefined;
  /** Which logs are not the ones that they were, since this was last asked. */
  readonly replaced: () => readonly { readonly file: string; readonly how: Replaced }[];
  /** Ends a reading: what it did not ask for is forgotten. */
  readonly settle: () => void;
}

interface Kept {
  readonly stamp: string;
  readonly value: unknown;
}

/** A memory that has nothing yet. */
export function readMemory(): ReadMemory {
  let before = new Map<string, Kept>();
  let now = new Map<string, Kept>();
  const logs = new Map<string, GrowingLog>();
  let replaced: { readonly file: string; readonly how: Replaced }[] = [];
  return {
    kept: <T>(use: string, paths: readonly string[], read: () => T): T => {
      const at = key(use, paths);
      const stamp = paths.map(stampOf).join();
      const found = now.get(at) ?? before.get(at);
      const kept = found?.stamp === stamp ? found : { stamp, value: read() };
      now.set(at, kept);
      return kept.value as T;
    },
    growing: (path, format, options) =>
      withSource(path, (source) => {
        const known = logs.get(path);
        const how = known?.goOn(source);
        if (how === "continued elsewhere" || how === "begun anew") replaced.push({ file: path, how });
        if (known && how !== "begun anew" && how !== "rewritten") return known;
        const anew = format && growingLog(format, source, options);
        if (anew) logs.set(path, anew);
        return anew ?? known;
      }),
    replaced: () => {
      const said = replaced;
      replaced = [];
      return said;
    },
    settle: () => {
      before = now;
      now = new Map();
      for (const path of logs.keys()) if (!before.has(key("log", [path]))) logs.delete(path);
    },
  };
}

function key(use: string, paths: readonly string[]): string {
  return JSON.stringify([use, ...paths]);
}
