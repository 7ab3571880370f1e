import { stripVTControlCharacters } from "node:util";
import type { LoggedAxis } from "../logs/curves/curve.ts";
import type { Phase } from "../quantities/phase-evidence.ts";
import type { Paint } from "./_finding-line.ts";
import { USUAL_COLUMNS } from "./_live-line.ts";

/** A bar any wider tells no more. */
const MOST_COLUMNS = 100;
/** With a phase narrower than this, time is drawn in its logarithm. */
const LEAST_CELLS = 4;

/** How each phase looks: the hatching tells them apart where there are no colours. */
const LOOKS: Readonly<
  Record<Phase["name"], { readonly fill: string; readonly color: "yellow" | "magenta" | "cyan" | "green" }>
> = {
  memorisation: { fill: "░", color: "yellow" },
  "circuit formation": { fill: "▒", color: "magenta" },
  cleanup: { fill: "▓", color: "cyan" },
  stable: { fill: "█", color: "green" },
};

/** The phases as one bar over time, the epochs where they meet, and which is which; no line where there are none. */
export function phaseBar(
  phases: readonly Pick<Phase, "name" | "from" | "to">[],
  axis: LoggedAxis,
  columns: number | undefined,
  paint: Paint,
): readonly string[] {
  const lasting = phases.filter(({ from, to }) => to > from);
  if (lasting.length === 0) return [];
  const width = Math.min(columns || USUAL_COLUMNS, MOST_COLUMNS) - 2;
  const bounds = [lasting[0].from, ...lasting.map(({ to }) => to)];
  const linear = cells(bounds, width, (epoch) => epoch);
  const log = linear.some((cell, i) => i > 0 && cell - linear[i - 1] < LEAST_CELLS);
  const at = log ? cells(bounds, width, (epoch) => Math.log(Math.max(epoch, 1))) : linear;
  const drawn = lasting.map(({ name }, i) => {
    const { fill, color } = LOOKS[name];
    return paint[color](fill.repeat(at[i + 1] - at[i]));
  });
  const end = String(bounds[bounds.length - 1]);
  const legend = [
    ...lasting.map(({ name }) => `${paint[LOOKS[name].color](LOOKS[name].fill)} ${name}`),
    `over ${axis}s${log ? ", on a log scale" : ""}`,
  ];
  return [` ${drawn.join("")}`, ` ${scale(bounds.slice(0, -1), at, end, width)}`, ...rows(legend, width)];
}

/** Where on a bar of `width` cells each bound lies, each after the one before. */
function cells(bounds: readonly number[], width: number, along: (epoch: number) => number): readonly number[] {
  const [first, last] = [along(bounds[0]), along(bounds[bounds.length - 1])];
  const at = bounds.map((epoch) => Math.round(((along(epoch) - first) / (last - first || 1)) * width));
  for (let i = 1; i < at.length; i++) at[i] = Math.max(at[i], at[i - 1] + 1);
  at[at.length - 1] = width;
  for (let i = at.length - 2; i > 0; i--) at[i] = Math.min(at[i], at[i + 1] - 1);
  return at;
}

/** The epochs below the cells where phases begin, and the end on the right; one that has no room is left out. */
function scale(begins: readonly number[], at: readonly number[], end: string, width: number): string {
  let line = "";
  for (const [i, epoch] of begins.entries()) {
    const start = Math.max(at[i], line === "" ? 0 : line.length + 1);
    if (start + String(epoch).length + 1 + end.length <= width) line = line.padEnd(start) + epoch;
  }
  return line + end.padStart(width - line.length);
}

/** Words side by side, as many as a line has room for. */
function rows(words: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = `${lines.at(-1)}   ${word}`;
    if (lines.length > 0 && stripVTControlCharacters(longer).length <= width) lines[lines.length - 1] = longer;
    else lines.push(` ${word}`);
  }
  return lines;
}
