import { element, elements } from "./elements.ts";
import { isFree } from "./keys.ts";
import { goTo } from "./places.ts";
import type { Viewing } from "./view.ts";

/** One panel alone and as large as the window: arrows up and down go to the panel before and after, Escape back to the page. */
export function watchPresentation(viewing: Viewing): void {
  const figures = elements<HTMLElement>("figure[data-panel]");
  const ids = figures.map(({ dataset }) => dataset.panel ?? "");
  const leave = () => viewing.change({ present: false });
  const go = (by: number) => {
    const at = ids.indexOf(viewing.now().panel ?? "");
    viewing.change({ panel: ids[Math.min(Math.max(at + by, 0), ids.length - 1)] });
  };
  for (const button of elements<HTMLButtonElement>("[data-present]")) {
    button.addEventListener("click", () => {
      const panel = button.closest<HTMLElement>("figure")?.dataset.panel;
      const alone = viewing.now().present && viewing.now().panel === panel;
      viewing.change({ panel, present: !alone });
    });
  }
  element("#present").addEventListener("click", () =>
    viewing.change({ panel: viewing.now().panel ?? ids[0], present: true }),
  );
  document.addEventListener("keydown", (event) => {
    if (!viewing.now().present || document.querySelector("dialog[open]") !== null) return;
    if (event.key === "Escape") {
      // It leaves this and nothing else.
      event.stopPropagation();
      leave();
    }
    if (!isFree(event)) return;
    const by = { ArrowUp: -1, PageUp: -1, ArrowDown: 1, PageDown: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    go(by);
  });
  viewing.watch(({ panel, present }, before) => {
    if (before !== undefined && panel === before.panel && present === before.present) return;
    document.documentElement.classList.toggle("presenting", present);
    for (const figure of figures) {
      const own = present && figure.dataset.panel === panel;
      figure.classList.toggle("presented", own);
      figure.querySelector("[data-present]")?.setAttribute("aria-pressed", String(own));
      if (!own) continue;
      goTo(figure.id);
      figure.focus({ preventScroll: true });
    }
    if (before?.present && !present) goTo(`panel-${panel}`);
  });
}
