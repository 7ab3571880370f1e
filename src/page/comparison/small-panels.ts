import { type Known, summarised } from "./curve-mean.ts";
import { areaPath, linePath, pointsOf } from "./curves.ts";
import type { ComparisonData, MeasureName, RunData } from "./data.ts";
import { html, svg } from "./dom.ts";
import { epochAxis } from "./epoch-axis.ts";
import { extent, inWords, type Scale, scale } from "./scales.ts";
import type { Placed } from "./shown-runs.ts";
import type { ComparisonView, Quantity } from "./view.ts";

/** Of the picture's own units, which stretch to the room that a panel has. */
const [WIDTH, HEIGHT] = [200, 100];
/** Lines at the upper and lower end are drawn whole. */
const [TOP, BOTTOM] = [2, HEIGHT - 2];

/** Train and test, in the order in which they are drawn. */
export const PAIRS: Readonly<Record<Quantity, readonly [MeasureName, MeasureName]>> = {
  accuracy: ["train_accuracy", "test_accuracy"],
  loss: ["train_loss", "test_loss"],
};
const SETS = ["train", "test"] as const;

export interface SmallPanels {
  /** A panel of one run, or of the runs of a family. */
  readonly panel: (label: string, members: readonly Placed[]) => HTMLElement;
}

/** Small pictures of train and test over the same axes; what `runs` reach is what all of them show. */
export function smallPanels(data: ComparisonData, runs: readonly Placed[], view: ComparisonView): SmallPanels {
  const log = view.quantity === "loss";
  const pair = PAIRS[view.quantity];
  const x = epochAxis(runs, view, [0, WIDTH]);
  const ends: readonly [number, number] = log ? (extent(everyValue(runs, pair), true) ?? [0.1, 10]) : [0, 1];
  const y = scale(ends, [BOTTOM, TOP], log, HEIGHT / 2);
  const panel = (label: string, members: readonly Placed[]) => {
    const [only, ...others] = members;
    const single = others.length === 0 && only !== undefined;
    const drawn = SETS.flatMap((set, i) => setPaths(members, pair[i] ?? pair[0], set, x, y, log));
    const picture = svg(
      "svg",
      {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        preserveAspectRatio: "none",
        role: "img",
        "aria-label": `${label}: train and test ${view.quantity} over training`,
      },
      [
        ...(log ? y.ticks.map(({ value }) => y(value)) : [TOP, HEIGHT / 2, BOTTOM]).map((at) =>
          svg("path", { class: "grid", d: `M0,${at}H${WIDTH}` }),
        ),
        ...(single ? [mark(only.memorised, "train", x), mark(only.generalised, "test", x)] : []),
        ...drawn,
      ],
    );
    const name = single
      ? html("a", { href: only.address, title: label }, [label])
      : html("b", { title: label }, [label]);
    return html("figure", { class: "small", "data-runs": members.map(({ place }) => place).join(" ") }, [
      html("figcaption", {}, [
        single ? tile(data, only) : html("span", { class: "n" }, [`n = ${members.length}`]),
        name,
      ]),
      html("div", { class: "y" }, [html("span", {}, [inWords(ends[1])]), html("span", {}, [inWords(ends[0])])]),
      html("div", { class: "picture" }, [
        picture,
        drawn.length === 0 ? html("span", { class: "none" }, [`no ${view.quantity}`]) : undefined,
      ]),
      html("div", { class: "x" }, [html("span", {}, [inWords(x.at(0))]), html("span", {}, [inWords(x.at(WIDTH))])]),
    ]);
  };
  return { panel };
}

/** A run's verdict as a small square. */
export function tile({ verdicts }: ComparisonData, { verdict }: RunData): HTMLElement {
  const { name, mark: letters } = verdicts[verdict] ?? { name: "", mark: "" };
  return html("span", { class: `tile verdict-${verdict}`, title: name, role: "img", "aria-label": name }, [letters]);
}

function* everyValue(runs: readonly RunData[], pair: readonly MeasureName[]): Iterable<number> {
  for (const { curves } of runs) for (const measure of pair) yield* Array.from(curves[measure] ?? []);
}

/** The line of a run; of several their mean, as far as all reach, over the area from the least to the largest. */
function setPaths(
  members: readonly Placed[],
  measure: MeasureName,
  set: string,
  x: Scale,
  y: Scale,
  log: boolean,
): readonly SVGPathElement[] {
  const lines = members.map((run) => pointsOf(run, measure, log)).filter(({ length }) => length > 0);
  const [only, ...others] = lines;
  if (only === undefined) return [];
  if (others.length === 0) return [svg("path", { class: `${set} own`, d: linePath(only, x, y) })];
  const { summary } = summarised(lines, log);
  const of = (name: "mean" | "least" | "most") => summary.map((at): Known => [at.epoch, at[name]]);
  return [
    svg("path", { class: `${set} area`, d: areaPath(of("most"), of("least"), x, y) }),
    svg("path", { class: `${set} own`, d: linePath(of("mean"), x, y) }),
  ];
}

/** Where a set is learnt. */
function mark(epoch: number | null, set: string, x: Scale): SVGPathElement | undefined {
  const place = epoch === null ? Number.NaN : x(epoch);
  return Number.isFinite(place)
    ? svg("path", { class: `${set} learnt`, d: `M${place.toFixed(1)},0V${HEIGHT}` })
    : undefined;
}
