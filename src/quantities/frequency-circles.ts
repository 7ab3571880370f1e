import { firstToken } from "../networks/architecture.ts";
import type { Model } from "../networks/model.ts";
import { wrapped } from "../numerics/angles.ts";
import { realTransform } from "../numerics/fourier.ts";
import { mean } from "../numerics/statistics.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { embeddings } from "./embeddings.ts";
import { embeddingComponents } from "./weight-spectra.ts";

/** The inputs in the plane of one frequency of an embedding; inputs in the group's order. */
export interface FrequencyCircle {
  /** (W[input] − mean over the inputs) · u [input], where u is the unit vector along cos_k W. */
  readonly x: Float64Array;
  /** Likewise along v = sin_k W / ‖sin_k W‖; 0 where k has no sine. */
  readonly y: Float64Array;
  /** Mean of r = √(x² + y²). */
  readonly radius: number;
  /** Standard deviation of r over its mean: 0 on a circle. */
  readonly radiusDeviation: number;
  /** √(mean δ²), where δ is how far the point's angle is from w_k · place, from −π to π. */
  readonly angleDeviation: number;
  /** Share of Σ x² + y² that lies in frequency k: 1 where every point follows its wave. */
  readonly share: number;
  /** u · v: 0 where the axes are at right angles; NaN where k has no sine. */
  readonly axesCosine: number;
}

/** The circles of one embedding. */
export interface EmbeddingCircles {
  readonly name: string;
  /** For each frequency asked for. */
  readonly circles: readonly FrequencyCircle[];
  /** Share of ‖W − mean‖² over the inputs in each frequency asked for. */
  readonly shares: readonly number[];
}

/** Where each embedding places its inputs in the plane of each of these frequencies, float64. */
export function frequencyCircles(
  model: Model,
  form: CyclicForm,
  frequencies: readonly number[],
): readonly EmbeddingCircles[] {
  const found = embeddingComponents(model, form);
  return embeddings(model).map(({ name, W }, e) => {
    const { data, functions } = found[e].components;
    const count = data.length / functions / 2;
    const at = (i: number) => Float64Array.from({ length: functions }, (_, m) => data[m * 2 * count + i]);
    const rows = Array.from(form.order, (input) => {
      const from = (firstToken(model.architecture) + input) * functions;
      return W.data.subarray(from, from + functions);
    });
    const whole = sumOfSquares(data);
    const waves = frequencies.map((k) => ({ k, cos: at(k - 1), sin: at(count + k - 1) }));
    return {
      name,
      circles: waves.map(({ k, cos, sin }) => circle(along(rows, cos), along(rows, sin), unitDot(cos, sin), k, form)),
      shares: waves.map(({ cos, sin }) => (sumOfSquares(cos) + sumOfSquares(sin)) / whole),
    };
  });
}

function circle(
  x: Float64Array,
  y: Float64Array,
  axesCosine: number,
  k: number,
  { n }: Pick<CyclicForm, "n">,
): FrequencyCircle {
  const r = x.map((value, i) => Math.hypot(value, y[i]));
  const radius = mean(r);
  const turned = x.map((value, i) => wrapped(Math.atan2(y[i], value) - (2 * Math.PI * ((k * i) % n)) / n));
  const transform = realTransform(n);
  const own = [x, y].map((values) => {
    const { cos, sin } = transform(values);
    return cos[k - 1] ** 2 + sin[k - 1] ** 2;
  });
  return {
    x,
    y,
    radius,
    radiusDeviation: Math.sqrt(mean(r.map((value) => (value - radius) ** 2))) / radius,
    angleDeviation: Math.sqrt(mean(turned.map((value) => value ** 2))),
    share: (own[0] + own[1]) / (sumOfSquares(x) + sumOfSquares(y)),
    axesCosine,
  };
}

/** How far each row lies along a direction, less the mean of all. */
function along(rows: readonly ArrayLike<number>[], direction: Float64Array): Float64Array {
  const norm = Math.sqrt(sumOfSquares(direction)) || 1;
  const found = Float64Array.from(rows, (row) => direction.reduce((sum, value, m) => sum + value * row[m], 0) / norm);
  const middle = mean(found);
  return found.map((value) => value - middle);
}

function unitDot(x: Float64Array, y: Float64Array): number {
  const dot = x.reduce((sum, value, m) => sum + value * y[m], 0);
  return dot / Math.sqrt(sumOfSquares(x) * sumOfSquares(y));
}

function sumOfSquares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
