import { grouped } from "../elements.ts";
import { agoInWords, checkpointsInWords, findingsInWords, stateInWords, valueInWords } from "./card-words.ts";
import { lastOf } from "./last-of.ts";
import { made, say } from "./made.ts";
import { verdictOf } from "./order.ts";
import { hashOf } from "./route.ts";
import type { RunCard } from "./run-card.ts";
import { drawSparkline, type Shown, sparkline } from "./sparkline.ts";

/** A run in the list. */
export interface RunRow {
  readonly element: HTMLLIElement;
  /** Shows what is known of the run now. */
  readonly update: (card: RunCard, shown: Shown) => void;
  /** Says how long ago it changed. */
  readonly age: (now: number) => void;
  readonly select: (selected: boolean) => void;
}

/** Milliseconds after its last change for which a run counts as one that goes on. */
const LIVE = 60_000;

/** A row for a run; `onSelect` is told when its reader ticks it. */
export function runRow(id: string, onSelect: (selected: boolean) => void): RunRow {
  const tick = made("input", { type: "checkbox" });
  tick.addEventListener("change", () => onSelect(tick.checked));
  const name = made("a", { href: hashOf({ view: "report", id }) });
  const task = made("span", { class: "soft" });
  const verdict = made("b", { class: "badge" });
  const state = made("span", { class: "soft" });
  const picture = sparkline();
  const [train, test] = [made("span"), made("span")];
  const [epoch, changed] = [made("b"), made("small", { class: "soft age" })];
  const checkpoints = made("span", { class: "soft" });
  const values = made(
    "div",
    { class: "values" },
    made("span", {}, made("i", { class: "train" }), "train ", train),
    made("span", {}, made("i", { class: "test" }), "test ", test),
  );
  const element = made(
    "li",
    { class: "run" },
    made("label", { class: "tick" }, tick),
    made("div", { class: "who" }, made("h3", {}, name), task),
    made("div", { class: "verdict-cell" }, verdict, state),
    picture,
    values,
    made("div", { class: "progress" }, made("span", {}, epoch, " ", changed), checkpoints),
  );
  let known: RunCard | undefined;
  let drawn: Shown | undefined;
  const age = (now: number) => {
    if (!known) return;
    const live = known.changed !== null && now - known.changed < LIVE;
    element.classList.toggle("live-now", live);
    say(changed, known.changed === null ? "" : agoInWords(known.changed, now));
  };
  return {
    element,
    update: (card, shown) => {
      if (card === known && shown === drawn) return;
      const curvesAre = known?.curves === card.curves && drawn === shown;
      known = card;
      drawn = shown;
      say(name, card.name);
      tick.setAttribute("aria-label", `compare ${card.name}`);
      say(task, [card.task, findingsInWords(card)].filter((part) => part).join(" · "));
      say(verdict, verdictOf(card));
      verdict.dataset.verdict = verdictOf(card);
      say(state, card.problem ?? stateInWords(card));
      const drawable = drawableOf(card, shown);
      const value = (set: "train" | "test") => valueInWords(lastOf(card, `${set}_${drawable}`), drawable);
      const last = [value("train"), value("test")];
      // What was not chosen is named.
      const named = (words: string) => (drawable === shown || words === "–" ? words : `${words} ${drawable}`);
      say(train, named(last[0]));
      say(test, named(last[1]));
      for (const part of [picture, values]) part.toggleAttribute("hidden", card.curves === null);
      if (!curvesAre) drawSparkline(picture, card.curves, drawable);
      picture.setAttribute("aria-label", `${drawable} over training: train ${last[0]}, test ${last[1]} at the end`);
      say(epoch, card.lastEpoch === null ? "" : `${card.axis} ${grouped(card.lastEpoch)}`);
      say(checkpoints, checkpointsInWords(card));
      age(Date.now());
    },
    age,
    select: (selected) => {
      tick.checked = selected;
      element.classList.toggle("selected", selected);
    },
  };
}

/** The curves that are chosen, or the others of a run that has those alone. */
function drawableOf({ curves }: RunCard, shown: Shown): Shown {
  const other = shown === "accuracy" ? "loss" : "accuracy";
  const has = (kind: Shown) =>
    curves !== null && (curves[`train_${kind}`].length > 0 || curves[`test_${kind}`].length > 0);
  return has(shown) || !has(other) ? shown : other;
}
