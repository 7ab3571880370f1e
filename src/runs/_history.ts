import type { Measure, StoredLosses } from "../layouts/_curves.ts";
import { evenEpochs } from "./_epochs.ts";
import type { DatedSnapshot, Gathered } from "./_gathered.ts";
import type { LoggedCurve } from "./run.ts";

/** The logged curves with the epoch of each value: as the file states, else spread evenly up to the last checkpoint. */
export function history({ curves, snapshots }: Pick<Gathered, "curves" | "snapshots">): readonly LoggedCurve[] {
  const longest = Math.max(0, ...curves.map(({ values }) => values.length - 1));
  const last = snapshots.at(-1)?.epoch;
  return curves.map(({ series, measure, values, epochs }) => ({
    series,
    measure,
    set: "",
    axis: epochs || last !== undefined ? "epoch" : "row",
    values,
    // A file of curves alone says nothing but their lengths: the curves of one run end together.
    epochs: epochs ?? evenEpochs(values.length, last ?? (series === "" ? longest : values.length - 1)),
  }));
}

/** The value logged at this epoch, or up to one spacing before it; undefined where the curve does not reach it. */
export function loggedAt({ epochs, values }: LoggedCurve, epoch: number): number | undefined {
  let low = 0;
  let high = epochs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (epochs[middle] <= epoch) low = middle + 1;
    else high = middle;
  }
  const at = low - 1;
  if (at < 0) return undefined;
  const spacing = at + 1 < epochs.length ? epochs[at + 1] - epochs[at] : epochs[at] - (epochs[at - 1] ?? epochs[at]);
  return epoch - epochs[at] <= Math.max(0, spacing) ? values[at] : undefined;
}

/** The losses stored for the last checkpoint: beside its weights, else the last that was logged by then. */
export function storedAtEnd(gathered: Pick<Gathered, "curves" | "snapshots">): StoredLosses {
  const last = gathered.snapshots.at(-1);
  return last ? storedAt(gathered, last) : {};
}

/** The losses stored for a checkpoint: beside its weights, else the last that was logged by then. */
export function storedAt(gathered: Pick<Gathered, "curves" | "snapshots">, snapshot: DatedSnapshot): StoredLosses {
  return { ...loggedBy(gathered, snapshot.epoch), ...snapshot.losses };
}

/** The losses logged one update later, which a script that logs before it updates has of a checkpoint's own weights. */
export function storedLater(gathered: Pick<Gathered, "curves" | "snapshots">, { epoch }: DatedSnapshot): StoredLosses {
  return loggedBy(gathered, epoch + 1);
}

function loggedBy(gathered: Pick<Gathered, "curves" | "snapshots">, epoch: number): StoredLosses {
  const logged: { [M in Measure]?: number } = {};
  for (const curve of history(gathered)) {
    const value = curve.series === "" ? loggedAt(curve, epoch) : undefined;
    if (value !== undefined) logged[curve.measure] = value;
  }
  return logged;
}
