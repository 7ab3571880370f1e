import { plain } from "../../plain.ts";
import { hashOf } from "./route.ts";

/** Attributes that are read by people. */
const READ = /^(title|alt|placeholder|aria-)/;

/** An element with these attributes and children. Text is text: nothing in it is read as HTML, or steers the page. */
export function made<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | boolean>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "boolean") element.toggleAttribute(name, value);
    else element.setAttribute(name, READ.test(name) ? plain(value) : value);
  }
  element.append(...children.map((child) => (typeof child === "string" ? plain(child) : child)));
  return element;
}

/** Puts text into an element where it is not there already: what has not changed is not laid out anew. */
export function say(element: Element, text: string): void {
  const shown = plain(text);
  if (element.textContent !== shown) element.textContent = shown;
}

/** The link back to the list. */
export function backToList(): HTMLElement {
  return made("a", { href: hashOf({ view: "list" }), class: "back" }, "‹ runs");
}
