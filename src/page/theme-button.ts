import { element } from "./elements.ts";
import { onThemeAround } from "./framing.ts";
import type { PageTheme } from "./page-data.ts";
import type { Viewing } from "./view.ts";

/** Light or dark, as the reader's system says until the button is used. */
export function systemTheme(): PageTheme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "screen";
}

export function watchThemeButton(viewing: Viewing): void {
  const button = element<HTMLButtonElement>("#theme");
  button.addEventListener("click", () => {
    viewing.change({ theme: viewing.now().theme === "dark" ? "screen" : "dark", chosen: true });
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (!viewing.now().chosen) viewing.change({ theme: systemTheme() });
  });
  onThemeAround((theme) => {
    if (!viewing.now().chosen) viewing.change({ theme });
  });
  viewing.watch(({ theme }) => {
    document.documentElement.dataset.theme = theme;
    button.textContent = theme === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-label", theme === "dark" ? "Light theme" : "Dark theme");
  });
}
