import type { LoggedAxis } from "../logs/curves/curve.ts";
import type { DoubleDescent } from "../quantities/dynamics/double-descent.ts";
import type { EarlyStopping, Forgone } from "../quantities/dynamics/early-stopping.ts";
import type { Leakage } from "../quantities/dynamics/leakage.ts";
import type { Plateau } from "../quantities/dynamics/plateau.ts";
import type { Sharpness } from "../quantities/dynamics/sharpness.ts";
import { DELAY_ACCURACY, type Delay } from "../quantities/grokking-delay.ts";
import type { Slingshot } from "../quantities/slingshots.ts";
import { counted, inUnits, percent, shown } from "./_curve-words.ts";

/** When either accuracy is 99 % and how much later the second, or why there are no numbers. */
export function delayInWords(delay: Delay, axis: LoggedAxis): string {
  const { train, test, epochs, ratio } = delay;
  const each = `${crossing(delay, "train", axis)}, ${crossing(delay, "test", axis)}`;
  if (!train || !test) return each;
  // Both were there before anyone looked: their order cannot be told.
  if (epochs === null) return `${each}: no delay can be seen`;
  const times = ratio === null ? "" : `, ${shown(ratio)} times as many`;
  return `${each}: ${epochs} ${axis}s later${times}`;
}

function crossing(delay: Delay, set: "train" | "test", axis: LoggedAxis): string {
  const { evaluations, best, first } = delay.reached[set];
  const [step, mark] = [delay[set], percent(DELAY_ACCURACY)];
  if (best === null) return `${set} accuracy is not known`;
  if (step) {
    const { epoch, earliest, exceptions } = step;
    const since = earliest === epoch ? "at the first checkpoint" : `after ${axis} ${earliest}`;
    const but = exceptions === 0 ? "" : `, but for ${exceptions} of ${evaluations} checkpoints`;
    return `${set} accuracy is ${mark} from ${axis} ${epoch} on (${since}${but})`;
  }
  return first === null
    ? `${set} accuracy never reaches ${mark} (${percent(best)} at most)`
    : `${set} accuracy is ${mark} at ${axis} ${first}, but not for good`;
}

/** "10520 epochs, from 131, when the train set is learnt, to 9510, when a tenth of the test set's rise is made". */
export function plateauInWords({ from, to, epochs, epochs_within }: Plateau, axis: LoggedAxis): string {
  const begun = `${counted(epochs, axis)}${range(epochs_within)}, from ${from}, when the train set is learnt`;
  return to === null
    ? `${begun}, to the end of what is known`
    : `${begun}, to ${to}, when a tenth of the test set's rise is made`;
}

export function sharpnessInWords(found: Sharpness, axis: LoggedAxis): string {
  const { by, from, to, tenth, nine_tenths, epochs, epochs_within } = found;
  const curve = by === "accuracy" ? "test accuracy" : "test loss";
  const what = by === "accuracy" ? "rise of the test accuracy" : "fall of the logarithm of the test loss";
  return `${counted(epochs, axis)}${range(epochs_within)} from 10 % to 90 % of the ${what} from ${inUnits(curve, from.value)} to ${inUnits(curve, to.value)} (${axis}s ${tenth.epoch} to ${nine_tenths.epoch})`;
}

/** The patience that is told in full, of those that are known. */
const TOLD = 10;

/** What early stopping on a curve would have made of the run: at one patience in full, at the others the epochs. */
export function stoppingInWords(each: readonly EarlyStopping[], axis: LoggedAxis): string {
  const told = each.filter(({ patience }) => patience === TOLD);
  const others = each.filter(({ patience }) => patience !== TOLD);
  return [
    ...told.map((found) => `${endInWords(found, axis)}${lossOf(found, axis)}`),
    ...others.map((found) => endInWords(found, axis)),
  ].join("; ");
}

function endInWords({ on, patience, stopped, epochs, kept }: EarlyStopping, axis: LoggedAxis): string {
  if (stopped === null) return `patience ${patience} would not have stopped it`;
  return `patience ${patience} (${counted(epochs ?? 0, axis)}) would have stopped it at ${axis} ${stopped} and kept ${axis} ${kept.epoch} (${on} ${inUnits(on, kept.value)})`;
}

function lossOf({ accuracy, loss }: EarlyStopping, axis: LoggedAxis): string {
  const parts = [
    ...(accuracy ? [forgone("test accuracy", accuracy, axis)] : []),
    ...(loss ? [forgone("test loss", loss, axis)] : []),
  ];
  return parts.length === 0 ? "" : `: ${parts.join(", ")}`;
}

function forgone(curve: "test accuracy" | "test loss", { kept, best, last }: Forgone, axis: LoggedAxis): string {
  return `${curve} ${inUnits(curve, kept)} kept, ${inUnits(curve, best.value)} at best later (${axis} ${best.epoch}), ${inUnits(curve, last.value)} at the end`;
}

export function descentInWords({ first, low, peak, last, train }: DoubleDescent, axis: LoggedAxis): string {
  return `the test loss falls from ${shown(first.value)} to ${shown(low.value)} (${axis} ${low.epoch}), rises to ${shown(peak.value)} (${axis} ${peak.epoch}) and comes to ${shown(last.value)}, while the train loss falls from ${shown(train.low.value)} to ${shown(train.last.value)}; the train set is not learnt at the peak, which tells it from grokking`;
}

export function leakageInWords(found: Leakage, axis: LoggedAxis): string {
  if (found.kind === "equal")
    return `train and test ${found.by} are equal to the last digits at ${found.equal} of ${counted(found.of, "evaluation")}: are they of one set?`;
  const fraction =
    found.fraction === null
      ? "a suspicion only if a small part of the data is trained on, which is not known here"
      : `${percent(found.fraction)} of the pairs are trained on`;
  return `both sets are learnt by the same evaluation, at ${axis} ${found.epoch}: ${fraction}`;
}

/** So many slingshots are named one by one. */
const MAX_NAMED = 5;

/** "12, each a jump of tenfold and back: train loss at epoch 1204, from 0.0012 to 0.31; …". */
export function slingshotsInWords(all: readonly Slingshot[], axis: LoggedAxis): string {
  const short = (value: number) => String(Number(value.toPrecision(2)));
  const named = all
    .slice(0, MAX_NAMED)
    .map(
      ({ curve, from, to, level, peak }) =>
        `${curve} at ${axis}${from === to ? ` ${from}` : `s ${from} to ${to}`}, from ${short(level)} to ${short(peak)}`,
    );
  const rest = all.length > MAX_NAMED ? [`${all.length - MAX_NAMED} more`] : [];
  return `${all.length}, each a jump of tenfold and back: ${[...named, ...rest].join("; ")}`;
}

function range([earliest, latest]: readonly [number, number]): string {
  return earliest === latest ? "" : ` [${earliest}, ${latest}]`;
}
