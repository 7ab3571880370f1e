import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Reading } from "./readings.ts";

/** What the real library says of a file; `none` where there is none for its class, or nothing to compare. */
export type Theirs =
  | { readonly is: "result"; readonly lines: readonly string[] }
  | { readonly is: "error"; readonly message: string }
  | { readonly is: "none" };

/** A Python that reads files with the libraries that write them. */
export interface Library {
  readonly read: (name: string, path: string) => Promise<Theirs>;
  /** What reads each class, with its version. */
  readonly names: Readonly<Record<string, string>>;
  readonly close: () => void;
}

/** Where the script lies: beside the sources, not beside what they are compiled to. */
const SCRIPT = fileURLToPath(new URL("../../test/fuzz/library.py", import.meta.url));
/** A library that is caught in a loop of its own has no result. */
const PATIENCE = 120_000;

/** Undefined where there is no such Python. Files are answered in their order; one that a file ends is followed by a fresh one. */
export async function startLibrary(python: string): Promise<Library | undefined> {
  const waiting: { readonly line: string; readonly resolve: (answer: unknown) => void }[] = [];
  let child: ChildProcess | undefined;
  let late: NodeJS.Timeout | undefined;
  const start = (): void => {
    const own = spawn(python, [SCRIPT], { stdio: ["pipe", "pipe", "ignore"] });
    child = own;
    // Where there is no such program.
    own.on("error", () => answered(undefined));
    own.stdin.on("error", () => {});
    createInterface({ input: own.stdout }).on("line", (line) => answered(JSON.parse(line)));
    own.on("close", () => {
      child = undefined;
      answered(undefined);
      if (waiting.length > 0) start();
    });
    own.stdin.write(waiting.map(({ line }) => line).join(""));
    watch();
  };
  const answered = (answer: unknown): void => {
    waiting.shift()?.resolve(answer);
    watch();
  };
  const watch = (): void => {
    clearTimeout(late);
    if (waiting.length > 0) late = setTimeout(() => child?.kill("SIGKILL"), PATIENCE);
  };
  const ask = (request: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      const line = `${JSON.stringify(request)}\n`;
      waiting.push({ line, resolve });
      if (child === undefined) start();
      else (child.stdin as NodeJS.WritableStream).write(line);
      if (waiting.length === 1) watch();
    });
  const names = (await ask({ names: true })) as Library["names"] | undefined;
  if (names === undefined) return undefined;
  return {
    names,
    read: async (name, path) =>
      name in names
        ? (((await ask({ class: name, path })) ?? { is: "error", message: "it ended" }) as Theirs)
        : { is: "none" },
    close: () => {
      child?.kill();
    },
  };
}

/** Said of what is left out on purpose, and left out by what the file is held against, too. */
const EXPECTED = /^\d+ runs? (is|are) deleted in MLflow/;

/** Whether two accounts of a file can be held against each other: not where it was taken for another format, or a doubt is said. */
export function comparable(name: string, ours: Reading, theirs: Theirs): theirs is Theirs & { readonly is: "result" } {
  const doubts = ours.doubts.filter((words) => !EXPECTED.test(words));
  return theirs.is === "result" && doubts.length === 0 && name.endsWith(`/${ours.as}`);
}

/** The first line in which they differ; undefined where they do not. */
export function differenceOf(ours: readonly string[], theirs: readonly string[]): string | undefined {
  const [own, other] = [new Set(ours), new Set(theirs)];
  const more = ours.find((line) => !other.has(line));
  const less = theirs.find((line) => !own.has(line));
  if (more === undefined && less === undefined) return undefined;
  return `here ${more ?? "nothing more"}, there ${less ?? "nothing more"}`;
}
