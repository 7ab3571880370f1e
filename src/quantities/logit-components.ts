import { firstToken } from "../networks/architecture.ts";
import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { waves } from "./frequency-waves.ts";

/**
 * √(Σ_c (Σ_ab F_i(a) F_j(b) L(a, b, c))²) [component i of a, component j of b], n × n, float64: the norm over the answers of
 * each component of the logits in the 2-D orthonormal Fourier basis, in the order constant, cos 1, sin 1, cos 2, … (Nanda et
 * al. 2023, figure 4). On the multiplicative group 0 is left out of the inputs and of the answers.
 */
export function logitComponents(model: Model, form: CyclicForm): Float64Array {
  const { n } = form;
  const ofA = transformed(orderedLogits(model, form), n);
  const ofBoth = transformed(exchanged(ofA, n), n);
  const norms = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      let squares = 0;
      for (let c = 0, at = (j * n + i) * n; c < n; c++) squares += ofBoth[at + c] ** 2;
      norms[i * n + j] = Math.sqrt(squares);
    }
  }
  return norms;
}

/** [place of a, place of b, place of the answer]. */
function orderedLogits(model: Model, { n, order }: CyclicForm): Float64Array {
  const { data, shape } = logitsOf(model);
  const { architecture } = model;
  const first = firstToken(architecture);
  const out = new Float64Array(n * n * n);
  let at = 0;
  for (const a of order) {
    for (const b of order) {
      const from = (a * architecture.p + b) * shape[1] + first;
      for (const c of order) out[at++] = data[from + c];
    }
  }
  return out;
}

/** The components [component, column] of each column of [place, column], in the order of `componentNames`. */
function transformed(data: Float64Array, n: number): Float64Array {
  const width = data.length / n;
  const { cos, sin } = waves({ data, n, width });
  const out = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) out[i % width] += data[i] / Math.sqrt(n);
  for (let i = 1; i < n; i++) {
    const from = (Math.ceil(i / 2) - 1) * width;
    out.set((i % 2 === 1 ? cos : sin).subarray(from, from + width), i * width);
  }
  return out;
}

/** [i, b, c] as [b, i, c], n of each. */
function exchanged(data: Float64Array, n: number): Float64Array {
  const out = new Float64Array(data.length);
  for (let i = 0; i < n; i++) {
    for (let b = 0; b < n; b++) {
      const from = (i * n + b) * n;
      out.set(data.subarray(from, from + n), (b * n + i) * n);
    }
  }
  return out;
}
