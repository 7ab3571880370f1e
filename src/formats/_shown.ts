import { plain } from "../plain.ts";

/** Characters of a name that an error shows: a damaged file may call a tensor anything, at any length. */
const MAX_SHOWN = 120;

/** Text from a file, `plain` and cut if long. */
export function shown(text: string): string {
  const line = plain(text.slice(0, MAX_SHOWN));
  return text.length > MAX_SHOWN ? `${line}…` : line;
}
