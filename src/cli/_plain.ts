/** Text fit for one line of a terminal: what would steer it, as a file's name may, is shown as dots. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "·");
}
