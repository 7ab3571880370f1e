import { html } from "./dom.ts";
import type { ComparisonView, Store } from "./view.ts";

/** The parts of a view that are one word. */
type Word = {
  readonly [K in keyof ComparisonView]: ComparisonView[K] extends string ? K : never;
}[keyof ComparisonView];

/** A list to choose one part of the view from, each a value and its words; it shows what is so. */
export function chooser(
  store: Store,
  key: Word,
  label: string,
  options: readonly (readonly [value: string, words: string])[],
): HTMLElement {
  const select = html(
    "select",
    {},
    options.map(([value, words]) => html("option", { value }, [words])),
  );
  select.addEventListener("change", () => store.change({ [key]: select.value }));
  store.watch((view) => {
    select.value = view[key];
  });
  return html("label", { class: "choice" }, [html("span", {}, [label]), select]);
}

/** Buttons, of which the one is pressed that is so. */
export function buttons<K extends Word>(
  store: Store,
  key: K,
  label: string,
  values: readonly ComparisonView[K][],
): HTMLElement {
  const all = values.map((value) => {
    const button = html("button", { type: "button" }, [value]);
    button.addEventListener("click", () => store.change({ [key]: value }));
    return button;
  });
  store.watch((view) => {
    for (const [i, button] of all.entries()) button.setAttribute("aria-pressed", String(values[i] === view[key]));
  });
  return html("span", { class: "pair", role: "group", "aria-label": label }, [html("span", {}, [label]), ...all]);
}

/** A button that is there while the view gives it something to say. */
export function undoing(
  store: Store,
  words: (view: ComparisonView) => string | undefined,
  undo: Partial<ComparisonView>,
): HTMLElement {
  const button = html("button", { type: "button" });
  button.addEventListener("click", () => store.change(undo));
  store.watch((view) => {
    const said = words(view);
    button.hidden = said === undefined;
    button.textContent = said ?? "";
  });
  return button;
}
