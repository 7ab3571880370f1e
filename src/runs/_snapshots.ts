import { basename, dirname } from "pathe";
import { shown } from "../formats/_shown.ts";
import { contents } from "../layouts/_contents.ts";
import { pairList } from "../layouts/_stored-split.ts";
import type { ReadOptions } from "../logs/_read.ts";
import type { Curve, StoredLosses } from "../logs/curves/curve.ts";
import { asShares } from "../logs/curves/shares.ts";
import { describes } from "./_beside.ts";
import { dated } from "./_dated.ts";
import type { Files } from "./_files.ts";
import type { Gathered, Part } from "./_gathered.ts";
import { sameLog, sameNetwork, sameRun } from "./_one-run.ts";

/** Puts together what the files of a path hold. Throws a RunError where they are of more than one run. */
export function gathered(path: string, files: Files, { columns }: ReadOptions = {}): Gathered {
  const parts = files.readable.map(
    ({ file, value }): Part => ({ file, value, holds: contents(value, { file, ...(columns ? { columns } : {}) }) }),
  );
  sameNetwork(path, parts);
  sameLog(path, parts);
  const split = storedSplit(parts);
  const says = files.sidecars.map((sidecar) => sidecar.says);
  const config = new Map([...says, ...parts.map(({ holds }) => holds)].flatMap((part) => [...part.config]));
  const logs = [...parts.map(({ holds }) => holds), ...says];
  const weights = parts.some(({ holds }) => holds.snapshots.length > 0);
  if (!weights)
    sameRun(path, [
      ...parts.map(({ file, holds }) => ({ file, log: holds })),
      ...files.sidecars.map(({ file, says: log }) => ({ file, log })),
    ]);
  // Of a run whose training accuracy is in per cent, the held-out one is too, be it in another file.
  const { curves, doubts: shares } = asShares(longest(logs));
  const { snapshots: found, doubts, twins } = dated(path, parts, curves, config);
  const snapshots = found.map((snapshot) => ({
    ...snapshot,
    losses: { ...inItsFolder(files, snapshot.file), ...snapshot.losses },
  }));
  const final = { ...lossesBeside(files, snapshots.length), ...snapshots.at(-1)?.losses };
  return {
    snapshots: snapshots.map((snapshot, i) => (i === snapshots.length - 1 ? { ...snapshot, losses: final } : snapshot)),
    curves,
    config,
    split: split?.split,
    doubts: [
      ...doubts,
      ...shares,
      ...new Set(logs.filter((log) => log.curves.length > 0).flatMap((log) => log.doubts)),
      ...unreadInWords(parts),
    ],
    unread: [...new Set(logs.filter((log) => log.curves.length > 0).flatMap((log) => log.unread))],
    skipped: [...files.skipped, ...unused(parts, split?.files ?? []), ...twins],
  };
}

/** So many arrays are named. */
const MAX_NAMED = 5;

/** Which arrays of files that are used are not read, each name once: every checkpoint of a run has the same. */
function unreadInWords(parts: readonly Part[]): readonly string[] {
  const used = parts.filter(({ holds }) => holds.snapshots.length > 0 || holds.curves.length > 0);
  const named = used.flatMap(({ file, holds }) =>
    holds.unreadArrays.map((one) => `${shown(one.at === "" ? file : one.at)} (${shown(one.class)})`),
  );
  const names = [...new Set(named)];
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : "";
  return names.length === 0
    ? []
    : [
        `arrays whose numbers are not read: ${names.slice(0, MAX_NAMED).join(", ")}${more}; save them as float32 or float64`,
      ];
}

/** The split that a checkpoint stores, or that stands beside it as train_data.pth and test_data.pth. */
function storedSplit(
  parts: readonly Part[],
): { readonly split: NonNullable<Gathered["split"]>; readonly files: readonly string[] } | undefined {
  const inside = parts.find(({ holds }) => holds.split?.train);
  if (inside?.holds.split) return { split: { ...inside.holds.split, file: inside.file }, files: [inside.file] };
  const named = (pattern: RegExp) => parts.find(({ file, value }) => pattern.test(file) && pairList(value));
  const [train, test] = [named(/(^|[_.-])train/i), named(/(^|[_.-])(test|val)/i)];
  if (!train) return undefined;
  const files = [train.file, ...(test ? [test.file] : [])];
  return { split: { train: pairList(train.value), test: pairList(test?.value), file: files.join(", ") }, files };
}

/**
 * Of several logs of one quantity, the longest that says its epochs: final.pth repeats what earlier files logged. What a script
 * printed has fewer digits, and is taken where there is nothing else.
 */
function longest(logs: readonly { readonly curves: readonly Curve[]; readonly format?: string }[]): readonly Curve[] {
  const best = new Map<string, { readonly curve: Curve; readonly rank: readonly number[] }>();
  for (const { curves, format } of logs) {
    for (const curve of curves) {
      const key = `${curve.series} ${curve.measure} ${curve.set}`;
      const rank = [Number(format !== "text"), Number(curve.axis !== "row"), curve.values.length];
      const other = best.get(key);
      if (!other || isAbove(rank, other.rank)) best.set(key, { curve, rank });
    }
  }
  return [...best.values()].map(({ curve }) => curve);
}

/** Whether the first of two numbers that differ is the larger one. */
function isAbove(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((one, i) => one !== b[i]);
  return at >= 0 && (a[at] as number) > (b[at] as number);
}

/** The losses of the final model in a side-car, as in summary_metrics.json; not those that stand beside one of several. */
function lossesBeside(files: Files, snapshots: number): StoredLosses {
  const ofTheRun = files.sidecars.filter(
    ({ file }) => snapshots === 1 || (describes(basename(file), "") && !isOfOneCheckpoint(files, dirname(file))),
  );
  return Object.fromEntries(ofTheRun.flatMap(({ says }) => Object.entries(says.losses)));
}

/** The losses in a side-car of the folder that has this checkpoint alone. */
function inItsFolder(files: Files, file: string): StoredLosses {
  const folder = dirname(file);
  if (!isOfOneCheckpoint(files, folder)) return {};
  const own = files.sidecars.filter((sidecar) => dirname(sidecar.file) === folder);
  return Object.fromEntries(own.flatMap(({ says }) => Object.entries(says.losses)));
}

/** Whether a folder below the run's has one checkpoint. */
function isOfOneCheckpoint({ readable }: Files, folder: string): boolean {
  return folder !== "." && readable.filter(({ file }) => dirname(file) === folder).length === 1;
}

function unused(parts: readonly Part[], splitFiles: readonly string[]): Files["skipped"] {
  return parts.flatMap(({ file, value, holds }) => {
    const used = holds.snapshots.length > 0 || holds.curves.length > 0 || holds.split || splitFiles.includes(file);
    return used ? [] : [{ file, reason: pairList(value) ? "holds pairs, no weights" : "holds no state dict" }];
  });
}
