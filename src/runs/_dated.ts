import { basename, dirname, resolve } from "pathe";
import { numberFact } from "../layouts/_facts.ts";
import type { Curve } from "../logs/curves/curve.ts";
import { epochOfFolder, epochOfName, naturalOrder } from "./_epochs.ts";
import type { DatedSnapshot, Gathered, Part } from "./_gathered.ts";
import { mixed } from "./_one-run.ts";

/** Names of files that may repeat the checkpoint of an epoch that has its own. */
const MILESTONE = /^(init|initial|final|last|latest|best)([_.-]|$)|^model\.[a-z]+$/i;

/**
 * The snapshots of all files by epoch, one each. The epoch is what the file states, else what its name states, else for a
 * single one where training ended. A milestone such as final.pth gives way to the file of the same epoch.
 */
export function dated(
  path: string,
  parts: readonly Part[],
  curves: readonly Curve[],
  config: Gathered["config"],
): {
  readonly snapshots: readonly DatedSnapshot[];
  readonly doubts: readonly string[];
  readonly twins: Gathered["skipped"];
} {
  const all = parts.flatMap(({ file, holds }) =>
    holds.snapshots.map(({ epoch, state, losses, optimiser }) => {
      const named = holds.snapshots.length === 1 ? (epochOfName(file) ?? epochOfItsFolder(path, file)) : undefined;
      return { file, state, losses, optimiser, epoch: epoch ?? named };
    }),
  );
  const undated = all.filter(({ epoch }) => epoch === undefined);
  const files = [...new Set(undated.map(({ file }) => file))];
  if (files.length > 1) {
    const problem = `mixes runs: ${files.length} files do not say their epoch, e.g. ${files[0]} and ${files[1]}`;
    throw mixed(path, problem, parts);
  }
  const known = all.flatMap(({ epoch }) => epoch ?? []);
  const end = trainingEnd(curves, config);
  const last = end ?? (known.length > 0 ? Math.max(...known) + 1 : 0);
  const snapshots = all.map((snapshot, i) => ({
    ...snapshot,
    epoch: snapshot.epoch ?? (undated.length > 1 ? i : last),
  }));
  const numbered = all.flatMap(({ file, epoch }) => {
    const number = epochOfName(file) === undefined ? numberedStep(file) : undefined;
    return number === epoch && number !== undefined ? [number] : [];
  });
  const doubts = [
    ...(undated.length === 0 ? [] : [undatedInWords(files[0], undated.length, last, end !== undefined)]),
    ...(numbered.length === 0 ? [] : [`the numbers of the folders, ${numbered[0]} and so on, are taken for epochs`]),
  ];
  return {
    doubts,
    ...withoutTwins(
      path,
      parts,
      snapshots.toSorted((a, b) => a.epoch - b.epoch || naturalOrder(a.file, b.file)),
    ),
  };
}

/** The epoch that the folder of a file states, also where that folder, or the file itself, is what was opened. */
function epochOfItsFolder(path: string, file: string): number | undefined {
  const full = file === basename(path) ? resolve(path) : resolve(path, file);
  return epochOfFolder(basename(dirname(full))) ?? numberedStep(file);
}

/** The number that the folder of a file is called by, within what was opened. */
export function numberedStep(file: string): number | undefined {
  const digits = /^(\d+)[\\/]/.exec(file)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Where training ended, by the logs or the configuration; undefined where neither says. */
function trainingEnd(curves: readonly Curve[], config: Gathered["config"]): number | undefined {
  const ends = curves.map(({ at }) => at[at.length - 1] as number);
  if (ends.length > 0) return Math.max(...ends);
  return numberFact({ config }, "epoch", "num_epochs", "epochs", "n_epochs", "num_steps");
}

function undatedInWords(file: string, count: number, epoch: number, ends: boolean): string {
  if (count > 1) return `${file} does not say the epochs of its ${count} checkpoints: they are numbered from 0`;
  return `${file} does not say its epoch: taken as ${epoch}${ends ? ", where the run ends" : ""}`;
}

function withoutTwins(
  path: string,
  parts: readonly Part[],
  ordered: readonly DatedSnapshot[],
): { readonly snapshots: readonly DatedSnapshot[]; readonly twins: Gathered["skipped"] } {
  const snapshots: DatedSnapshot[] = [];
  const twins: Gathered["skipped"][number][] = [];
  for (const snapshot of ordered) {
    const twin = snapshots.at(-1);
    if (twin?.epoch !== snapshot.epoch) {
      snapshots.push(snapshot);
      continue;
    }
    if (twin.file !== snapshot.file && !MILESTONE.test(twin.file) && !MILESTONE.test(snapshot.file)) {
      const problem = `mixes runs: ${twin.file} and ${snapshot.file} are both of epoch ${snapshot.epoch}`;
      throw mixed(path, problem, parts);
    }
    const [kept, dropped] = MILESTONE.test(twin.file) ? [snapshot, twin] : [twin, snapshot];
    snapshots[snapshots.length - 1] = kept;
    twins.push({ file: dropped.file, reason: `is of epoch ${dropped.epoch} like ${kept.file}` });
  }
  return { snapshots, twins };
}
