import { firstToken } from "../models/_architecture.ts";
import type { Model } from "../models/_model.ts";
import { logitsOf } from "../models/forward.ts";
import { frequencyCount, realTransform } from "../numerics/fourier.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";

/**
 * Cosine of the logits, centred over the answers of each pair, with cos(w_k(a ± b − c)) over the cube [a, b, c], at k − 1
 * for k = 1 … ⌊n/2⌋ (Nanda et al. 2023, section 4.2). Float64. The coefficient is that of a histogram over a ± b − c.
 */
export function cosineSimilarities(model: Model, { n, order, sign }: CyclicForm): Float64Array {
  const logits = logitsOf(model);
  const { architecture } = model;
  const first = firstToken(architecture);
  const histogram = new Float64Array(n);
  let squares = 0;
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const at = (order[a] * architecture.p + order[b]) * logits.shape[1] + first;
      const answer = (a + sign * b + n) % n;
      let mean = 0;
      for (let c = 0; c < n; c++) mean += logits.data[at + order[c]];
      mean /= n;
      for (let c = 0; c < n; c++) {
        const value = logits.data[at + order[c]] - mean;
        histogram[(answer - c + n) % n] += value;
        squares += value * value;
      }
    }
  }
  const { cos } = realTransform(n)(histogram);
  // The transform's cosine has norm 1 over Z_n; over the cube each place stands n² times.
  return cos.slice(0, frequencyCount(n)).map((coefficient) => coefficient / n / Math.sqrt(squares));
}
