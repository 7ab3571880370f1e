import { finiteOrNull } from "../numerics/finite-or-null.ts";
import { rounded } from "../numerics/rounded.ts";
import {
  SWEEP_STEP,
  SWEPT,
  type Swept,
  type Untrusted,
  type Verdict,
} from "../quantities/learning-coefficient/calibration.ts";
import type { LlcEstimate, LlcSettings } from "../quantities/learning-coefficient/estimate.ts";
import type { Row } from "../tables/column.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import type { Dated } from "./_analyzer.ts";
import { CONCLUDED_EPOCH, concludedEpoch } from "./_figures.ts";
import { REFUSALS_DEFINED } from "./_llc-refusals.ts";

/** Digits of a trace: as many as a picture needs. */
const TRACE_DIGITS = 4;

const SETTING_COLUMNS = {
  step_size: column.number("ε of SGLD"),
  localisation: column.number("γ of the pull back to the checkpoint"),
  n_beta: column.number("nβ, β = 1/ln n unless asked otherwise"),
};

/** What a sampled λ̂ comes with. */
const ESTIMATE_COLUMNS = {
  llc: column.optionalNumber("λ̂ = nβ(mean of L over the draws − L(w*)); null where refused, and of a single chain"),
  refusal: column.optionalText<Untrusted>(
    `null where λ̂ can be trusted, and of a single chain, which is not judged; ${REFUSALS_DEFINED}`,
  ),
  raw: column.optionalNumber("the same number, refused or not; null where it is not finite"),
};

/** How what a sweep varies is written. */
export const SYMBOLS = { stepSize: "ε", localisation: "γ", nBeta: "nβ" } as const satisfies Readonly<
  Record<Swept, string>
>;

const FACTOR_COLUMNS = {
  factor_step_size: column.optionalNumber(factorOf(SYMBOLS.stepSize)),
  factor_localisation: column.optionalNumber(factorOf(SYMBOLS.localisation)),
  factor_n_beta: column.optionalNumber(factorOf(SYMBOLS.nBeta)),
};

export const LLC_COLUMNS = {
  kind: column.text<"checkpoint" | "chain" | "setting">(
    "checkpoint: the mean over the chains; chain: one of them; setting: one of the calibration sweep, at the last checkpoint",
  ),
  chain: column.optionalInteger("which, from 0"),
  ...SETTING_COLUMNS,
  ...ESTIMATE_COLUMNS,
  standard_error: column.optionalNumber("of raw, from the spread of the means of the chains' halves"),
  r_hat: column.optionalNumber("split R̂ of the draws' L: 1 where the halves of all chains are alike"),
  drift: column.optionalNumber("mean of the second halves less that of the first, over |raw|", "share"),
  descent: column.optionalNumber(
    "nβ(L(w*) − L at the end of a descent, without noise or pull), by how much w* is no minimum; 0 where nβ L(w*) is too little to matter",
  ),
  loss: column.number("L(w*): training pairs, weights float32, loss float64, over all logits", "nats"),
  ...FACTOR_COLUMNS,
  trace: column.optionalNumbers("nβ(L − L(w*)) at each step of a chain from w* on, burn-in included; 4 digits"),
};
export type LlcRow = Row<typeof LLC_COLUMNS>;

function factorOf(axis: string): string {
  return `largest factor between λ̂ and that at ${SWEEP_STEP} times or 1/${SWEEP_STEP} of ${axis}; null where it or both of those are refused`;
}

const NO_FACTORS: Verdict["factors"] = { stepSize: null, localisation: null, nBeta: null };
const FACTOR_NAMES = {
  stepSize: "factor_step_size",
  localisation: "factor_localisation",
  nBeta: "factor_n_beta",
} as const satisfies Readonly<Record<Swept, keyof LlcRow>>;

/** The row of an estimate, as the sweep judges it where there is one. */
export function estimateRow(
  kind: "checkpoint" | "setting",
  { stepSize, localisation, nBeta }: LlcSettings,
  loss: number,
  found: LlcEstimate,
  { refusal, factors }: Verdict = { refusal: found.refusal, factors: NO_FACTORS },
): LlcRow {
  const raw = finiteOrNull(found.raw);
  return {
    kind,
    chain: null,
    step_size: stepSize,
    localisation,
    n_beta: nBeta,
    llc: refusal === null ? raw : null,
    refusal,
    raw,
    standard_error: raw === null ? null : finiteOrNull(found.error * Math.abs(raw)),
    r_hat: finiteOrNull(found.rHat),
    drift: finiteOrNull(found.drift),
    descent: found.descent,
    loss,
    ...(Object.fromEntries(SWEPT.map((axis) => [FACTOR_NAMES[axis], factors[axis]])) as Record<
      (typeof FACTOR_NAMES)[Swept],
      number | null
    >),
    trace: null,
  };
}

/** A row for each chain, with its trace. */
export function chainRows(settings: LlcSettings, loss: number, found: LlcEstimate): readonly LlcRow[] {
  const whole = estimateRow("checkpoint", settings, loss, found);
  return found.traces.map((trace, i) => ({
    ...whole,
    kind: "chain",
    chain: i,
    llc: null,
    refusal: null,
    raw: finiteOrNull(found.ofChains[i]),
    standard_error: null,
    r_hat: null,
    drift: null,
    descent: null,
    trace: rounded(trace.filter(Number.isFinite), TRACE_DIGITS),
  }));
}

export const LLC_FIELDS = {
  ...CONCLUDED_EPOCH,
  component: column.text("whose weights moved"),
  ...SETTING_COLUMNS,
  ...ESTIMATE_COLUMNS,
  standard_error: column.optionalNumber("of raw"),
  calibrated: column.boolean("whether the sweep over ε, γ and nβ was asked for"),
  tolerance: column.number("the largest factor between neighbours of the sweep"),
  ...FACTOR_COLUMNS,
  settings: field.records("the sweep, at the last checkpoint", {
    ...SETTING_COLUMNS,
    ...ESTIMATE_COLUMNS,
  }),
  over_epochs: field.records("each checkpoint asked", {
    epoch: column.integer("the checkpoint"),
    ...ESTIMATE_COLUMNS,
  }),
};
export type LlcConclusion = field.FieldValues<typeof LLC_FIELDS>;

export function llcConclusion(
  rows: readonly Row<Dated<typeof LLC_COLUMNS>>[],
  { component, calibrate, tolerance }: { component: string; calibrate: string; tolerance: number },
): LlcConclusion {
  const whole = rows.filter(({ kind }) => kind === "checkpoint");
  const last = whole[whole.length - 1];
  const setting = ({ step_size, localisation, n_beta }: LlcRow) => ({ step_size, localisation, n_beta });
  const estimate = ({ llc, refusal, raw }: LlcRow) => ({ llc, refusal, raw });
  return {
    ...concludedEpoch(whole),
    component,
    ...setting(last),
    ...estimate(last),
    standard_error: last.standard_error,
    calibrated: calibrate !== "none",
    tolerance,
    factor_step_size: last.factor_step_size,
    factor_localisation: last.factor_localisation,
    factor_n_beta: last.factor_n_beta,
    settings: rows.filter(({ kind }) => kind === "setting").map((row) => ({ ...setting(row), ...estimate(row) })),
    over_epochs: whole.map((row) => ({ epoch: row.epoch, ...estimate(row) })),
  };
}
