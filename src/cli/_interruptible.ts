/** What `work` makes of a signal that the first Ctrl-C sets; the second does what it does by default, and ends the process. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const interrupted = () => abort.abort();
  process.once("SIGINT", interrupted);
  try {
    return await work(abort.signal);
  } finally {
    process.off("SIGINT", interrupted);
  }
}
