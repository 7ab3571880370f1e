import { element } from "../elements.ts";
import { embeddedBytes } from "../embedded.ts";
import { watchTables } from "../saving.ts";
import { store } from "../store.ts";
import { unpacked } from "../unpacked.ts";
import { controls } from "./controls.ts";
import type { ComparisonData } from "./data.ts";
import { drawings } from "./drawing.ts";
import { firstView, sensible } from "./first-view.ts";
import { highlight } from "./highlight.ts";
import { pictures } from "./pictures.ts";
import { runsTable } from "./runs-table.ts";
import { shownRuns } from "./shown-runs.ts";
import { watchTheme } from "./theme.ts";
import { fromAddress, inAddress } from "./view.ts";

/** Wakes the page: what can be read is there without it. */
async function main(): Promise<void> {
  const data = unpacked(await embeddedBytes("data")) as ComparisonData;
  watchTheme();
  const first = firstView(data);
  const reader = store(sensible(fromAddress(location.hash, first), first, data));
  const marks = highlight(reader, data);
  const table = runsTable(reader, data);
  const drawn = drawings(() => marks.refresh());
  const show = pictures(reader, data, drawn, marks);
  controls(reader, data);
  watchTables();
  reader.watch((view, before) => {
    const { picked: _, ...rest } = view;
    const pickedAlone =
      before !== undefined && JSON.stringify({ ...rest, picked: before.picked }) === JSON.stringify(before);
    if (!pickedAlone) {
      const runs = shownRuns(data, view, table.text);
      table.show(runs);
      show(runs, view);
      element("#count").textContent =
        runs.length === data.runs.length ? `${runs.length} runs` : `${runs.length} of ${data.runs.length} runs`;
    }
    marks.refresh();
    if (before !== undefined) keepAddress(inAddress(view, first));
  });
  // What the page itself says of a run is folded; the address stays the view's.
  document.addEventListener("click", (event) => {
    const address = (event.target as Element).closest("a")?.getAttribute("href") ?? "";
    const words = address.startsWith("#") ? document.querySelector<HTMLDetailsElement>(`details${address}`) : null;
    if (words === null) return;
    event.preventDefault();
    for (let fold: Element | null | undefined = words; fold; fold = fold.parentElement?.closest("details"))
      (fold as HTMLDetailsElement).open = true;
    words.scrollIntoView();
    element<HTMLElement>("summary", words).focus();
  });
  // Another address of this page, as one that is pasted: what it does not name is as at first.
  addEventListener("hashchange", () => reader.change(sensible(fromAddress(location.hash, first), first, data)));
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape") reader.change({ picked: [] });
  });
}

/** Puts the view into the page's address. */
function keepAddress(hash: string): void {
  try {
    history.replaceState(null, "", `#${hash}`);
  } catch {
    // A page within another may have no address of its own.
  }
}

main().catch((error: unknown) => {
  const trouble = element<HTMLElement>("#trouble");
  trouble.hidden = false;
  trouble.textContent = `The pictures cannot be drawn in this browser: ${error instanceof Error ? error.message : String(error)}`;
});
