import picocolors from "picocolors";
import { GROUPS, type Group, type Term } from "../glossary/_term.ts";
import { terms } from "./_term-of.ts";
import { hanging } from "./_wrap.ts";

/** Every term on a line of its own, below its group. */
export function listed(columns: number | undefined, color: boolean): string {
  const paint = picocolors.createColors(color);
  const groups = (Object.keys(GROUPS) as Group[]).map((group) => {
    const own = terms.filter((term) => term.group === group);
    const width = Math.max(...own.map(({ name }) => name.length));
    const lines = own.map(({ name, brief }) =>
      hanging(`  ${paint.cyan(name)}${" ".repeat(width - name.length)}  `, brief, columns),
    );
    return [paint.bold(GROUPS[group]), ...lines].join("\n");
  });
  const more = "explain TERM says what one is, why one asks it, its formula, how it is read, and who says so.";
  return `${[...groups, hanging("", more, columns)].join("\n\n")}\n`;
}

/** All that is said of a term, a paragraph each. */
export function explained({ title, also = [], ...term }: Term, columns: number | undefined, color: boolean): string {
  const paint = picocolors.createColors(color);
  const parts: readonly (readonly [label: string, text: string | undefined])[] = [
    ["What", term.what],
    ["Why", term.why],
    ["Formula", term.formula],
    ["Reading", term.reading],
    ["Careful", term.careful],
    ["Source", term.source],
    ["Shown by", term.shownBy.join(", ")],
    ["Related", term.related.join(", ")],
  ];
  const width = Math.max(...parts.map(([label]) => label.length));
  const lines = parts.flatMap(([label, text]) =>
    text ? [hanging(`${paint.bold(label)}${" ".repeat(width - label.length)}  `, text, columns)] : [],
  );
  const called = also.length > 0 ? paint.dim(` (also ${also.join(", ")})`) : "";
  return `${[hanging("", paint.bold(title) + called, columns), "", ...lines].join("\n")}\n`;
}
