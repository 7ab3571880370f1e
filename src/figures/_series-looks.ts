import { attributes, cellOf } from "./_cells.ts";
import { COLOUR_SCALES } from "./_colour-scales.ts";
import type { Figure, Trace } from "./_figure.ts";
import { DASHES, type Look, mixed } from "./_looks.ts";
import { ROLES, type Role } from "./palettes.ts";

/** Of an area's colour: what lies beneath shows through. */
const AREA_OPACITY = 0.2;
/** Of a band's: where two cross, both are seen. */
const FLOW_OPACITY = 0.85;

/** From which place of a scale to which its colours stand out from a light ground, and from a dark one. */
const ON_LIGHT = [0, 0.85] as const;
const ON_DARK = [0.3, 1] as const;

/** A single line behind is one to be read, where many are a ground: it is drawn as others are, between ink and ground. */
const ALONE_BEHIND = 0.5;

interface SeriesLook {
  readonly colour: string;
  readonly dash: string;
  /** Drawn thin. */
  readonly thin?: boolean;
  /** Of bars. */
  readonly hatch?: string;
}

/** The traces in the theme's colours and dashes, in the same order. */
export function styledTraces({ data }: Figure, keys: readonly number[], look: Look): readonly Trace[] {
  const looks = seriesLooks(data, keys, look);
  return data.map((trace, i) => styled(trace, looks[i], look));
}

/** Places in the palette of the curves that have no role: train and test have their colours for themselves. */
const WITHOUT_ROLE = { lines: [4, 2, 5, 6, 3, 7], bars: [2, 5, 6, 3, 7, 4] };
/** Past the last colour bars are hatched. */
const HATCHES = ["", "/", "x", "."];

/**
 * What each trace looks like. A key frequency has the colour of its place among the keys, other frequencies come after them
 * in order; several traces of one frequency share its colour and differ in dash or tint. A curve with a role has the role's
 * colour. Of other traces those of one name look alike in all plots, as far as two of one plot differ.
 */
function seriesLooks(data: readonly Trace[], keys: readonly number[], look: Look): readonly SeriesLook[] {
  const shown = data.flatMap(({ meta }) => (meta?.frequency === undefined || meta.background ? [] : [meta.frequency]));
  const others = [...new Set(shown)].filter((k) => !keys.includes(k)).toSorted((a, b) => a - b);
  const order = [...keys, ...others];
  const places = namedPlaces(data);
  const { series, frequencies } = look.palette;
  return data.map((trace, i) => {
    const cell = data.filter((other) => cellOf(other.xaxis) === cellOf(trace.xaxis));
    const nth = cell.filter((other) => isLike(trace, other)).indexOf(trace);
    if (trace.meta?.background) {
      const alone = trace.type === "scatter" && cell.filter(({ meta }) => meta?.background).length === 1;
      if (alone) return { colour: mixed(look.ink, look.ground, ALONE_BEHIND), dash: "solid" };
      return { colour: faded(look.grey, nth, look), dash: "solid", thin: true };
    }
    const { frequency, level } = trace.meta ?? {};
    // Lightness tells places in an order from one another, without dashes.
    if (level !== undefined) return { colour: levelColour(level, look), dash: "solid" };
    const role = frequency === undefined ? ROLES.indexOf(roleOf(trace, cell) as never) : -1;
    if (role >= 0) {
      const several = cell.some((other) => other !== trace && !isArea(other) && isLike(trace, other));
      return { colour: series[role], dash: dashAt(several ? nth : role) };
    }
    if (frequency === undefined) {
      const place = trace.meta?.place ?? places.get(i) ?? 0;
      // Of bars the first is not black: areas weigh more than lines.
      const order = WITHOUT_ROLE[trace.type === "bar" ? "bars" : "lines"];
      return { colour: series[order[place % order.length]], dash: dashAt(place) };
    }
    const place = order.indexOf(frequency);
    const ofFrequencies = cell.filter(({ meta }) => meta?.frequency !== undefined && !meta.background);
    const several = ofFrequencies.some((one) => ofFrequencies.filter((other) => isLike(one, other)).length > 1);
    const colour = at(frequencies, place);
    if (trace.type !== "bar") return { colour, dash: dashAt(several ? nth : place) };
    const hatch = HATCHES[Math.floor(place / frequencies.length) % HATCHES.length];
    return { colour: faded(colour, nth, look), dash: "solid", hatch };
  });
}

/**
 * The role of a trace, which counts where several are drawn or each once, as of train and test: where there is one alone,
 * as of several runs, it tells nothing apart. Dashes tell those of one role in a plot from one another, as far as there are dashes.
 */
function roleOf({ meta }: Trace, cell: readonly Trace[]): Role | undefined {
  const alike = cell.filter((other) => other.meta?.role === meta?.role && !isArea(other));
  const roles = new Set(cell.flatMap((other) => other.meta?.role ?? []));
  return alike.length === 1 || (roles.size > 1 && alike.length <= DASHES.length) ? meta?.role : undefined;
}

function isArea({ fill }: Trace): boolean {
  return fill !== undefined;
}

function isLike({ meta, type }: Trace, other: Trace): boolean {
  if (meta?.background) return type === "bar" && other.meta?.background === true;
  if (meta?.frequency === undefined) return meta?.role !== undefined && other.meta?.role === meta.role;
  return other.meta?.frequency === meta.frequency && !other.meta.background;
}

/** For every trace without a frequency, the place of its name: the same in all plots, and another for each name of a plot. */
function namedPlaces(data: readonly Trace[]): ReadonlyMap<number, number> {
  const known = new Map<string, number>();
  const found = new Map<number, number>();
  for (const cell of new Set(data.map(({ xaxis }) => cellOf(xaxis)))) {
    const own = data.flatMap((trace, i) =>
      cellOf(trace.xaxis) === cell && trace.meta?.frequency === undefined && !trace.meta?.background ? [i] : [],
    );
    const taken = new Set(own.flatMap((i) => known.get(data[i].name ?? "") ?? []));
    const here = new Map<string, number>();
    for (const i of own) {
      const name = data[i].name ?? "";
      const place = here.get(name) ?? known.get(name) ?? least(taken);
      taken.add(place);
      here.set(name, place);
      if (!known.has(name)) known.set(name, place);
      found.set(i, place);
    }
  }
  return found;
}

function least(taken: ReadonlySet<number>): number {
  let place = 0;
  while (taken.has(place)) place++;
  return place;
}

/** The colour of a place from 0 to 1. */
function levelColour(level: number, { ground }: Look): string {
  const scale = COLOUR_SCALES.magnitude;
  const [least, most] = isDark(ground) ? ON_DARK : ON_LIGHT;
  const at = (least + (most - least) * Math.min(1, Math.max(0, level))) * (scale.length - 1);
  const below = Math.min(Math.floor(at), scale.length - 2);
  return mixed(scale[below][1], scale[below + 1][1], at - below);
}

function isDark(colour: string): boolean {
  return Number.parseInt(colour.slice(1, 3), 16) < 128;
}

function at(colours: readonly string[], place: number): string {
  return colours[place % colours.length];
}

/** Past the last colour the dashes are others, so that no two look alike. */
function dashAt(place: number): string {
  return DASHES[place % DASHES.length];
}

/** The nth bar of one frequency, each paler than the one before. */
function faded(colour: string, nth: number, { ground }: Look): string {
  return nth <= 0 ? colour : mixed(colour, ground, Math.min(0.75, 0.5 * nth));
}

function translucent(colour: string, opacity: number): string {
  const channels = [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));
  return `rgba(${channels.join(",")},${opacity})`;
}

function styled(trace: Trace, { colour, dash, thin = false, hatch = "" }: SeriesLook, look: Look): Trace {
  const marker = attributes(trace.marker);
  if (trace.meta?.flow) {
    const own = trace.meta.ink ? look.axis : trace.meta.background ? look.grey : colour;
    return {
      ...trace,
      fillcolor: translucent(own, FLOW_OPACITY),
      line: { ...attributes(trace.line), color: own, width: 0 },
    };
  }
  if (trace.type === "scatter" && trace.fill !== undefined) {
    return {
      ...trace,
      fillcolor: translucent(colour, AREA_OPACITY),
      line: { ...attributes(trace.line), color: colour, width: 0 },
    };
  }
  if (trace.type === "scatter") {
    return {
      ...trace,
      ...(trace.mode === "markers" ? {} : { cliponaxis: false }),
      line: { simplify: false, ...attributes(trace.line), color: colour, dash, width: thin ? look.thin : look.line },
      marker: { color: colour, ...marker, size: thin ? look.marker * 0.7 : look.marker, line: { width: 0 } },
    };
  }
  if (trace.type === "bar") {
    const whisker = { color: look.ink, thickness: look.axisWidth, width: 2 };
    return {
      ...trace,
      marker: { color: colour, ...marker, line: { width: 0 }, ...hatched(hatch, look) },
      ...(trace.error_x ? { error_x: { ...attributes(trace.error_x), ...whisker } } : {}),
      ...(trace.error_y ? { error_y: { ...attributes(trace.error_y), ...whisker } } : {}),
    };
  }
  return trace;
}

function hatched(shape: string, { ground }: Look): object {
  return shape === "" ? {} : { pattern: { shape, fgcolor: ground, fillmode: "overlay", size: 5, solidity: 0.35 } };
}
