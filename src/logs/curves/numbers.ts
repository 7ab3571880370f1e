import type { Cell } from "../_format.ts";

const NOTHING = /^(|none|null|na|n\/a|-+|undefined)$/i;
const INFINITE = /^([+-]?)(?:inf(?:inity)?|∞)$/i;
/** 1,234 and 12,345,678.9; a number does not begin with a group of zeros. */
const GROUPED = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;
const WITH_COMMA = /^[+-]?(\d{1,3}(\.\d{3})+|\d+),\d+(e[+-]?\d+)?$/i;
const WITH_POINT = /^[+-]?\d+\.\d+(e[+-]?\d+)?$/i;
/** Longer text is no number that is not plain, and patterns take the square of its length, or more. */
const LONGEST = 1000;
const WRAPPED = /^(?:tensor|np\.float\d+|array)\(\s*([^,()]+).*\)$/i;

/** The number of a cell, of `95 %` a share; NaN only where it says so, undefined where it has none. */
export function numberOf(cell: Cell, decimalComma = false): number | undefined {
  if (typeof cell !== "string") return cell;
  const plain = Number(cell);
  // Nearly every cell: what is no number, or nothing but spaces, is looked at below.
  if (plain !== 0 && !Number.isNaN(plain)) return plain;
  const text = cell.trim();
  if (text.length > LONGEST) return undefined;
  if (NOTHING.test(text)) return undefined;
  if (/^[+-]?nan$/i.test(text)) return Number.NaN;
  const inner = WRAPPED.exec(text)?.[1];
  if (inner !== undefined) return numberOf(inner, decimalComma);
  if (text.endsWith("%")) {
    const percent = numberOf(text.slice(0, -1), decimalComma);
    return percent === undefined ? undefined : percent / 100;
  }
  const sign = INFINITE.exec(text)?.[1];
  if (sign !== undefined) return sign === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const number = Number(pointed(text, decimalComma));
  return Number.isNaN(number) ? undefined : number;
}

/** The text of a number as JavaScript writes numbers. */
export function pointed(text: string, decimalComma: boolean): string {
  if (text.length > LONGEST) return text;
  if (decimalComma && WITH_COMMA.test(text)) return text.replaceAll(".", "").replace(",", ".");
  return GROUPED.test(text) ? text.replaceAll(",", "") : text;
}

/** Whether commas in the numbers of a file stand before decimals: some could stand for nothing else, or no number has a point. */
export function hasDecimalCommas(cells: readonly (readonly string[])[]): boolean {
  let [commas, points] = [false, false];
  for (const row of cells) {
    for (const cell of row) {
      if (cell.length > LONGEST) continue;
      const text = cell.trim().replace(/\s*%$/, "");
      if (WITH_COMMA.test(text) && !GROUPED.test(text)) return true;
      commas ||= WITH_COMMA.test(text);
      points ||= WITH_POINT.test(text);
    }
  }
  return commas && !points;
}
