import { fileURLToPath } from "node:url";
import { Tinypool } from "tinypool";
import type { ReportAsked } from "./_report-worker.ts";

/** Milliseconds for which the thread is kept without work. */
const IDLE = 60_000;

/** Makes pages in a thread, one after the other: what else is asked meanwhile is answered. */
export interface ReportMaker {
  readonly html: (asked: ReportAsked) => Promise<string>;
  readonly close: () => Promise<void>;
}

export function reportMaker(): ReportMaker {
  const pool = new Tinypool({
    filename: fileURLToPath(new URL("./_report-worker.js", import.meta.url)),
    execArgv: [],
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE,
  });
  return { html: (asked) => pool.run(asked) as Promise<string>, close: () => pool.destroy() };
}
