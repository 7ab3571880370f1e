import type { RunCard } from "./run-card.ts";

/** The runs of a place as far as they are known. */
export interface RunList {
  /** What the list is of, as its title: a folder's name. */
  readonly title: string;
  /** In no particular order. A card that has not changed is the same object as in the list before. */
  readonly cards: readonly RunCard[];
  /** Whether all that is there has been looked at once. */
  readonly complete: boolean;
  /** Why there is no more news, in words for the reader; null while there may be. */
  readonly lost: string | null;
}

/**
 * Where the page takes its runs from: all that it knows comes through here, and it does not matter whether a server reads
 * them (`servedSource`) or the browser itself does. To show the runs of another source: `explorer(source)`, in a document
 * made by `explorerHtml` of src/explorer; nothing else is needed.
 *
 * An implementation keeps a card for each run and calls `take` with the whole list whenever one changes; that an analysis
 * goes on, how far, and why it failed, are in the card (`analysis`, `problem`), not in the promises, so that they are still
 * there after the page is loaded again. Once an analysis is done `analysed` tells that there are results.
 */
export interface RunSource {
  /** Calls `take` with the list as soon as it is known, and whenever it has changed; the function it returns ends that. */
  readonly subscribe: (take: (list: RunList) => void) => () => void;
  /**
   * The address of a run's report, for a frame: of its results where there are some, else of its curves alone, at once.
   * Where the HTML is at hand: `URL.createObjectURL(new Blob([html], { type: "text/html" }))`. Rejects with the reason, in
   * one line, where there is none.
   */
  readonly report: (id: string) => Promise<string>;
  /** The same of the page that compares several runs. */
  readonly comparison: (ids: readonly string[]) => Promise<string>;
  /** Begins to analyse a run; resolves once that has begun. Rejects with the reason where it cannot. */
  readonly analyse: (id: string) => Promise<void>;
  /** Ends the analysis of a run that goes on; what is done is kept. */
  readonly cancel: (id: string) => Promise<void>;
  /** The files of a run's results as one archive, where the source does not lie on a disk; rejects where there are none. */
  readonly download?: (id: string) => Promise<{ readonly name: string; readonly content: Blob }>;
  /** Lets go of an address that is no longer shown. */
  readonly release: (address: string) => void;
}
