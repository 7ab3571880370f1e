import { element, elements } from "../elements.ts";
import type { ComparisonData } from "./data.ts";
import { pick } from "./highlight.ts";
import type { Placed } from "./shown-runs.ts";
import type { Store } from "./view.ts";

export interface RunsTable {
  /** What the row of a run says, in small letters. */
  readonly text: (place: number) => string;
  /** Rows of these runs, in this order. */
  readonly show: (runs: readonly Placed[]) => void;
}

/** The table of the runs, which the document has whole: its headings sort it, its rows pick runs out. */
export function runsTable(store: Store, data: ComparisonData): RunsTable {
  const body = element<HTMLTableSectionElement>("#runs tbody");
  const rows = elements<HTMLTableRowElement>("tr", body);
  const texts = rows.map((row) => (row.textContent ?? "").toLowerCase());
  const headings = elements<HTMLButtonElement>("#runs th button");
  for (const button of headings) {
    const name = button.dataset.column ?? "";
    button.addEventListener("click", () => {
      const { sort, descending } = store.now();
      // Up, down, and as they came.
      if (sort !== name) store.change({ sort: name, descending: false });
      else if (!descending) store.change({ descending: true });
      else store.change({ sort: "", descending: false });
    });
  }
  for (const [place, row] of rows.entries()) {
    const name = data.runs[place]?.name ?? "";
    const box = element<HTMLInputElement>("input", row);
    box.addEventListener("change", () => pick(store, name));
    row.addEventListener("click", ({ target }) => {
      if (!(target as Element).closest("a,input,label")) pick(store, name);
    });
  }
  store.watch(({ sort, descending, picked }) => {
    const names = new Set(picked);
    for (const [place, row] of rows.entries())
      element<HTMLInputElement>("input", row).checked = names.has(data.runs[place]?.name ?? "");
    for (const button of headings) {
      const heading = button.parentElement as HTMLElement;
      if (button.dataset.column === sort) heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    }
  });
  return {
    text: (place) => texts[place] ?? "",
    show: (runs) => body.replaceChildren(...runs.flatMap(({ place }) => rows[place] ?? [])),
  };
}
