import { MEASURES, type Measure, type StoredLosses } from "../logs/curves/curve.ts";
import { bySet } from "../logs/curves/names.ts";
import { groupedBy } from "../numerics/grouped-by.ts";
import { evenEpochs } from "./_epochs.ts";
import type { DatedSnapshot, Gathered } from "./_gathered.ts";
import { otherLosses } from "./_other-losses.ts";
import type { LoggedCurve } from "./run.ts";

/**
 * The logged curves, those of the first held-out set of several first. Where a log says nothing of epochs its values are spread
 * evenly up to the last checkpoint, or to where its other curves end, the longest of those that say nothing either.
 */
export function history({ curves, snapshots }: Pick<Gathered, "curves" | "snapshots">): readonly LoggedCurve[] {
  const last = snapshots.at(-1)?.epoch;
  // A log may be of thousands of runs.
  const bySeries = groupedBy(curves, ({ series }) => series);
  return curves
    .map(({ at, set, ...curve }): LoggedCurve => {
      const own = bySeries.get(curve.series) ?? [];
      const sets = new Set(own.flatMap((one) => (one.set === "" ? [] : [one.set])));
      const named = { ...curve, set: sets.size > 1 ? set : "" };
      const placed = own.filter(({ axis }) => axis !== "row");
      if (curve.axis !== "row") return { ...named, epochs: at };
      const end =
        last ?? Math.max(...(placed.length > 0 ? placed : own).map((one) => one.at[one.at.length - 1] as number));
      return {
        ...named,
        axis: placed[0]?.axis ?? (last === undefined ? "row" : "epoch"),
        epochs: evenEpochs(curve.values.length, end),
      };
    })
    .toSorted((a, b) => MEASURES.indexOf(a.measure) - MEASURES.indexOf(b.measure) || bySet(a.set, b.set));
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

/** What the losses that are held against a network's are stored in. */
type Stored = Pick<Gathered, "curves" | "snapshots" | "config">;

/** The losses stored for the last checkpoint: beside its weights, else the last that was logged by then. */
export function storedAtEnd(gathered: Stored): StoredLosses {
  const last = gathered.snapshots.at(-1);
  return last ? storedAt(gathered, last) : {};
}

/** The losses stored for a checkpoint: beside its weights, else the last that was logged by then. */
export function storedAt(gathered: Stored, snapshot: DatedSnapshot): StoredLosses {
  return { ...loggedBy(gathered, snapshot.epoch), ...snapshot.losses };
}

/** The losses logged one update later, which a script that logs before it updates has of a checkpoint's own weights. */
export function storedLater(gathered: Stored, { epoch }: DatedSnapshot): StoredLosses {
  return loggedBy(gathered, epoch + 1);
}

function loggedBy(gathered: Stored, epoch: number): StoredLosses {
  const others = otherLosses((name) => gathered.config.get(name));
  const logged: { [M in Measure]?: number } = {};
  for (const curve of history(gathered)) {
    const value = curve.series === "" && !others.has(curve.measure) ? loggedAt(curve, epoch) : undefined;
    // Of several held-out sets the first is meant.
    if (value !== undefined) logged[curve.measure] ??= value;
  }
  return logged;
}
