import { drawnScale } from "./curve-view.ts";
import { element, elements, grouped } from "./elements.ts";
import { isFree } from "./keys.ts";
import type { PageData } from "./page-data.ts";
import type { Viewing } from "./view.ts";

/** What changes how curves and moments are shown: two epochs side by side, smoothing, zoom, logarithmic axes. */
export function watchTools(viewing: Viewing, { epochs, panels }: PageData): void {
  const beside = document.querySelector<HTMLButtonElement>("#beside");
  const compare = () => {
    const { step, beside: held } = viewing.now();
    viewing.change({ beside: held === undefined ? step : undefined });
  };
  beside?.addEventListener("click", compare);
  document.addEventListener("keydown", (event) => {
    if (event.key === "c" && beside !== null && isFree(event)) compare();
  });
  const smoothing = element<HTMLSelectElement>("#smoothing");
  smoothing.addEventListener("change", () => viewing.change({ smoothing: Number(smoothing.value) }));
  const whole = element<HTMLButtonElement>("#whole");
  whole.addEventListener("click", () => viewing.change({ zoom: undefined }));
  const tools = element<HTMLDetailsElement>(".tools");
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Node && !tools.contains(target)) tools.open = false;
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") tools.open = false;
  });

  const scales = elements<HTMLButtonElement>("[data-scale]").flatMap((button) => {
    const id = button.closest<HTMLElement>("figure")?.dataset.panel ?? "";
    const panel = panels.find((one) => one.id === id);
    return panel === undefined ? [] : [{ button, id, own: drawnScale(panel.drawings.screen.wide) }];
  });
  for (const { button, id, own } of scales) {
    button.addEventListener("click", () => {
      const { [id]: changed, ...others } = viewing.now().scales;
      viewing.change({
        scales: changed === undefined ? { ...others, [id]: own === "log" ? "linear" : "log" } : others,
      });
    });
  }
  viewing.watch((view) => {
    document.documentElement.classList.toggle("comparing", view.beside !== undefined);
    if (beside !== null) {
      beside.setAttribute("aria-pressed", String(view.beside !== undefined));
      const held = view.beside === undefined ? "" : ` ${grouped(epochs[view.beside] ?? 0)}`;
      beside.textContent = held === "" ? "Hold this epoch beside" : `Beside epoch${held}`;
    }
    smoothing.value = String(view.smoothing);
    whole.disabled = view.zoom === undefined;
    for (const { button, id, own } of scales) {
      const now = view.scales[id] ?? own;
      button.textContent = now;
      button.setAttribute("aria-label", `y axis ${now}: make it ${now === "log" ? "linear" : "log"}`);
    }
  });
}
