import { RunError } from "../errors.ts";
import { type Contents, contents } from "../layouts/_contents.ts";
import type { Curve, StoredLosses } from "../layouts/_curves.ts";
import { numberFact } from "../layouts/_facts.ts";
import type { StateDict } from "../layouts/_layout.ts";
import { pairList, type StoredSplit } from "../layouts/_stored-split.ts";
import { epochOfName, naturalOrder } from "./_epochs.ts";
import { describes, type Files } from "./_files.ts";

/** A checkpoint before its tensors have been given roles. */
export interface DatedSnapshot {
  readonly epoch: number;
  readonly file: string;
  readonly state: StateDict;
  readonly losses: StoredLosses;
}

/** Two checkpoint files of one run log the same first loss to all its digits. */
const SAME_START = 1e-6;

/** All that the files of a run hold, put together. */
export interface Gathered {
  readonly snapshots: readonly DatedSnapshot[];
  readonly curves: readonly Curve[];
  readonly config: ReadonlyMap<string, string | number | boolean>;
  readonly split: (StoredSplit & { readonly file: string }) | undefined;
  readonly doubts: readonly string[];
  readonly skipped: Files["skipped"];
}

/** Puts together what the files of a path hold. Throws a RunError where they are of more than one run. */
export function gathered(path: string, files: Files): Gathered {
  const parts = files.readable.map(({ file, value }) => ({ file, value, holds: contents(value) }));
  const doubts: string[] = [];
  const skipped = [...files.skipped];
  const split = findSplit(parts);
  const config = new Map(
    [...files.sidecars.map(({ says }) => says), ...parts.map(({ holds }) => holds)].flatMap((part) => [...part.config]),
  );
  sameLog(path, parts);
  const curves = longest([
    ...parts.flatMap(({ holds }) => holds.curves),
    ...files.sidecars.flatMap(({ says }) => says.curves),
  ]);
  const all = parts.flatMap(({ file, holds }) => holds.snapshots.map((snapshot) => ({ file, ...snapshot })));
  for (const { file, value, holds } of parts) {
    const used =
      holds.snapshots.length > 0 || holds.curves.length > 0 || holds.split !== undefined || split?.files.includes(file);
    if (!used) skipped.push({ file, reason: pairList(value) ? "holds pairs, no weights" : "holds no state dict" });
  }
  sameNetwork(path, all);

  const last = lastEpoch(curves, config);
  const undated = all.filter(({ file, epoch }) => epoch === undefined && epochOfName(file) === undefined);
  const perFile = new Set(undated.map(({ file }) => file));
  if (perFile.size > 1) {
    const [one, two] = [...perFile];
    throw new RunError(
      path,
      `${perFile.size} files do not say their epoch, e.g. ${one} and ${two}: runs of different kinds?`,
      "open one of them",
    );
  }
  const dated = all.map((snapshot, i): DatedSnapshot => {
    const stated = snapshot.epoch ?? (perFile.has(snapshot.file) ? undefined : epochOfName(snapshot.file));
    if (stated !== undefined) return { ...snapshot, epoch: stated };
    if (undated.length > 1) return { ...snapshot, epoch: i };
    return {
      ...snapshot,
      epoch: last ?? Math.max(0, ...all.map(({ epoch, file }) => epoch ?? epochOfName(file) ?? 0)),
    };
  });
  if (undated.length > 1)
    doubts.push(
      `${[...perFile][0]} does not say the epochs of its ${undated.length} checkpoints: they are numbered from 0`,
    );
  else if (undated.length === 1)
    doubts.push(
      `${undated[0].file} does not say its epoch: ${last === undefined ? "taken as the last" : `taken as ${last}, where the run ends`}`,
    );

  const beside = files.sidecars
    .filter(({ file }) => dated.length === 1 || !describes(file, "other"))
    .flatMap(({ says }) => Object.entries(says.losses));
  const ordered = withoutTwins(
    path,
    dated.toSorted((a, b) => a.epoch - b.epoch || naturalOrder(a.file, b.file)),
    doubts,
  );
  const snapshots = ordered.map((snapshot, i) =>
    i === ordered.length - 1
      ? { ...snapshot, losses: { ...Object.fromEntries(beside), ...snapshot.losses } }
      : snapshot,
  );
  return { snapshots, curves, config, split, doubts, skipped };
}

type Part = { readonly file: string; readonly value: Files["readable"][number]["value"]; readonly holds: Contents };

/** The split that a checkpoint stores, or that stands beside it as train_data.pth and test_data.pth. */
function findSplit(parts: readonly Part[]): (StoredSplit & { file: string; files: readonly string[] }) | undefined {
  const inside = parts.find(({ holds }) => holds.split?.train);
  if (inside?.holds.split) return { ...inside.holds.split, file: inside.file, files: [inside.file] };
  const named = (pattern: RegExp) => parts.find(({ file, value }) => pattern.test(file) && pairList(value));
  const [train, test] = [named(/^train/i), named(/^(test|val)/i)];
  if (!train) return undefined;
  const files = [train.file, ...(test ? [test.file] : [])];
  return { train: pairList(train.value), test: pairList(test?.value), file: files.join(", "), files };
}

/** Of several logs of one quantity, the longest: final.pth repeats what earlier files logged. */
function longest(curves: readonly Curve[]): readonly Curve[] {
  const best = new Map<string, Curve>();
  for (const curve of curves) {
    const key = `${curve.series} ${curve.measure}`;
    if (curve.values.length > (best.get(key)?.values.length ?? 0)) best.set(key, curve);
  }
  return [...best.values()];
}

function sameLog(path: string, parts: readonly Part[]): void {
  const first = new Map<string, { readonly file: string; readonly value: number }>();
  for (const { file, holds } of parts) {
    for (const { series, measure, values } of holds.curves) {
      const key = `${series} ${measure}`;
      const other = first.get(key) ?? { file, value: values[0] };
      first.set(key, other);
      if (Math.abs(values[0] / other.value - 1) > SAME_START) {
        throw new RunError(
          path,
          `mixes runs: ${measure} begins with ${other.value} in ${other.file}, with ${values[0]} in ${file}`,
          "open one file, or keep one run a folder",
        );
      }
    }
  }
}

/** Where training ended, by the logs or the configuration; undefined where neither says. */
function lastEpoch(curves: readonly Curve[], config: Gathered["config"]): number | undefined {
  const ends = curves.map(({ epochs, values }) => epochs?.at(-1) ?? values.length - 1);
  return ends.length > 0
    ? Math.max(...ends)
    : numberFact({ config }, "epoch", "num_epochs", "epochs", "n_epochs", "num_steps");
}

function sameNetwork(path: string, all: readonly { readonly file: string; readonly state: StateDict }[]): void {
  const shapes = (state: StateDict) => [...state].map(([name, { shape }]) => `${name} [${shape.join(", ")}]`).sort();
  const first = all[0];
  const expected = first && shapes(first.state);
  for (const { file, state } of all) {
    const found = shapes(state);
    const odd =
      found.find((tensor) => !expected.includes(tensor)) ?? expected.find((tensor) => !found.includes(tensor));
    if (odd !== undefined)
      throw new RunError(
        path,
        `mixes runs: ${first.file} and ${file} differ in ${odd}`,
        "open one file, or keep one run a folder",
      );
  }
}

/** One checkpoint an epoch: of several, the one from the file named by its epoch. Others must not contradict it. */
function withoutTwins(path: string, ordered: readonly DatedSnapshot[], doubts: string[]): readonly DatedSnapshot[] {
  const kept: DatedSnapshot[] = [];
  for (const snapshot of ordered) {
    const twin = kept.at(-1);
    if (twin?.epoch !== snapshot.epoch) kept.push(snapshot);
    else if (
      twin.file === snapshot.file ||
      /^(init|final|last|latest|best)/i.test(twin.file) ||
      /^(init|final|last|latest|best)/i.test(snapshot.file)
    ) {
      const [keep, drop] = /^(init|final|last|latest|best)/i.test(twin.file) ? [snapshot, twin] : [twin, snapshot];
      kept[kept.length - 1] = keep;
      doubts.push(`${drop.file} is of epoch ${drop.epoch} like ${keep.file}: only the latter is used`);
    } else
      throw new RunError(
        path,
        `mixes runs: ${twin.file} and ${snapshot.file} are both of epoch ${snapshot.epoch}`,
        "open one file, or keep one run a folder",
      );
  }
  return kept;
}
