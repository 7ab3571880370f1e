/** Widths of Arimo's characters from the space to ~, in thousandths of the type size; Arial's and Helvetica's are the same. */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
] as const;
/** Of all other characters: mathematical signs and Greek letters are about this wide. */
const OTHER = 600;

/** Text of others, such as a run's name, as markup that shows all of its signs. */
export function literal(text: string): string {
  return text.replace(/[&<]/g, (sign) => (sign === "&" ? "&amp;" : "&lt;"));
}

/** How many pixels a line of text takes at a type size in pixels; markup takes none. */
export function textWidth(text: string, size: number): number {
  let thousandths = 0;
  const shown = text
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&");
  for (const character of shown) {
    thousandths += WIDTHS[(character.codePointAt(0) ?? 0) - 32] ?? OTHER;
  }
  return (thousandths * size) / 1000;
}

/** The text in lines no wider than this, where its words are not; an equation stays in one. */
export function wrapped(text: string, size: number, width: number): readonly string[] {
  const found: string[] = [];
  for (const word of text.split(/(?<!=) (?!=)/)) {
    const line = found.at(-1);
    if (line !== undefined && textWidth(`${line} ${word}`, size) <= width) found[found.length - 1] = `${line} ${word}`;
    else found.push(word);
  }
  return found;
}
