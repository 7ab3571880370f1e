import { shown } from "../analyzers/_curve-words.ts";
import type { LoggedAxis } from "../logs/curves/curve.ts";
import type { EventOf, Standing, WatchEvent } from "../monitoring/events.ts";

import type { Forecast } from "../monitoring/forecast.ts";
import { type Row, WATCHED } from "../monitoring/row.ts";
import { adviceInWords, alertInWords, forecastInWords, noForecastInWords, stateInWords } from "../monitoring/words.ts";

import type { Curves } from "../quantities/training-phases.ts";
import type { Paint } from "./_finding-line.ts";
import { USUAL_COLUMNS } from "./_live-line.ts";
import { sparkline } from "./_sparkline.ts";
import { checkpointInWords, problemInWords, rowInWords, shareInWords, whoseInWords } from "./_watch-words.ts";
import { hangingLines, widthOf } from "./_wrap.ts";

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
  readonly lines: (columns: number | undefined, rows: number | undefined, paint: Paint) => readonly string[];
}

/** How much is shown of each run. */
const DETAILS = ["full", "short", "curves", "line"] as const;
type Detail = (typeof DETAILS)[number];
/** So many problems are shown. */
const MOST_PROBLEMS = 3;
/** Columns of the names before texts. */
const LABEL = 12;

/** A page without events; `title` is its first line. Of a page that is shown once, without a clock, nothing has changed. */
export function watchPage(title: string, clock?: () => number): WatchPage {
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
      const changed = (words: string) => {
        one.changed = { words, at: clock?.() ?? 0 };
      };
      if (event.kind === "row") {
        if (one.standing && one.row && event.rows === 0) return;
        one.row = event;
        one.standing = event;
      }
      if (event.kind === "state") {
        if (one.changed || event.state.since !== null) changed(event.state.state);
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
    lines: (columns = USUAL_COLUMNS, rows, paint) => {
      const now = clock?.();
      const width = columns || USUAL_COLUMNS;
      const most = rows || Number.POSITIVE_INFINITY;
      const top = paint.bold(cut(title, width));
      const all = [...runs.values()];
      // A page that is longer than the terminal loses the details of its runs, then its last runs.
      for (const detail of DETAILS) {
        if (detail === "line") break;
        const page = [top, ...all.flatMap((one) => ["", ...linesOf(one, detail, width, paint, now)])];
        if (page.length <= most) return page;
      }
      const heads = headsOf(all, width, paint);
      if (heads.length < most) return [top, ...heads];
      const room = Math.max(0, most - 2);
      const rest = cut(`… and ${all.length - room} more: ${statesOf(all.slice(room))}`, width);
      return [top, ...heads.slice(0, room), paint.dim(rest)].slice(0, most);
    },
  };
}

function axisOf({ standing }: Pick<Shown, "standing">): LoggedAxis {
  return standing?.state.axis ?? "epoch";
}

function stateOf({ standing }: Shown): string {
  return standing?.state.state ?? "waiting";
}

/** "5 memorised, 1 grokked": of runs that there is no room for. */
function statesOf(all: readonly Shown[]): string {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(stateOf(one), (counts.get(stateOf(one)) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(", ");
}

/** A line a run, their states and values below one another. */
function headsOf(all: readonly Shown[], width: number, paint: Paint): readonly string[] {
  const states = Math.max(0, ...all.map((one) => stateOf(one).length));
  // Of a long name the end tells runs apart, and their values need room.
  const names = Math.min(Math.ceil(width / 2), Math.max(0, ...all.map(({ name }) => name.length)));
  return all.map((one) => headOf(one, width, paint, names, states));
}

/** A run's name and state, with as much of its last values as there is room for. */
function headOf(one: Shown, width: number, paint: Paint, names = 0, states = 0): string {
  const { name, row } = one;
  const state = stateOf(one);
  const colour = STATE_COLOURS[state] ?? "white";
  const room = width - Math.max(states, state.length) - 3;
  const shownName = cut(name, names > 0 ? Math.min(names, room) : room);
  const head = `${paint.bold(shownName.padEnd(names))}  ${paint[colour](state)}`;
  if (!row) return head;
  const padded = head + " ".repeat(Math.max(0, states - state.length));
  const axis = axisOf(one);
  const last = lastOf(row.curves);
  const { train_loss: _, test_loss: __, ...shares } = last;
  const noShares = last.train_accuracy == null && last.test_accuracy == null;
  const shorter = noShares ? [] : [rowInWords(shares, axis)];
  const rest = [rowInWords(last, axis), ...shorter, `${axis} ${last.epoch}`].find(
    (values) => widthOf(padded) + 2 + widthOf(values) <= width,
  );
  return rest === undefined ? head : `${padded}  ${rest}`;
}

function linesOf(
  one: Shown,
  detail: Exclude<Detail, "line">,
  width: number,
  paint: Paint,
  now: number | undefined,
): readonly string[] {
  const { row, standing, alerts, checkpoint, problems, changed } = one;
  const axis = axisOf(one);
  const text = (label: string, words: string) => hangingLines(` ${paint.cyan(label.padEnd(LABEL))}`, words, width);
  const first = headOf(one, width, paint);
  if (detail === "curves") return [first, ...(row ? curveLines(row.curves, width, paint) : [])];
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
    ...(standing ? text("state", stateInWords(standing.state)) : []),
    // What a forecast would be of has come where the run generalised.
    ...(standing && standing.state.state !== "generalised" ? forecastLines(standing.forecast, axis, text) : []),
    ...(standing ? text("advice", adviceInWords(standing.advice)) : []),
    ...alerts.flatMap(({ alert, before }) =>
      text("alert", `${alert.alert}: ${alertInWords(alert, axis)}${before ? " (told before)" : ""}`),
    ),
    ...(checkpoint ? text("checkpoint", checkpointInWords(checkpoint)) : []),
    ...(changed && now !== undefined ? text("changed", `${changed.words}, ${ago(now - changed.at)}`) : []),
    ...problems.flatMap((problem) => text("!", problemInWords(problem, axis)).map((line) => paint.yellow(line))),
  ];
}

/** The forecast, or why there is none. */
function forecastLines(
  forecast: Forecast,
  axis: LoggedAxis,
  text: (label: string, words: string) => readonly string[],
): readonly string[] {
  if (forecast.kind === "forecast") return text("forecast", forecastInWords(forecast, axis));
  return text("no forecast", noForecastInWords(forecast.reason));
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
function lastOf(curves: Curves): Row {
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

function cut(text: string, width: number): string {
  return text.length <= width ? text : `…${text.slice(text.length - Math.max(1, width) + 1)}`;
}

function ago(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ${minutes % 60} min ago`;
}
