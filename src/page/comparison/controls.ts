import { element } from "../elements.ts";
import { buttons, chooser, undoing } from "./bound.ts";
import type { ComparisonData } from "./data.ts";
import { html } from "./dom.ts";
import { valuesOf } from "./families.ts";
import { BY_CONFIGURATION, BY_RUN, BY_VERDICT, QUANTITIES, type Store } from "./view.ts";

/** A setting of more values is filtered by words. */
const MAX_CHOICES = 24;
/** Where there is room for all of them at once. */
const ROOMY = "(min-width: 701px)";

/** What can be seen of the runs, and which of them: each control shows what is so, and changes it. */
export function controls(store: Store, data: ComparisonData): void {
  const settings = data.settings.map((name) => [name, name] as const);
  element("#grouping").append(
    chooser(store, "by", "Families by", [
      [BY_CONFIGURATION, "all settings but seeds"],
      ...settings,
      [BY_VERDICT, "verdict"],
      [BY_RUN, "each run by itself"],
    ]),
    buttons(store, "quantity", "Panels of", QUANTITIES),
    buttons(store, "axis", "Epochs", ["linear", "log"]),
    undoing(store, ({ zoom }) => (zoom.length === 0 ? undefined : "Show all epochs"), { zoom: [] }),
    undoing(store, ({ picked }) => (picked.length === 0 ? undefined : `Let go of ${picked.length} picked`), {
      picked: [],
    }),
  );
  document.querySelector("#delay .controls")?.append(chooser(store, "x", "against", settings));
  document
    .querySelector("#outcomes .controls")
    ?.append(
      chooser(store, "across", "across", settings),
      chooser(store, "up", "up", [["", "–"], ...settings]),
      buttons(store, "cells", "coloured by", ["verdict", "delay"]),
    );
  watchFilter(store, data);
  watchVerdicts(store, data);
}

function watchFilter(store: Store, data: ComparisonData): void {
  const words = html("input", { type: "search", placeholder: "a name, a setting, a doubt …" });
  words.addEventListener("input", () => store.change({ text: words.value }));
  const filtered = data.settings.filter((name) => valuesOf(data.runs, name).length <= MAX_CHOICES);
  const selects = filtered.map((name) => {
    const values = ["", ...valuesOf(data.runs, name).map(String)];
    const select = html(
      "select",
      {},
      values.map((value) => html("option", { value }, [value === "" ? "any" : value])),
    );
    select.addEventListener("change", () => {
      const { [name]: _, ...others } = store.now().where;
      store.change({ where: select.value === "" ? others : { ...others, [name]: select.value } });
    });
    return select;
  });
  const bySettings = html("details", { open: matchMedia(ROOMY).matches }, [
    html("summary", {}, ["by settings"]),
    html(
      "div",
      { id: "settings" },
      selects.map((select, i) => html("label", { class: "choice" }, [html("span", {}, [filtered[i]]), select])),
    ),
  ]);
  element("#filter").append(
    html("label", { class: "choice" }, [html("span", {}, ["Filter"]), words]),
    undoing(
      store,
      ({ text, where, verdicts }) =>
        text === "" && verdicts.length === 0 && Object.keys(where).length === 0 ? undefined : "Show all runs",
      { text: "", where: {}, verdicts: [] },
    ),
    ...(filtered.length === 0 ? [] : [bySettings]),
  );
  store.watch(({ text, where }) => {
    if (words.value !== text) words.value = text;
    for (const [i, select] of selects.entries()) select.value = where[filtered[i] ?? ""] ?? "";
  });
}

/** The outcomes: those that are pressed are shown alone. */
function watchVerdicts(store: Store, data: ComparisonData): void {
  const all = data.verdicts.map(({ name, mark }, i) => {
    const count = data.runs.filter(({ verdict }) => verdict === i).length;
    const button = html("button", { type: "button" }, [
      html("span", { class: `tile verdict-${i}`, "aria-hidden": "true" }, [mark]),
      `${name} ${count}`,
    ]);
    button.addEventListener("click", () => {
      const { verdicts } = store.now();
      store.change({ verdicts: verdicts.includes(i) ? verdicts.filter((one) => one !== i) : [...verdicts, i] });
    });
    return { button, count };
  });
  element("#verdicts").append(...all.filter(({ count }) => count > 0).map(({ button }) => button));
  store.watch(({ verdicts }) => {
    for (const [i, { button }] of all.entries()) button.setAttribute("aria-pressed", String(verdicts.includes(i)));
  });
}
