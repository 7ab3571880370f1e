import { startWorker } from "../../host/web-worker.ts";
import type { Asked, Told } from "./messages.ts";

/** A question that a worker of its own answers. */
export interface Question {
  /** Resolves once all is told; rejects with one line for the reader. */
  readonly answered: Promise<void>;
  /** Ends the worker, and those that it started; `answered` rejects. */
  readonly end: () => void;
}

/** What `answered` rejects with where `end` was called. */
export const CANCELLED = "cancelled";

const SCRIPT = "./browser/explorer-worker.js";

/** Asks a worker; `take` is called with what it tells. */
export function askWorker(asked: Asked, take: (told: Told) => void): Question {
  const worker = startWorker(new URL(SCRIPT, document.baseURI));
  let end = () => {};
  const answered = new Promise<void>((resolve, reject) => {
    end = () => reject(new Error(CANCELLED));
    worker.onmessage = ({ data: told }: { readonly data: Told }) => {
      if (told.told === "done") resolve();
      else if (told.told === "failed") reject(new Error(told.reason));
      else take(told);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`the browser ended the work: ${event.message ?? "no reason is given"}`));
    };
    worker.postMessage(asked);
  });
  return { answered: answered.finally(() => worker.terminate()), end };
}
