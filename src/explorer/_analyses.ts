import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { NO_CONCURRENT_MARKING } from "../node/processes.ts";
import type { RunCard } from "../page/explorer/run-card.ts";
import type { OpenOptions } from "../runs/open.ts";
import type { AnalysisAsked, AnalysisMessage } from "./_analysis-worker.ts";
import type { RunPlace } from "./follow-runs.ts";

/** Analyses that were asked for: one at a time, as each takes every core; the others wait. */
export interface Analyses {
  readonly begin: (id: string, place: RunPlace) => void;
  readonly cancel: (id: string) => void;
  /** How far that of a run is; null where none goes on. */
  readonly of: (id: string) => RunCard["analysis"];
  /** Why the last one of a run failed; null where it did not. */
  readonly failure: (id: string) => string | null;
  /** Ends all, and waits for what is done to be written. */
  readonly close: () => Promise<void>;
}

/** No analysis yet; `changed` is told of the run whose analysis has come farther. */
export function analyses(reading: OpenOptions, changed: (id: string) => void): Analyses {
  const progress = new Map<string, NonNullable<RunCard["analysis"]>>();
  const failures = new Map<string, string>();
  const waiting: { readonly id: string; readonly place: RunPlace }[] = [];
  let current: { readonly id: string; readonly child: ChildProcess; readonly ended: Promise<void> } | undefined;

  const next = () => {
    const one = current ? undefined : waiting.shift();
    if (!one) return;
    const { id, place } = one;
    const child = fork(fileURLToPath(new URL("./_analysis-worker.js", import.meta.url)), [], {
      execArgv: [NO_CONCURRENT_MARKING],
      stdio: "ignore",
    });
    child.on("message", (message: AnalysisMessage) => {
      if ("error" in message) failures.set(id, message.error);
      else progress.set(id, { done: message.done, total: message.total });
      changed(id);
    });
    const ended = new Promise<void>((resolve) => {
      child.on("error", () => resolve());
      child.once("exit", (code) => {
        // One that is ended before it can hear so ends at once.
        if (code !== 0 && !child.killed && !failures.has(id))
          failures.set(id, "the analysis ended before it was done: analyze says why");
        resolve();
      });
    }).then(() => {
      progress.delete(id);
      current = undefined;
      changed(id);
      next();
    });
    current = { id, child, ended };
    child.send({ place, reading } satisfies AnalysisAsked);
  };

  const cancel = (id: string) => {
    const at = waiting.findIndex((one) => one.id === id);
    if (at >= 0) {
      waiting.splice(at, 1);
      progress.delete(id);
      changed(id);
    }
    if (current?.id === id) current.child.kill("SIGTERM");
  };

  return {
    begin: (id, place) => {
      if (progress.has(id)) return;
      failures.delete(id);
      progress.set(id, { done: 0, total: 0 });
      waiting.push({ id, place });
      changed(id);
      next();
    },
    cancel,
    of: (id) => progress.get(id) ?? null,
    failure: (id) => failures.get(id) ?? null,
    close: async () => {
      waiting.splice(0);
      current?.child.kill("SIGTERM");
      await current?.ended;
    },
  };
}
