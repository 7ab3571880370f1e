import { DEPENDENCES, SWEEP_STEP, type Swept } from "../quantities/learning-coefficient/calibration.ts";
import type { Finding } from "./_analyzer.ts";
import { shown } from "./_curve-words.ts";
import { type LlcConclusion, SYMBOLS } from "./_llc-fields.ts";
import { REFUSED } from "./_llc-refusals.ts";

/** What an LLC came to, line by line. */
export function llcFindings(conclusion: LlcConclusion): readonly Finding[] {
  const { component, epoch, llc, refusal, raw, standard_error, over_epochs } = conclusion;
  const of = component === "all" ? "" : ` of the ${component}`;
  const others = over_epochs.filter(({ refusal }) => refusal !== null);
  const largest = over_epochs.reduce((a, b) => ((b.raw ?? -Infinity) > (a.raw ?? -Infinity) ? b : a));
  return [
    llc === null
      ? { label: `λ̂${of} at epoch ${epoch}`, value: refusal === null ? "none" : `refused: ${REFUSED[refusal]}` }
      : { label: `λ̂${of} at epoch ${epoch}`, value: llc, note: `± ${shown(standard_error)}` },
    ...(llc === null && raw !== null
      ? [{ label: `the number refused at epoch ${epoch}`, value: raw, note: `± ${shown(standard_error)}` }]
      : []),
    sweepFinding(conclusion),
    ...(over_epochs.length > 1
      ? [
          { label: "checkpoints refused", value: `${others.length} of ${over_epochs.length}` },
          { label: `largest number, refused or not, at epoch ${largest.epoch}`, value: largest.raw ?? "none" },
        ]
      : []),
    {
      label: "sampled with",
      value: `ε ${shown(conclusion.step_size)}, γ ${shown(conclusion.localisation)}, nβ ${shown(conclusion.n_beta)}`,
    },
  ];
}

/** By what factors λ̂ changes with what it is sampled with. */
function sweepFinding(conclusion: LlcConclusion): Finding {
  const { calibrated, tolerance } = conclusion;
  if (!calibrated) return { label: "calibration", value: "none was asked: believe no number above" };
  const factors = {
    stepSize: conclusion.factor_step_size,
    localisation: conclusion.factor_localisation,
    nBeta: conclusion.factor_n_beta,
  };
  const each = (Object.keys(DEPENDENCES) as Swept[]).map((axis) => {
    const factor = factors[axis];
    return `${SYMBOLS[axis]} ${factor === null ? "not known" : `× ${shown(factor)}`}`;
  });
  return {
    label: `change of λ̂ where a setting is ${SWEEP_STEP} times or 1/${SWEEP_STEP} of it`,
    value: each.join(", "),
    note: `trusted up to × ${shown(tolerance)}`,
  };
}
