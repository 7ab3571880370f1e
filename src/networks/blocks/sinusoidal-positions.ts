import { power } from "../../numerics/power.ts";
import { add, constant } from "../../tensors/operations.ts";
import { chosen, defineBlock } from "../block.ts";

/** Where the sine and the cosine of a rate stand in the vector: beside one another, or in its two halves. */
const ORDERS = {
  neighbours: (i: number, half: number) => ({ rate: Math.floor(i / 2) / half, sine: i % 2 === 0 }),
  halves: (i: number, half: number) => ({ rate: (i % half) / half, sine: i < half }),
} as const;

/** Fixed waves for each position (Vaswani et al. 2017). */
export default defineBlock({
  name: "sinusoidal-positions",
  formula: "x_j + (sin j/base^{i/(d/2)}, cos j/base^{i/(d/2)}) for i = 0 … d/2 − 1",
  defaults: { base: 10_000, order: "neighbours" },
  parameters: () => ({}),
  forward: ({ base, order }, stream) => {
    const at = chosen("order of sinusoidal-positions", order, ORDERS);
    return stream.map(({ of, x }, j) => {
      const width = x.shape[1];
      const wave = Float64Array.from({ length: width }, (_, i) => {
        const { rate, sine } = at(i, width / 2);
        return (sine ? Math.sin : Math.cos)(j / power(base, rate));
      });
      return { of, x: add(x, constant(x.dtype === "float64" ? wave : Float32Array.from(wave))) };
    });
  },
});
