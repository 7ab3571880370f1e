import { type ChildProcess, fork } from "node:child_process";
import type { Pool } from "../host/pool.ts";

/** What a process answers. */
export interface Reply<R> {
  readonly result?: R;
  readonly error?: string;
}

interface Task<W, R> {
  readonly work: W;
  readonly resolve: (result: R) => void;
  readonly reject: (error: Error) => void;
}

/**
 * V8 marks its garbage on threads of its own each time that arrays of some 50 MB were made, in an analysis ten times a second.
 * One process took a third more processor time for it; with a busy one on every core each took 1.6 times as long, as the
 * threads wait for one another.
 */
export const NO_CONCURRENT_MARKING = "--no-concurrent-marking";

/**
 * Starts `count` processes of a module that calls `serve`; `data` is handed to each once. Processes and not threads, as
 * that flag is of a whole process.
 */
export function processPool<D, W, R>(count: number, filename: string, data: D): Pool<W, R> {
  const waiting: Task<W, R>[] = [];
  const idle: ChildProcess[] = [];
  const busy = new Map<ChildProcess, Task<W, R>>();
  const all = Array.from({ length: count }, () => {
    const child = fork(filename, [], { execArgv: [NO_CONCURRENT_MARKING], serialization: "advanced" });
    // It could not be started, or was gone when it was written to: `exit` follows, or `ended` is told here.
    child.on("error", () => ended());
    child.send({ data });
    child.on("message", (reply: Reply<R>) => {
      const task = busy.get(child);
      busy.delete(child);
      idle.push(child);
      next();
      if (reply.error === undefined) task?.resolve(reply.result as R);
      else task?.reject(new Error(reply.error));
    });
    child.on("exit", ended);
    function ended(): void {
      if (!all.includes(child)) return;
      const task = busy.get(child);
      busy.delete(child);
      if (idle.includes(child)) idle.splice(idle.indexOf(child), 1);
      all.splice(all.indexOf(child), 1);
      task?.reject(new Error("the process that had it ended"));
      if (all.length === 0) for (const one of waiting.splice(0)) one.reject(new Error("no process is left"));
    }
    idle.push(child);
    return child;
  });

  function next(): void {
    while (idle.length > 0 && waiting.length > 0) {
      const [child, task] = [idle.pop() as ChildProcess, waiting.shift() as Task<W, R>];
      busy.set(child, task);
      child.send({ work: task.work });
    }
  }

  return {
    run: (work) =>
      new Promise((resolve, reject) => {
        waiting.push({ work, resolve, reject });
        if (all.length === 0) for (const one of waiting.splice(0)) one.reject(new Error("no process is left"));
        next();
      }),
    close: async () => {
      const ends = all.map((child) => new Promise((resolve) => child.once("exit", resolve)));
      for (const child of all) child.kill("SIGKILL");
      await Promise.all(ends);
    },
  };
}

/** In a process of the pool: `start` is given the data and returns what does each piece of work. */
export function serve<D, W, R>(start: (data: D) => (work: W) => Promise<R>): void {
  let work: ((work: W) => Promise<R>) | undefined;
  // Whoever started it hears Ctrl-C too, or that the terminal is gone, and says when to end.
  for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => {});
  process.on("disconnect", () => process.exit());
  process.on("message", (message: { readonly data?: D; readonly work?: W }) => {
    if (!work) {
      work = start(message.data as D);
      return;
    }
    work(message.work as W).then(
      (result) => process.send?.({ result }),
      (error: unknown) => process.send?.({ error: String((error as Error)?.message ?? error) }),
    );
  });
}
