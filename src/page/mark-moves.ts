import type { PageTrace } from "./page-data.ts";
import type { Plot } from "./plotly.ts";

/** As much as is asked here of what Plotly made of an axis. */
interface DrawnAxis {
  readonly type: string;
  /** From the axis's left or upper edge to a value, in pixels. */
  d2p(value: number): number;
  /** The same for a place between categories or bars. */
  c2p(value: number): number;
}

/** One mark of a trace as Plotly has computed it. */
interface Mark {
  readonly p0?: number;
  readonly p1?: number;
  readonly b?: number;
  readonly trace?: Readonly<Record<string, unknown>> & { readonly index: number };
}

interface Drawn {
  readonly _fullLayout: Readonly<Record<string, DrawnAxis | undefined>>;
  readonly calcdata: readonly (readonly Mark[])[];
  readonly data: readonly PageTrace[];
}

type Numbers = ArrayLike<number | null>;
type Attributes = Readonly<Record<string, unknown>>;

/**
 * Whether the points, lines, outlines and bars that Plotly drew now stand at other values of x and y. This takes a hundredth
 * of the time that Plotly does, which does not know of it until it draws again. False, and nothing done, where something
 * else changes, or not every mark has its element.
 */
export function movedMarks(plot: Plot, moved: readonly PageTrace[]): boolean {
  const drawn = plot as unknown as Drawn;
  const elements = new Map<number | undefined, Element>();
  for (const element of plot.querySelectorAll(".trace")) {
    const [mark] = (element as unknown as { readonly __data__?: readonly Mark[] }).__data__ ?? [];
    elements.set(mark?.trace?.index, element);
  }
  const changes = moved.map((attributes, i) =>
    Object.keys(attributes).length === 0 ? () => {} : change(drawn, i, elements.get(i), attributes),
  );
  if (changes.some((each) => each === undefined)) return false;
  for (const each of changes) each?.();
  return true;
}

function change(
  { _fullLayout: layout, calcdata, data }: Drawn,
  i: number,
  element: Element | undefined,
  moved: PageTrace,
): (() => void) | undefined {
  const trace = calcdata[i]?.[0]?.trace;
  if (element === undefined || trace === undefined) return undefined;
  if (Object.keys(moved).some((name) => name !== "x" && name !== "y")) return undefined;
  const x = layout[`xaxis${String(trace.xaxis).slice(1)}`];
  const y = layout[`yaxis${String(trace.yaxis).slice(1)}`];
  if (!x || !y) return undefined;
  const [xs, ys] = [(moved.x ?? data[i]?.x) as Numbers, (moved.y ?? data[i]?.y) as Numbers];
  if (trace.type === "bar") return "x" in moved ? undefined : bars(element, calcdata[i] ?? [], trace, x, y, ys);
  if (trace.type !== "scatter") return undefined;
  const [right, down] = [placeOn(x), placeOn(y)];
  const places = Array.from(ys, (value, j): Place => [right(xs[j]), down(value)]);
  const shape = (trace.line as { readonly shape?: string } | undefined)?.shape ?? "linear";
  if (trace.mode === "markers") return points(element, places);
  return trace.mode === "lines" && shape === "linear" ? lines(element, places, trace) : undefined;
}

/** From values to pixels, to a hundredth. Where they are in proportion two of Plotly's own answers are enough. */
function placeOn(axis: DrawnAxis): (value: number | null | undefined) => number {
  const pixels = (place: number) => Math.round(100 * place) / 100;
  if (axis.type !== "linear") return (value) => pixels(axis.d2p(value ?? Number.NaN));
  const zero = axis.d2p(0);
  const unit = axis.d2p(1) - zero;
  return (value) => pixels(zero + unit * (value ?? Number.NaN));
}

type Place = readonly [x: number, y: number];

function points(element: Element, places: readonly Place[]): (() => void) | undefined {
  const marks = element.querySelectorAll(".point");
  const known = places.filter(isPlace);
  if (marks.length !== known.length) return undefined;
  return () => {
    for (const [j, mark] of marks.entries()) mark.setAttribute("transform", `translate(${said(known[j] ?? [0, 0])})`);
  };
}

/** Without its gaps a line is one path a stretch; the area within it is one path. */
function lines(element: Element, places: readonly Place[], { fill, line }: Attributes): (() => void) | undefined {
  const stretches: Place[][] = [[]];
  for (const place of places) {
    if (isPlace(place)) stretches.at(-1)?.push(place);
    else if (stretches.at(-1)?.length !== 0) stretches.push([]);
  }
  const runs = stretches.filter(({ length }) => length > 1).map((run) => `M${run.map(said).join("L")}`);
  const [area, filled] = [element.querySelector(".js-fill"), fill === "toself"];
  if ((fill !== "none" && !filled) || (filled && area === null)) return undefined;
  // An outline without width is not seen.
  const outlined = (line as { readonly width?: number } | undefined)?.width !== 0;
  const paths = outlined ? element.querySelectorAll(".js-line") : [];
  if (outlined && paths.length !== runs.length) return undefined;
  return () => {
    for (const [j, path] of paths.entries()) path.setAttribute("d", runs[j] ?? "");
    if (filled) area?.setAttribute("d", `${runs.join("Z")}Z`);
  };
}

/** Upright bars that stand on 0. */
function bars(
  element: Element,
  marks: readonly Mark[],
  trace: Readonly<Record<string, unknown>>,
  x: DrawnAxis,
  y: DrawnAxis,
  ys: Numbers,
): (() => void) | undefined {
  const paths = element.querySelectorAll(".point > path");
  const plain = trace.orientation !== "h" && y.type === "linear" && element.querySelector("text") === null;
  if (!plain || paths.length !== ys.length || marks.some(({ b }) => b !== 0)) return undefined;
  return () => {
    for (const [j, path] of paths.entries()) {
      const { p0 = 0, p1 = 0 } = marks[j] ?? {};
      const [from, to] = [x.c2p(p0).toFixed(2), x.c2p(p1).toFixed(2)];
      const value = Number(ys[j] ?? Number.NaN);
      const height = Number.isFinite(value) ? y.c2p(value).toFixed(2) : y.c2p(0).toFixed(2);
      const foot = y.c2p(0).toFixed(2);
      path.setAttribute("d", `M${from},${foot}V${height}H${to}V${foot}Z`);
    }
  };
}

function isPlace([x, y]: Place): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

function said([x, y]: Place): string {
  return `${x},${y}`;
}
