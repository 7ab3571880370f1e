import { escaped } from "./_escaped.ts";

/** What `JSON.stringify` leaves as it is, and a terminal, a page or an editor obeys or hides; C0 and lone surrogates it escapes. */
const LEFT = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A value as JSON that can be printed anywhere: whatever steers a terminal or a page is written as `\u…`, and reads back as it was. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(LEFT, escaped);
}
