import { VERDICTS } from "../../quantities/verdicts/verdict.ts";
import { made, say } from "./made.ts";
import { isOrder, ORDERS, verdictOf, type Wanted, WITHOUT_VERDICT, wantedCards } from "./order.ts";
import type { RunCard } from "./run-card.ts";
import { type RunRow, runRow } from "./run-row.ts";
import type { RunList } from "./run-source.ts";
import type { Shown } from "./sparkline.ts";

/** The list of runs, with what filters, sorts and selects. */
export interface ListView {
  readonly element: HTMLElement;
  readonly take: (list: RunList) => void;
  /** Where typing is to go. */
  readonly search: HTMLElement;
}

/** Milliseconds between two times that "3 min ago" is counted anew. */
const AGES = 5000;
/** Fewer make no comparison. */
const COMPARED = 2;

/** An empty list; `compare` is called with the runs that the reader has selected. */
export function runList(compare: (ids: readonly string[]) => void): ListView {
  const search = made("input", {
    type: "search",
    id: "filter",
    placeholder: "filter runs",
    "aria-label": "Filter runs",
    autocomplete: "off",
    spellcheck: "false",
  });
  const order = made("select", { id: "order" }, ...Object.keys(ORDERS).map((name) => made("option", {}, name)));
  const curve = made("select", { id: "curve" }, made("option", {}, "accuracy"), made("option", {}, "loss"));
  const chips = made("div", { class: "chips", role: "group", "aria-label": "Only this verdict" });
  const compareButton = made("button", { type: "button", id: "compare", disabled: true }, "Compare");
  const every = made("button", { type: "button", id: "all" }, "Select all");
  const clear = made("button", { type: "button", id: "clear", hidden: true }, "Clear");
  const count = made("output", { class: "soft", id: "count" });
  const rows = made("ul", { class: "runs", "aria-label": "Runs" });
  const nothing = made("p", { class: "soft", id: "nothing", hidden: true });
  const all = new Map<string, RunRow>();
  const selected = new Set<string>();
  let list: RunList | undefined;
  let shown: readonly RunCard[] = [];
  let verdict = "";

  const selection = () => {
    const size = selected.size;
    compareButton.disabled = size < COMPARED;
    say(compareButton, size === 0 ? "Compare" : `Compare ${size}`);
    clear.hidden = size === 0;
  };
  const rowOf = (id: string): RunRow => {
    const known = all.get(id);
    if (known) return known;
    const row = runRow(id, (ticked) => {
      if (ticked) selected.add(id);
      else selected.delete(id);
      row.select(ticked);
      selection();
    });
    all.set(id, row);
    return row;
  };
  const draw = () => {
    if (!list) return;
    const wanted: Wanted = { text: search.value, verdict, order: isOrder(order.value) ? order.value : "name" };
    shown = wantedCards(list.cards, wanted);
    const now = shown.map((card) => {
      const row = rowOf(card.id);
      row.update(card, curve.value as Shown);
      return row.element;
    });
    placed(rows, now);
    drawChips(list.cards);
    say(count, counted(shown.length, list));
    nothing.hidden = shown.length > 0;
    say(
      nothing,
      list.cards.length > 0 ? "No run fits the filter." : list.complete ? "No runs here yet." : "Looking for runs …",
    );
  };
  const drawChips = (cards: readonly RunCard[]) => {
    const counts = new Map<string, number>();
    for (const card of cards) counts.set(verdictOf(card), (counts.get(verdictOf(card)) ?? 0) + 1);
    const names = [...VERDICTS, ...WITHOUT_VERDICT].filter((name) => counts.has(name) || name === verdict);
    const words = names.map((name) => `${name} ${counts.get(name) ?? 0}`);
    if (chips.dataset.drawn === [verdict, ...words].join("\n")) return;
    chips.dataset.drawn = [verdict, ...words].join("\n");
    const focused = (document.activeElement as HTMLElement | null)?.dataset.only;
    chips.replaceChildren(
      ...names.map((name, i) => {
        const chip = made(
          "button",
          { type: "button", "data-only": name, "aria-pressed": String(name === verdict) },
          made("i", { "data-verdict": name }),
          words[i] as string,
        );
        chip.addEventListener("click", () => {
          verdict = verdict === name ? "" : name;
          draw();
        });
        return chip;
      }),
    );
    if (focused !== undefined) chips.querySelector<HTMLElement>(`[data-only="${CSS.escape(focused)}"]`)?.focus();
  };
  for (const control of [search, order, curve]) control.addEventListener("input", draw);
  compareButton.addEventListener("click", () => compare([...selected]));
  every.addEventListener("click", () => {
    for (const { id } of shown) {
      selected.add(id);
      rowOf(id).select(true);
    }
    selection();
  });
  clear.addEventListener("click", () => {
    for (const id of selected) all.get(id)?.select(false);
    selected.clear();
    selection();
    search.focus();
  });
  setInterval(() => {
    for (const row of all.values()) if (row.element.isConnected) row.age(Date.now());
  }, AGES);
  return {
    element: made(
      "main",
      { class: "explorer" },
      made(
        "div",
        { class: "tools" },
        search,
        made("label", {}, "sort ", order),
        made("label", {}, "curve ", curve),
        every,
        compareButton,
        clear,
        count,
      ),
      chips,
      nothing,
      rows,
    ),
    search,
    take: (next) => {
      list = next;
      const there = new Set(next.cards.map(({ id }) => id));
      for (const id of all.keys()) {
        if (there.has(id)) continue;
        all.delete(id);
        selected.delete(id);
      }
      selection();
      draw();
    },
  };
}

/** "12 of 200 runs", with what is still being looked at. */
function counted(shown: number, { cards, complete }: RunList): string {
  const of = shown === cards.length ? `${shown}` : `${shown} of ${cards.length}`;
  return `${of} run${cards.length === 1 ? "" : "s"}${complete ? "" : ", reading …"}`;
}

/** Makes these the children, in this order, and touches none that is in its place; what has the focus keeps it. */
function placed(parent: HTMLElement, children: readonly HTMLElement[]): void {
  const focused = document.activeElement;
  const wanted = new Set<Element>(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  let at: Element | null = parent.firstElementChild;
  for (const child of children) {
    if (child === at) at = at.nextElementSibling;
    else parent.insertBefore(child, at);
  }
  // What is moved loses it.
  if (focused instanceof HTMLElement && parent.contains(focused)) focused.focus({ preventScroll: true });
}
