import { neuronsOfPairs, reduceNeurons } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import type { Expression, Values } from "../tensors/expression.ts";
import { cast, constant, gather, multiply, reshape, square, subtract, sum } from "../tensors/operations.ts";
import type { PairSums, ResidueSums } from "./pair-sums.ts";

/**
 * Sums over the n² pairs of the group of a block's neurons, each less its usual value, float64: no wave sees a constant.
 */
export interface NeuronSums extends PairSums {
  /** Σ (x − mean)² over the pairs [neuron]. */
  readonly variance: Float64Array;
}

/** More neurons of pairs than this are summed in float32. */
const MANY = 2 ** 20;

/** The sums of a block's neurons, or of an MLP's hidden layer; of the last where none is named. */
export function neuronSums(model: Model, form: CyclicForm, block?: number): NeuronSums {
  const all = neuronSumsOfBlocks(model, form);
  const at = block ?? all.length - 1;
  const found = all[at];
  if (!found) throw new Error(`the network has no neurons of a block ${at}: it has ${all.length} blocks with neurons`);
  return found;
}

/**
 * `pairSums` of the neurons of every block, taken batch by batch in the forward pass, so that p² · neurons values need not be
 * kept. The usual value is taken off first: of a neuron that is constant exactly nothing is left, and the variance of one that is constant
 * but for a few pairs is no difference of two large sums. Of many values, as of the published network, what remains is summed in
 * float32 over at most n values, and these sums in float64: good to about 1e-7 of the largest, and a sixth less time for all
 * measures together. Of fewer all is float64.
 */
export const neuronSumsOfBlocks: (model: Model, form: CyclicForm) => readonly NeuronSums[] = memoOfTwo(
  (model, form) => {
    const blocks = usualNeurons(model, form.order).map((level) => blockSums(model, form, level));
    reduceNeurons(model, {
      of: (neurons, a) => Object.assign({}, ...blocks.map(({ of }, i) => prefixed(`${i} `, of(neurons[i], a)))),
      take: (found, a) => {
        for (const [i, { take }] of blocks.entries()) take((name) => found[`${i} ${name}`], a);
      },
    });
    return blocks.map(({ sums }) => sums());
  },
);

function prefixed<T>(prefix: string, record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [`${prefix}${name}`, value]));
}

/** The sums of one block's neurons: what is to be summed of a batch, where it is added up, and what it comes to. */
function blockSums(model: Model, { n, order }: CyclicForm, level: Float32Array) {
  const { p } = model.architecture;
  const place = new Int32Array(p).fill(-1);
  for (let i = 0; i < n; i++) place[order[i]] = i;
  const width = level.length;
  const dtype = p * p * width > MANY ? "float32" : "float64";
  const table = () => new Float64Array(n * width);
  const sums = { a: table(), b: table(), plus: table(), minus: table(), squares: table() };
  return {
    of: (neurons: Expression, a: Int32Array) => {
      const off = cast(constant(level, [1, width]), dtype);
      const x = inGroup(subtract(cast(neurons, dtype), off), a, place);
      const cube = reshape(x, [a.length, p, width]);
      // Of an a that is none of the group all is 0, whatever is looked up.
      const along = (bOf: (r: number, i: number) => number): Expression => {
        const rows = new Int32Array(n * a.length);
        for (let r = 0; r < n; r++)
          for (let i = 0; i < a.length; i++) rows[r * a.length + i] = i * p + order[bOf(r, Math.max(place[a[i]], 0))];
        return sum(reshape(gather(x, constant(rows)), [n, a.length, width]), [1]);
      };
      return {
        a: sum(cube, [1]),
        b: sum(cube, [0]),
        plus: along((r, i) => (r - i + n) % n),
        minus: along((r, i) => (i - r + n) % n),
        squares: sum(square(cube), [1]),
      };
    },
    take: (found: (name: string) => Values, a: Int32Array) => {
      addRows(sums.plus, found("plus"), 0, 0, n, width);
      addRows(sums.minus, found("minus"), 0, 0, n, width);
      for (let b = 0; b < p; b++) if (place[b] >= 0) addRows(sums.b, found("b"), place[b], b, 1, width);
      for (let i = 0; i < a.length; i++) {
        if (place[a[i]] < 0) continue;
        addRows(sums.a, found("a"), place[a[i]], i, 1, width);
        addRows(sums.squares, found("squares"), place[a[i]], i, 1, width);
      }
    },
    sums: () => concluded(sums, n, width),
  };
}

/** The sums over all batches, with the variance that follows. */
function concluded(
  sums: Readonly<Record<"a" | "b" | "plus" | "minus" | "squares", Float64Array>>,
  n: number,
  width: number,
): NeuronSums {
  const variance = new Float64Array(width);
  const total = new Float64Array(width);
  for (let i = 0; i < sums.a.length; i++) {
    variance[i % width] += sums.squares[i];
    total[i % width] += sums.a[i];
  }
  for (let j = 0; j < width; j++) variance[j] = Math.max(0, variance[j] - total[j] ** 2 / n ** 2);
  const of = (data: Float64Array): ResidueSums => ({ data, n, width });
  return { a: of(sums.a), b: of(sums.b), plus: of(sums.plus), minus: of(sums.minus), variance };
}

/** A pair of a row and a column each a fifth further on: few neurons are unusual at most of the five. */
const LOOKS = 5;

/** Of each block's neurons the middle one of their values at a few pairs: what each is at most pairs, if constant but for some. */
function usualNeurons(model: Model, order: Int32Array): readonly Float32Array[] {
  const at = (i: number) => order[Math.floor((i * order.length) / LOOKS)];
  const pairs = Array.from({ length: LOOKS }, (_, i) => [at(i), at((2 * i) % LOOKS)] as const);
  const middle = (LOOKS - 1) / 2;
  return neuronsOfPairs(model, pairs).map(({ data, shape }) =>
    Float32Array.from({ length: shape[1] }, (_, neuron) => {
      const values = Array.from({ length: LOOKS }, (_, i) => data[i * shape[1] + neuron]);
      return values.sort((x, y) => x - y)[middle];
    }),
  );
}

/** x with 0 at the pairs that are none of the group. */
function inGroup(x: Expression, a: Int32Array, place: Int32Array): Expression {
  if (place.every((i) => i >= 0)) return x;
  const p = place.length;
  const member = Float32Array.from({ length: a.length * p }, (_, s) =>
    place[a[Math.floor(s / p)]] >= 0 && place[s % p] >= 0 ? 1 : 0,
  );
  return multiply(x, cast(constant(member, [member.length, 1]), x.dtype));
}

/** Adds `count` rows of `from`, from row `first` on, to those of `to` from row `at` on. */
function addRows(
  to: Float64Array,
  from: ArrayLike<number>,
  at: number,
  first: number,
  count: number,
  width: number,
): void {
  for (let i = 0, t = at * width, f = first * width; i < count * width; i++) to[t++] += from[f++];
}
