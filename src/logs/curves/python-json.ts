/** A JSON text without the `NaN` and `Infinity` that Python writes: NaN becomes the word, which is read as a number is. */
export function standardJson(text: string): string {
  return withWords(text, { NaN: '"nan"', Infinity: "1e999" });
}

/** A JSON text with other words for these two; its strings stay as they are. */
export function withWords(text: string, words: { readonly NaN: string; readonly Infinity: string }): string {
  if (!/NaN|Infinity/.test(text)) return text;
  const parts: string[] = [];
  const found = /"|\bNaN\b|\bInfinity\b/g;
  let done = 0;
  for (let match = found.exec(text); match; match = found.exec(text)) {
    const [word] = match;
    if (word === '"') found.lastIndex = endOfString(text, match.index + 1);
    else {
      parts.push(text.slice(done, match.index), words[word as keyof typeof words]);
      done = match.index + word.length;
    }
  }
  return parts.join("") + text.slice(done);
}

/**
 * Where the string ends whose first letter is at `start`: after its quote, or with the text. By hand: as a pattern it would
 * be tried from every escaped quote of one that has no end, and one of some megabytes would exhaust the stack.
 */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (quote - escapes > start && text[quote - 1 - escapes] === "\\") escapes++;
    if (escapes % 2 === 0) return quote + 1;
  }
  return text.length;
}

/**
 * A JSON text that ends too early, without what was not whole and with every bracket closed; undefined where nothing of it
 * is whole.
 */
export function closed(text: string): string | undefined {
  const open: string[] = [];
  /** Where the last whole element of the innermost bracket ends, and which are open there. */
  let whole: { readonly end: number; readonly closing: string } | undefined;
  let quoted = false;
  /** In an object a string is a key before the colon, and no element. */
  let afterColon = false;
  const isElement = () => open.at(-1) === "]" || afterColon;
  const mark = (end: number) => {
    whole = { end, closing: [...open].reverse().join("") };
  };
  for (let i = 0; i < text.length; i++) {
    const one = text[i] as string;
    if (quoted) {
      if (one === "\\") i++;
      else if (one === '"') {
        quoted = false;
        if (isElement()) mark(i + 1);
      }
    } else if (one === '"') quoted = true;
    else if (one === "{" || one === "[") {
      open.push(one === "{" ? "}" : "]");
      afterColon = false;
      mark(i + 1);
    } else if (one === "}" || one === "]") {
      if (open.pop() !== one) return undefined;
      mark(i + 1);
    } else if (one === ":") afterColon = true;
    else if (one === ",") {
      // What was before is whole, a number too, which might have gone on without it.
      if (isElement()) mark(i);
      afterColon = false;
    }
  }
  return whole && text.slice(0, whole.end) + whole.closing;
}
