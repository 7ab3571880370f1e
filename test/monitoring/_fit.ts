import type { KnownRun } from "#monitoring/backtest-runs.js";
import type { Forecast } from "#monitoring/forecast.js";
import { replay } from "#monitoring/replay.js";

/** A row with a forecast: x = log log(line/t), y = log log(T/t); each run's rows weigh 1 together. */
interface Sample {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

/** Errors nearer than this count as none in the reweighting. */
const NEAR = 0.05;
/** What keeps the exponent from following few runs: a penalty on its square. */
const PENALTY = 0.3;

function samples(runs: readonly KnownRun[]): readonly Sample[] {
  return runs.flatMap((known) => {
    const truth = known.generalised;
    if (truth === null) return [];
    const told = replay(known).rows.flatMap(
      ({ epoch, forecast }): readonly Extract<Forecast, { kind: "forecast" }>[] =>
        epoch < truth && forecast.kind === "forecast" ? [forecast] : [],
    );
    return told.map(({ at, line }) => ({
      x: Math.log(Math.log(line / at)),
      y: Math.log(Math.log(truth / at)),
      weight: 1 / told.length,
    }));
  });
}

/** The constants of the forecast's law: least absolute deviations of y by iterated weights; quantiles of what is left. */
export function fitted(runs: readonly KnownRun[]) {
  const all = samples(runs);
  let [a, b] = [0, 0];
  for (let i = 0; i < 100; i++) {
    const w = all.map(({ x, y, weight }) => weight / Math.max(Math.abs(y - a - b * x), NEAR));
    const sum = (of: (s: Sample) => number) => all.reduce((total, s, j) => total + w[j] * of(s), 0);
    const [n, x, y] = [sum(() => 1), sum((s) => s.x), sum((s) => s.y)];
    const [xx, xy] = [sum((s) => s.x * s.x) + PENALTY, sum((s) => s.x * s.y)];
    b = (n * xy - x * y) / (n * xx - x * x);
    a = (y - b * x) / n;
  }
  const left = all
    .map(({ x, y, weight }) => ({ left: y - a - b * x, weight }))
    .sort((one, other) => one.left - other.left);
  const total = left.reduce((sum, { weight }) => sum + weight, 0);
  const quantile = (share: number) => {
    let reached = 0;
    for (const one of left) {
      reached += one.weight;
      if (reached >= share * total) return Math.exp(one.left);
    }
    return Number.NaN;
  };
  return { coefficient: Math.exp(a), exponent: b, low: quantile(0.1), high: quantile(0.9) };
}
