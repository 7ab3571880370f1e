import { unreadTensors } from "../layouts/_accounting.ts";
import type { StateDict } from "../layouts/_layout.ts";
import { NEITHER, type Split, TEST } from "../tasks/_split.ts";
import type { Task } from "../tasks/_task.ts";
import { REPRODUCED } from "./_agreement.ts";
import { brokenWeights } from "./_broken-weights.ts";
import { type Candidate, DECIDING, errorOf } from "./_candidate.ts";

/** Losses of the very weights are met to a millionth or so; of the weights an update before, near the end, to some percent. */
const NOTICEABLE = 5e-3;

/** What is said of how a run was read. */
export interface Conclusions {
  readonly evidence: readonly string[];
  /** What speaks against the reading: missed losses, weights that are no numbers, tensors that it does not read. */
  readonly contradictions: readonly string[];
  /** Whether the weights, and the logits, all are. */
  readonly finite: boolean;
  readonly doubts: readonly string[];
}

/** How many readings were tried, of how many; whether losses are stored, and whether of held-out pairs, too. */
interface Readings {
  readonly tried: number;
  readonly all: number;
  readonly stored: boolean;
  readonly heldOut: boolean;
}

/** What decided, in words; what speaks against it; and what else a reader should doubt. */
export function told(best: Candidate, readings: Readings, state: StateDict): Conclusions {
  const { reading, task, accuracy, split, agreement } = best;
  const evidence = [...reading.choices];
  const contradictions: string[] = [];
  const doubts: string[] = [...(reading.doubts ?? [])];
  const broken = brokenWeights(reading);
  if (broken) contradictions.push(broken);
  else if (!best.finite) contradictions.push("the last checkpoint has logits that are not finite");
  if (agreement && errorOf(best) > REPRODUCED) {
    const error = errorOf(best);
    const missed = Number.isFinite(error) ? `, ${(100 * error).toPrecision(2)} % off` : "";
    contradictions.push(`this reading does not give the stored losses: ${agreement.words}${missed}`);
  }
  const unread = unreadTensors(state, reading);
  if (unread.length > 0) contradictions.push(`this reading leaves out ${unread.join(", ")}`);
  const right = `${(100 * accuracy).toPrecision(3)} % of all pairs right at the last checkpoint`;
  if (best.evident) evidence.push(`task ${task.formula}: ${right}`);
  else if (errorOf(best) <= DECIDING) evidence.push(`task ${task.formula}: it reproduces the stored losses`);
  else doubts.push(`task ${task.formula} is assumed: ${right}, no better than by chance; --task states it`);
  if (agreement && errorOf(best) <= REPRODUCED) evidence.push(agreement.words);
  if (readings.tried > 1 && !(errorOf(best) <= DECIDING)) {
    const count = readings.tried < readings.all ? `${readings.tried} of ${readings.all}` : `${readings.all}`;
    doubts.push(`of ${count} readings of the tensors ${whatDecided(best)}`);
  }
  if (readings.stored && !agreement)
    doubts.push("no split was found under which this reading gives the stored losses: they do not confirm it");
  // A published layout's function is known; tensors of any names may be scaled, pooled, or passed on otherwise.
  if (readings.tried === 1 && !agreement && reading.options)
    doubts.push("no stored loss confirms that this is the function of its tensors");
  if (agreement && errorOf(best) > NOTICEABLE && errorOf(best) <= REPRODUCED)
    doubts.push(
      `the stored losses are met to ${(100 * errorOf(best)).toPrecision(2)} %, as where they are of an update before or after, and not exactly`,
    );
  if (split?.kind === "found" && !readings.heldOut)
    doubts.push("the split is the one that was found to give the stored train losses, and no test loss confirms it");
  const neither = split ? leftOut(split, task) : 0;
  if (neither > 0) doubts.push(`${neither} pairs are in neither part of the split, and among "all pairs"`);
  const { assumed = [] } = reading;
  if (assumed.length > 0 && !(errorOf(best) <= DECIDING)) doubts.push(`assumed: ${assumed.join(", ")}`);
  if (split) evidence.push(`split ${split.origin}`);
  if (split && !split.member.includes(TEST))
    doubts.push("it was trained on every pair: none is held out to tell whether it generalises");
  if (split?.kind === "drawn" && !agreement)
    doubts.push("the split is drawn from the seed that the run states, and no stored loss confirms it");
  return { evidence, contradictions, finite: broken === undefined && best.finite, doubts };
}

/** Pairs that have an answer and are in neither part. */
function leftOut({ member }: Split, { answers }: Task): number {
  return answers.reduce((count, answer, s) => count + (answer >= 0 && member[s] === NEITHER ? 1 : 0), 0);
}

function whatDecided({ agreement, trained }: Candidate): string {
  if (agreement && agreement.error <= REPRODUCED) return "the one nearest to the stored losses is taken";
  if (agreement) return "none gives the stored losses, and the most accurate is taken";
  if (trained !== undefined) return "the likeliest that gets the training pairs right is taken: no stored loss decides";
  return "the most accurate is taken: no stored loss decides";
}
