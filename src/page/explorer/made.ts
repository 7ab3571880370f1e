import { hashOf } from "./route.ts";

/** An element with these attributes and children. Text is text: nothing in it is read as HTML. */
export function made<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | boolean>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "boolean") element.toggleAttribute(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Puts text into an element where it is not there already: what has not changed is not laid out anew. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** The link back to the list. */
export function backToList(): HTMLElement {
  return made("a", { href: hashOf({ view: "list" }), class: "back" }, "‹ runs");
}
