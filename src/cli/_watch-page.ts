import { shown } from "../analyzers/_curve-words.ts";
import type { LoggedAxis } from "../logs/curves/curve.ts";
import type { EventOf, Standing, WatchEvent } from "../monitoring/events.ts";
import type { Forecast } from "../monitoring/forecast.ts";
import { WATCHED } from "../monitoring/row.ts";
import { adviceInWords, alertInWords, forecastInWords, noForecastInWords, stateInWords } from "../monitoring/words.ts";
import type { Curves } from "../quantities/training-phases.ts";
import type { Paint } from "./_finding-line.ts";
import { USUAL_COLUMNS } from "./_live-line.ts";
import { sparkline } from "./_sparkline.ts";
import { checkpointInWords, problemInWords, rowInWords, shareInWords, whoseInWords } from "./_watch-words.ts";
import { hanging, widthOf } from "./_wrap.ts";

/** What the page shows of a run. */
interface Shown {
  readonly name: string;
  row: EventOf<"row"> | undefined;
  standing: Standing | undefined;
  /** What changed last, and when. */
  changed: { readonly words: string; readonly at: number } | undefined;
  readonly alerts: EventOf<"alert">[];
  checkpoint: EventOf<"checkpoint"> | undefined;
  readonly problems: EventOf<"problem">[];
}

/** What is shown of runs that are watched: events go in, lines come out. */
export interface WatchPage {
  readonly take: (event: WatchEvent) => void;
  /** As many lines as there is room for, none wider than that. */
  readonly lines: (
    columns: number | undefined,
    rows: number | undefined,
    paint: Paint,
    now: number,
  ) => readonly string[];
}

/** How much is shown of each run. */
const DETAILS = ["full", "short", "line"] as const;
type Detail = (typeof DETAILS)[number];
/** So many problems are shown. */
const MOST_PROBLEMS = 3;
/** Columns of the names before texts. */
const LABEL = 12;

/** A page without events; `title` is its first line. */
export function watchPage(title: string, clock: () => number): WatchPage {
  const runs = new Map<string, Shown>();
  const shownOf = (event: Exclude<WatchEvent, EventOf<"end">>): Shown => {
    const key = JSON.stringify([event.run, event.series]);
    // What is of the files is shown with the first of their runs.
    const own =
      runs.get(key) ?? (event.series === "" ? [...runs.values()].find(({ row }) => row?.run === event.run) : undefined);
    if (own) return own;
    const made: Shown = {
      name: whoseInWords(event),
      row: undefined,
      standing: undefined,
      changed: undefined,
      alerts: [],
      checkpoint: undefined,
      problems: [],
    };
    runs.set(key, made);
    return made;
  };
  return {
    take: (event) => {
      if (event.kind === "end") return;
      const one = shownOf(event);
      const axis = axisOf(one);
      const changed = (words: string) => {
        one.changed = { words, at: clock() };
      };
      if (event.kind === "row") {
        if (one.standing && one.row && event.rows === 0) return;
        one.row = event;
        one.standing = event;
      }
      if (event.kind === "state") {
        if (one.changed || event.state.since !== null)
          changed(`${event.state.state} from ${axis} ${event.state.at} on`);
        one.standing = event;
      }
      if (event.kind === "alert") {
        one.alerts.push(event);
        changed(event.alert.alert);
      }
      if (event.kind === "checkpoint") {
        one.checkpoint = event;
        changed(`checkpoint of epoch ${event.epoch}`);
      }
      if (event.kind === "problem") {
        one.problems.push(event);
        if (one.problems.length > MOST_PROBLEMS) one.problems.shift();
      }
    },
    lines: (columns = USUAL_COLUMNS, rows, paint, now) => {
      const width = columns || USUAL_COLUMNS;
      const most = rows || Number.POSITIVE_INFINITY;
      // A page that is longer than the terminal loses the details of its runs, then its last runs.
      for (const detail of DETAILS) {
        const blocks = [...runs.values()].map((one) => linesOf(one, detail, width, paint, now));
        const apart = detail === "line" ? [] : [""];
        const all = [paint.bold(cut(title, width)), ...blocks.flatMap((block) => [...apart, ...block])];
        if (all.length <= most) return all;
        if (detail === "line")
          return [...all.slice(0, Math.max(1, most - 1)), paint.dim(`… and ${all.length - most + 1} more`)].slice(
            0,
            most,
          );
      }
      return [];
    },
  };
}

function axisOf({ standing }: Pick<Shown, "standing">): LoggedAxis {
  return standing?.state.axis ?? "epoch";
}

function linesOf(one: Shown, detail: Detail, width: number, paint: Paint, now: number): readonly string[] {
  const { name, row, standing, alerts, checkpoint, problems, changed } = one;
  const axis = axisOf(one);
  const state = standing?.state.state ?? "waiting";
  const colour = STATE_COLOURS[state] ?? "white";
  const head = `${paint.bold(cut(name, width - widthOf(state) - 3))}  ${paint[colour](state)}`;
  const text = (label: string, words: string) =>
    hanging(` ${paint.cyan(label.padEnd(LABEL))}`, words, width).split("\n");
  const first = row ? withRest(head, rowInWords(lastOf(row.curves), axis), width) : head;
  if (detail === "line") return [first];
  if (detail === "short") {
    const names = alerts.map(({ alert }) => alert.alert).join(", ");
    return [
      first,
      ...(row ? curveLines(row.curves, width, paint) : []),
      ...(standing ? text("advice", adviceInWords(standing.advice)) : []),
      ...(names === "" ? [] : text("alerts", names)),
    ];
  }
  return [
    first,
    ...(row ? curveLines(row.curves, width, paint) : []),
    ...(standing && state !== "waiting" ? text("state", stateInWords(standing.state)) : []),
    ...(standing ? forecastLines(standing.forecast, axis, text) : []),
    ...(standing ? text("advice", adviceInWords(standing.advice)) : []),
    ...alerts.flatMap(({ alert, before }) =>
      text("alert", `${alertInWords(alert, axis)}${before ? " (told before)" : ""}`),
    ),
    ...(checkpoint ? text("checkpoint", checkpointInWords(checkpoint)) : []),
    ...(changed ? text("changed", `${changed.words}, ${ago(now - changed.at)}`) : []),
    ...problems.flatMap((problem) => text("!", problemInWords(problem, axis)).map((line) => paint.yellow(line))),
  ];
}

/** The forecast, or why there is none; nothing where what it would be of has come. */
function forecastLines(
  forecast: Forecast,
  axis: LoggedAxis,
  text: (label: string, words: string) => readonly string[],
): readonly string[] {
  if (forecast.kind === "forecast") return text("forecast", forecastInWords(forecast, axis));
  return forecast.reason === "already generalised" ? [] : text("no forecast", noForecastInWords(forecast.reason));
}

const STATE_COLOURS: Readonly<Record<string, "green" | "yellow" | "red" | "cyan" | "magenta">> = {
  memorised: "yellow",
  rising: "cyan",
  generalised: "green",
  plateau: "magenta",
  collapsing: "red",
  diverged: "red",
};

/** The last that is known of each curve, with the last epoch. */
function lastOf(curves: Curves) {
  const last = Object.fromEntries(
    WATCHED.map((name) => [name, curves[name]?.findLast((value) => value !== null) ?? null]),
  );
  return { epoch: curves.epochs[curves.epochs.length - 1], ...last };
}

/** A curve a line, or two on a line with room: its name, its course, its last value. */
function curveLines(curves: Curves, width: number, paint: Paint): readonly string[] {
  const cells = WATCHED.flatMap((name) => {
    const values = (curves[name] ?? []).filter((value): value is number => value !== null);
    if (values.length === 0) return [];
    const last = values[values.length - 1];
    const share = name.endsWith("accuracy");
    return [
      { name, line: sparkline(values, share ? [0, 1] : undefined), end: share ? shareInWords(last) : shown(last) },
    ];
  });
  const drawn = cells.map(
    ({ name, line, end }) => ` ${name.replace("_", " ").padEnd(15)}${paint.cyan(line.padEnd(24))} ${end.padEnd(10)}`,
  );
  if (width < 2 * 52 || drawn.length < 2) return drawn;
  const half = Math.ceil(drawn.length / 2);
  return drawn.slice(0, half).map((left, i) => `${left} ${drawn[half + i] ?? ""}`);
}

/** With what is said beside it, where there is room. */
function withRest(head: string, rest: string, width: number): string {
  return widthOf(head) + 2 + widthOf(rest) <= width ? `${head}  ${rest}` : head;
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `…${text.slice(text.length - Math.max(1, width) + 1)}`;
}

function ago(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ${minutes % 60} min ago`;
}
