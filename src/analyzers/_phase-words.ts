import type { LoggedAxis } from "../logs/curves/curve.ts";
import type { PhaseDoubt, PhaseGround } from "../quantities/phase-doubts.ts";
import type { Phase } from "../quantities/phase-evidence.ts";
import { changeInWords, counted, shown } from "./_curve-words.ts";

/** "epochs 0 to 1390 [1200, 1500]: train loss falls from … (clear: …)". */
export function phaseInWords(phase: Phase, axis: LoggedAxis): string {
  const { from, to, from_within, to_within, certainty } = phase;
  const when = `${axis}s ${within(from, from_within)} to ${within(to, to_within)}`;
  return `${when}: ${changesInWords(phase, axis)} (${certainty}: ${whyInWords(phase, axis)})`;
}

/** What each curve does in a phase. */
export function changesInWords({ changes, test_loss_to }: Phase, axis: LoggedAxis): string {
  const said = changes.map(({ curve, from, to }) =>
    from.epoch === to.epoch
      ? `${curve} is ${shown(from.value)} at ${axis} ${from.epoch}`
      : changeInWords(curve, from, to),
  );
  return [...said, ...(test_loss_to === null ? [] : [`the test loss is known to ${axis} ${test_loss_to}`])].join(", ");
}

/** What a phase's certainty rests on, or what it lacks. */
export function whyInWords({ doubts, ground }: Phase, axis: LoggedAxis): string {
  return doubts.length > 0 ? doubts.map((doubt) => doubtInWords(doubt, axis)).join("; ") : groundInWords(ground, axis);
}

function doubtInWords(doubt: PhaseDoubt, axis: LoggedAxis): string {
  switch (doubt.kind) {
    case "blurred":
      return `it ${doubt.edge} anywhere between ${axis}s ${doubt.earliest} and ${doubt.latest}`;
    case "few checkpoints":
      return `it has ${counted(doubt.count, "checkpoint")}`;
    case "cut short":
      return "the run ends in it";
    case "fallen":
      return `the test loss has fallen since ${axis} ${doubt.since}, to ${shown(doubt.to)}`;
    case "no excluded loss":
      return "without the excluded loss, only the test loss tells memorisation from circuit formation";
    case "turns apart":
      return turnsInWords(doubt, axis);
    case "unmoved": {
      const moves = { "rise by e": "rise by a factor e", "fall by e": "fall by a factor e", fall: "fall" };
      return `the ${doubt.curve} does not ${moves[doubt.expected]} in it`;
    }
  }
}

function groundInWords(ground: PhaseGround, axis: LoggedAxis): string {
  switch (ground.kind) {
    case "turns":
      return turnsInWords(ground, axis);
    case "stays high":
      return `the test loss stays near its highest, ${shown(ground.value)} at ${axis} ${ground.epoch}`;
    case "fall begins":
      return `the steep fall of the test loss from ${shown(ground.from)} begins between ${axis}s ${ground.earliest} and ${ground.latest}`;
    case "fall made":
      return `nine tenths of the fall, in the logarithm, are made between ${axis}s ${ground.earliest} and ${ground.latest}`;
  }
}

function turnsInWords(turns: { readonly highest: number; readonly lowest: number | null }, axis: LoggedAxis): string {
  const lowest = turns.lowest === null ? "" : `, the excluded loss lowest at ${axis} ${turns.lowest}`;
  return `the test loss is highest at ${axis} ${turns.highest}${lowest}`;
}

function within(epoch: number, [earliest, latest]: readonly [number, number]): string {
  return earliest === latest ? `${epoch}` : `${epoch} [${earliest}, ${latest}]`;
}
