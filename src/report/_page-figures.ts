import { palette } from "../figures/palettes.ts";
import { drawn } from "../figures/theme.ts";
import type { PageDrawing, PageTheme, PageWidth, PanelData } from "../page/page-data.ts";
import { steadied } from "./_page-ranges.ts";
import type { PagePhase, Panel } from "./_panel.ts";

/** Inches of a plot in one of two columns, across both, and on a telephone. */
const COLUMN = 6;
const BOTH_COLUMNS = 12;
const TELEPHONE = 3.6;
/** Inches of the narrowest column, and of the narrowest telephone, whose plots these are too. */
const [LEAST_COLUMN, LEAST_TELEPHONE] = [4.75, 2.85];

/** What the page draws of a panel: in both themes, at both widths, with axes that hold all of its moments. */
export function panelData(panel: Panel, keys: readonly number[]): PanelData {
  // The panel's heading is its title.
  const figure = { ...steadied(panel), title: "" };
  const drawing = (theme: PageTheme, width: PageWidth): PageDrawing => {
    const inches = width === "narrow" ? TELEPHONE : panel.wide && !panel.lead ? BOTH_COLUMNS : COLUMN;
    const narrowest = width === "narrow" ? LEAST_TELEPHONE : LEAST_COLUMN;
    const { data, layout, config } = drawn(figure, { theme, width: inches, keys, narrowest, zoomable: true });
    return { data, layout, config };
  };
  const widths = (theme: PageTheme) => ({ wide: drawing(theme, "wide"), narrow: drawing(theme, "narrow") });
  return {
    id: panel.id,
    drawings: { screen: widths("screen"), dark: widths("dark") },
    ...(panel.moments && { moments: panel.moments }),
    ...(panel.figure.x === "epoch" && { curves: true }),
    ...(panel.cursor && { cursor: true }),
  };
}

/** The colours of the phases in a theme's drawings, in the order of the phases. */
export function phaseColours(phases: readonly PagePhase[], theme: PageTheme): readonly string[] {
  const colours = palette(theme === "dark" ? "dark" : "light").phases;
  return phases.map(({ colour }, i) => colours[(colour ?? i) % colours.length]);
}

/** The colours that frequencies have in a theme's drawings. */
export function frequencyColours(panels: readonly PanelData[], theme: PageTheme): ReadonlyMap<number, string> {
  const colours = new Map<number, string>();
  for (const { drawings } of panels) {
    for (const trace of drawings[theme].wide.data) {
      const { frequency } = (trace.meta ?? {}) as { readonly frequency?: number };
      const colour = colourOf(trace.line) ?? colourOf(trace.marker);
      if (frequency !== undefined && colour !== undefined && !colours.has(frequency)) colours.set(frequency, colour);
    }
  }
  return colours;
}

function colourOf(style: unknown): string | undefined {
  const { color } = (style ?? {}) as { readonly color?: unknown };
  return typeof color === "string" ? color : undefined;
}
