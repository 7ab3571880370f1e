import { plain } from "../plain.ts";
import { type OpenOptions, openRun } from "../runs/open.ts";
import type { Run } from "../runs/run.ts";
import type { ReadingArguments } from "./_arguments.ts";
import { endingAtOnce } from "./_interruptible.ts";
import { CLEAR, USUAL_COLUMNS } from "./_live-line.ts";

/** Milliseconds after which a search is worth a line. */
const PATIENCE = 500;

/** The run at a path, as `openRun` gives it. On a terminal a search that takes longer says on stderr how far it is. */
export async function opened(path: string, given: ReadingArguments & Pick<OpenOptions, "weights">): Promise<Run> {
  const { isTTY, columns } = process.stderr;
  if (!isTTY) return endingAtOnce(() => openRun(path, given));
  const start = performance.now();
  let drawn = false;
  const onSearch = (words: string) => {
    if (performance.now() - start < PATIENCE) return;
    drawn = true;
    process.stderr.write(`${CLEAR}${plain(words).slice(0, (columns || USUAL_COLUMNS) - 1)}`);
  };
  try {
    return await endingAtOnce(() => openRun(path, { ...given, onSearch }));
  } finally {
    if (drawn) process.stderr.write(CLEAR);
  }
}
