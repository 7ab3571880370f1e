import { element } from "../elements.ts";
import { curveChart } from "./curve-charts.ts";
import type { ComparisonData } from "./data.ts";
import { delayChart } from "./delay-chart.ts";
import { html, svg } from "./dom.ts";
import type { Drawings } from "./drawing.ts";
import { type Group, groupsOf, MAX_COLOURS } from "./groups.ts";
import { type Highlight, pick } from "./highlight.ts";
import { outcomeGrid } from "./outcome-grid.ts";
import type { Placed } from "./shown-runs.ts";
import { smallPanels } from "./small-panels.ts";
import { BY_VERDICT, type ComparisonView, type Store } from "./view.ts";

/** More runs than these have smaller panels. */
const [FEW, SOME] = [12, 48];

/** The pictures of the page, each in its place; what comes back brings them to the runs that are shown. */
export function pictures(
  store: Store,
  data: ComparisonData,
  drawings: Drawings,
  marks: Highlight,
): (runs: readonly Placed[], view: ComparisonView) => void {
  const axis = element<HTMLElement>("main").dataset.axis ?? "epoch";
  let [shown, view]: [readonly Placed[], ComparisonView] = [[], store.now()];
  let groups: readonly Group[] = [];
  const events = {
    point: marks.point,
    pick: (name: string) => pick(store, name),
    zoom: (zoom: readonly number[]) => store.change({ zoom }),
  };
  for (const measure of data.measures) {
    const figure = element<HTMLElement>(`[data-measure="${measure.name}"]`);
    const [place, output] = [element<HTMLElement>(".plot", figure), element("output", figure)];
    const say = (words: string) => {
      output.textContent = words;
    };
    const draw = (width: number) => curveChart(measure, groups, view, axis, width, { ...events, say });
    drawings.add(place, (width) => place.replaceChildren(draw(width)));
  }
  const families = element<HTMLElement>("#families");
  const each = element<HTMLElement>("#each");
  drawings.add(each, () =>
    fillPanels(
      each,
      shown.map((run) => [run.name, [run]] as const),
    ),
  );
  drawings.add(families, () =>
    fillPanels(
      families,
      groups.map(({ label, members }) => [label, members] as const),
    ),
  );
  const fillPanels = (place: HTMLElement, of: readonly (readonly [string, readonly Placed[]])[]) => {
    const { panel } = smallPanels(data, shown, view);
    place.dataset.size = of.length <= FEW ? "large" : of.length <= SOME ? "medium" : "small";
    place.replaceChildren(...of.map(([label, members]) => panel(label, members)));
  };
  const delay = document.querySelector<HTMLElement>("#delay .plot");
  if (delay)
    drawings.add(delay, (width) => {
      const { chart, lines, note } = delayChart(data, shown, view, axis, width);
      delay.replaceChildren(chart);
      element("#delay .legend").replaceChildren(
        ...(lines.length > 1 ? lines : groupsOf(data, shown, BY_VERDICT)).map(legendOf),
      );
      element("#delay .note").textContent = note;
    });
  const grid = document.querySelector<HTMLElement>("#outcomes .scroller");
  if (grid) drawings.add(grid, () => grid.replaceChildren(outcomeGrid(data, shown, view)));
  return (runs, now) => {
    [shown, view] = [runs, now];
    groups = groupsOf(data, runs, now.by);
    const together = groups.length <= MAX_COLOURS;
    element<HTMLElement>("#together").hidden = !together;
    // Of single runs each has its panel below.
    const single = groups.every(({ members }) => members.length === 1);
    element<HTMLElement>("#apart").hidden = together || single;
    element<HTMLElement>("#none").hidden = runs.length > 0;
    element("#together .legend").replaceChildren(...(together ? groups.map(legendOf) : []));
    drawings.stale();
  };
}

/** A family in a legend: its line and its name. */
function legendOf({ label, members, colour, dash }: Group): HTMLElement {
  const line = svg("svg", { width: 26, height: 10, "aria-hidden": "true" }, [
    svg("path", { d: "M1,5H25", stroke: colour, "stroke-width": 3, "stroke-dasharray": dash }),
  ]);
  const count = members.length > 1 ? `, n = ${members.length}` : "";
  return html("span", { "data-runs": members.map(({ place }) => place).join(" ") }, [line, `${label}${count}`]);
}
