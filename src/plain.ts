/**
 * What steers whoever shows it, or is not seen: control characters with ESC and line feeds, marks of direction and other formats
 * (bidi overrides and isolates, zero widths, tags), separators of lines and paragraphs, halves of surrogate pairs.
 */
const STEERING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const ALL_STEERING = new RegExp(STEERING.source, "gu");

/** Text of somebody else's, fit for one line of a terminal, a page or a picture: what would steer it is shown as dots. */
export function plain(text: string): string {
  return STEERING.test(text) ? text.replace(ALL_STEERING, "·") : text;
}

/**
 * Data with every text in it `plain`, names of fields too: what people read is made from this, so that no sentence can forget
 * one. What has nothing to change is returned as it is, and so is what is no list or record, such as an array of numbers.
 */
export function plainly<T>(data: T): T {
  if (typeof data === "string") return plain(data) as T;
  if (Array.isArray(data)) {
    let changed: unknown[] | undefined;
    for (const [i, value] of data.entries()) {
      if (typeof value === "number") continue;
      const shown = plainly(value);
      if (shown === value) continue;
      changed ??= [...data];
      changed[i] = shown;
    }
    return (changed ?? data) as T;
  }
  if (!isRecord(data)) return data;
  const shown = Object.entries(data).map(([name, value]) => [plain(name), plainly(value)] as const);
  const same = Object.entries(data).every(([name, value], i) => shown[i][0] === name && shown[i][1] === value);
  return same ? data : (Object.fromEntries(shown) as T);
}

function isRecord(data: unknown): data is Readonly<Record<string, unknown>> {
  if (typeof data !== "object" || data === null) return false;
  const prototype = Object.getPrototypeOf(data);
  return prototype === Object.prototype || prototype === null;
}
