import type { PageTheme } from "./page-data.ts";

/** What a page tells the one in its frame. */
interface Told {
  readonly theme: PageTheme;
}

/** Tells the page in a frame which theme the one around it has, now that it is loaded and whenever that changes. */
export function tellTheme(frame: HTMLIFrameElement): void {
  const root = document.documentElement;
  const tell = () => {
    const told: Told = { theme: root.dataset.theme === "dark" ? "dark" : "screen" };
    // A sandboxed page has no origin that could be named.
    frame.contentWindow?.postMessage(told, "*");
  };
  frame.addEventListener("load", tell);
  const watcher = new MutationObserver(() => (frame.isConnected ? tell() : watcher.disconnect()));
  watcher.observe(root, { attributes: true, attributeFilter: ["data-theme"] });
}

/** Calls this with the theme of the page around this one, where there is one that tells it. */
export function onThemeAround(take: (theme: PageTheme) => void): void {
  if (parent === window) return;
  addEventListener("message", ({ source, data }: MessageEvent<Partial<Told> | null>) => {
    if (source === parent && (data?.theme === "dark" || data?.theme === "screen")) take(data.theme);
  });
}
