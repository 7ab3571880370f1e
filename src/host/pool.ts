/** Processes or workers that run one script. */
export interface Pool<W, R> {
  /** What the next one that is free makes of a piece of work. */
  readonly run: (work: W) => Promise<R>;
  /** Ends them, whatever they are at. */
  readonly close: () => Promise<void>;
}

/** One process or worker, which answers what it is sent in that order. */
export interface Member<W> {
  readonly send: (work: W) => void;
  readonly end: () => Promise<unknown>;
}

/** What one makes of a piece of work. */
export interface Reply<R> {
  readonly result?: R;
  readonly error?: string;
}

/** What is heard of one. */
export interface Heard<R> {
  readonly answered: (reply: Reply<R>) => void;
  readonly gone: (why: string) => void;
}

interface Task<W, R> {
  readonly work: W;
  readonly resolve: (result: R) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A pool of as many as `start` is called for. Each is sent up to `ahead` pieces of work at once, of which the next waits where
 * the last is done: whoever hands them out may be at work too.
 */
export function poolOf<W, R>(count: number, ahead: number, start: (heard: Heard<R>) => Member<W>): Pool<W, R> {
  const waiting: Task<W, R>[] = [];
  const tasks = new Map<Member<W>, Task<W, R>[]>();
  const next = () => {
    while (waiting.length > 0) {
      const [free] = [...tasks].filter(([, own]) => own.length < ahead).sort(([, a], [, b]) => a.length - b.length);
      if (!free) break;
      const [member, own] = free;
      const task = waiting.shift() as Task<W, R>;
      own.push(task);
      member.send(task.work);
    }
    if (tasks.size === 0) for (const task of waiting.splice(0)) task.reject(new Error("none is left that works"));
  };
  for (let i = 0; i < count; i++) {
    const member = start({
      answered: ({ result, error }) => {
        const task = tasks.get(member)?.shift();
        next();
        if (error === undefined) task?.resolve(result as R);
        else task?.reject(new Error(error));
      },
      gone: (why) => {
        const own = tasks.get(member) ?? [];
        tasks.delete(member);
        // One that cannot go on may be there still.
        void member.end();
        for (const task of own) task.reject(new Error(why));
        next();
      },
    });
    tasks.set(member, []);
  }
  const close = async () => {
    const members = [...tasks.keys()];
    const dropped = [...tasks.values(), waiting.splice(0)].flat();
    tasks.clear();
    await Promise.all(members.map((member) => member.end()));
    for (const task of dropped) task.reject(new Error("the pool was closed"));
  };
  let closed: Promise<void> | undefined;
  return {
    run: (work) =>
      new Promise((resolve, reject) => {
        waiting.push({ work, resolve, reject });
        next();
      }),
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

/** What one of a pool does with each piece of work: answers in the order in which they came. */
export function answering<W, R>(service: (work: W) => Promise<R>, reply: (reply: Reply<R>) => void): (work: W) => void {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    last = last
      .then(() => service(work))
      .then((result) => reply({ result }))
      // Nor can every answer be sent.
      .catch((error: unknown) => reply({ error: String((error as Error)?.message ?? error) }));
  };
}
