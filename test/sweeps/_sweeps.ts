import { type SweepPlan, sweepPlan, writePlan } from "#sweeps/plan.js";
import type { SweepSpec } from "#sweeps/spec.js";

/** Runs that take a tenth of a second. */
export const SETTINGS = { p: 7, d_model: 4, heads: 2, neurons: 8, epochs: 60, checkpoint_every: 10 } as const;

/** A written plan of such runs. */
export function planned(folder: string, spec: SweepSpec): SweepPlan {
  const plan = sweepPlan(folder, { ...spec, settings: { ...SETTINGS, ...spec.settings } });
  writePlan(plan);
  return plan;
}
