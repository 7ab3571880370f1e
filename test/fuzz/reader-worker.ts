import "#node/start.js";
import { Worker } from "node:worker_threads";
import { GrokError } from "#errors.js";
import { ROOMS } from "./readings.ts";

/** What a case costs at most. */
export interface Limits {
  /** Seconds of processor time. */
  readonly seconds: number;
  /** Bytes beyond those of the process before its first case. */
  readonly bytes: number;
}

export interface Request {
  readonly room: string;
  readonly path: string;
}

/** What a process says of a file; where it says nothing it was ended, or ended itself. */
export type Answer =
  | { readonly is: "ready" }
  | ({
      /** Seconds of processor time, and bytes that the process has had beyond those it began with. */
      readonly seconds: number;
      readonly bytes: number;
      /** What the file left behind in this process where it should leave nothing. */
      readonly traces: readonly string[];
    } & Outcome);

export type Outcome =
  | {
      readonly is: "result";
      readonly as: string;
      readonly lines: readonly string[];
      readonly doubts: readonly string[];
    }
  | { readonly is: "error"; readonly message: string }
  | { readonly is: "raw error"; readonly message: string; readonly stack: string };

const limits = JSON.parse(process.argv[2]) as Limits;
/** Shared with the thread that watches: the processor time, in milliseconds, at which the case began, or −1. */
const began = new Float64Array(new SharedArrayBuffer(8)).fill(-1);
const idle = { bytes: 0 };

/** What a file's names could reach of JavaScript's own objects. */
const own = [Object.prototype, Array.prototype, Map.prototype, Function.prototype, String.prototype, globalThis];
const names = own.map((object) => Reflect.ownKeys(object).length);

function outcome({ room, path }: Request): Outcome {
  try {
    return { is: "result", ...ROOMS[room](path) };
  } catch (error) {
    if (error instanceof GrokError) return { is: "error", message: error.message };
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: "" };
    // What Node did not permit is told beside the message.
    const permission = (error as { readonly permission?: string }).permission ?? "";
    return {
      is: "raw error",
      message: `${message} ${permission}`.trim().slice(0, 1000),
      stack: (stack ?? "").slice(0, 4000),
    };
  }
}

const milliseconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const peak = (): number => process.resourceUsage().maxRSS * 1024;

process.on("message", (request: Request) => {
  const from = milliseconds();
  began[0] = from;
  const found = outcome(request);
  began[0] = -1;
  const traces = own.flatMap((object, i) => (Reflect.ownKeys(object).length === names[i] ? [] : [`${object}`]));
  process.send?.({ ...found, seconds: (milliseconds() - from) / 1000, bytes: peak() - idle.bytes, traces });
});

new Worker(new URL("./watch-thread.js", import.meta.url), {
  workerData: { began, seconds: limits.seconds, bytes: limits.bytes },
}).once("online", () => {
  idle.bytes = peak();
  process.send?.({ is: "ready" });
});
