import { barLengths, legendPlaces } from "./bar-lengths.ts";
import { follow } from "./chips.ts";
import { drawnScale, smoothedTraces, viewedLayout, zoomIn } from "./curve-view.ts";
import { element, grouped, styled } from "./elements.ts";
import { epochLines, movedLines, slidLines } from "./epoch-line.ts";
import { averaged, repainted } from "./map-images.ts";
import { movedMarks } from "./mark-moves.ts";
import type { PageData, PageDrawing, PageWidth, PanelData } from "./page-data.ts";
import type { Plot, PlotClick, Plotly } from "./plotly.ts";
import { frequencyOf, momentAt, shownData } from "./shown-data.ts";
import { nearestStep } from "./slider.ts";
import type { View, Viewing } from "./view.ts";

/** Below this many pixels a plot is drawn as for a telephone. */
const NARROW_BELOW = 460;

/** What takes Plotly some time. Until what is urgent is done the plot shows something else than the reader looks at. */
export interface Work {
  readonly urgent: boolean;
  run(): void;
}

export interface PanelPlot {
  readonly plot: HTMLElement;
  /** Takes the room that it has, in pixels; as high as is in proportion, unless a height is given. */
  resize(width: number, height?: number): void;
  /** Brings the plot to what the reader looks at, as far as that takes no time, and returns what is left to do. */
  update(): Work | undefined;
}

/** Which of the epochs that are compared a plot is of. */
export type Side = "step" | "beside";

/** The plot of a panel, empty until its first work is done. */
export function panelPlot(
  plotly: Plotly,
  viewing: Viewing,
  { epochs, keys }: PageData,
  panel: PanelData,
  plot: HTMLElement,
  side: Side,
): PanelPlot {
  const figure = element<HTMLElement>(`figure[data-panel="${panel.id}"]`);
  const coarse = matchMedia("(pointer: coarse)").matches;
  const followable = panel.drawings.screen.wide.data.some((trace) => frequencyOf(trace) !== undefined);
  const onlyMaps = panel.drawings.screen.wide.data.every(({ type }) => type === "heatmap");
  let [width, height]: [number, number | undefined] = [0, undefined];
  let drawn: Plot | undefined;
  let [look, moment, line, settled] = ["", -1, -1, true];

  const stepNow = () => viewing.now()[side] ?? viewing.now().step;
  const epochNow = () => epochs[stepNow()] ?? 0;
  const drawing = (): PageDrawing => panel.drawings[viewing.now().theme][widthClass(width)];
  const momentNow = () => momentAt(panel.moments ?? [], epochNow());
  const traces = () => shownData(drawing().data, momentNow(), viewing.now().followed);
  const scaleNow = () => viewing.now().scales[panel.id] ?? drawnScale(drawing());
  const lookOf = ({ theme, followed, beside, zoom, smoothing, scales }: View) =>
    [theme, width, height, followed, ...(panel.curves ? [beside, zoom, smoothing, scales[panel.id]] : [])].join(" ");

  const clicked = ({ points, xvals }: PlotClick) => {
    const frequency = frequencyOf(drawing().data[points?.[0]?.curveNumber ?? -1]);
    if (frequency !== undefined && keys.includes(frequency)) follow(viewing, frequency);
    const epoch = Number(xvals?.[0] ?? Number.NaN);
    if (panel.cursor && Number.isFinite(epoch)) viewing.change({ step: nearestStep(epochs, epoch) });
  };

  const zoomed = (change: Readonly<Record<string, unknown>>) => {
    const zoom = zoomIn(change, (drawn?.layout ?? {}) as Readonly<Record<string, unknown>>);
    if (zoom === undefined) return;
    const next = zoom === "all" ? undefined : zoom;
    // This plot is there already, at the y that it was given with the x.
    look = lookOf({ ...viewing.now(), zoom: next });
    viewing.change({ zoom: next });
  };

  const draw = () => {
    const now = drawing();
    const { zoom, smoothing, beside } = viewing.now();
    const layout = viewedLayout(now.layout, now.data, panel.curves && zoom, viewing.now().scales[panel.id]);
    const others = beside === undefined ? [] : [epochs[beside] ?? 0];
    [look, moment, line, settled] = [lookOf(viewing.now()), momentNow()?.epoch ?? -1, stepNow(), true];
    const options = {
      // Plotly writes into what it is given.
      ...structuredClone(layout),
      ...structuredClone({ ...barLengths(layout, width, heightNow(now)), ...legendPlaces(layout, heightNow(now)) }),
      width: undefined,
      height: heightNow(now),
      autosize: true,
      // Zoom and hidden traces stay as the reader left them, until all curves are zoomed or divided anew.
      uirevision: `${zoom} ${scaleNow()}`,
      ...(panel.cursor && {
        shapes: epochLines({ ...now, layout }, [epochNow(), ...others], styled("--ink")),
        clickanywhere: true,
      }),
      ...(followable && { hovermode: "closest" }),
      ...(coarse && { dragmode: false }),
    };
    const shown = panel.curves ? smoothedTraces(traces(), smoothing, layout) : traces();
    void plotly
      .react(plot, shown, options, { ...now.config, ...CONFIG, displayModeBar: coarse ? false : "hover" })
      .then((result) => {
        if (drawn === undefined) {
          result.on("plotly_click", clicked);
          if (panel.curves) result.on("plotly_relayout", zoomed);
          result.on("plotly_afterplot", () => averaged(plot));
          averaged(plot);
        }
        drawn = result;
        plot.style.setProperty("--aspect", `${plot.clientWidth} / ${heightNow(now)}`);
        for (const svg of plot.querySelectorAll(".main-svg")) {
          // The plot as a whole has a name; what it is made of has nothing to add.
          svg.setAttribute("aria-hidden", "true");
          // On paper it is as wide as there is room.
          svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
        }
        for (const button of figure.querySelectorAll<HTMLButtonElement>("button[disabled]")) button.disabled = false;
      });
  };

  /** In proportion where there is more room than it was drawn for; with less its words need no less height. */
  const heightNow = (now: PageDrawing) =>
    height ?? Math.round(now.layout.height * Math.max(width / now.layout.width, 1));

  /** Whether the moment is there without Plotly. */
  const moved = () =>
    drawn !== undefined && (onlyMaps ? repainted(drawn, traces()) : movedMarks(drawn, momentNow()?.data ?? []));

  const say = () => {
    const [now, epoch] = [momentNow(), epochNow()];
    if (now === undefined) return;
    const words = `epoch ${grouped(now.epoch)}${now.epoch === epoch ? "" : ` (of ${grouped(epoch)})`}`;
    plot.dataset.when = words;
    if (side === "step")
      element("[data-moment]", figure).textContent = now.note === undefined ? words : `${words}: ${now.note}`;
  };

  return {
    plot,
    resize: (room, given) => {
      [width, height] = [room, given];
      if (width > 0) plot.style.minHeight = `${heightNow(drawing())}px`;
    },
    update: () => {
      if (width === 0) return undefined;
      say();
      if (lookOf(viewing.now()) !== look) return { urgent: true, run: draw };
      const wanted = momentNow()?.epoch ?? -1;
      if (wanted !== moment) {
        if (!moved()) return { urgent: true, run: draw };
        [moment, settled] = [wanted, false];
      }
      if (panel.cursor && line !== stepNow()) {
        if (drawn !== undefined && slidLines(drawn, drawing(), epochNow())) settled = false;
        else return { urgent: true, run: draw };
        line = stepNow();
      }
      if (settled) return undefined;
      if (!panel.cursor) return { urgent: false, run: draw };
      const settle = () => {
        settled = true;
        void plotly.relayout(plot, movedLines(drawing(), epochNow()));
      };
      return { urgent: false, run: settle };
    },
  };
}

/** No picture, button or link of Plotly's leads out of the page. */
const CONFIG = {
  responsive: false,
  showSendToCloud: false,
  displaylogo: false,
  plotlyServerURL: "",
  modeBarButtonsToRemove: ["toImage", "lasso2d", "select2d"],
};

function widthClass(width: number): PageWidth {
  return width < NARROW_BELOW ? "narrow" : "wide";
}
