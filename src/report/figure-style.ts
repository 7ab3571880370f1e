import { LEGENDS, type Style, THEMES } from "../figures/_drawing.ts";
import { PALETTES } from "../figures/palettes.ts";

/** What a user may choose of how figures look. */
export type FigureStyle = Partial<Omit<Style, "keys" | "narrowest" | "zoomable">>;

/** Inches of each unit. */
const UNITS: Readonly<Record<string, number>> = { in: 1, cm: 1 / 2.54, mm: 1 / 25.4, pt: 1 / 72 };
/** Inches: narrower than this nothing can be read; wider is no page. */
const [LEAST, MOST] = [1.5, 40];
/** Points. */
const [SMALLEST, LARGEST] = [4, 32];

/** What a choice is made of: a word, or in a file a number or a truth value. Throws a RangeError that says what it must be. */
type Reading<T> = (given: unknown) => T;

/** Each choice by the name that the command line and style files have for it. */
export const STYLE_CHOICES = {
  width: length,
  height: length,
  theme: oneOf(THEMES),
  palette: oneOf(PALETTES),
  font: family,
  "font-size": points,
  title: truth,
  legend: oneOf(LEGENDS),
  transparent: truth,
} satisfies Readonly<Record<string, Reading<unknown>>>;
export type StyleChoice = keyof typeof STYLE_CHOICES;
export const STYLE_NAMES = Object.keys(STYLE_CHOICES) as readonly StyleChoice[];

/** The inches that a word such as 8cm says, or a number. */
export function length(given: unknown): number {
  const [, number, unit = "in"] = /^(\d+(?:\.\d+)?) ?(in|cm|mm|pt)?$/.exec(String(given)) ?? [];
  const inches = Number(number) * UNITS[unit];
  if (number === undefined || !(inches >= LEAST && inches <= MOST))
    throw new RangeError(`It must be a length from ${LEAST}in to ${MOST}in, e.g. 3.25in, 8cm, 84mm, 240pt.`);
  return inches;
}

function points(given: unknown): number {
  const [, number] = /^(\d+(?:\.\d+)?) ?(?:pt)?$/.exec(String(given)) ?? [];
  if (number === undefined || !(Number(number) >= SMALLEST && Number(number) <= LARGEST))
    throw new RangeError(`It must be a size from ${SMALLEST} to ${LARGEST} points, e.g. 8 or 9.5pt.`);
  return Number(number);
}

function family(given: unknown): string {
  if (typeof given !== "string" || !/^\p{L}[\p{L}\d -]*$/u.test(given))
    throw new RangeError("It must be the name of a family of fonts, e.g. Times New Roman.");
  return given;
}

function truth(given: unknown): boolean {
  if (typeof given !== "boolean") throw new RangeError("It must be true or false.");
  return given;
}

function oneOf<const T extends string>(choices: readonly T[]): Reading<T> {
  return (given) => {
    const found = choices.find((one) => one === given);
    if (found === undefined) throw new RangeError(`It must be of ${choices.join(", ")}.`);
    return found;
  };
}
