import { analyseInWords, standingInWords } from "./card-words.ts";
import { backToList, made, say } from "./made.ts";
import type { OpenedView } from "./opened-view.ts";
import { pageFrame } from "./page-frame.ts";
import type { RunCard } from "./run-card.ts";
import type { RunSource } from "./run-source.ts";

/** The report of a run, with how it stands, and what analyses it. */
export function reportView(id: string, source: RunSource): OpenedView {
  const frame = pageFrame(source);
  const title = made("h1", {}, id);
  const standing = made("span", { class: "soft standing" });
  const again = made("button", { type: "button", hidden: true }, "Show what is new");
  const analyse = made("button", { type: "button", hidden: true });
  const cancel = made("button", { type: "button", hidden: true }, "Cancel");
  const save = made("button", { type: "button", hidden: true }, "Download results");
  const bar = made("progress", { hidden: true, "aria-label": "Checkpoints analysed" });
  /** The card as it was when the page was made; undefined before that. */
  let of: RunCard | undefined;
  let card: RunCard | undefined;
  /** Whether an analysis goes on, or has since: its reader waits for what it finds. */
  let awaited = false;

  const show = () => {
    if (!card) return;
    of = card;
    awaited = card.analysis !== null;
    again.hidden = true;
    if (card.reading === "unreadable") frame.say(`It cannot be shown: ${card.problem ?? "it cannot be read"}.`);
    else if (isEmpty(card)) frame.say(emptyInWords(card));
    else void frame.show(`Report of ${card.name}`, () => source.report(id));
  };
  const failed = (error: unknown) => say(standing, error instanceof Error ? error.message : String(error));
  again.addEventListener("click", show);
  analyse.addEventListener("click", () => void source.analyse(id).catch(failed));
  save.addEventListener("click", () => void source.download?.(id).then(saved, failed));
  cancel.addEventListener("click", () => void source.cancel(id).catch(failed));

  const draw = (now: RunCard) => {
    const { analysis } = now;
    say(title, now.name);
    say(standing, standingInWords(now));
    for (const element of [cancel, bar]) element.hidden = analysis === null;
    if (analysis && analysis.total > 0) {
      bar.max = analysis.total;
      bar.value = analysis.done;
    } else bar.removeAttribute("value");
    const words = analyseInWords(now);
    analyse.hidden = analysis !== null || words === "";
    say(analyse, words);
    save.hidden = source.download === undefined || now.analysed === null;
  };

  return {
    element: made(
      "main",
      { class: "opened" },
      made("div", { class: "tools" }, backToList(), title, standing, bar, cancel, analyse, again, save),
      frame.element,
    ),
    take: ({ cards, complete }) => {
      const next = cards.find((one) => one.id === id);
      if (!next) {
        if (complete) frame.say("There is no such run in the list.");
        return;
      }
      if (next === card || next.reading === "found") return;
      card = next;
      draw(card);
      awaited ||= card.analysis !== null;
      const ended = awaited && card.analysis === null && card.analysed !== null;
      const first = awaited && of?.analysed === null && card.analysed !== null;
      const otherWords = of !== undefined && isEmpty(card) && emptyInWords(card) !== emptyInWords(of);
      if (of === undefined || first || otherWords || (ended && card.analysed !== of.analysed)) show();
      // One that ended where there were results before may have added to them.
      else if (ended || card.analysed !== of.analysed || card.lastEpoch !== of.lastEpoch) again.hidden = false;
    },
    leave: frame.leave,
  };
}

/** Whether there is nothing that a report could show. */
function isEmpty({ curves, analysed }: RunCard): boolean {
  return curves === null && analysed === null;
}

function emptyInWords({ checkpoints, analysis }: RunCard): string {
  if (checkpoints === 0) return "It has no losses or accuracies yet.";
  if (analysis !== null) return "Its checkpoints are being analysed: its report follows.";
  return "None of its checkpoints has been analysed yet, and there is no log beside them: there are no curves to show.";
}

/** Hands a file to the reader, as a link to it does. */
function saved({ name, content }: { readonly name: string; readonly content: Blob }): void {
  const link = made("a", { href: URL.createObjectURL(content), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}
