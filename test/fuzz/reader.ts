import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Answer, Limits, Outcome, Request } from "./reader-worker.ts";

/** How the process that read a file ended before it said anything. */
export interface Ended {
  readonly is: "crash" | "hang" | "memory";
  readonly message: string;
}

/** A file read: what was said of it, or how the process ended, and what it cost. */
export type Read =
  | (Outcome & { readonly seconds: number; readonly bytes: number; readonly traces: readonly string[] })
  | Ended;

/**
 * Reads files in a process of its own, which may write nothing and start nothing: it runs under Node's permissions. One that
 * has taken more than it may, or has ended, is followed by a fresh one.
 */
export interface Reader {
  readonly read: (request: Request) => Promise<Read>;
  readonly close: () => void;
}

const permission = process.allowedNodeEnvironmentFlags.has("--permission")
  ? "--permission"
  : "--experimental-permission";
const ARGUMENTS = [
  ...[permission, "--allow-fs-read=*", "--allow-worker", "--disallow-code-generation-from-strings", "--no-warnings"],
  // Beyond this it would be ended anyway; without it a heap grows until the machine has no more.
  "--max-old-space-size=1000",
];
const SCRIPT = fileURLToPath(new URL("./reader-worker.js", import.meta.url));
/** A process that waits, and computes nothing, would wait for ever. */
const PATIENCE = 120_000;

/** A file that waits for its answer. */
interface Waiting {
  readonly request: Request;
  readonly resolve: (read: Read) => void;
}

/** Files are sent as they come, and answered in their order: those after one that ended the process go to the next. */
export function startReader(limits: Limits): Reader {
  const waiting: Waiting[] = [];
  let child: ChildProcess | undefined;
  let ready = false;
  let said = "";
  let late: NodeJS.Timeout | undefined;

  const start = (): void => {
    ready = false;
    said = "";
    const own = fork(SCRIPT, [JSON.stringify(limits)], {
      execArgv: ARGUMENTS,
      silent: true,
      serialization: "advanced",
    });
    child = own;
    own.stderr?.on("data", (text) => {
      said = (said + text).slice(-4000);
    });
    own.on("error", () => {});
    own.on("message", (answer: Answer) => {
      if (own !== child) return;
      if (answer.is !== "ready") return answered(answer);
      ready = true;
      for (const { request } of waiting) own.send(request);
      watch();
    });
    own.on("close", (code, signal) => {
      if (own !== child) return;
      const is = /^(hang|memory)$/m.exec(said)?.[1] ?? (/heap out of memory/.test(said) ? "memory" : "crash");
      answered({ is: is as Ended["is"], message: is === "crash" ? `${signal ?? code}: ${said.slice(0, 500)}` : is });
    });
  };
  const answered = (read: Read): void => {
    const over = "seconds" in read && (read.seconds > limits.seconds || read.bytes > limits.bytes);
    waiting.shift()?.resolve(read);
    if (!("seconds" in read) || over || read.traces.length > 0) {
      end();
      if (waiting.length > 0) start();
    } else watch();
  };
  const watch = (): void => {
    clearTimeout(late);
    if (waiting.length > 0) late = setTimeout(() => answered({ is: "hang", message: "it waits" }), PATIENCE);
  };
  const end = (): void => {
    clearTimeout(late);
    const ended = child;
    child = undefined;
    ended?.kill("SIGKILL");
  };
  return {
    read: (request) =>
      new Promise((resolve) => {
        waiting.push({ request, resolve });
        if (child === undefined) start();
        else if (ready) {
          child.send(request);
          if (waiting.length === 1) watch();
        }
      }),
    close: end,
  };
}
