import { fork } from "node:child_process";
import { type Pool, poolOf } from "../host/pool.ts";

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
export function processPool<D, W, R>(count: number, filename: string, data: D, ahead = 1): Pool<W, R> {
  return poolOf<W, R>(count, ahead, ({ answered, gone }) => {
    const child = fork(filename, [], { execArgv: [NO_CONCURRENT_MARKING], serialization: "advanced" });
    const ended = new Promise<void>((resolve) => {
      const end = () => {
        gone("the process that had it ended");
        resolve();
      };
      child.on("exit", end);
      // It could not be started, or was gone when it was written to: `exit` follows, or does not.
      child.on("error", end);
    });
    child.on("message", answered);
    child.send({ data });
    return {
      send: (work) => child.send({ work }),
      end: () => {
        child.kill("SIGKILL");
        return ended;
      },
    };
  });
}

/** In a process of the pool: `start` is given the data and returns what does each piece of work. */
export function serve<D, W, R>(start: (data: D) => (work: W) => Promise<R>): void {
  let work: ((work: W) => Promise<R>) | undefined;
  let last: Promise<unknown> = Promise.resolve();
  // Whoever started it hears Ctrl-C too, or that the terminal is gone, and says when to end.
  for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => {});
  process.on("disconnect", () => process.exit());
  process.on("message", (message: { readonly data?: D; readonly work?: W }) => {
    if (!work) {
      work = start(message.data as D);
      return;
    }
    const next = work;
    last = last
      .then(() => next(message.work as W))
      .then(
        (result) => process.send?.({ result }),
        (error: unknown) => process.send?.({ error: String((error as Error)?.message ?? error) }),
      );
  });
}
