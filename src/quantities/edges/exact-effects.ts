import type { Model } from "../../networks/model.ts";
import type { Network } from "../../runs/run.ts";
import type { CyclicForm } from "../../tasks/_cyclic.ts";
import type { Expression } from "../../tensors/expression.ts";
import { computed } from "../computed.ts";
import { type Carried, carriedSum } from "./carried.ts";
import { cut, type Edge, edgesOf } from "./composed.ts";
import { isEmpty, type Parts } from "./parts.ts";
import { meansOf, meanWritten, passes } from "./passes.ts";

/** What a network carries as it is, and with each of some sets of edges cut. */
export interface CutEffects {
  readonly intact: Carried;
  /** In the order of the sets. */
  readonly cut: readonly Carried[];
}

/**
 * What is carried with sets of edges cut: the source's writing replaced by its mean over all p² pairs in what the receiver
 * reads, and there alone, everything after computed anew (path patching: Wang et al. 2022, arXiv:2211.00593; Goldowsky-Dill
 * et al. 2023, arXiv:2304.05969, with the mean in place of another input's activation). The norm of a pre-norm network is
 * computed anew too. Forward in float32 as trained, sums and losses in float64. `setsOf` says which edges each set has.
 */
export function cutEffects(
  model: Model,
  network: Network,
  form: CyclicForm,
  keys: readonly number[],
  setsOf: (edges: readonly Edge[]) => readonly (readonly Edge[])[],
): CutEffects {
  const means = meansOf(model, form, keys, "float32");
  const whole = carriedSum(network, form, keys);
  const sums: ReturnType<typeof carriedSum>[] = [];
  for (const { a, network: parts, intact } of passes(model, form, keys, "float32")) {
    const meansHere = meanWritten(means, parts, "float32");
    const spread = ({ of, x }: Parameters<Parts["batch"]["spread"]>[0]) => parts.batch.spread({ of, x });
    const outputs: Record<string, Expression> = { intact: spread(intact.logits) };
    const sets = setsOf(edgesOf(parts));
    for (const [i, set] of sets.entries()) {
      const cuts = set.filter(({ from, to }) => !isEmpty(from) && !isEmpty(to));
      const isCut = ({ from, to }: Edge) => cuts.some((edge) => edge.from === from && edge.to === to);
      const { logits } = cuts.length === 0 ? intact : cut(parts, intact, meansHere, isCut);
      outputs[i] = spread(logits);
    }
    const found = computed<string, Float32Array>(outputs, parts.feeds);
    whole.add(found.intact, a);
    for (const i of sets.keys()) {
      sums[i] ??= carriedSum(network, form, keys);
      sums[i].add(found[i], a);
    }
  }
  return { intact: whole.value(), cut: sums.map((sum) => sum.value()) };
}
