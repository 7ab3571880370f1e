import { power } from "../numerics/power.ts";
import { type Attributes, attributes, type Cell } from "./_cells.ts";
import type { Look } from "./_looks.ts";
import { along, axisExtent, endLabels, isEmpty, isWhole } from "./_ranges.ts";
import { textWidth } from "./_text-width.ts";

/** Pixels that a tick needs, in type sizes: along x beside its label, on a logarithmic axis with it, and along y. */
const BESIDE_X = 1.6;
const ROOM_LOG = 5.5;
const ROOM_Y = 2.6;

interface AxisPlace {
  /** Pixels. */
  readonly length: number;
  readonly domain: readonly [number, number];
  /** Whether its title is drawn here, and not once for several plots. */
  readonly titled: boolean;
  /** Whether the figure's x axis is of epochs: curves fill it from end to end. */
  readonly full: boolean;
}

/** An axis of a plot in the theme. */
export function styledAxis(cell: Cell, axis: "x" | "y", place: AxisPlace, look: Look): Attributes {
  const given = cell[`${axis}axis`];
  const map = cell.traces.some(({ type }) => type === "heatmap");
  const across = axis === "x";
  const found = (given.range as readonly [number, number] | undefined) ?? axisExtent(cell, axis);
  const level = !across && found && found[0] === found[1] && isLevel(cell) ? fromZero(found[0]) : undefined;
  const span = level ?? found;
  const room = across ? (given.type === "log" ? ROOM_LOG * look.tick : labelRoom(span, look)) : ROOM_Y * look.tick;
  const ticks = Math.max(2, Math.floor(place.length / room));
  return {
    ...given,
    domain: place.domain,
    title: {
      ...attributes(given.title),
      ...(place.titled ? {} : { text: "" }),
      font: { size: look.text },
      standoff: across ? 3 : 5,
    },
    // Plotly writes powers of 10 a quarter larger than other ticks.
    tickfont: { size: given.type === "log" ? 0.9 * look.tick : look.tick },
    ticks: "outside",
    ticklen: look.tickLength,
    tickwidth: look.axisWidth,
    tickcolor: look.axis,
    showline: true,
    linewidth: look.axisWidth,
    linecolor: look.axis,
    mirror: map,
    zeroline: false,
    showgrid: look.grid !== null && !map && given.type !== "category",
    ...(look.grid === null ? {} : { gridcolor: look.grid }),
    // The plots have room for their labels.
    ticklabeloverflow: "allow",
    exponentformat: "power",
    // 16 000 is better read as it is than as a power.
    minexponent: 5,
    separatethousands: true,
    ...(given.type === "log"
      ? logTicks(span, ticks, look)
      : given.type === "category"
        ? {}
        : linearTicks(cell, axis, span, ticks)),
    ...(across && place.full && span ? (span[0] < span[1] ? { range: span } : oneTick(span[0], given)) : {}),
    ...(level === undefined ? {} : { range: level }),
    ...(isEmpty(cell) ? { showticklabels: false, ticks: "" } : {}),
    ...(given.type === "category" ? categories(cell, axis, place, look) : {}),
  };
}

/** Pixels that a tick of a linear axis takes along x: the longer of the ends, and what stands between. */
function labelRoom(span: readonly [number, number] | null, { tick }: Look): number {
  const ends = endLabels(span ?? [0, 1]);
  return Math.max(...ends.map((label) => textWidth(label, tick))) + BESIDE_X * tick;
}

/** At most so many ticks; where all values are whole none between whole numbers. */
function linearTicks(cell: Cell, axis: "x" | "y", span: readonly [number, number] | null, ticks: number): Attributes {
  const nearest = span !== null && isWhole(cell, axis) && (span[1] - span[0]) / ticks < 1;
  return nearest ? { tickmode: "linear", tick0: 0, dtick: 1, tickformat: ",d" } : { nticks: ticks };
}

/** Of one epoch no other has a tick. */
function oneTick(epoch: number, { type }: Attributes): Attributes {
  return { tickmode: "array", tickvals: [type === "log" ? power(10, epoch) : epoch] };
}

/** Whether y is a linear axis of curves. */
function isLevel({ yaxis, traces }: Cell): boolean {
  const curves = traces.every(({ type }) => type === "scatter");
  return curves && yaxis.type !== "log" && yaxis.type !== "category" && yaxis.scaleanchor === undefined;
}

/** Where all values are one: without a range Plotly would go 1 below it and 1 above, whatever its unit. */
function fromZero(value: number): readonly [number, number] {
  if (value === 0) return [0, 1];
  return value < 0 ? [1.25 * value, 0] : [0, 1.25 * value];
}

/** A tick at each decade, or at every second, third or more where there are many; between them small ones. */
function logTicks(span: readonly [number, number] | null, ticks: number, look: Look): Attributes {
  const decades = span ? span[1] - span[0] : 1;
  const minor = {
    ticks: "outside",
    ticklen: look.tickLength / 2,
    tickwidth: look.axisWidth * 0.75,
    tickcolor: look.axis,
  };
  // Within a decade or so there are one or two powers of 10, or none: ticks at 1, 2 and 5, or Plotly's own.
  if (decades < 0.7) return { nticks: ticks };
  // Named by us: Plotly writes 2 and 5 for 20 and 50 as well.
  if (span && decades < 1.5)
    return {
      tickmode: "array",
      tickvals: roundValues(span),
      ticktext: roundValues(span).map(roundInWords),
      minor: { ...minor, dtick: "D1" },
    };
  const step = [1, 2, 3, 5, 10, 20, 50, 100].find((one) => decades / one <= ticks) ?? 100;
  return { tick0: 0, dtick: step, minor: { ...minor, dtick: step === 1 ? "D1" : 1 } };
}

/** 1, 2 and 5 times the powers of 10 within the logarithms of a range, and the nearest beyond it. */
function roundValues([least, most]: readonly [number, number]): readonly number[] {
  const powers = Array.from({ length: Math.ceil(most) - Math.floor(least) + 1 }, (_, i) => Math.floor(least) + i);
  const values = powers.flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)));
  return values.filter((value) => Math.log10(value) > least - 0.31 && Math.log10(value) < most + 0.31);
}

/** Plainly where that is short, else as a multiple of a power of 10: a tick's label has room for no more. */
function roundInWords(value: number): string {
  const [digit, power] = value.toExponential(0).split("e").map(Number);
  if (power >= -3 && power < 5) return String(value).replace(/\B(?=(\d{3})+$)/g, "\u2009");
  return `${digit === 1 ? "" : `${digit}×`}10<sup>${String(power).replace("-", "\u2212")}</sup>`;
}

/** Every place is named; names that are wider than their place stand upright. */
function categories(cell: Cell, axis: "x" | "y", { length }: AxisPlace, look: Look): Attributes {
  const names = [...new Set(along(cell, axis).map(String))];
  const upright = axis === "x" && names.some((name) => name.length * look.tick * 0.55 > length / names.length);
  return { tickmode: "linear", tickangle: upright ? -90 : 0 };
}
