import type { Finding } from "../analyzers/_analyzer.ts";
import { delayInWords, descentInWords, leakageInWords } from "../analyzers/_curve-shape-words.ts";
import { counted, inUnits, percent, shown } from "../analyzers/_curve-words.ts";
import type { PhasesConclusion } from "../analyzers/_phase-fields.ts";
import { confidenceInWords, unmirroredInWords, verdictInWords } from "../analyzers/_verdict-words.ts";
import type { LoggedAxis } from "../logs/curves/curve.ts";
import type { EarlyStopping } from "../quantities/dynamics/early-stopping.ts";
import type { Plateau } from "../quantities/dynamics/plateau.ts";
import type { Sharpness } from "../quantities/dynamics/sharpness.ts";
import { DELAY_ACCURACY } from "../quantities/grokking-delay.ts";
import type { Slingshot } from "../quantities/slingshots.ts";
import type { TrainingPhases } from "../quantities/training-phases.ts";
import { inWords, type Paint } from "./_finding-line.ts";
import { phaseBar } from "./_phase-bar.ts";

/** With more runs than this in a file each has one line. */
const MOST_IN_FULL = 3;
/** Early stopping is told with this patience. */
const PATIENCE = 10;

/** What `phases` concludes in about ten lines a run, its phases as a bar; of further held-out sets the verdict. */
export function phasesInShort(
  { runs }: PhasesConclusion,
  columns: number | undefined,
  paint: Paint,
): readonly string[] {
  const names = [...new Set(runs.map(({ series }) => series))];
  if (names.length > MOST_IN_FULL) return runs.map((found) => inWords(inOneLine(found), paint));
  return names.flatMap((name, i) => {
    const [primary, ...others] = runs.filter(({ series }) => series === name);
    const title = [name, primary.set].filter((part) => part !== "").join(", held-out set ");
    return [
      ...(i > 0 ? [""] : []),
      ...(title === "" ? [] : [paint.bold(title)]),
      ...inLines(primary, columns, paint),
      ...others.map((found) => inWords(inOneLine(found), paint)),
    ];
  });
}

/** A run's verdict and confidence alone, under its name. */
function inOneLine(found: PhasesConclusion["runs"][number]): Finding {
  const { series, set, verdict, confidence, delay, axis } = found;
  const late = delay.epochs === null ? "" : `, delay ${counted(delay.epochs, axis)}`;
  return {
    label: [series, set].filter((part) => part !== "").join(", ") || "the run",
    value: `${verdict}, confidence ${confidence}${late}`,
  };
}

function inLines(found: TrainingPhases, columns: number | undefined, paint: Paint): readonly string[] {
  const { axis, phases, plateau, sharpness, early_stopping, double_descent, leakage, slingshots, delay } = found;
  const apart = unmirroredInWords(found);
  const first: readonly Finding[] = [
    { label: "verdict", value: `${verdictInWords(found)}${apart === undefined ? "" : `; ${apart}`}` },
    { label: "confidence", value: confidenceInWords(found) },
  ];
  const known = delay.reached.train.best !== null || delay.reached.test.best !== null;
  const stopping = early_stopping.find(({ patience }) => patience === PATIENCE);
  const then: readonly Finding[] = [
    ...(known ? [{ label: "delay", value: delayInShort(found) }] : []),
    ...(plateau ? [{ label: "plateau", value: plateauInShort(plateau, axis) }] : []),
    ...(sharpness ? [{ label: "sharpness", value: sharpnessInShort(sharpness, axis) }] : []),
    ...(stopping ? [{ label: "early stopping", value: stoppingInShort(stopping, axis) }] : []),
    ...(double_descent ? [{ label: "double descent", value: descentInWords(double_descent, axis) }] : []),
    ...(slingshots.length > 0 ? [{ label: "slingshots", value: slingshotsInShort(slingshots, axis) }] : []),
    ...leakage.map((one) => ({ label: "suspicion of leakage", value: leakageInWords(one, axis) })),
  ];
  const bar = phaseBar(phases, axis, columns, paint);
  return [
    ...first.map((finding) => inWords(finding, paint)),
    ...(bar.length > 0 ? ["", ...bar, ""] : []),
    ...then.map((finding) => inWords(finding, paint)),
  ];
}

/** "10783 epochs from 99 % train to 99 % test accuracy (epochs 137 and 10920, 79.7 times as many)"; or why there is none. */
export function delayInShort({ delay, axis }: TrainingPhases): string {
  const { train, test, epochs, ratio } = delay;
  if (!train || !test || epochs === null) return delayInWords(delay, axis);
  const mark = percent(DELAY_ACCURACY);
  const times = ratio === null ? "" : `, ${shown(ratio)} times as many`;
  return `${counted(epochs, axis)} from ${mark} train to ${mark} test accuracy (${axis}s ${train.epoch} and ${test.epoch}${times})`;
}

export function plateauInShort({ from, to, epochs }: Plateau, axis: LoggedAxis): string {
  return `${counted(epochs, axis)}, from ${axis} ${from} ${to === null ? "to the end" : `to ${to}`}`;
}

export function sharpnessInShort({ by, tenth, nine_tenths, epochs }: Sharpness, axis: LoggedAxis): string {
  const what = by === "accuracy" ? "rise of the test accuracy" : "fall of the logarithm of the test loss";
  return `${counted(epochs, axis)} from 10 % to 90 % of the ${what} (${axis}s ${tenth.epoch} to ${nine_tenths.epoch})`;
}

function stoppingInShort({ on, patience, stopped, kept, accuracy, loss }: EarlyStopping, axis: LoggedAxis): string {
  const how = `with a patience of ${patience} evaluations on the ${on} the run would`;
  if (stopped === null) return `${how} not have been stopped`;
  const [curve, forgone] = accuracy ? (["test accuracy", accuracy] as const) : (["test loss", loss] as const);
  const missed = forgone
    ? ` (${curve} ${inUnits(curve, forgone.kept)}; later ${inUnits(curve, forgone.best.value)} at best)`
    : "";
  return `${how} have ended at ${axis} ${stopped}, and ${axis} ${kept.epoch} been kept${missed}`;
}

function slingshotsInShort(all: readonly Slingshot[], axis: LoggedAxis): string {
  const [{ curve, from, level, peak }] = all;
  const which = all.length > 1 ? ", the first" : "";
  return `${all.length}${which} of the ${curve} at ${axis} ${from}, from ${shown(level)} to ${shown(peak)} and back`;
}
