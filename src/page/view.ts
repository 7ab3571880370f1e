import type { PageTheme } from "./page-data.ts";
import type { Store } from "./store.ts";

/** How a panel's y axes are divided. */
export type Scale = "log" | "linear";

/** What the reader looks at: all that moves on the page follows from it. */
export interface View {
  /** Which of the slider's epochs. */
  readonly step: number;
  /** The one that stands beside it, where two are compared. */
  readonly beside: number | undefined;
  /** The frequency that is followed. */
  readonly followed: number | undefined;
  readonly theme: PageTheme;
  /** Whether the reader chose the theme; else it is the system's. */
  readonly chosen: boolean;
  /** The section that the reader went to. */
  readonly section: string | undefined;
  /** The panel that the reader went to … */
  readonly panel: string | undefined;
  /** … which is shown alone and large. */
  readonly present: boolean;
  /** The epochs that the curves show, the first and the last. */
  readonly zoom: readonly [number, number] | undefined;
  /** Weight of what came before in smoothed curves; 0 leaves them as they are. */
  readonly smoothing: number;
  /** Of panels whose y axes are not divided as they were drawn, by panel. */
  readonly scales: Readonly<Record<string, Scale>>;
  /** The sections that are open; undefined as long as they are as the document has them. */
  readonly open: readonly string[] | undefined;
}

export type Viewing = Store<View>;

/** What the reader looks at before there is anything to look at. */
export const FIRST_VIEW: View = {
  step: 0,
  beside: undefined,
  followed: undefined,
  theme: "screen",
  chosen: false,
  section: undefined,
  panel: undefined,
  present: false,
  zoom: undefined,
  smoothing: 0,
  scales: {},
  open: undefined,
};
