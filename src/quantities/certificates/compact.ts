import { sequenceOf } from "../../networks/architecture.ts";
import type { Model } from "../../networks/model.ts";
import { float64Weights } from "../../networks/weights.ts";
import { orthonormalRows } from "../../numerics/orthonormal.ts";
import { power } from "../../numerics/power.ts";
import type { Task } from "../../tasks/_task.ts";
import { flops } from "../../tensors/flops.ts";
import { add, constant, matmul, mean, square, subtract, sum } from "../../tensors/operations.ts";
import { computed } from "../computed.ts";
import type { Described, Wave } from "./described.ts";
import { oneHiddenLayer } from "./one-hidden-layer.ts";

/** What a compact proof certifies, and what it costs. */
export interface CompactCertificate {
  /** 1 where the lower bound on the margin is above 0 [pair]. */
  readonly certified: Uint8Array;
  /** A proven lower bound on L_right − max_{c ≠ right} L_c of the network in real numbers [pair]; NaN without an answer. */
  readonly bound: Float64Array;
  /** How many directions of the neurons are followed exactly. */
  readonly rank: number;
  /** Floating-point operations of all of it, counted as `tensors/flops` does. */
  readonly flops: number;
}

/** Values of the neurons of one batch. */
const BATCH_VALUES = 2 ** 20;
/** How many a the reference point of the neurons is the mean of; any point is sound, a near one is tight. */
const REFERENCES = 4;
/** What float64's rounding is covered with, of the largest that norms along the path allow: room for 2¹⁹ roundings. */
const SLACK = 2 ** -34;
/** A distance below this share of what it is the difference of is rounding. */
const CANCELLED = 2 ** -40;

/**
 * A bound that does not read off every answer of every pair: low rank and noise, as Gross et al. 2024 (arXiv:2406.11779, section 4)
 * bound a matrix by its first directions and the norm of the rest, here with the directions that the mechanism names. With M the
 * map from neurons to answers, Q an orthonormal basis of what M makes of the waves of K, μ a point and δ = post − μ,
 *
 *   L_r − L_c ≥ rest_r − rest_c + (μ M + (δ Qᵀ) Q M)_r − (…)_c − ‖δ − QᵀQ δ‖ ‖N_r − N_c‖,   N = M − QᵀQ M.
 *
 * Sound for any Q and μ. A pair costs |K| directions of the neurons in place of p answers, and attention is applied to tables
 * of what each token gives each neuron, in place of its products with W_O and W_in.
 */
export function compactCertificate(
  model: Model,
  task: Task,
  of: Described,
  waves: readonly Wave[],
): CompactCertificate {
  const { p, answers } = task;
  const form = oneHiddenLayer(model);
  const { feeds } = float64Weights(model);
  const [neurons] = form.map.shape;
  const basis = spanOf(of, waves, p);
  const spanned = matmul(constant(basis, [basis.length / p, p]), form.map, { right: true });
  const Q = orthonormalRows({
    data: computed({ spanned }, feeds).spanned,
    rows: spanned.shape[0],
    columns: neurons,
  });
  const q = constant(Q.data, [Q.rows, neurons]);
  const kept = matmul(q, form.map);
  const noise = subtract(form.map, matmul(q, kept, { left: true }));
  const gram = matmul(noise, noise, { left: true });
  const setup = computed({ kept, gram, map: form.map }, feeds);
  const tail = distances(setup.gram, p);

  const reference = form.of(
    Int32Array.from({ length: Math.min(REFERENCES, p) }, (_, i) => Math.floor((i * p) / REFERENCES)),
  );
  const centre = mean(reference.neurons, [0]);
  const mu = constant(computed({ centre }, feeds).centre, [1, neurons]);
  const level = matmul(mu, constant(setup.map, [neurons, p]));
  const slack = SLACK * magnitude(model);

  const bound = new Float64Array(answers.length).fill(Number.NaN);
  const certified = new Uint8Array(answers.length);
  const all = Int32Array.from({ length: p }, (_, i) => i);
  const size = Math.max(1, Math.floor(BATCH_VALUES / (p * neurons)));
  let work = form.flops + flops([spanned, gram, centre, level]) + 4 * neurons * Q.rows ** 2 + 6 * p ** 2;
  for (let from = 0; from < p; from += size) {
    const a = all.subarray(from, from + size);
    const { neurons: post, rest } = form.of(a);
    const delta = subtract(post, mu);
    const along = matmul(delta, q, { right: true });
    const read = add(matmul(along, constant(setup.kept, [Q.rows, p])), level);
    const logits = rest ? add(read, rest) : read;
    const squares = { whole: sum(square(delta), [1]), inside: sum(square(along), [1]) };
    const found = computed({ logits, ...squares }, feeds);
    work += flops([logits, squares.whole, squares.inside]) + a.length * p * (4 * p + 3);
    for (let i = 0, s = from * p; i < a.length * p; i++, s++) {
      const right = answers[s];
      if (right < 0) continue;
      const left = found.whole[i] - found.inside[i];
      const outside = Math.sqrt(Math.max(left, 0) + CANCELLED * found.whole[i]);
      bound[s] = leastMargin(found.logits, i * p, p, right, outside, tail) - slack;
      certified[s] = bound[s] > 0 ? 1 : 0;
    }
  }
  return { certified, bound, rank: Q.rows, flops: work };
}

function leastMargin(
  logits: Float64Array,
  at: number,
  p: number,
  right: number,
  outside: number,
  tail: Float64Array,
): number {
  let least = Number.POSITIVE_INFINITY;
  for (let c = 0; c < p; c++) {
    if (c !== right) least = Math.min(least, logits[at + right] - logits[at + c] - outside * tail[right * p + c]);
  }
  return least;
}

/** The waves' spans as functions of the answer [function, answer]; 0 at an answer outside the group. */
function spanOf({ n, order }: Described, waves: readonly Wave[], p: number): Float64Array {
  const rows = waves.flatMap(({ span }) =>
    Array.from({ length: span.length / n }, (_, i) => span.subarray(i * n, (i + 1) * n)),
  );
  const out = new Float64Array(rows.length * p);
  for (const [i, row] of rows.entries()) for (let e = 0; e < n; e++) out[i * p + order[e]] = row[e];
  return out;
}

/** ‖N_r − N_c‖ of every two columns [r, c], from NᵀN, and a little more than rounding can have taken away. */
function distances(gram: Float64Array, p: number): Float64Array {
  return gram.map((inner, at) => {
    const [r, c] = [Math.floor(at / p), at % p];
    const squares = gram[r * p + r] + gram[c * p + c];
    return Math.sqrt(Math.max(squares - 2 * inner, 0) + CANCELLED * squares);
  });
}

/** Over what any intermediate can be, by the norms along the path: ‖x W‖ ≤ ‖x‖ ‖W‖ for each weight after another. */
function magnitude(model: Model): number {
  const { architecture, parameters } = model;
  const norm = (name: string) => {
    let squares = 0;
    for (const x of parameters.get(name)?.data ?? []) squares += x * x;
    return Math.sqrt(squares);
  };
  const inputs = norm("W_E") + norm("W_x") + norm("W_y") + norm("W_pos") + 1;
  if (architecture.kind === "mlp") {
    const pre = 2 * inputs * (architecture.meeting === "neurons" ? 1 : norm("W_in")) + norm("b_in");
    return power(1 + pre, architecture.activation === "square" ? 2 : 1) * norm("W_U") + norm("b_U");
  }
  const [Q, K, V, O] = ["Q", "K", "V", "O"].map((name) => norm(`blocks.0.W_${name}`) + norm(`blocks.0.b_${name}`));
  const positions = sequenceOf(architecture).length;
  const mid =
    inputs *
    (1 +
      positions * (1 + Math.abs(architecture.kind === "transformer" ? architecture.attentionCoefficient : 1)) * V * O);
  const scores = 1 + (inputs + 1) ** 2 * Q * K;
  const pre = (1 + mid) * norm("blocks.0.W_in") + norm("blocks.0.b_in");
  const post = architecture.kind === "transformer" && architecture.activation === "square" ? (1 + pre) ** 2 : 1 + pre;
  return scores * ((post * norm("blocks.0.W_out") + norm("blocks.0.b_out") + mid) * norm("W_U") + norm("b_U"));
}
