import type { Band } from "../figures/bands.ts";
import { PHASE_NAMES, type PhaseName } from "../quantities/phase-boundaries.ts";
import type { Phase } from "../quantities/phase-evidence.ts";
import * as column from "../tables/column.ts";

/** The rows of the last epoch. */
export function lastRows<R extends { readonly epoch: number }>(rows: readonly R[]): readonly R[] {
  return rows.filter(({ epoch }) => epoch === rows.at(-1)?.epoch);
}

/** Those of the columns that some row has a value of; all where none has. */
export function valued<R, N extends keyof R & string>(rows: readonly R[], names: readonly N[]): readonly N[] {
  const found = names.filter((name) => rows.some((row) => row[name] !== null));
  return found.length > 0 ? found : names;
}

interface OfKeys {
  readonly epoch: number;
  readonly keys: readonly number[];
}

/** The key frequencies of the last rows. */
export function keysOf(rows: readonly OfKeys[]): readonly number[] {
  return lastRows(rows)[0]?.keys ?? [];
}

/** Which key frequencies a figure is of, as a sentence of its caption. */
export function keysSentence(rows: readonly OfKeys[]): string {
  if (new Set(rows.map(({ keys }) => keys.join())).size > 1) return "Key frequencies: each checkpoint's own.";
  const keys = keysOf(rows);
  return keys.length > 0 ? `Key frequencies: ${keys.join(", ")}.` : "There are no key frequencies.";
}

/** The epoch that a conclusion is of, as a field of it. */
export const CONCLUDED_EPOCH = { epoch: column.integer("the last checkpoint, which all this is of unless it says so") };

/** That epoch, of rows that there are. */
export function concludedEpoch(rows: readonly { readonly epoch: number }[]): { readonly epoch: number } {
  return { epoch: rows[rows.length - 1].epoch };
}

/** At which epoch, for the caption of what is drawn of the last one. */
export function atEpoch(rows: readonly { readonly epoch: number }[]): string {
  return rows.length > 0 ? `at epoch ${rows.at(-1)?.epoch}` : "at the last epoch";
}

type ConcludedPhase = Pick<Phase, "name" | "from" | "to">;

/** A phase as a band, in the colour that the phase of this name has in every run. */
export function phaseBand(name: PhaseName, from: number, to: number): Band {
  return { name, from, to, colour: PHASE_NAMES.indexOf(name) };
}

/** The phases of a run with its primary held-out set, as `phases` concludes them; none of several runs, which have no one timeline. */
export function phaseBands(
  conclusion:
    | { readonly runs: readonly { readonly series: string; readonly phases: readonly ConcludedPhase[] }[] }
    | undefined,
): readonly Band[] {
  const { runs = [] } = conclusion ?? {};
  const [first] = runs;
  if (!first || runs.some(({ series }) => series !== first.series)) return [];
  return first.phases.map(({ name, from, to }) => phaseBand(name, from, to));
}

/** The title of an axis of several curves: of which pairs it is where one alone is known, and no legend says it. */
export function axisOf<R, N extends keyof R & string>(rows: readonly R[], names: readonly N[], title: string): string {
  const [only, ...others] = valued(rows, names);
  const part = PARTS.find((one) => only.split("_").includes(one));
  return others.length === 0 && part !== undefined ? `${part === "all" ? "all pairs'" : part} ${title}` : title;
}

const PARTS = ["train", "test", "all"] as const;
const TITLES = { train: "Train", test: "Test", all: "All pairs'" };
const PAIRS = { train: "the training", test: "the test", all: "all" };

/**
 * What the columns that some row has a value of are of, in words: a title, as "Train and test loss", and which pairs, as "the
 * training and of the test pairs". Their names begin with train, test or all.
 */
export function drawnInWords<R, N extends keyof R & string>(
  rows: readonly R[],
  names: readonly N[],
  quantity: string,
): { readonly title: string; readonly pairs: string } {
  const drawn = valued(rows, names);
  const parts = PARTS.filter((part) => drawn.some((name) => name.split("_").includes(part)));
  const [first, ...others] = parts.map((part) => TITLES[part]);
  return {
    title: `${[first, ...others.map((title) => title.toLowerCase())].join(" and ")} ${quantity}`,
    pairs: `${parts.map((part) => PAIRS[part]).join(" and of ")} pairs`,
  };
}
