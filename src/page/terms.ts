import { element } from "./elements.ts";

/** Pixels between a term and its definition, and that the window keeps free at its sides. */
const [BELOW, SIDE] = [6, 8];

/** A term under the pointer or in focus shows its definition from the glossary; Escape hides it. */
export function watchTerms(): void {
  const tip = element<HTMLElement>("#definition");
  let shown: Element | undefined;
  const hide = () => {
    shown?.removeAttribute("aria-describedby");
    shown = undefined;
    tip.hidden = true;
  };
  const show = (term: Element) => {
    if (term === shown) return;
    hide();
    const entry = document.getElementById(term.getAttribute("href")?.slice(1) ?? "");
    const words = entry?.nextElementSibling;
    if (!entry || !words) return;
    const name = document.createElement("b");
    name.textContent = entry.textContent;
    tip.replaceChildren(name, ...Array.from(words.children, (child) => child.cloneNode(true)));
    tip.hidden = false;
    term.setAttribute("aria-describedby", tip.id);
    shown = term;
    const [at, size] = [term.getBoundingClientRect(), tip.getBoundingClientRect()];
    const left = Math.min(Math.max(at.left, SIDE), innerWidth - size.width - SIDE);
    const fits = at.bottom + BELOW + size.height < innerHeight;
    tip.style.left = `${left}px`;
    tip.style.top = `${Math.max(fits ? at.bottom + BELOW : at.top - BELOW - size.height, SIDE)}px`;
  };
  const termOf = ({ target }: Event) => (target instanceof Element ? target.closest("a.term") : null);
  for (const event of ["mouseover", "focusin"])
    document.addEventListener(event, (at) => {
      const term = termOf(at);
      if (term !== null) show(term);
      // The pointer may go to the definition, to read on or to copy it.
      else if (event === "mouseover" && !(at.target instanceof Node && tip.contains(at.target))) hide();
    });
  document.addEventListener("focusout", hide);
  addEventListener("scroll", hide, { passive: true });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
}
