import type { ComparisonData } from "./data.ts";
import type { Store } from "./view.ts";

export interface Highlight {
  /** The run under the pointer; undefined: none. */
  point(place: number | undefined): void;
  /** Brings what was drawn since to what is picked. */
  refresh(): void;
}

/**
 * Runs that are picked, and the one under the pointer, stand out wherever they are shown: of all that has `data-runs`, the
 * places of the runs that it shows.
 */
export function highlight(store: Store, data: ComparisonData): Highlight {
  let pointed: number | undefined;
  const places = new Map(data.runs.map(({ name }, place) => [name, place]));
  const picked = () => new Set(store.now().picked.flatMap((name) => places.get(name) ?? []));
  const mark = (marked: ReadonlySet<number>, name: string) => {
    for (const element of document.querySelectorAll(`[data-runs].${name}`)) element.classList.remove(name);
    for (const place of marked)
      for (const element of document.querySelectorAll(`[data-runs~="${place}"]`)) {
        element.classList.add(name);
        // What stands out lies on top.
        if (element.matches("path.line")) element.parentNode?.append(element);
      }
  };
  const refresh = () => {
    const own = picked();
    mark(own, "picked");
    mark(new Set(pointed === undefined ? [] : [pointed]), "pointed");
    document.documentElement.classList.toggle("picking", own.size > 0);
    document.documentElement.classList.toggle("pointing", pointed !== undefined);
  };
  const point = (place: number | undefined) => {
    if (place === pointed) return;
    pointed = place;
    mark(new Set(place === undefined ? [] : [place]), "pointed");
    document.documentElement.classList.toggle("pointing", place !== undefined);
  };
  const single = (target: EventTarget | null): number | undefined => {
    const of = (target as Element | null)?.closest?.("[data-runs]")?.getAttribute("data-runs") ?? "";
    return /^\d+$/.test(of) ? Number(of) : undefined;
  };
  document.addEventListener("pointerover", ({ target }) => {
    if (!(target as Element).closest?.(".chart.lines")) point(single(target));
  });
  document.addEventListener("focusin", ({ target }) => point(single(target)));
  return { point, refresh };
}

/** Picks a run out, or no longer. */
export function pick(store: Store, name: string): void {
  const { picked } = store.now();
  store.change({ picked: picked.includes(name) ? picked.filter((one) => one !== name) : [...picked, name] });
}
