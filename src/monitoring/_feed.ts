import type { Curves } from "../quantities/training-phases.ts";
import type { Alert } from "./alerts.ts";
import { Monitor, type MonitorSettings } from "./monitor.ts";
import { type Row, rowsOf, WATCHED, type Watched } from "./row.ts";

/** What new curves told. */
export interface Fed {
  /** How many rows were new. */
  readonly rows: number;
  readonly latest: Row | undefined;
  readonly alerts: readonly Alert[];
  /** The epoch to which the curves fell back, where what was told of later ones is given up. */
  readonly fellBackTo?: number;
}

/** A monitor that is given the whole curves again and again, and takes from them what is new. */
export interface Feed {
  readonly feed: (curves: Curves) => Fed;
  readonly monitor: () => Monitor;
}

/** How far one curve was taken: what tells whether it is the same up to there. */
interface Taken {
  readonly epoch: number;
  readonly value: number;
  readonly count: number;
}

/**
 * Feeds a monitor. Where curves are not the old ones with more at their end, as when training was resumed from an earlier
 * checkpoint, or one log lags behind another, a new monitor is given all.
 */
export function feedOf(settings: MonitorSettings): Feed {
  let current = new Monitor(settings);
  let taken = new Map<Watched, Taken>();
  const last = () => Math.max(...[...taken.values()].map(({ epoch }) => epoch));
  const push = (curves: Curves): Fed => {
    const alerts: Alert[] = [];
    let rows = 0;
    let latest: Row | undefined;
    const next = new Map(taken);
    for (const row of rowsOf(curves)) {
      const fresh = WATCHED.filter(
        (name) => row[name] != null && !(row.epoch <= (taken.get(name)?.epoch ?? -Infinity)),
      );
      if (fresh.length === 0) continue;
      latest = Object.fromEntries([["epoch", row.epoch], ...fresh.map((name) => [name, row[name]])]) as unknown as Row;
      alerts.push(...current.push(latest));
      rows++;
      for (const name of fresh) {
        const count = (next.get(name)?.count ?? 0) + 1;
        next.set(name, { epoch: row.epoch, value: row[name] as number, count });
      }
    }
    taken = next;
    return { rows, latest, alerts };
  };
  return {
    monitor: () => current,
    feed: (curves) => {
      if (taken.size > 0 && !goesOn(curves, taken)) {
        const before = last();
        const [end] = curves.epochs.slice(-1);
        current = new Monitor(settings);
        taken = new Map();
        return { ...push(curves), ...(end !== undefined && end < before ? { fellBackTo: end } : {}) };
      }
      return push(curves);
    },
  };
}

/** Whether curves are those that were taken, with more at their end alone. */
function goesOn(curves: Curves, taken: ReadonlyMap<Watched, Taken>): boolean {
  const end = Math.max(...[...taken.values()].map(({ epoch }) => epoch));
  return WATCHED.every((name) => {
    const values = curves[name];
    const known = taken.get(name);
    let count = 0;
    let value: number | undefined;
    let late = false;
    for (let i = 0; i < curves.epochs.length && curves.epochs[i] <= end; i++) {
      const one = values?.[i];
      if (one == null) continue;
      if (known && curves.epochs[i] <= known.epoch) {
        count++;
        value = one;
      } else if (curves.epochs[i] < end) late = true;
    }
    return !late && (known === undefined || (count === known.count && Object.is(value, known.value)));
  });
}
