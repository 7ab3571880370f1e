import type { Terminal } from "./_live-line.ts";

/** A page on a terminal that is drawn again and again, on a screen of its own. */
export interface Redrawn {
  /** Draws lines in the place of those before: only what differs is written. */
  readonly draw: (lines: readonly string[]) => void;
  /** Leaves the terminal as it was. */
  readonly stop: () => void;
}

const [OPEN, CLOSE] = ["\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"];
/** A terminal that knows them shows what is between at once. */
const [BEGIN, END] = ["\x1b[?2026h", "\x1b[?2026l"];

/** Takes the terminal's other screen, and hides its cursor. */
export function redrawn(terminal: Terminal): Redrawn {
  let before: readonly string[] = [];
  let columns: number | undefined;
  let open = false;
  return {
    draw: (lines) => {
      if (!open) terminal.write(OPEN);
      open = true;
      // A terminal of another size has wrapped what stood there.
      const all = terminal.columns !== columns;
      columns = terminal.columns;
      const changed = Array.from({ length: Math.max(lines.length, before.length) }, (_, i) => i).filter(
        (i) => all || lines[i] !== before[i],
      );
      before = lines;
      if (changed.length === 0 && !all) return;
      const text = changed.map((i) => `\x1b[${i + 1};1H${lines[i] ?? ""}\x1b[K`).join("");
      terminal.write(`${BEGIN}${all ? "\x1b[2J" : ""}${text}${END}`);
    },
    stop: () => {
      if (open) terminal.write(CLOSE);
      open = false;
    },
  };
}
