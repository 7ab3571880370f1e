import type { Read } from "./reader.ts";
import type { Limits } from "./reader-worker.ts";

/** What no file may bring about. */
export type FindingKind =
  | "crash"
  | "hang"
  | "memory"
  | "raw error"
  | "several lines"
  | "written"
  | "executed"
  | "difference";

export interface Finding {
  readonly kind: FindingKind;
  /** In one line. */
  readonly words: string;
  /** Where in the code, so that what is found again is told from what is new. */
  readonly place: string;
}

/** Node's permissions refuse writing and starting anything; V8 was told to make no code of text. */
const WRITTEN = /FileSystemWrite/;
const EXECUTED = /ERR_ACCESS_DENIED|Access to this API has been restricted|Code generation from strings disallowed/;

/** What is wrong with how a file was read; undefined where it was read, or refused in one line. */
export function findingOf(read: Read, limits: Limits): Finding | undefined {
  if (!("seconds" in read)) return { kind: read.is, words: read.message, place: read.is };
  if (read.traces.length > 0) return { kind: "executed", words: `changed ${read.traces.join()}`, place: "traces" };
  if (read.is === "raw error") {
    const text = `${read.message}\n${read.stack}`;
    const kind = WRITTEN.test(text) ? "written" : EXECUTED.test(text) ? "executed" : "raw error";
    return { kind, words: read.message.split("\n")[0], place: placeIn(read.stack) };
  }
  if (read.is === "error" && /[\p{Cc}\u2028\u2029]/u.test(read.message))
    return {
      kind: "several lines",
      words: JSON.stringify(read.message),
      place: read.message.replace(/.*?: /s, "").slice(0, 30),
    };
  if (read.seconds > limits.seconds) return { kind: "hang", words: `${read.seconds.toFixed(1)} s`, place: "hang" };
  if (read.bytes > limits.bytes)
    return { kind: "memory", words: `${Math.round(read.bytes / 1e6)} MB`, place: "memory" };
  return undefined;
}

/** The first place of this package in a stack. */
function placeIn(stack: string): string {
  return /\/(dist\/(?!test)[^\s)]+?\.js:\d+)/.exec(stack)?.[1] ?? stack.split("\n")[1]?.trim() ?? stack.slice(0, 80);
}
