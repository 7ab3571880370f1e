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
  const element = made(
    "li",
    { class: "run" },
    made("label", { class: "tick" }, tick),
    made("div", { class: "who" }, made("h3", {}, name), task),
    made("div", { class: "verdict-cell" }, verdict, state),
    picture,
    made(
      "div",
      { class: "values" },
      made("span", {}, made("i", { class: "train" }), "train ", train),
      made("span", {}, made("i", { class: "test" }), "test ", test),
    ),
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
      const last = (["train", "test"] as const).map((set) => valueInWords(lastOf(card, `${set}_${shown}`), shown)) as [
        string,
        string,
      ];
      say(train, last[0]);
      say(test, last[1]);
      if (!curvesAre) drawSparkline(picture, card.curves, shown);
      picture.setAttribute("aria-label", `${shown} over training: train ${last[0]}, test ${last[1]} at the end`);
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
