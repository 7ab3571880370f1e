import { type Cell, CUT_OFF, defineTextFormat } from "./_format.ts";
import { headOf, linesIn } from "./_text.ts";
import { axisNamed, isOfLogs, type Logged, loggedAs } from "./curves/names.ts";

/** So many lines are looked at for a loss, and lines are no longer where scripts print them. */
const LOOKED_AT = 2000;
const HEAD = 2 ** 18;
const MAX_LINE = 4096;
/** A number, with what counts to how many, and its per cent sign. */
const NUMBER =
  /(?<![\w.@])([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?|[-+]?nan|[-+]?inf(?:inity)?)(?:\s*\/\s*(\d+))?(\s*%)?(?![\w.])/gi;
/** How a terminal is told to colour. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape is what is looked for.
const COLOURS = /\u001b\[[\d;]*m/g;
/** What frameworks print around a number. */
const WRAPPED = /\b(?:tensor|array|np\.float\d+)\(/g;
/** A count of how many, without a name: at the beginning of a line in brackets, or as tqdm writes it. */
const COUNT = /^\W{0,40}\[\s*(\d+)\s*\/\s*\d+\s*\]|\|\s*(\d+)\/\d+\s*\[/;
/** What ends a name on its left; a bar or a dash between words does, one within a word does not. */
const BREAK = /[,;|()[\]{}<>]| - /;
/** Words of a name, at most: `mean training loss`. */
const MAX_WORDS = 4;

/**
 * Lines that a script printed: every number after the name of a measure, an epoch or a step, as in
 * `step 0: train loss 4.45, val loss 4.44` or `Epoch 3/10 - loss: 0.5 - val_loss: 0.4`. A name that does not say of which
 * pairs takes that of the one before it in the line (`Train loss: 1, acc: 0.5`); a line without an epoch that of the line before.
 */
export default defineTextFormat({
  name: "text",
  title: "text that a script printed",
  specification: "what scripts print; --pattern for other lines",
  recognises: (source) => {
    const lines = headOf(source, HEAD).split("\n").slice(0, LOOKED_AT);
    return lines.some((line) => cellsOf(line).some(([name]) => loggedAs(name)));
  },
  lines: (_head, _path, sink, { pattern }) => {
    let places: readonly (readonly [string, Cell])[] = [];
    let cut = false;
    const takeLine = (printed: string, torn: boolean) => {
      if (printed.length > MAX_LINE) return;
      // A progress bar is written over itself: each of its states ends in a carriage return, and so is a line here.
      const found = pattern ? groupsOf(pattern, printed) : cellsOf(printed);
      // A last line that is still written may have a part of its last number.
      const cells = torn && /[\d.]$/.test(printed) ? found.slice(0, -1) : found;
      if (cells.length < found.length) cut = true;
      const own = cells.filter(([name]) => axisNamed(name));
      const others = cells.filter(([name]) => !axisNamed(name));
      if (own.length > 0) places = own;
      if (others.length > 0) sink.row([...places, ...others]);
    };
    return {
      take: (text) => {
        for (const { line, torn } of linesIn(text)) takeLine(line, torn);
      },
      end: () => {},
      doubts: () => (cut ? [CUT_OFF] : []),
    };
  },
});

function groupsOf(pattern: RegExp, line: string): readonly (readonly [string, Cell])[] {
  return Object.entries(pattern.exec(line)?.groups ?? {});
}

/** The numbers of a line under the names before them. */
function cellsOf(printed: string): readonly (readonly [string, Cell])[] {
  if (!/\d|nan|inf/i.test(printed)) return [];
  const line = printed.replace(COLOURS, "").replace(WRAPPED, "");
  const cells: (readonly [string, Cell])[] = [];
  let before: { readonly words: string; readonly kinds: Set<string> } | undefined;
  let start = 0;
  const count = COUNT.exec(line);
  if (count) cells.push(["step", count[1] ?? count[2]]);
  for (const match of line.matchAll(NUMBER)) {
    const left = line.slice(start, match.index);
    start = match.index + match[0].length;
    const name = nameOf(left);
    const part = partOf(left);
    if (part !== undefined) before = { words: part, kinds: new Set() };
    if (name === undefined) continue;
    const logged = loggedAs(name);
    // `59/7000` are so many right of all; of a loss or an epoch it is how far it is.
    const share = logged?.measure.endsWith("_accuracy") && match[2] !== undefined;
    const cell = share ? String(Number(match[1]) / Number(match[2])) : `${match[1]}${match[3] ? "%" : ""}`;
    if (!logged) {
      cells.push([name, match[1]]);
      continue;
    }
    const kind = kindOf(logged);
    if (logged.stated) {
      const words = partOf(name);
      before =
        words === undefined
          ? before
          : { words, kinds: new Set([...(before?.words === words ? before.kinds : []), kind]) };
      cells.push([name, cell]);
    } else if (before && !before.kinds.has(kind)) {
      before.kinds.add(kind);
      cells.push([`${before.words} ${name}`, cell]);
    } else cells.push([name, cell]);
  }
  return cells;
}

function kindOf({ measure }: Logged): string {
  return measure.replace(/^[a-z]+_/, "");
}

/** The longest name of a measure or an axis in the words before a number; undefined where they have none. */
function nameOf(left: string): string | undefined {
  // Step by step: a pattern of all the spaces would take the cube of how many there are.
  const before = left.trimEnd();
  const clause = (/[[(]$/.test(before) ? before.slice(0, -1) : left).split(BREAK).at(-1)?.trim() ?? "";
  const named = /[:=]$/.test(clause) ? clause.slice(0, -1) : clause;
  const words = named
    .replace(/['"]/g, "")
    .split(/\s+/)
    .filter((word) => word !== "");
  for (let count = Math.min(MAX_WORDS, words.length); count > 0; count--) {
    const name = words.slice(-count).join(" ").replace(/:/g, " ").trim();
    if (loggedAs(name) || axisNamed(name)) return name;
  }
  return undefined;
}

/** The word for a part of the data that a text has, where all it says is that: `Train:`, `[val]`. */
function partOf(text: string): string | undefined {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  return words.find((word) => isOfLogs(word) && loggedAs(`${word} loss`)?.stated);
}
