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

export function startReader(limits: Limits): Reader {
  let running: Promise<ChildProcess> | undefined;
  let said = "";
  const start = async (): Promise<ChildProcess> => {
    const child = fork(SCRIPT, [JSON.stringify(limits)], {
      execArgv: ARGUMENTS,
      silent: true,
      serialization: "advanced",
    });
    said = "";
    child.stderr?.on("data", (text) => {
      said = (said + text).slice(-4000);
    });
    await new Promise<void>((resolve, reject) => {
      child.once("message", () => resolve());
      child.once("exit", () => reject(new Error(`no reader could be started: ${said}`)));
    });
    child.removeAllListeners("exit");
    return child;
  };
  const end = (child: ChildProcess) => {
    child.removeAllListeners();
    child.kill("SIGKILL");
    running = undefined;
  };
  return {
    read: async (request) => {
      running ??= start();
      const child = await running;
      const answer = await new Promise<Read>((resolve) => {
        const late = setTimeout(() => resolve({ is: "hang", message: "it waits" }), PATIENCE);
        child.once("message", (message: Exclude<Answer, { is: "ready" }>) => {
          clearTimeout(late);
          resolve(message);
        });
        child.once("close", (code, signal) => {
          clearTimeout(late);
          const is = /^(hang|memory)$/m.exec(said)?.[1] ?? (/heap out of memory/.test(said) ? "memory" : "crash");
          resolve({ is: is as Ended["is"], message: is === "crash" ? `${signal ?? code}: ${said.slice(0, 500)}` : is });
        });
        child.send(request);
      });
      child.removeAllListeners("message").removeAllListeners("close");
      const over = "seconds" in answer && (answer.seconds > limits.seconds || answer.bytes > limits.bytes);
      if (!("seconds" in answer) || over || answer.traces.length > 0) end(child);
      return answer;
    },
    close: () => {
      running?.then(end);
    },
  };
}
