/** Python's escapes in the text opcodes of protocol 0, as far as `repr` writes them. */
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\\": "\\", "'": "'", '"': '"' };

/** A line of digits longer than this is refused, as Python itself does: parsing is quadratic in the length. */
const MAX_DIGITS = 4300;

/** A quoted string literal (`S`), bytes as Latin-1; undefined where the quotes are missing. */
export function quoted(line: Buffer): string | undefined {
  const text = line.toString("latin1").trim();
  const quote = text[0];
  if (text.length < 2 || (quote !== "'" && quote !== '"') || !text.endsWith(quote)) return undefined;
  return text.slice(1, -1).replace(/\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|(.))/gs, (whole, hex, octal, other) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return ESCAPES[other] ?? whole;
  });
}

/** A raw-unicode-escape line (`V`): Latin-1 with \uXXXX and \UXXXXXXXX. */
export function unescaped(line: Buffer): string {
  return line.toString("latin1").replace(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (whole, short, long) => {
    const code = Number.parseInt(short ?? long, 16);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}

/** A decimal integer (`I`, `L`); undefined where it is none. */
export function decimal(line: Buffer): bigint | undefined {
  const text = line.toString("latin1").trim().replace(/L$/, "");
  return text.length <= MAX_DIGITS && /^[-+]?\d+$/.test(text) ? BigInt(text) : undefined;
}

/** What Python's `repr` of a float says (`F`); undefined where it is none. */
export function float(line: Buffer): number | undefined {
  const text = line.toString("latin1").trim();
  if (/^[-+]?inf(?:inity)?$/i.test(text))
    return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^[-+]?nan$/i.test(text)) return Number.NaN;
  return /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

/** A little-endian two's complement integer (`LONG1`, `LONG4`). */
export function twosComplement(bytes: Buffer): bigint {
  if (bytes.length === 0) return 0n;
  const value = BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);
  return BigInt.asIntN(8 * bytes.length, value);
}

/** A number where float64 holds it exactly, else the bigint. */
export function integer(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
