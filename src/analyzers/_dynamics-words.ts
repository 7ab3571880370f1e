import type { FieldValues } from "../tables/field.ts";
import type { Finding } from "./_analyzer.ts";
import { shown } from "./_curve-words.ts";
import { type DYNAMICS_FIELDS, HALF } from "./_dynamics-fields.ts";

export type Dynamics = FieldValues<typeof DYNAMICS_FIELDS>;

/** What is concluded, line by line; the alarm with what the run did, and never as a forecast. */
export function dynamicsFindings(found: Dynamics, curvature: "yes" | "no"): readonly Finding[] {
  const at = `at epoch ${found.epoch}`;
  const numbers: readonly (Finding | undefined)[] = [
    known(`gradient norm ${at}`, found.gradient_norm, { unit: "nats/weight" }),
    known(`cos(−∇L, w) ${at}`, found.weight_cosine, { note: "1: a step only scales the weights up" }),
    known(`training pairs in softmax collapse ${at}`, found.collapsed, { unit: "share", note: collapse(found) }),
    known(`training pairs without a gradient in float32 ${at}`, found.zero_gradient, { unit: "share" }),
    known(`sharpness ${at}`, found.sharpness, { note: sharpest(found) }),
    known(`trace of the Hessian ${at}`, found.trace, { note: `± ${shown(found.trace_error)}, standard error` }),
    known(`commutator defect ${at}`, found.commutator_defect),
    known(`slow share of the gradient ${at}`, found.slow_gradient, { note: "Σ m̂² / Σ v̂ of Adam's moments" }),
  ];
  return [
    ...numbers.flatMap((one) => one ?? []),
    ...(curvature === "no" ? [{ label: "sharpness, trace", value: "not asked", note: "--curvature yes asks" }] : []),
    alarm(found),
    ...(found.without_moments === null
      ? []
      : [{ label: "slow share of the gradient", value: "not known", note: found.without_moments }]),
    ...(found.stated_loss === null
      ? []
      : [
          {
            label: "loss",
            value: "cross-entropy",
            note: `the run states ${found.stated_loss}: its gradient is another`,
          },
        ]),
  ];
}

function known(label: string, value: number | null, more: Omit<Finding, "label" | "value"> = {}): Finding | undefined {
  return value === null ? undefined : { label, value, ...more };
}

function collapse({ collapse_epoch }: Dynamics): string {
  const half = `${100 * HALF} % of them`;
  return collapse_epoch === null ? `never ${half}` : `${half} from epoch ${collapse_epoch}`;
}

function sharpest({ largest_sharpness, largest_sharpness_epoch, sharpness_residual }: Dynamics): string {
  return `residual ${shown(sharpness_residual)}; largest ${shown(largest_sharpness)} at epoch ${largest_sharpness_epoch}`;
}

/** The published rule's alarm beside what became of the run. */
function alarm(found: Dynamics): Finding {
  const { alarm_epoch, memorised_epoch, generalised_epoch, lead, false_alarm } = found;
  const label = "commutator alarm (over 10 × its start, and 20)";
  const run = [
    memorised_epoch === null ? "not memorised" : `memorised by epoch ${memorised_epoch}`,
    generalised_epoch === null
      ? `not generalised by epoch ${found.epoch}`
      : `generalised by epoch ${generalised_epoch}`,
  ].join(", ");
  if (alarm_epoch === null) return { label, value: "none", note: run };
  const value = `epoch ${alarm_epoch}`;
  if (false_alarm) return { label, value, note: `${run}: a false alarm so far; runs that never grok raise it too` };
  if (lead === null) return { label, value, note: `${run}; no pair is held out` };
  const order = lead > 0 ? `${lead} epochs before` : lead === 0 ? "at the checkpoint of" : `${-lead} epochs after`;
  return { label, value, note: `${run}: ${order} generalisation; runs that never grok raise it too` };
}
