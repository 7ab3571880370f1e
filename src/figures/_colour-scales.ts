/** A colour for each place from 0 to 1, as Plotly reads it. */
export type ColourScale = readonly (readonly [number, string])[];

/** ColorBrewer's RdBu, blue below and red above: for values on both sides of 0, which is white. */
const DIVERGING = even("#053061 #2166ac #4393c3 #92c5de #d1e5f0 #f7f7f7 #fddbc7 #f4a582 #d6604d #b2182b #67001f");
/** Viridis: for magnitudes of points, all of which stand out from a light ground but the last. */
const MAGNITUDE = even("#440154 #482878 #3e4989 #31688e #26828e #1f9e89 #35b779 #6ece58 #b5de2b #fde725");
/** ColorBrewer's YlGnBu: for amounts over an area, of which a small one is pale. */
const AMOUNT = even("#ffffd9 #edf8b1 #c7e9b4 #7fcdbb #41b6c4 #1d91c0 #225ea8 #253494 #081d58");
/** cmocean's phase, of one lightness and with equal ends: for angles. */
const CYCLIC = even("#a7770c #c56033 #d94360 #dd26a3 #c43be0 #9961f4 #5f7fe4 #2890b7 #0f9788 #27994f #778d11 #a7770c");

export const COLOUR_SCALES: Readonly<Record<"diverging" | "magnitude" | "amount" | "cyclic", ColourScale>> = {
  diverging: DIVERGING,
  magnitude: MAGNITUDE,
  amount: AMOUNT,
  cyclic: CYCLIC,
};
export type ColourScaleName = keyof typeof COLOUR_SCALES;

/** What Plotly calls a colour axis: colours of a scale from the least value to the largest. */
export function colourAxis(
  scale: ColourScaleName,
  [least, most]: readonly [number, number],
): { readonly colorscale: ColourScale; readonly cmin: number; readonly cmax: number } {
  return { colorscale: COLOUR_SCALES[scale], cmin: least, cmax: most };
}

/** The least and the largest; about 0 where the scale is. 0 and 1 where there are no values. */
export function colourRange(values: readonly (number | null)[], scale: ColourScaleName): readonly [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least > most) return [scale === "diverging" ? -1 : 0, 1];
  if (scale !== "diverging") return least === most ? [least, least + 1] : [least, most];
  const bound = Math.max(Math.abs(least), Math.abs(most)) || 1;
  return [-bound, bound];
}

function even(colours: string): ColourScale {
  const each = colours.split(" ");
  return each.map((colour, i) => [i / (each.length - 1), colour]);
}
