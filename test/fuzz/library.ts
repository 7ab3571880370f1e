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
const PATIENCE = 20_000;

/** Undefined where there is no such Python. One that a file brings down is followed by a fresh one. */
export async function startLibrary(python: string): Promise<Library | undefined> {
  let running: { readonly child: ChildProcess; readonly lines: AsyncIterator<string> } | undefined;
  const start = () => {
    const child = spawn(python, [SCRIPT], { stdio: ["pipe", "pipe", "ignore"] });
    child.on("error", () => {});
    child.stdin?.on("error", () => {});
    running = {
      child,
      lines: createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator](),
    };
    return running;
  };
  const ask = async (request: unknown): Promise<unknown> => {
    const { child, lines } = running ?? start();
    child.stdin?.write(`${JSON.stringify(request)}\n`);
    const late = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
    const { value, done } = await lines.next();
    clearTimeout(late);
    if (done) running = undefined;
    return done ? undefined : JSON.parse(value);
  };
  const names = (await ask({ names: true })) as Library["names"] | undefined;
  if (names === undefined) return undefined;
  return {
    names,
    read: async (name, path) =>
      name in names
        ? (((await ask({ class: name, path })) ?? { is: "error", message: "it ended" }) as Theirs)
        : { is: "none" },
    close: () => {
      running?.child.kill();
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
