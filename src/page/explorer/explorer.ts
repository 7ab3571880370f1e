import { store } from "../store.ts";
import { systemTheme, watchThemeButton } from "../theme-button.ts";
import { FIRST_VIEW, type View } from "../view.ts";
import { comparisonView } from "./comparison-view.ts";
import { made, say } from "./made.ts";
import type { OpenedView } from "./opened-view.ts";
import { reportView } from "./report-view.ts";
import { hashOf, routeOf } from "./route.ts";
import { runList } from "./run-list.ts";
import type { RunList, RunSource } from "./run-source.ts";

/** Shows the runs of a source in this document, live, until the window is closed. */
export function explorer(source: RunSource): void {
  const title = made("h1", {}, "Runs");
  const theme = made("button", { type: "button", id: "theme" });
  const lost = made("p", { id: "lost", class: "trouble", role: "alert", hidden: true });
  const list = runList((ids) => {
    location.hash = hashOf({ view: "comparison", ids });
  });
  let known: RunList | undefined;
  let shown: OpenedView | undefined;
  let scrolled = 0;
  document.body.replaceChildren(made("header", {}, made("div", { class: "head" }, title, theme), lost), list.element);
  watchThemeButton(store<View>({ ...FIRST_VIEW, theme: systemTheme() }));

  const go = () => {
    const route = routeOf(location.hash);
    shown?.leave();
    shown?.element.remove();
    if (!shown) scrolled = scrollY;
    shown = undefined;
    document.documentElement.classList.toggle("in-report", route.view !== "list");
    list.element.hidden = route.view !== "list";
    if (route.view === "list") {
      scrollTo(0, scrolled);
      return;
    }
    shown = route.view === "report" ? reportView(route.id, source) : comparisonView(route.ids, source);
    document.body.append(shown.element);
    if (known) shown.take(known);
  };
  addEventListener("hashchange", go);
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type !== "checkbox";
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !typing && !list.element.hidden) {
      event.preventDefault();
      list.search.focus();
    }
    if (event.key === "Escape" && shown) location.hash = hashOf({ view: "list" });
  });
  source.subscribe((next) => {
    known = next;
    say(title, next.title);
    document.title = `${next.title} – runs`;
    lost.hidden = next.lost === null;
    say(lost, next.lost ?? "");
    list.take(next);
    shown?.take(next);
  });
  go();
}
