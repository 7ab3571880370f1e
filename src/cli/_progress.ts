/** Shows how far a command is, on stderr and only where that is a terminal; removes itself at the end. */
export interface Progress {
  readonly update: (done: number, total: number, epoch: number) => void;
  readonly stop: () => void;
}

/** A progress bar, or nothing where nobody would see it. */
export async function progress(stream: NodeJS.WriteStream = process.stderr): Promise<Progress> {
  if (!stream.isTTY) return { update: () => {}, stop: () => {} };
  const { default: bars } = await import("cli-progress");
  const bar = new bars.SingleBar({
    format: "{bar} {percentage}% | {value}/{total} checkpoints | {speed}/s | {eta_formatted} left | epoch {epoch}",
    stream,
    clearOnComplete: true,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    gracefulExit: false,
  });
  // It changes how the terminal wraps lines: whatever ends the process puts that right.
  const stop = () => bar.stop();
  process.once("exit", stop);
  let start: { readonly time: number; readonly done: number } | undefined;
  return {
    update: (done, total, epoch) => {
      const time = performance.now();
      // Those before the first call took other time, or none.
      start ??= { time, done };
      const speed = (done - start.done) / ((time - start.time) / 1000);
      const payload = { epoch, speed: speed > 0 ? speed.toFixed(speed < 10 ? 1 : 0) : "–" };
      if (done === start.done) bar.start(total, done, payload);
      else bar.update(done, payload);
    },
    stop: () => {
      stop();
      process.off("exit", stop);
    },
  };
}
