import { nearestStep } from "./slider.ts";
import type { View, Viewing } from "./view.ts";

/** The name under which the browser keeps it, for this tab alone. */
const KEY = "grok-analyze view";

/** What a page that reloads itself keeps; an epoch only where the reader went back to it, as else the last is followed. */
interface Kept {
  readonly epoch?: number;
  readonly followed?: number;
  readonly theme: View["theme"];
}

/** What the reader looked at before the page reloaded itself; nothing on a page that does not. */
export function keptView(epochs: readonly number[]): Partial<View> {
  if (!reloads()) return {};
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Kept | null;
    if (kept === null) return {};
    const { epoch, followed, theme } = kept;
    return { followed, theme, ...(epoch === undefined ? {} : { step: nearestStep(epochs, epoch) }) };
  } catch {
    // A browser that keeps nothing for files.
    return {};
  }
}

/** Keeps what the reader looks at until the page has reloaded itself. */
export function keepView(viewing: Viewing, epochs: readonly number[]): void {
  if (!reloads()) return;
  viewing.watch(({ step, followed, theme }) => {
    const kept: Kept = {
      theme,
      ...(step === epochs.length - 1 ? {} : { epoch: epochs[step] }),
      ...(followed === undefined ? {} : { followed }),
    };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // The next page begins where every page does.
    }
  });
}

function reloads(): boolean {
  return document.querySelector('meta[http-equiv="refresh"]') !== null;
}
