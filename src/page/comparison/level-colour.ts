/** Viridis, as the figures have it, from where it stands out from a light ground, and from a dark one. */
const SCALE = [
  "#440154",
  "#482878",
  "#3e4989",
  "#31688e",
  "#26828e",
  "#1f9e89",
  "#35b779",
  "#6ece58",
  "#b5de2b",
  "#fde725",
];
const ON_LIGHT = [0, 0.85] as const;
const ON_DARK = [0.3, 1] as const;

/** The colour of a place from 0 to 1 in an order. */
export function levelColour(level: number): string {
  const on = ([least, most]: readonly [number, number]) => {
    const at = (least + (most - least) * Math.min(Math.max(level, 0), 1)) * (SCALE.length - 1);
    const below = Math.min(Math.floor(at), SCALE.length - 2);
    return `color-mix(in srgb,${SCALE[below + 1]} ${Math.round(100 * (at - below))}%,${SCALE[below]})`;
  };
  return `light-dark(${on(ON_LIGHT)},${on(ON_DARK)})`;
}
