import { firstToken } from "../../networks/architecture.ts";
import { crossEntropy } from "../../networks/loss.ts";
import type { Model } from "../../networks/model.ts";
import type { Network } from "../../runs/run.ts";
import type { CyclicForm } from "../../tasks/_cyclic.ts";
import { TEST, TRAIN } from "../../tasks/_split.ts";
import type { Expression } from "../../tensors/expression.ts";
import { gradients } from "../../tensors/gradient.ts";
import { add, concat, constant, multiply, reshape, slice, subtract, sum } from "../../tensors/operations.ts";
import { computed } from "../computed.ts";
import { type Carried, placesOf, weightOf } from "./carried.ts";
import { type Composed, type Edge, edgesOf } from "./composed.ts";
import { isEmpty, type Part, type Parts, type Written } from "./parts.ts";
import { meansOf, meanWritten, passes } from "./passes.ts";

/**
 * By how much each quantity of `Carried` would fall with each edge cut, to first order: ⟨∂M/∂x_to, s − mean s⟩ summed over the
 * pairs, x_to what the receiver reads and s what the source writes there; the derivative of M along the cut, by one gradient
 * for all edges (attribution patching: Nanda 2023; of edges: Syed et al. 2023, arXiv:2310.10348). Float64. In the order of
 * `edgesOf`.
 */
export function attributedEffects(
  model: Model,
  network: Network,
  form: CyclicForm,
  keys: readonly number[],
): readonly Carried[] {
  const means = meansOf(model, form, keys, "float64");
  const counts = countsOf(network);
  let totals: Float64Array[] | undefined;
  for (const { a, network: parts, intact } of passes(model, form, keys, "float64", true)) {
    const meansHere = meanWritten(means, parts, "float64");
    const logits = parts.batch.spread(intact.logits);
    const measures = [
      ...keys.map((k) => ({ y: logits, seed: waveSeed(network, form, k, a, logits.shape[1]) })),
      { y: logits, seed: rightSeed(network, counts, a, logits.shape[1]) },
      ...([TRAIN, TEST] as const).map((part) => ({
        y: lossSum(logits, network, a),
        seed: lossSeed(network, counts, part, a),
      })),
    ];
    const outputs = Object.fromEntries(
      measures.map(({ y, seed }, i) => [i, alongCuts(parts, intact, meansHere, y, seed)]),
    );
    const found = computed(outputs, parts.feeds);
    totals ??= measures.map((_, i) => new Float64Array(found[i].length));
    for (const [i, total] of totals.entries()) for (let e = 0; e < total.length; e++) total[e] += found[i][e];
  }
  const [right, train, test] = totals?.slice(keys.length) ?? [];
  return Array.from(right ?? [], (value, e) => ({
    frequencies: Float64Array.from(keys, (_, i) => totals?.[i][e] ?? Number.NaN),
    right: value,
    train: counts.train > 0 ? train[e] : null,
    test: counts.test > 0 ? test[e] : null,
  }));
}

/** Σ_j ⟨∂(Σ y·seed)/∂x_to,j, s_j − mean s_j⟩ of every edge, one after another. */
function alongCuts(
  network: Parts,
  { read, written }: Composed,
  means: ReadonlyMap<Part, Written>,
  y: Expression,
  seed: Expression,
): Expression {
  const edges = edgesOf(network);
  const receivers = [...new Set(edges.map(({ to }) => to))].filter((to) => !isEmpty(to));
  const places = receivers.flatMap((to) => to.reads.map((j) => ({ to, j, x: read.get(to)?.[j] })));
  const known = places.flatMap(({ to, j, x }) => (x ? [{ to, j, ...x }] : []));
  const slopes = gradients(
    y,
    known.map(({ x }) => x),
    seed,
  );
  const effectOf = ({ from, to }: Edge): Expression => {
    const terms = known.flatMap((place, i) => {
      const [s, mean] = [written.get(from)?.[place.j], means.get(from)?.[place.j]];
      if (place.to !== to || !s || !mean || isEmpty(from)) return [];
      const slope = { of: place.of, x: slopes[i] };
      const product = network.batch.combined([slope, s, mean], (d, own, usual) => multiply(d, subtract(own, usual)));
      return [reshape(sum(product.x, [0, 1]), [1])];
    });
    return terms.length === 0 ? NOTHING : terms.reduce((one, other) => add(one, other));
  };
  return concat(edges.map(effectOf), 0);
}

const NOTHING = constant(new Float64Array(1));

interface Counts {
  readonly train: number;
  readonly test: number;
  /** Pairs that `right` is the mean over. */
  readonly right: number;
}

function countsOf({ task, split }: Network): Counts {
  const answered = Array.from(task.answers.keys()).filter((s) => task.answers[s] >= 0);
  const of = (part: number) => answered.filter((s) => split?.member[s] === part).length;
  return { train: of(TRAIN), test: of(TEST), right: split ? of(TRAIN) : answered.length };
}

/** ∂α_k/∂logits [pair, token] of the pairs (a, b) for these a. */
function waveSeed(
  { architecture, task }: Network,
  form: CyclicForm,
  k: number,
  a: Int32Array,
  width: number,
): Expression {
  const { p } = task;
  const { n, order, sign } = form;
  const place = placesOf(form, p);
  const first = firstToken(architecture);
  const wave = Float64Array.from({ length: n }, (_, d) => weightOf(k, n) * Math.cos((2 * Math.PI * ((k * d) % n)) / n));
  const out = new Float64Array(a.length * p * width);
  for (let row = 0; row < a.length * p; row++) {
    const [i, j] = [place[a[Math.floor(row / p)]], place[row % p]];
    if (i < 0 || j < 0) continue;
    const residue = i + sign * j + 2 * n;
    for (let c = 0; c < n; c++) out[row * width + first + order[c]] = wave[(residue - c) % n];
  }
  return constant(out, [a.length * p, width]);
}

/** ∂right/∂logits [pair, token]. */
function rightSeed(network: Network, { right }: Counts, a: Int32Array, width: number): Expression {
  const { p, answers } = network.task;
  const first = firstToken(network.architecture);
  const out = new Float64Array(a.length * p * width);
  for (let row = 0; row < a.length * p; row++) {
    const s = a[Math.floor(row / p)] * p + (row % p);
    if (answers[s] < 0 || (network.split && network.split.member[s] !== TRAIN)) continue;
    const at = row * width + first;
    out.fill(-1 / (p * right), at, at + p);
    out[at + answers[s]] += 1 / right;
  }
  return constant(out, [a.length * p, width]);
}

/** Cross-entropy of each pair [pair, 1], float64 over the p answers; of one without an answer, that of the answer 0. */
function lossSum(logits: Expression, { architecture, task }: Network, a: Int32Array): Expression {
  const { p, answers } = task;
  const first = firstToken(architecture);
  const index = Int32Array.from({ length: a.length * p }, (_, row) =>
    Math.max(0, answers[a[Math.floor(row / p)] * p + (row % p)]),
  );
  return crossEntropy(slice(logits, 1, first, first + p), constant(index), "float64");
}

/** What each pair's loss counts for in the mean over a part of the split [pair, 1]. */
function lossSeed({ task, split }: Network, { train, test }: Counts, part: number, a: Int32Array): Expression {
  const { p, answers } = task;
  const count = part === TRAIN ? train : test;
  const weights = Float64Array.from({ length: a.length * p }, (_, row) => {
    const s = a[Math.floor(row / p)] * p + (row % p);
    return answers[s] >= 0 && split?.member[s] === part ? 1 / count : 0;
  });
  return constant(weights, [weights.length, 1]);
}
