import { inputEmbeddings, type Model, optionalWeight } from "../networks/model.ts";
import type { Tensor } from "../numerics/tensor.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { product } from "../tensors/product.ts";
import { type Waves, waves } from "./frequency-waves.ts";
import { memoOfBlockAndForm, type OfBlockAndForm } from "./of-block.ts";

/** What a neuron's input has of each frequency of a and of b. */
export interface InputWaves {
  readonly a: Waves;
  readonly b: Waves;
}

/**
 * The waves [frequency, neuron] of f and g, where f(a) + g(b) is what a neuron is given before its nonlinearity, float64;
 * undefined of a block whose neurons are given no such sum: all but an MLP's first hidden layer.
 */
export const inputWaves: OfBlockAndForm<InputWaves | undefined> = memoOfBlockAndForm((model, form, block) => {
  const { architecture } = model;
  if (architecture.kind !== "mlp" || block !== 0) return undefined;
  const [E_a, E_b] = inputEmbeddings(model);
  // Concatenated, b passes through the rows of W_in that come after those of a.
  const second = architecture.meeting === "concatenate" ? E_a.shape[1] : 0;
  const of = (E: Tensor, row: number) => waves({ ...throughW_in(model, inOrder(E, form), E.shape[1], row), n: form.n });
  const a = of(E_a, 0);
  return { a, b: E_a === E_b && second === 0 ? a : of(E_b, second) };
});

/** The rows of an embedding at the places of Z_n [place, d_model]; an MLP's tokens are its inputs. */
function inOrder({ data, shape: [, width] }: Tensor, { n, order }: CyclicForm): Float64Array {
  const out = new Float64Array(n * width);
  for (let i = 0; i < n; i++) out.set(data.subarray(order[i] * width, (order[i] + 1) * width), i * width);
  return out;
}

/** X times the rows of W_in from `row` on; X itself where there is no W_in, as the embeddings are the neurons' inputs. */
function throughW_in(
  model: Model,
  X: Float64Array,
  width: number,
  row: number,
): { readonly data: Float64Array; readonly width: number } {
  const W_in = optionalWeight(model, "W_in");
  if (!W_in) return { data: X, width };
  const neurons = W_in.shape[1];
  const part = Float64Array.from(W_in.data.subarray(row * neurons, (row + width) * neurons));
  return { data: product(X, { data: part, rows: width, columns: neurons }).data, width: neurons };
}
