import { backToList, made } from "./made.ts";
import type { OpenedView } from "./opened-view.ts";
import { pageFrame } from "./page-frame.ts";
import type { RunSource } from "./run-source.ts";

/** The page that compares runs. */
export function comparisonView(ids: readonly string[], source: RunSource): OpenedView {
  const frame = pageFrame(source);
  const title = `${ids.length} runs compared`;
  const again = made("button", { type: "button", hidden: true }, "Show what is new");
  const show = () => {
    again.hidden = true;
    return frame.show(title, () => source.comparison(ids));
  };
  again.addEventListener("click", show);
  /** The last epochs of the runs when the page was made; undefined before that. */
  let of: string | undefined;
  return {
    element: made(
      "main",
      { class: "opened" },
      made("div", { class: "tools" }, backToList(), made("h1", {}, title), made("span", { class: "standing" }), again),
      frame.element,
    ),
    take: ({ cards, complete }) => {
      const own = cards.filter(({ id, reading }) => ids.includes(id) && reading !== "found");
      const now = JSON.stringify(own.map(({ id, lastEpoch, analysed }) => [id, lastEpoch, analysed]).sort());
      // After the page is loaded again its runs may not be read yet.
      if (of === undefined && (own.length === ids.length || complete)) {
        of = now;
        void show();
      } else again.hidden = of === undefined || of === now;
    },
    leave: frame.leave,
  };
}
