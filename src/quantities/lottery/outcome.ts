import type { Model } from "../../networks/model.ts";
import { frequencyCount } from "../../numerics/fourier.ts";
import type { CyclicForm } from "../../tasks/_cyclic.ts";
import { logitMapWaves } from "../neuron-phases.ts";

/**
 * The frequency that each neuron writes the answer at [neuron]: that of the largest share of the power of its row of W_L over the
 * answers, the constant left out; 0 of a neuron of which none has `least` of the power, and of one that writes nothing. Float64.
 */
export function writtenFrequencies(model: Model, form: CyclicForm, least: number): readonly number[] {
  const { cos, sin } = logitMapWaves(model, form);
  const frequencies = frequencyCount(form.n);
  const neurons = cos.length / frequencies;
  return Array.from({ length: neurons }, (_, i) => {
    let [best, most, whole] = [0, 0, 0];
    for (let k = 1; k <= frequencies; k++) {
      const power = cos[(k - 1) * neurons + i] ** 2 + sin[(k - 1) * neurons + i] ** 2;
      whole += power;
      if (power > most) [best, most] = [k, power];
    }
    return whole > 0 && most >= least * whole ? best : 0;
  });
}
