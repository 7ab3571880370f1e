import { type Attributes, type Cell, cellOf, listed } from "./_cells.ts";
import type { Figure } from "./_figure.ts";
import type { Look } from "./_looks.ts";
import { axisExtent } from "./_ranges.ts";
import { textWidth, wrapped } from "./_text-width.ts";

/** Pixels that a name leaves free on either side of it, within its band, and that numbers leave between them. */
const ASIDE = 1.5;

/** A band's name above it, or the number that stands for it. */
export interface PlacedName {
  readonly annotation: Attributes;
  /** In lines; a number where the name has no room. */
  readonly text: string;
  /** From 0, the lowest. */
  readonly row: number;
  /** Rows that it takes. */
  readonly rows: number;
}

/** What a number above a band stands for. */
export interface KeyEntry {
  readonly text: string;
  /** Which of the bands' colours it has. */
  readonly colour: number;
  /** Pixels. */
  readonly width: number;
}

export interface BandNames {
  /** Of each plot. */
  readonly placed: readonly (readonly PlacedName[])[];
  /** Lines of a key to the numbers, none of them wider than there is room for; none where every name has its place. */
  readonly key: readonly (readonly KeyEntry[])[];
}

/**
 * The names of the bands of every plot, each above its own band and within its ends, in two lines where that helps; a band
 * too narrow for its name has a number, and the key says whose. None lies over another, and no band is without.
 */
export function bandNames(figure: Figure, plots: readonly Cell[], width: number, total: number, look: Look): BandNames {
  const placed = plots.map((cell) => placedNames(figure, cell, width, look));
  const numbered = placed.flat().filter(({ annotation, text }) => text === numberOf(annotation));
  const entries = new Map(numbered.map(({ annotation }) => [numberOf(annotation), annotation]));
  const key: KeyEntry[][] = [];
  let used = Infinity;
  for (const [number, annotation] of [...entries].toSorted(([a], [b]) => Number(a) - Number(b))) {
    const text = `${number}  ${String(annotation.text)}`;
    const own = textWidth(text, look.tick);
    if (used + own + 4 * ASIDE > total) {
      key.push([]);
      used = 0;
    }
    key.at(-1)?.push({ text, colour: bandColour(annotation.name), width: own });
    used += own + look.tick;
  }
  return { placed, key };
}

function placedNames({ layout }: Figure, cell: Cell, width: number, { tick }: Look): readonly PlacedName[] {
  const log = cell.xaxis.type === "log";
  const [from, to] = axisExtent(cell, "x") ?? [0, 1];
  const pixel = (value: unknown) =>
    (((log ? Math.log10(Number(value)) : Number(value)) - from) / (to - from || 1)) * width;
  const shapes = listed(layout.shapes).filter(({ xref }) => cellOf(xref) === cell.index);
  // The right end of what stands in each row so far: bands come from left to right.
  const ends: number[] = [];
  const own = listed(layout.annotations).filter(({ name, xref }) => isBand(name) && cellOf(xref) === cell.index);
  return own.map((annotation) => {
    const shape = shapes.find(({ name }) => name === annotation.name);
    const [left, right] = [pixel(shape?.x0), pixel(shape?.x1)];
    const room = right - left - 2 * ASIDE;
    const name = String(annotation.text);
    const lines = textWidth(name, tick) <= room ? [name] : wrapped(name, tick, room);
    const fits = lines.length <= 2 && lines.every((line) => textWidth(line, tick) <= room);
    const shown = fits ? lines : [numberOf(annotation)];
    const half = Math.max(...shown.map((line) => textWidth(line, tick))) / 2;
    const middle = (left + right) / 2;
    const free = (row: number) => (ends[row] ?? -Infinity) + ASIDE <= middle - half;
    let row = 0;
    while (!shown.every((_, i) => free(row + i))) row++;
    for (const i of shown.keys()) ends[row + i] = middle + half;
    return { annotation, text: shown.join("<br>"), row, rows: shown.length };
  });
}

/** What a band's shapes and annotations are called: its colour's place, from 0, and its number among the bands, from 1. */
export function bandName(colour: number, number: number): string {
  return `band ${colour} ${number}`;
}

/** Whether an annotation or a shape is of a band. */
export function isBand(name: unknown): boolean {
  return /^band \d+ \d+$/.test(String(name));
}

/** Which of the bands' colours it has, from 0. */
export function bandColour(name: unknown): number {
  return Number(String(name).split(" ")[1]);
}

function numberOf({ name }: Attributes): string {
  return String(name).split(" ")[2];
}
