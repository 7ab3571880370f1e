import sparkly from "sparkly";

/** Characters a sparkline takes: a long run is thinned to this many, evenly, its last value kept. */
const WIDTH = 24;
/** Over this ratio of largest to smallest a linear scale shows one step: the logarithm is drawn. */
const LOG_RATIO = 100;

/**
 * Bars over the values in order; between the ends of a scale where one is given, else between the least and the most, of their
 * logarithm where they are positive and span orders of magnitude.
 */
export function sparkline(values: readonly number[], scale?: readonly [least: number, most: number]): string {
  const finite = values.filter(Number.isFinite);
  if (finite.length < 2) return "";
  const step = Math.max(1, (finite.length - 1) / (WIDTH - 1));
  const count = Math.min(WIDTH, finite.length);
  const thinned = Array.from(
    { length: count },
    (_, i) => finite[finite.length - 1 - Math.round((count - 1 - i) * step)],
  );
  if (scale) return sparkly(thinned, { minimum: scale[0], maximum: scale[1] });
  const [least, most] = [Math.min(...thinned), Math.max(...thinned)];
  const drawn = least > 0 && most / least > LOG_RATIO ? thinned.map(Math.log10) : thinned;
  return sparkly(drawn, { minimum: Math.min(...drawn) });
}
