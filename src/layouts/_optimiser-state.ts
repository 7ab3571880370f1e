import { type ArrayRef, type Dictionary, isArray, isDictionary, type Value } from "../formats/_values.ts";

/** What Adam remembers, as a file stores it beside the weights: where it lies, not the values. Plain data: it crosses threads. */
export interface StoredMoments {
  readonly betas: readonly [number, number];
  /** Of each parameter, in the optimiser's order; the file does not name them. */
  readonly parameters: readonly {
    /** Updates made: a number, or an array of one. */
    readonly step: number | ArrayRef;
    readonly first: ArrayRef;
    readonly second: ArrayRef;
  }[];
}

/** The moments that a checkpoint's file stores, or why what it stores of an optimiser has none. */
export type StoredOptimiser = StoredMoments | string;

/** Keys under which scripts keep what `torch.optim.Optimizer.state_dict` returns; Lightning has a list of them. */
const OPTIMISER_KEYS = [
  ...["optimizer_state_dict", "optimizer", "optimizer_state", "optimizer_states"],
  ...["optimiser_state_dict", "optimiser", "optim_state_dict", "optim", "opt_state_dict", "opt_state"],
];

/** What a dictionary that has a network's weights stores of the optimiser beside them; undefined where that is nothing. */
export function optimiserIn(beside: Dictionary): StoredOptimiser | undefined {
  for (const key of OPTIMISER_KEYS) {
    const found = beside.get(key);
    const [state, ...others] = Array.isArray(found) ? (found as readonly Value[]) : found === undefined ? [] : [found];
    if (others.length > 0) return `${key} holds ${others.length + 1} optimisers`;
    if (isDictionary(state) && isDictionary(state.get("state"))) return momentsIn(key, state);
  }
  return undefined;
}

function momentsIn(key: string, optimiser: Dictionary): StoredOptimiser {
  const groups = optimiser.get("param_groups");
  const settings = Array.isArray(groups) ? (groups as readonly Value[]).filter(isDictionary) : [];
  const betas = settings.map((group) => group.get("betas"));
  const [own] = betas;
  if (!isPair(own)) return `${key} states no betas: it is none of Adam's`;
  if (betas.some((other) => !isPair(other) || other[0] !== own[0] || other[1] !== own[1]))
    return `${key} has parameters of several betas`;
  const states = [...(optimiser.get("state") as Dictionary).values()].filter(isDictionary);
  const parameters = states.flatMap((state) => {
    const [step, first, second] = ["step", "exp_avg", "exp_avg_sq"].map((name) => state.get(name));
    const counted = typeof step === "number" || isArray(step);
    return counted && isArray(first) && isArray(second) ? [{ step, first, second }] : [];
  });
  if (states.length === 0) return `${key} is of an optimiser that has made no update`;
  if (parameters.length < states.length) return `${key} lacks step, exp_avg or exp_avg_sq of a parameter`;
  return { betas: own, parameters };
}

function isPair(value: Value | undefined): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((x) => typeof x === "number");
}
