import type { RunList } from "./run-source.ts";

/** What is opened from the list, in its place, with the way back to it. */
export interface OpenedView {
  readonly element: HTMLElement;
  readonly take: (list: RunList) => void;
  /** Lets go of what it shows. */
  readonly leave: () => void;
}
