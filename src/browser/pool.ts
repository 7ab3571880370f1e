import { type Pool, poolOf } from "../host/pool.ts";
import { startWorker } from "../host/web-worker.ts";

/** Workers that run a script which answers each piece of work; each is given the files and the data first. */
export function workerPool<D, W, R>(
  files: ReadonlyMap<string, Blob>,
  script: URL,
  count: number,
  data: D,
  ahead: number,
): Pool<W, R> {
  return poolOf<W, R>(count, ahead, ({ answered, gone }) => {
    const worker = startWorker(script);
    worker.onmessage = ({ data: reply }) => answered(reply);
    worker.onerror = (event) => {
      event.preventDefault();
      gone(event.message ?? "the worker that had it ended");
    };
    worker.postMessage({ files, data });
    return { send: (work) => worker.postMessage({ work }), end: async () => worker.terminate() };
  });
}
