import { forward } from "#networks/forward.js";
import type { Model } from "#networks/model.js";
import type { CyclicForm } from "#tasks/_cyclic.js";
import { basis, type Wave } from "../_basis.ts";

/** [place of a][place of b][value] of an activation over the pairs, the columns in their own order. */
function cube(
  data: ArrayLike<number>,
  width: number,
  model: Model,
  { n, order }: CyclicForm,
  columns: readonly number[],
) {
  const { p } = model.architecture;
  return range(n).map((i) => range(n).map((j) => columns.map((c) => data[(order[i] * p + order[j]) * width + c])));
}

/** The answers' logits [i][j][l] by places. */
function answerLogits(model: Model, form: CyclicForm): number[][][] {
  const { data, shape } = forward(model).logits;
  const first = model.architecture.kind === "transformer" ? model.architecture.firstToken : 0;
  const columns = Array.from(form.order, (residue) => first + residue);
  return cube(data, shape[1], model, form, columns);
}

/** A row less its mean. */
function centred(row: readonly number[]): number[] {
  const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
  return row.map((value) => value - mean);
}

/** The logits L against W = cos(w_k(i ± j − l)), over the whole n × n × n cube, for k = 1 … ⌊n/2⌋; L' is centred over l. */
export function naiveCosineFits(model: Model, form: CyclicForm) {
  const { n, sign } = form;
  const logits = answerLogits(model, form);
  const places = logits.flatMap((rows, i) => rows.flatMap((row, j) => row.map((_, l) => i + sign * j - l)));
  const whole = logits.flat(2);
  const shifted = logits.flatMap((rows) => rows.flatMap(centred));
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, at) => sum + value * y[at], 0);
  const norm = (x: readonly number[]) => Math.sqrt(dot(x, x));
  const waves = range(Math.floor(n / 2)).map((below) =>
    places.map((place) => Math.cos((2 * Math.PI * (below + 1) * place) / n)),
  );
  return {
    /** ⟨L, W⟩ / ‖W‖. */
    coefficient: waves.map((wave) => dot(whole, wave) / norm(wave)),
    /** ⟨L, W⟩ / (‖L‖ ‖W‖). */
    similarity: waves.map((wave) => dot(whole, wave) / (norm(whole) * norm(wave))),
    /** ⟨L', W⟩ / (‖L'‖ ‖W‖). */
    centredSimilarity: waves.map((wave) => dot(shifted, wave) / (norm(shifted) * norm(wave))),
    /** (⟨L, W⟩ / ‖W‖)² / ‖L'‖². */
    varianceShare: waves.map((wave) => (dot(whole, wave) / norm(wave) / norm(shifted)) ** 2),
  };
}

/** Share of each neuron's variance in the products of {1, cos_k, sin_k}(a) and {1, cos_k, sin_k}(b) [neuron][k − 1]. */
export function naiveShares(model: Model, form: CyclicForm, neurons = forward(model).neurons): number[][] {
  const { n } = form;
  const { data, shape } = neurons;
  const waves = basis(n);
  return range(shape[1]).map((neuron) => {
    const values = cube(data, shape[1], model, form, [neuron]).map((rows) => rows.map(([value]) => value));
    const all = values.flat();
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const coefficient = (f: Wave, g: Wave) =>
      values.reduce((sum, row, i) => sum + f.values[i] * row.reduce((inner, v, j) => inner + g.values[j] * v, 0), 0);
    return range(Math.floor(n / 2)).map((below) => {
      const used = waves.filter(({ k }) => k === 0 || k === below + 1);
      const terms = used.flatMap((f) => used.map((g) => (f.k === 0 && g.k === 0 ? 0 : coefficient(f, g) ** 2)));
      return terms.reduce((sum, term) => sum + term, 0) / variance;
    });
  });
}

/** ‖F_row M‖ over the columns, M [place][column], for each row of the basis. */
export function naiveNorms(matrix: readonly (readonly number[])[]): readonly (Wave & { readonly norm: number })[] {
  return basis(matrix.length).map((wave) => {
    const line = matrix[0].map((_, j) => wave.values.reduce((sum, value, i) => sum + value * matrix[i][j], 0));
    return { ...wave, norm: Math.sqrt(line.reduce((sum, value) => sum + value * value, 0)) };
  });
}

/** Σ_ij |x_i − x_j| / (2 n Σ x): half the relative mean difference, which is Gini's coefficient. */
export function naiveGini(values: readonly number[]): number {
  const differences = values.flatMap((x) => values.map((y) => Math.abs(x - y)));
  const sum = (x: readonly number[]) => x.reduce((total, value) => total + value, 0);
  return sum(differences) / (2 * values.length * sum(values));
}

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
