import type { Pool } from "../host/pool.ts";
import { type Child, startWorker } from "../host/web-worker.ts";

interface Task {
  readonly work: unknown;
  readonly resolve: (result: any) => void;
  readonly reject: (error: Error) => void;
}

/** Workers that run a script which calls `serve`; each is given the files and the data first. */
export function workerPool<D, W, R>(files: ReadonlyMap<string, Blob>, script: URL, count: number, data: D): Pool<W, R> {
  const waiting: Task[] = [];
  const busy = new Map<Child, Task>();
  const all = Array.from({ length: count }, () => startWorker(script));
  const idle = [...all];
  const done = (child: Child, end: (task: Task) => void) => {
    const task = busy.get(child);
    busy.delete(child);
    if (task) end(task);
  };
  const next = () => {
    while (idle.length > 0 && waiting.length > 0) {
      const [child, task] = [idle.pop() as Child, waiting.shift() as Task];
      busy.set(child, task);
      child.postMessage({ work: task.work });
    }
  };
  for (const child of all) {
    child.postMessage({ files, data });
    child.onmessage = ({ data: { result, error } }) => {
      idle.push(child);
      done(child, (task) => (error === undefined ? task.resolve(result) : task.reject(new Error(error))));
      next();
    };
    child.onerror = (event) => {
      event.preventDefault();
      all.splice(all.indexOf(child), 1);
      if (idle.includes(child)) idle.splice(idle.indexOf(child), 1);
      done(child, (task) => task.reject(new Error(event.message ?? "the worker that had it ended")));
      if (all.length === 0) for (const task of waiting.splice(0)) task.reject(new Error("no worker is left"));
    };
  }
  return {
    run: (work) =>
      new Promise((resolve, reject) => {
        waiting.push({ work, resolve, reject });
        if (all.length === 0) for (const task of waiting.splice(0)) task.reject(new Error("no worker is left"));
        next();
      }),
    close: async () => {
      for (const child of all) child.terminate();
    },
  };
}
