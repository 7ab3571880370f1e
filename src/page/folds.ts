import { namedSections, sectionNames } from "./address.ts";
import { element, elements } from "./elements.ts";
import { isFree } from "./keys.ts";
import type { Viewing } from "./view.ts";

/** The sections that fold: each by itself, all by a button or the key o; all are open on paper. */
export function watchFolds(viewing: Viewing): void {
  const folds = elements<HTMLDetailsElement>("details[data-fold]");
  const all = folds.map(({ dataset }) => dataset.fold ?? "");
  const first = all.filter((_, i) => folds[i]?.open);
  const openNow = () => all.filter((_, i) => folds[i]?.open);
  const button = element<HTMLButtonElement>("#fold");
  const toggleAll = () => viewing.change({ open: sectionNames(openNow().length < all.length ? all : [], all) });
  button.addEventListener("click", toggleAll);
  document.addEventListener("keydown", (event) => {
    if (event.key === "o" && isFree(event)) toggleAll();
  });
  let printing = false;
  for (const fold of folds) {
    fold.addEventListener("toggle", () => {
      if (printing) return;
      const [open, known] = [openNow(), namedSections(viewing.now().open ?? first, all)];
      if (open.join() !== known.join()) viewing.change({ open: sectionNames(open, all) });
    });
  }
  viewing.watch(({ open }) => {
    const wanted = open === undefined ? first : namedSections(open, all);
    for (const [i, fold] of folds.entries()) fold.open = wanted.includes(all[i] ?? "");
    button.textContent = wanted.length < all.length ? "Open all sections" : "Close all sections";
  });
  let before: readonly string[] = [];
  addEventListener("beforeprint", () => {
    [printing, before] = [true, openNow()];
    for (const fold of folds) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const [i, fold] of folds.entries()) fold.open = before.includes(all[i] ?? "");
    // What is told of a fold is told later.
    setTimeout(() => {
      printing = false;
    }, 100);
  });
}
