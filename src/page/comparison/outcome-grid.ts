import type { ComparisonData } from "./data.ts";
import { html } from "./dom.ts";
import { NOT_STATED, type Setting, statedValue, valuesOf } from "./families.ts";
import { levelColour } from "./level-colour.ts";
import { extent, inWords } from "./scales.ts";
import type { Placed } from "./shown-runs.ts";
import type { ComparisonView } from "./view.ts";

/** Runs by two settings: a tile a run in the cell of its values, coloured by what became of it or by how late it generalised. */
export function outcomeGrid(data: ComparisonData, runs: readonly Placed[], view: ComparisonView): HTMLElement {
  const { across, up } = view;
  const columns = valuesOf(runs, across);
  const stated = valuesOf(runs, up).filter((value) => value !== NOT_STATED);
  // As on an axis the largest number is at the top.
  const rows = up === "" ? [""] : [...stated.toReversed(), ...valuesOf(runs, up).slice(stated.length)];
  const delays = extent(
    runs.flatMap(({ delay }) => delay ?? []),
    true,
  );
  const colour = (delay: number): string => {
    const [least, most] = delays ?? [1, 1];
    return levelColour(most > least ? Math.log(Math.max(delay, least) / least) / Math.log(most / least) : 0.5);
  };
  const said = (value: Setting) => (typeof value === "number" ? inWords(value) : String(value));
  const body = rows.map((row) =>
    html("tr", {}, [
      html("th", { scope: "row" }, [said(row)]),
      ...columns.map((column) => {
        const own = runs.filter(
          (run) => statedValue(run, across) === column && (up === "" || statedValue(run, up) === row),
        );
        return html("td", {}, [
          html(
            "div",
            { class: "tiles" },
            own.map((run) => runTile(data, run, view.cells === "delay" ? colour : undefined, own.length === 1)),
          ),
        ]);
      }),
    ]),
  );
  return html("table", { class: "grid" }, [
    html("thead", {}, [
      html("tr", {}, [
        html("th", { scope: "col" }, [up === "" ? across : `${up} ↑  ${across} →`]),
        ...columns.map((value) => html("th", { scope: "col" }, [said(value)])),
      ]),
    ]),
    html("tbody", {}, body),
  ]);
}

function runTile(
  data: ComparisonData,
  run: Placed,
  colour: ((delay: number) => string) | undefined,
  alone: boolean,
): HTMLElement {
  const { name, mark } = data.verdicts[run.verdict] ?? { name: "", mark: "" };
  const { delay, delayAbove } = run;
  const number = delay !== null ? inWords(delay) : delayAbove !== null ? `>${inWords(delayAbove)}` : undefined;
  const words = `${run.name}: ${name}${number === undefined ? "" : `, delay ${number}`}`;
  const byDelay = colour !== undefined;
  // A number needs more room than a tile among others has.
  const shown = alone ? [mark, number].filter(Boolean).join(" ") : mark;
  const own = byDelay && delay !== null ? { style: `--tile:${colour(delay)}`, class: "tile delay" } : {};
  const plain = byDelay ? "tile blank" : `tile verdict-${run.verdict}`;
  return html(
    "a",
    {
      class: plain,
      ...own,
      href: run.address,
      "data-runs": run.place,
      title: words,
      "aria-label": `${shown}: ${words}`,
    },
    [html("span", {}, [shown])],
  );
}
