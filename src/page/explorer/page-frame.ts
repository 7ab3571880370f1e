import { tellTheme } from "../framing.ts";
import { made, say } from "./made.ts";
import { REPORT_SANDBOX } from "./report-sandbox.ts";
import type { RunSource } from "./run-source.ts";

/** A frame that shows pages of a source, one after the other, or says why there is none. */
export interface PageFrame {
  readonly element: HTMLElement;
  /** Shows the page at the address that `make` gives; until it is there, the one before. */
  readonly show: (title: string, make: () => Promise<string>) => Promise<void>;
  /** Says this in the place of a page. */
  readonly say: (words: string) => void;
  /** Lets go of what is shown. */
  readonly leave: () => void;
}

/** An empty frame. What is in it cannot reach this page, nor where it comes from. */
export function pageFrame(source: RunSource): PageFrame {
  const words = made("p", { class: "waiting", role: "status" });
  const element = made("div", { class: "frame" }, words);
  let address: string | undefined;
  let wanted = 0;
  const letGo = () => {
    if (address !== undefined) source.release(address);
    address = undefined;
  };
  const empty = (text: string) => {
    element.querySelector("iframe")?.remove();
    letGo();
    say(words, text);
    words.hidden = false;
  };
  return {
    element,
    show: async (title, make) => {
      const own = ++wanted;
      words.hidden = false;
      say(words, "The page is being made …");
      try {
        const next = await make();
        if (own !== wanted) return source.release(next);
        const frame = made("iframe", {
          title,
          sandbox: REPORT_SANDBOX,
          allow: "clipboard-write; fullscreen",
          src: next,
        });
        tellTheme(frame);
        frame.addEventListener("load", () => {
          words.hidden = true;
        });
        element.querySelector("iframe")?.remove();
        letGo();
        address = next;
        element.append(frame);
      } catch (error) {
        if (own === wanted) empty(error instanceof Error ? error.message : String(error));
      }
    },
    say: (text) => {
      wanted++;
      empty(text);
    },
    leave: () => {
      wanted++;
      letGo();
    },
  };
}
