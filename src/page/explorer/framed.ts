import { stateInWords } from "./card-words.ts";
import { made, say } from "./made.ts";
import { verdictOf } from "./order.ts";
import { hashOf, type Route } from "./route.ts";
import type { RunCard } from "./run-card.ts";
import type { RunList, RunSource } from "./run-source.ts";

/** A report, or a comparison, with the way back to the list. */
export interface FramedView {
  readonly element: HTMLElement;
  readonly take: (list: RunList) => void;
  /** Lets go of what it shows. */
  readonly leave: () => void;
}

/** Shows what a route asks for. */
export function framed(route: Exclude<Route, { readonly view: "list" }>, source: RunSource): FramedView {
  const back = made("a", { href: hashOf({ view: "list" }), class: "back" }, "‹ runs");
  const title = made(
    "b",
    { class: "title" },
    route.view === "comparison" ? `${route.ids.length} runs compared` : route.id,
  );
  const standing = made("span", { class: "soft standing" });
  const again = made("button", { type: "button", hidden: true }, "Show what is new");
  const analyse = made("button", { type: "button", hidden: true }, "Analyse");
  const cancel = made("button", { type: "button", hidden: true }, "Cancel");
  const save = made("button", { type: "button", hidden: true }, "Download results");
  const bar = made("progress", { hidden: true, "aria-label": "Checkpoints analysed" });
  const trouble = made("p", { class: "trouble", role: "alert", hidden: true });
  const waiting = made("p", { class: "soft waiting" }, "The page is being made …");
  const room = made("div", { class: "frame" }, waiting);
  let address: string | undefined;
  let left = false;
  let card: RunCard | undefined;
  /** The card as it was when the page was made. */
  let made_of: RunCard | undefined;

  const fail = (error: unknown) => {
    trouble.hidden = false;
    say(trouble, error instanceof Error ? error.message : String(error));
  };
  const show = async () => {
    again.hidden = true;
    trouble.hidden = true;
    waiting.hidden = false;
    made_of = card;
    try {
      const next = route.view === "report" ? await source.report(route.id) : await source.comparison(route.ids);
      if (left) return source.release(next);
      const frame = made("iframe", {
        title: `${title.textContent}: the report`,
        sandbox: "allow-scripts allow-downloads allow-modals allow-popups",
        allow: "clipboard-write; fullscreen",
        src: next,
      });
      frame.addEventListener("load", () => {
        waiting.hidden = true;
      });
      room.querySelector("iframe")?.remove();
      room.append(frame);
      if (address !== undefined) source.release(address);
      address = next;
    } catch (error) {
      waiting.hidden = true;
      fail(error);
    }
  };
  const drawn = () => {
    if (!card) return;
    say(title, card.name);
    const { analysis } = card;
    say(standing, [verdictOf(card), stateInWords(card), card.problem ?? ""].filter((part) => part !== "").join(" · "));
    cancel.hidden = analysis === null;
    bar.hidden = analysis === null;
    if (analysis && analysis.total > 0) {
      bar.max = analysis.total;
      bar.value = analysis.done;
    } else bar.removeAttribute("value");
    const left = card.checkpoints - (card.analysed ?? 0);
    analyse.hidden = analysis !== null || left <= 0;
    save.hidden = source.download === undefined || card.analysed === null;
    say(analyse, card.analysed ? `Analyse ${left} new` : `Analyse ${left} checkpoint${left === 1 ? "" : "s"}`);
  };
  again.addEventListener("click", () => void show());
  analyse.addEventListener("click", () => void source.analyse(route.view === "report" ? route.id : "").catch(fail));
  save.addEventListener("click", () => {
    if (route.view === "report") void source.download?.(route.id).then(saved, fail);
  });
  cancel.addEventListener("click", () => void source.cancel(route.view === "report" ? route.id : "").catch(fail));
  void show();
  return {
    element: made(
      "main",
      { class: "framed" },
      made("div", { class: "tools" }, back, title, standing, bar, cancel, analyse, again, save),
      trouble,
      room,
    ),
    take: ({ cards }) => {
      if (route.view !== "report") return;
      const next = cards.find(({ id }) => id === route.id);
      if (!next || next === card) return;
      const before = card;
      card = next;
      made_of ??= card;
      drawn();
      // The reader has asked for it: what an analysis that ended has found is shown at once.
      if (before?.analysis && !next.analysis && next.analysed !== made_of.analysed) void show();
      else again.hidden = next.analysed === made_of.analysed && next.lastEpoch === made_of.lastEpoch;
    },
    leave: () => {
      left = true;
      if (address !== undefined) source.release(address);
    },
  };
}

/** Hands a file to the reader, as a link to it does. */
function saved({ name, content }: { readonly name: string; readonly content: Blob }): void {
  const link = made("a", { href: URL.createObjectURL(content), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}
