/** Characters of a name that an error shows: a damaged file may call a tensor anything, at any length. */
const MAX_SHOWN = 120;

/** Text from a file, fit for one line of a terminal: no control characters, and cut if long. */
export function shown(text: string): string {
  const line = text.slice(0, MAX_SHOWN).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "·");
  return text.length > MAX_SHOWN ? `${line}…` : line;
}
