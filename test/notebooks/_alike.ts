import { expect } from "vitest";
import type { Cell, Output } from "./_notebooks.ts";

/** In relative size: what of a number is the same whichever backend and processor did the float32 arithmetic. */
const TOLERANCE = 1e-2;
/** In lines that speak of a difference: that of two losses that should be equal is rounding. */
const ROUNDING = 1e-4;

/** That cells which ran show what those in the repository show, but for the last digits of their numbers. */
export function expectAlike(fresh: readonly Cell[], committed: readonly Cell[]): void {
  expect(fresh.map(({ id, source }) => [id, source])).toEqual(committed.map(({ id, source }) => [id, source]));
  for (const [i, { id, outputs = [] }] of fresh.entries()) {
    const there = committed[i].outputs ?? [];
    const said = outputs.flatMap((one) => (one.name === "stderr" ? [text(one)] : []));
    expect(said, `cell ${id}`).toEqual([]);
    expect(outputs.map(kind), `cell ${id}`).toEqual(there.map(kind));
    for (const [j, output] of outputs.entries()) {
      const [ours, theirs] = [text(output).split("\n"), text(there[j]).split("\n")];
      expect(ours.length, `cell ${id}`).toBe(theirs.length);
      for (const [k, line] of ours.entries()) same(line, theirs[k], `cell ${id}`);
      // Of a figure, all but its numbers, which are in tables too.
      expect(words(plotly(output)), `cell ${id}`).toBe(words(plotly(there[j])));
    }
  }
}

const kind = ({ output_type, data = {} }: Output) => [output_type, ...Object.keys(data).sort()].join(" ");
const text = ({ text, data }: Output) => [text ?? data?.["text/plain"] ?? ""].flat().join("");

/** Jupyter writes the keys of a figure sorted. */
const sorted = (_key: string, value: unknown) =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;
const plotly = ({ data }: Output) => JSON.stringify(data?.["application/vnd.plotly.v1+json"] ?? {}, sorted);

const NUMBER = /-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/g;

/** Without numbers, spaces and rules: a table is as wide as its longest number. */
const words = (shown: string) => shown.replace(NUMBER, "#").replace(/[\s─]+/g, " ");
const numbers = (shown: string) => (shown.match(NUMBER) ?? []).map(Number);

/** Two lines are alike but for the last digits of their numbers. */
function same(fresh: string, committed: string, where: string): void {
  expect(words(fresh), where).toBe(words(committed));
  const there = numbers(committed);
  const rounding = fresh.includes("difference") ? ROUNDING : 0;
  for (const [i, value] of numbers(fresh).entries()) {
    const allowed = rounding + TOLERANCE * Math.abs(there[i]);
    expect(Math.abs(value - there[i]), `${where}: ${value}, there ${there[i]}`).toBeLessThanOrEqual(allowed);
  }
}
