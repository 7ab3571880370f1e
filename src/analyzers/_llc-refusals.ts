import { SWEEP_STEP, type Untrusted } from "../quantities/learning-coefficient/calibration.ts";
import { DRIFT_ERRORS, MOST_DESCENT, MOST_DRIFT, MOST_R_HAT } from "../quantities/learning-coefficient/estimate.ts";

/** Why a λ̂ is refused, in a few words each. */
export const REFUSED: Readonly<Record<Untrusted, string>> = {
  untrained: "nothing is learnt yet",
  "not-a-minimum": "w* is no minimum",
  diverged: "the chains left what w* has learnt",
  negative: "λ̂ is not above 0",
  "not-settled": "the chains have not settled",
  "depends-on-step-size": "it depends on ε",
  "depends-on-localisation": "it depends on γ",
  "depends-on-n-beta": "it depends on nβ",
  uncalibrated: "the sweep has no settled neighbour to hold it against",
};

/** The same in two words, for a cell of a grid. */
export const REFUSED_SHORT: Readonly<Record<Untrusted, string>> = {
  untrained: "untrained",
  "not-a-minimum": "no minimum",
  diverged: "diverged",
  negative: "negative",
  "not-settled": "not settled",
  "depends-on-step-size": "depends on ε",
  "depends-on-localisation": "depends on γ",
  "depends-on-n-beta": "depends on nβ",
  uncalibrated: "no neighbour",
};

/** What each refusal means exactly, for the description of the column. */
export const REFUSALS_DEFINED = [
  "untrained: L(w*) is not below ln p, a guess's",
  `not-a-minimum: a descent from w* gains more than ${MOST_DESCENT} of |λ̂|`,
  "diverged: the draws' mean L is over ln p, or not finite",
  "negative: λ̂ ≤ 0",
  `not-settled: split R̂ > ${MOST_R_HAT}, or error > ${MOST_DRIFT} of λ̂, or drift > ${MOST_DRIFT} of it and ${DRIFT_ERRORS} of its own errors`,
  `depends-on-…: ${SWEEP_STEP} times or 1/${SWEEP_STEP} of ε, γ or nβ changes it by more than the tolerance`,
  "uncalibrated: along some axis no neighbour settled, or was tried; at other checkpoints, that the last is refused for itself",
].join("; ");
