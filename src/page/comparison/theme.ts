import { element } from "../elements.ts";
import { onThemeAround } from "../framing.ts";
import type { PageTheme } from "../page-data.ts";

/** Where the browser keeps the theme that was chosen, for this tab alone. */
const KEY = "grok-analyze theme";

/** Light or dark, as the reader's system says until the button is used. */
export function watchTheme(): void {
  const button = element<HTMLButtonElement>("#theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let chosen = kept();
  let around: PageTheme | undefined;
  const show = () => {
    const theme = chosen ?? around ?? (dark.matches ? "dark" : "screen");
    document.documentElement.dataset.theme = theme;
    button.textContent = theme === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-label", theme === "dark" ? "Light theme" : "Dark theme");
  };
  button.addEventListener("click", () => {
    chosen = document.documentElement.dataset.theme === "dark" ? "screen" : "dark";
    try {
      sessionStorage.setItem(KEY, chosen);
    } catch {
      // A browser that keeps nothing for files: the page begins as the system says.
    }
    show();
  });
  onThemeAround((theme) => {
    around = theme;
    show();
  });
  dark.addEventListener("change", show);
  show();
}

function kept(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}
