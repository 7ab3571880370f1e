/** Processes or workers that run one script. */
export interface Pool<W, R> {
  /** What the next one that is free makes of a piece of work. */
  readonly run: (work: W) => Promise<R>;
  /** Ends them, whatever they are at. */
  readonly close: () => Promise<void>;
}
