import { forward } from "#networks/forward.js";
import { type Model, weight } from "#networks/model.js";
import type { FrequencyVariantName } from "#quantities/frequency-variants.js";
import type { Score } from "#quantities/progress-losses.js";
import type { Network } from "#runs/run.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { basis, type Wave } from "../_basis.ts";

/** Rows of the n² pairs of the group, the pair of places (i, j) at i·n + j. */
export type Rows = readonly (readonly number[])[];

/** The network's logits [pair][answer], the answers as residues 0 … p−1. */
export function naiveLogits(model: Model, form: CyclicForm): Rows {
  const { architecture } = model;
  const first = architecture.kind === "transformer" ? architecture.firstToken : 0;
  return rowsOf(forward(model).logits, model, form).map((row) => row.slice(first, first + architecture.p));
}

/** The part of the logits [pair][answer] that these frequencies make, projected as a whole matrix, each unit vector apart. */
export function naivePart(
  model: Model,
  form: CyclicForm,
  variant: FrequencyVariantName,
  frequencies: readonly number[],
): Rows {
  const logits = naiveLogits(model, form);
  const along = (rows: Rows, units: (k: number) => Rows) => projected(rows, frequencies.flatMap(units));
  switch (variant) {
    case "sum-directions":
      return along(logits, (k) => sumDirections(form, k));
    case "block-2x2":
      return along(logits, (k) => products(form, (wave) => wave.k === k));
    case "block-3x3":
      return along(logits, (k) => products(form, (wave) => wave.k === k || wave.k === 0).slice(1));
    case "neuron-level":
      return times(
        along(rowsOf(forward(model).neurons, model, form), (k) => sumDirections(form, k)),
        naiveLogitMap(model),
      );
    case "cos-cube":
      return cosines(logits, form, frequencies);
  }
}

/** P + the mean over all pairs of L − P, per answer; or L − P. */
export function naiveKept(logits: Rows, part: Rows, how: "restricted" | "excluded"): Rows {
  const rest = logits.map((row, s) => row.map((value, c) => value - part[s][c]));
  if (how === "excluded") return rest;
  const mean = logits[0].map((_, c) => rest.reduce((sum, row) => sum + row[c], 0) / rest.length);
  return part.map((row) => row.map((value, c) => value + mean[c]));
}

/** Mean cross-entropy, and share of rows whose first largest value is at the answer, of the pairs that `counts`. */
export function naiveScore(rows: Rows, { task }: Pick<Network, "task">, counts: (index: number) => boolean): Score {
  const { n, order } = cyclicForm(task) as CyclicForm;
  let [loss, right, pairs] = [0, 0, 0];
  for (const [s, row] of rows.entries()) {
    const index = order[Math.floor(s / n)] * task.p + order[s % n];
    if (!counts(index)) continue;
    const answer = task.answers[index];
    pairs++;
    loss += crossEntropy(row, answer);
    if (row.indexOf(Math.max(...row)) === answer) right++;
  }
  return { loss: loss / pairs, accuracy: right / pairs };
}

/** log Σ_c e^{z_c − z_answer}; where the answer is the largest, as log(1 + the others), which keeps small losses' digits. */
export function crossEntropy(row: readonly number[], answer: number): number {
  const apart = row.map((value) => value - row[answer]);
  const top = Math.max(...apart);
  const others = apart.reduce((sum, x, c) => (c === answer ? sum : sum + Math.exp(x - top)), 0);
  return top === 0 ? Math.log1p(others) : top + Math.log(others + Math.exp(-top));
}

export function rowsOf(
  { data, shape }: { data: ArrayLike<number>; shape: readonly number[] },
  model: Model,
  form: CyclicForm,
) {
  const { n, order } = form;
  return range(n * n).map((s) => {
    const index = order[Math.floor(s / n)] * model.architecture.p + order[s % n];
    return range(shape[1]).map((c) => data[index * shape[1] + c]);
  });
}

/** Unit vectors over the pairs: the waves of frequency k, of i + j or of i − j. */
export function sumDirections({ n, sign }: CyclicForm, k: number, by: 1 | -1 = sign): Rows {
  const waves = basis(n).filter((wave) => wave.k === k);
  return waves.map(({ values }) =>
    range(n * n).map((s) => values[(Math.floor(s / n) + by * (s % n) + n) % n] / n ** 0.5),
  );
}

/** Unit vectors over the pairs: f(i) g(j) for f, g among some rows of the basis, the constant's product with itself first. */
export function products({ n }: CyclicForm, among: (wave: Wave) => boolean): Rows {
  const waves = basis(n).filter(among);
  return waves.flatMap((f) => waves.map((g) => range(n * n).map((s) => f.values[Math.floor(s / n)] * g.values[s % n])));
}

/** Σ_u u (uᵀ M). */
function projected(rows: Rows, units: Rows): Rows {
  const part = rows.map((row) => row.map(() => 0));
  for (const unit of units) {
    const coefficients = rows[0].map((_, c) => unit.reduce((sum, u, s) => sum + u * rows[s][c], 0));
    for (const [s, u] of unit.entries()) for (const [c, x] of coefficients.entries()) part[s][c] += u * x;
  }
  return part;
}

/** ⟨L, cos w_k(i ± j − l)⟩ / ‖cos‖ over the whole cube, l the place of the answer, and the cosine of norm 1. */
export function naiveCosine(logits: Rows, { n, order, sign }: CyclicForm, k: number) {
  const wave = logits.map((row, s) => {
    const values = row.map(() => 0);
    const place = Math.floor(s / n) + sign * (s % n);
    for (let l = 0; l < n; l++) values[order[l]] = Math.cos((2 * Math.PI * k * (place - l)) / n);
    return values;
  });
  const norm = Math.sqrt(inner(wave, wave));
  const unit = wave.map((row) => row.map((value) => value / norm));
  return { coefficient: inner(logits, unit), unit };
}

function cosines(logits: Rows, form: CyclicForm, frequencies: readonly number[]): Rows {
  const part = logits.map((row) => row.map(() => 0));
  for (const k of frequencies) {
    const { coefficient, unit } = naiveCosine(logits, form, k);
    for (const [s, row] of unit.entries()) for (const [c, u] of row.entries()) part[s][c] += coefficient * u;
  }
  return part;
}

export function inner(x: Rows, y: Rows): number {
  return x.reduce((sum, row, s) => sum + row.reduce((of, value, c) => of + value * y[s][c], 0), 0);
}

/** W_out W_U [neuron][answer] of the last block; W_U of an MLP. */
export function naiveLogitMap(model: Model): Rows {
  const { architecture } = model;
  const W_U = weight(model, "W_U");
  const [inputs, tokens] = W_U.shape;
  const first = architecture.kind === "transformer" ? architecture.firstToken : 0;
  const answers = range(inputs).map((d) => range(architecture.p).map((c) => W_U.data[d * tokens + first + c]));
  if (architecture.kind !== "transformer") return answers;
  const W_out = weight(model, "W_out", architecture.blocks - 1);
  const out = range(W_out.shape[0]).map((neuron) => range(inputs).map((d) => W_out.data[neuron * inputs + d]));
  return times(out, answers);
}

function times(x: Rows, y: Rows): Rows {
  return x.map((row) => y[0].map((_, c) => row.reduce((sum, value, d) => sum + value * y[d][c], 0)));
}

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
