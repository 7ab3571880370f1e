import { isArray, type Value } from "../formats/_values.ts";
import type { LogSink } from "./_format.ts";
import type { Log } from "./curves/curve.ts";
import { curvesOf } from "./curves/curves-of.ts";
import { logTable } from "./curves/log-table.ts";
import { meaningOf, type StatedColumns } from "./curves/meaning.ts";
import { isOfLogs, measureInFileName } from "./curves/names.ts";
import { readTree, treeOf } from "./curves/tree.ts";

/**
 * The curves in the values of a file, as a script pickles them beside weights or alone: lists by name in whatever form; the
 * published sweep `[fractions, [train, test, train, test, …]]`; an array alone, which the file's name names.
 */
export function valuesLog(
  value: Value,
  { file = "", columns = new Map() }: { readonly file?: string; readonly columns?: StatedColumns } = {},
): Pick<Log, "curves" | "doubts" | "unread"> {
  const table = logTable({ stated: columns });
  const wanted = (key: string) => isOfLogs(key) || meaningOf(key, "", columns).is !== "unknown";
  const tree = treeOf(isArray(value) ? new Map([[named(file), value]]) : value, wanted, file);
  const sweep = sweepOf(tree);
  if (sweep) for (const [run, lists] of sweep) readTree(lists, ofRun(table, run));
  else readTree(tree, table);
  return { ...curvesOf(table), unread: table.unread };
}

function ofRun(sink: LogSink, run: string): LogSink {
  return { ...sink, row: (cells) => sink.row(cells, run), columns: (names) => sink.columns(names, run) };
}

function named(file: string): string {
  const stem = file.replace(/^.*[\\/]/, "").replace(/\.[a-z]+$/i, "");
  return measureInFileName(stem) ?? stem;
}

/** The lists of each fraction of the published sweep; undefined of anything else. */
function sweepOf(tree: unknown): readonly (readonly [string, unknown])[] | undefined {
  const [fractions, lists] = Array.isArray(tree) && tree.length === 2 ? tree : [];
  if (!Array.isArray(fractions) || !Array.isArray(lists) || lists.length !== 2 * fractions.length) return undefined;
  if (!lists.every((list) => Array.isArray(list))) return undefined;
  return fractions.map((fraction, i) => [
    `fraction ${fraction}`,
    { train_loss: lists[2 * i], test_loss: lists[2 * i + 1] },
  ]);
}
