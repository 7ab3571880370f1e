import type { Reading } from "../layouts/_layout.ts";
import type { Measure, StoredLosses } from "../logs/curves/curve.ts";
import type { Activations } from "../networks/forward.ts";
import { logitsOf } from "../networks/forward.ts";
import type { Architecture } from "../networks/model.ts";
import { type LossConvention, lossesOfPairs, meanOver } from "../networks/pair-losses.ts";
import { type Split, TEST, TRAIN } from "../tasks/_split.ts";
import type { Task } from "../tasks/_task.ts";
import type { DatedSnapshot, Gathered } from "./_gathered.ts";
import { history, storedAt, storedLater } from "./_history.ts";
import { storedModel } from "./model-at.ts";

/** How near a candidate's losses come to the stored ones. */
export interface Agreement {
  /** The largest of |ours / stored − 1| over the stored losses of a checkpoint. */
  readonly error: number;
  readonly words: string;
}

/**
 * Stored losses count as reproduced within this share: a file may log them an update before its weights were saved,
 * which near the end of training moves them by a few per cent, while a wrong reading misses by factors.
 */
export const REPRODUCED = 0.1;

/** The conventions under which trainers log losses: over every logit or over the answers, in float64 or float32. */
const CONVENTIONS: readonly LossConvention[] = [
  { over: "answers", dtype: "float64" },
  { over: "all", dtype: "float64" },
  { over: "answers", dtype: "float32" },
  { over: "all", dtype: "float32" },
];
/** Losses below this lose digits in float32, whose least is 1.2e-7 a pair. */
const FLOAT32_MATTERS = 1e-5;
/** A checkpoint beside the last is looked at where its own stored losses may tell what the last one's do not. */
const MOMENTS = 3;

/** Holds a checkpoint's losses against those stored for it; undefined where nothing comparable is stored. */
export function agreement(
  logits: Activations["logits"],
  architecture: Architecture,
  task: Task,
  split: Split | undefined,
  gathered: Gathered,
  snapshot: DatedSnapshot | undefined = gathered.snapshots.at(-1),
): Agreement | undefined {
  if (!snapshot) return undefined;
  const own = storedAt(gathered, snapshot);
  if (Object.values(own).every((loss) => loss === undefined)) return undefined;
  if (!split) {
    const out = outOfReach(logits, architecture, task, own);
    if (out) return out;
  }
  const fits = CONVENTIONS.filter(({ dtype }) => dtype === "float64" || isTiny(own)).flatMap((convention) => {
    const losses = lossesOfPairs(logits, architecture, task, convention);
    return [own, storedLater(gathered, snapshot)].flatMap((stored) => compared(losses, task, split, stored, snapshot));
  });
  return fits.length === 0 ? undefined : fits.reduce((a, b) => (b.error < a.error ? b : a));
}

/**
 * Whatever was trained on, the loss over all pairs lies between those of the two parts. Where it does not, by more than a lag
 * moves it and in no convention, no split gives the stored losses: by how much it misses; else undefined.
 */
export function outOfReach(
  logits: Activations["logits"],
  architecture: Architecture,
  task: Task,
  { train_loss, test_loss }: StoredLosses,
): Agreement | undefined {
  if (train_loss === undefined || test_loss === undefined) return undefined;
  const [least, most] = [Math.min(train_loss, test_loss), Math.max(train_loss, test_loss)];
  const misses = (["answers", "all"] as const).map((over) => {
    const all = meanOver(lossesOfPairs(logits, architecture, task, { over, dtype: "float64" }), task);
    return { all, error: Math.max(1 - all / least, all / most - 1) };
  });
  const { all, error } = misses.reduce((a, b) => (b.error < a.error ? b : a));
  if (!(error > REPRODUCED)) return undefined;
  const stored = `${train_loss.toPrecision(5)} and ${test_loss.toPrecision(5)}`;
  return { error, words: `the loss over all pairs is ${all.toPrecision(5)}, stored are ${stored} over its parts` };
}

function isTiny(stored: StoredLosses): boolean {
  return [stored.train_loss, stored.test_loss].some((loss) => loss !== undefined && loss < FLOAT32_MATTERS);
}

function compared(
  losses: Float64Array,
  task: Task,
  split: Split | undefined,
  stored: StoredLosses,
  { epoch }: DatedSnapshot,
): readonly Agreement[] {
  const ofSplit = [
    ["train_loss", TRAIN],
    ["test_loss", TEST],
  ] as const;
  const parts: readonly (readonly [Measure, number | undefined])[] = [
    ...(split ? ofSplit.filter(([, part]) => split.member.includes(part)) : []),
    ["all_loss", undefined],
  ];
  const errors = parts.flatMap(([measure, part]) => {
    const theirs = stored[measure];
    if (theirs === undefined || !(theirs > 0)) return [];
    const ours = part === undefined ? meanOver(losses, task) : meanOver(losses, task, split, part);
    return [{ measure, ours, theirs, error: Math.abs(ours / theirs - 1) }];
  });
  if (errors.length === 0) return [];
  const worst = errors.reduce((a, b) => (b.error > a.error || Number.isNaN(b.error) ? b : a));
  const [name, ours, theirs] = [
    worst.measure.replace("_", " "),
    worst.ours.toPrecision(5),
    worst.theirs.toPrecision(5),
  ];
  const error = Number.isNaN(worst.error) ? Number.POSITIVE_INFINITY : worst.error;
  return [{ error, words: `${name} at epoch ${epoch} is ${ours}, stored ${theirs}` }];
}

/** Checkpoints before the last with stored losses of their very epoch, spread over the run: at most two. */
export function momentsBefore(gathered: Gathered): readonly DatedSnapshot[] {
  const { snapshots } = gathered;
  const logged = new Set(history(gathered).flatMap(({ series, epochs }) => (series === "" ? epochs : [])));
  const stored = snapshots.slice(0, -1).filter((snapshot) => {
    const { train_loss, test_loss, all_loss } = storedAt(gathered, snapshot);
    const has = train_loss !== undefined || test_loss !== undefined || all_loss !== undefined;
    return has && (logged.has(snapshot.epoch) || Object.keys(snapshot.losses).length > 0);
  });
  // The first is of an untrained network, whose losses are alike under any reading.
  const trained = stored.filter((snapshot) => snapshot.epoch > 0);
  const places = Array.from({ length: MOMENTS - 1 }, (_, i) => Math.floor(((i + 1) * trained.length) / MOMENTS));
  return [...new Set(places)].flatMap((i) => trained[i] ?? []);
}

/** The agreement at several checkpoints: the worst, as early in training every reading is near the stored losses. */
export function agreementOverall(all: readonly Agreement[]): Agreement | undefined {
  return all.toSorted((a, b) => b.error - a.error)[0];
}

/** Agreement at one checkpoint before the last, whose weights are read anew. */
export function agreementAt(
  { architecture }: Reading,
  weights: Reading["weights"],
  task: Task,
  split: Split | undefined,
  gathered: Gathered,
  snapshot: DatedSnapshot,
): Agreement | undefined {
  return agreement(logitsOf(storedModel(architecture, weights)), architecture, task, split, gathered, snapshot);
}
