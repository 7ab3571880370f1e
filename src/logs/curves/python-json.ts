/** A JSON text without the `NaN` and `Infinity` that Python writes: NaN becomes the word, which is read as a number is. */
export function plain(text: string): string {
  if (!/NaN|Infinity/.test(text)) return text;
  // Strings are matched first, and stay as they are.
  return text.replace(/"(?:[^"\\]|\\.)*"|\bNaN\b|\bInfinity\b/g, (found) =>
    found === "NaN" ? '"nan"' : found === "Infinity" ? "1e999" : found,
  );
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
  const isElement = () => open.length > 0 && (open.at(-1) === "]" || afterColon);
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
      afterColon = open.at(-1) === "}";
    } else if (one === ":") afterColon = true;
    else if (one === ",") {
      // What was before is whole, a number too, which might have gone on without it.
      if (isElement()) mark(i);
      afterColon = false;
    }
  }
  return whole && text.slice(0, whole.end) + whole.closing;
}
