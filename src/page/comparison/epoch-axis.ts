import type { RunData } from "./data.ts";
import { extent, type Scale, scale } from "./scales.ts";
import type { ComparisonView } from "./view.ts";

/** The axis of epochs that all pictures of training share: of the runs, or as far as the reader zoomed. */
export function epochAxis(
  runs: readonly RunData[],
  { axis, zoom }: ComparisonView,
  range: readonly [number, number],
  perTick?: number,
): Scale {
  const log = axis === "log";
  const [from, to] = zoom;
  const whole = extent(ends(runs, log), log) ?? [1, 10];
  return scale(from === undefined || to === undefined || (log && from <= 0) ? whole : [from, to], range, log, perTick);
}

/** The first and last epoch of each run; of a logarithmic axis the first above 0. */
function* ends(runs: readonly RunData[], log: boolean): Iterable<number> {
  for (const { epochs } of runs) {
    if (epochs.length === 0) continue;
    yield (log && epochs[0] === 0 ? epochs[1] : epochs[0]) ?? 1;
    yield epochs[epochs.length - 1] ?? 1;
  }
}
