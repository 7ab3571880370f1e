import type { Figure } from "../figures/_figure.ts";

/** What a panel's traces hold at one epoch: for each trace, in order, the attributes that move. */
export interface Moment {
  readonly epoch: number;
  readonly data: readonly Readonly<Record<string, readonly unknown[] | readonly (readonly number[])[]>>[];
  /** A few words on this epoch, written beside the panel's title. */
  readonly note?: string;
}

/** A figure of the page: its plot, what moves in it, and the table behind it. */
export interface Panel {
  /** Kebab-case, unique in the page. */
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  /** Unthemed; of a moving panel as it is at its last moment. */
  readonly figure: Figure;
  /**
   * By epoch; each has the state of all traces. There may be fewer than the slider has epochs: the nearest earlier one is
   * shown, and the panel says which.
   */
  readonly moments?: readonly Moment[];
  /** x is the epoch: a line follows the slider, and a click on the plot moves the slider there. */
  readonly cursor?: true;
  /** It spans both columns. */
  readonly wide?: true;
  /** It stands beside the verdict. */
  readonly lead?: true;
  /** What the panel's CSV button saves. */
  readonly table: { readonly name: string; readonly csv: string };
}

/** A phase of training, as the timeline shows it; from and to are epochs, both within the phase. */
export interface PagePhase {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Which of the phases' colours it has; else that of its place. */
  readonly colour?: number;
  readonly evidence: string;
}

/** What one analyzer has to say. */
export interface PageSection {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly source: string;
  readonly options: string;
  readonly findings: readonly { readonly label: string; readonly value: string }[];
  readonly columns: readonly { readonly name: string; readonly description: string; readonly unit?: string }[];
  readonly panels: readonly Panel[];
}

/** All that a report page shows, as text, numbers and unthemed figures. */
export interface PageContents {
  readonly title: string;
  readonly subtitle: string;
  /** Three sentences. */
  readonly verdict: readonly string[];
  readonly phases: readonly PagePhase[];
  /** The slider's steps, ascending. */
  readonly epochs: readonly number[];
  /** The frequencies that can be followed. */
  readonly keys: readonly number[];
  /** Those that move with the slider or move it. */
  readonly panels: readonly Panel[];
  /** One per analyzer: its figures and its table. */
  readonly sections: readonly PageSection[];
  readonly skipped: readonly { readonly what: string; readonly reason: string }[];
  readonly doubts: readonly string[];
  readonly provenance: readonly { readonly label: string; readonly value: string }[];
  /** It is made for a few sheets of paper: small type, and of the sections what they found. */
  readonly compact?: true;
}
