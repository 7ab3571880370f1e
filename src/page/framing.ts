import type { PageTheme } from "./page-data.ts";

/** What a page asks the one that it is framed by. */
interface Asked {
  readonly asks: "theme";
}

/** What it is told. */
interface Told {
  readonly theme: PageTheme;
}

/** Tells the page in a frame which theme the one around it has: when it asks, which only it knows when it can hear, and whenever that changes. */
export function tellTheme(frame: HTMLIFrameElement): void {
  const root = document.documentElement;
  const tell = () => {
    const told: Told = { theme: root.dataset.theme === "dark" ? "dark" : "screen" };
    // A sandboxed page has no origin that could be named.
    frame.contentWindow?.postMessage(told, "*");
  };
  const whileShown = (then: () => void) => {
    if (frame.isConnected) return then();
    watcher.disconnect();
    removeEventListener("message", answer);
  };
  const answer = ({ source, data }: MessageEvent<Partial<Asked> | null>) =>
    whileShown(() => {
      if (source === frame.contentWindow && data?.asks === "theme") tell();
    });
  const watcher = new MutationObserver(() => whileShown(tell));
  watcher.observe(root, { attributes: true, attributeFilter: ["data-theme"] });
  addEventListener("message", answer);
}

/** Calls this with the theme of the page around this one, where there is one that tells it. */
export function onThemeAround(take: (theme: PageTheme) => void): void {
  if (parent === window) return;
  addEventListener("message", ({ source, data }: MessageEvent<Partial<Told> | null>) => {
    if (source === parent && (data?.theme === "dark" || data?.theme === "screen")) take(data.theme);
  });
  const asked: Asked = { asks: "theme" };
  parent.postMessage(asked, "*");
}
