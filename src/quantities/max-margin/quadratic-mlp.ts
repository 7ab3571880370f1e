import type { Architecture } from "../../networks/architecture.ts";
import { inputEmbeddings, type Model, weight } from "../../networks/model.ts";
import { power } from "../../numerics/power.ts";
import { type CyclicForm, cyclicForm } from "../../tasks/_cyclic.ts";
import type { Task } from "../../tasks/_task.ts";

/** f(a, b) = Σ_i w_i (u_i[a] + v_i[b])², its weights float64. */
export interface QuadraticMlp {
  readonly p: number;
  readonly neurons: number;
  /** u_i[a], v_i[b] [input, neuron]. */
  readonly u: Float64Array;
  readonly v: Float64Array;
  /** w_i[c] [neuron, answer]. */
  readonly w: Float64Array;
}

/** What is asked of a network, and of the names of its weights. */
interface Asked {
  readonly architecture: Architecture;
  readonly task: Task;
  readonly weights: readonly string[];
}

/** The cyclic group on which the largest margin is known; or why it is not. */
export function marginGroup({ architecture, task, weights }: Asked): CyclicForm | string {
  if (architecture.kind !== "mlp" || architecture.hiddenLayers !== 1)
    return "the largest margin is known of an MLP of one hidden layer, which this is not";
  if (architecture.activation !== "square")
    return `its neurons are ${architecture.activation}: the largest margin is known of those that square`;
  if (architecture.meeting !== "neurons")
    return "its inputs pass through an embedding and W_in: the largest margin is known of one-hot inputs, norms and all";
  const biases = weights.filter((name) => name.startsWith("b_"));
  if (biases.length > 0)
    return `it has biases (${biases.join(", ")}), which the norm that its margin is measured by does not count`;
  const form = cyclicForm(task);
  if (!form || form.n !== task.p)
    return `${task.formula} is no addition or subtraction, of which the largest margin is known`;
  return task.p % 2 === 1 && task.p > 2 ? form : `the largest margin is known for odd p, not for ${task.p}`;
}

/** The weights of a network that `marginGroup` takes. */
export function quadraticMlp(model: Model): QuadraticMlp {
  const [u, v] = inputEmbeddings(model).map(({ data }) => Float64Array.from(data));
  const W_U = weight(model, "W_U");
  return { p: model.architecture.p, neurons: W_U.shape[0], u, v, w: Float64Array.from(W_U.data) };
}

/**
 * ‖θ_i‖ = √(‖u_i‖² + ‖v_i‖² + ‖w_i‖²) [neuron]. A u that is v, of inputs that share an embedding, counts twice: as in the network
 * of the same function that has both.
 */
export function neuronNorms({ p, neurons, u, v, w }: QuadraticMlp): Float64Array {
  return Float64Array.from({ length: neurons }, (_, i) => {
    let squares = 0;
    for (let x = 0; x < p; x++) squares += u[x * neurons + i] ** 2 + v[x * neurons + i] ** 2 + w[i * p + x] ** 2;
    return Math.sqrt(squares);
  });
}

/** ‖θ‖_{2,3}³ = Σ_i ‖θ_i‖³: the norm of Morwani et al. 2024, to the power in which the logits grow with the weights. */
export function cubedNorm(norms: Float64Array): number {
  return norms.reduce((sum, norm) => sum + power(norm, 3), 0);
}

/**
 * γ* = √(2/27) / (√p (p − 1)), the largest least margin that any such network has for ‖θ‖_{2,3} = 1, reached by m ≥ 4(p − 1) neurons
 * (Morwani et al. 2024, arXiv:2311.07568). They prove it for primes; the bound holds for odd p: a least margin is at most the
 * mean over pairs of the right logit less the mean wrong one, that is a sum over neurons of which each has at most γ* ‖θ_i‖³,
 * and the network with all (p − 1)/2 frequencies alike reaches it, as Σ_k cos w_k d is −1/2 for every d ≠ 0.
 */
export function largestMargin(p: number): number {
  return Math.sqrt(2 / 27) / (Math.sqrt(p) * (p - 1));
}
