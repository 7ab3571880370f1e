import { elements } from "./elements.ts";
import type { Viewing } from "./view.ts";

/** Pixels below the window's upper edge at which a section is the one that is read. */
const READING = 180;

/** The links to the page's sections: they open what they lead to, and the one that is read is marked as the reader scrolls. */
export function watchPlaces(viewing: Viewing): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const id = link.getAttribute("href")?.slice(1) ?? "";
    if (document.getElementById(id) === null) return;
    event.preventDefault();
    const folded = link.closest<HTMLDetailsElement>("details.contents.fold");
    if (folded !== null) folded.open = false;
    if (link.closest(".contents") !== null) viewing.change({ section: id, panel: undefined, present: false });
    goTo(id);
  });
  viewing.watch(({ section, panel, present }, before) => {
    if (present) return;
    if (panel !== undefined && panel !== before?.panel) goTo(`panel-${panel}`, before === undefined);
    else if (section !== undefined && section !== before?.section) goTo(section, before === undefined);
  });

  const links = elements<HTMLAnchorElement>('.contents a[href^="#"]');
  const targets = links.flatMap((link) => document.getElementById(link.hash.slice(1)) ?? []);
  let asked = false;
  const mark = () => {
    asked = false;
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const past = targets.filter((target) => target.getBoundingClientRect().top <= READING);
    const now = (atEnd && scrollY > 0 ? targets.at(-1) : past.at(-1)) ?? targets[0];
    for (const link of links) {
      if (link.hash.slice(1) !== now?.id) link.removeAttribute("aria-current");
      else if (!link.hasAttribute("aria-current")) {
        link.setAttribute("aria-current", "true");
        const list = link.closest(".contents ol");
        // The list itself, and not the page with it.
        if (list) list.scrollTop = link.offsetTop - list.clientHeight / 2;
      }
    }
  };
  const ask = () => {
    if (!asked) requestAnimationFrame(mark);
    asked = true;
  };
  addEventListener("scroll", ask, { passive: true });
  addEventListener("resize", ask);
  ask();
}

/** Brings the element into view, all that it is folded into opened; on a page that has just come at once. */
export function goTo(id: string, atOnce = false): void {
  const target = document.getElementById(id);
  if (target === null) return;
  const own = target.querySelector<HTMLDetailsElement>(":scope > details[data-fold]");
  if (own !== null) own.open = true;
  for (let fold = target.closest("details"); fold !== null; fold = fold.parentElement?.closest("details") ?? null)
    fold.open = true;
  target.scrollIntoView({ block: "start", ...(atOnce ? { behavior: "instant" } : {}) });
}
