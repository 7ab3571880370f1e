import { exponential } from "../../numerics/exponential.ts";
import type { Kernels } from "../backend.ts";
import { dtypeOf, type Expression, emptyValues, sizeOf, type Values } from "../expression.ts";
import { erf } from "./erf.ts";
import { matmul } from "./matmul.ts";
import { broadcastIndex, strided } from "./strides.ts";

/** The values of a node from those of its inputs; in the node's dtype, sums in float64. */
export type Kernel = (node: Expression, inputs: readonly Values[]) => Values;

function each(f: (x: number) => number): Kernel {
  return ({ dtype }, [x]) => {
    const out = emptyValues(dtype, x.length);
    for (let i = 0; i < x.length; i++) out[i] = f(x[i]);
    return out;
  };
}

/** out = x ∘ y at the places that each is repeated to; a function for each operation, as a call within takes five times as long. */
type Loop = (out: Values, x: Values, y: Values, atX: Int32Array | undefined, atY: Int32Array | undefined) => void;

function both(loop: Loop): Kernel {
  return ({ dtype, shape, inputs: [left, right] }, [x, y]) => {
    const out = emptyValues(dtype, sizeOf(shape));
    loop(out, x, y, broadcastIndex(left.shape, shape), broadcastIndex(right.shape, shape));
    return out;
  };
}

const add: Loop = (out, x, y, atX, atY) => {
  if (atX || atY) for (let i = 0; i < out.length; i++) out[i] = x[atX ? atX[i] : i] + y[atY ? atY[i] : i];
  else for (let i = 0; i < out.length; i++) out[i] = x[i] + y[i];
};
const subtract: Loop = (out, x, y, atX, atY) => {
  if (atX || atY) for (let i = 0; i < out.length; i++) out[i] = x[atX ? atX[i] : i] - y[atY ? atY[i] : i];
  else for (let i = 0; i < out.length; i++) out[i] = x[i] - y[i];
};
const multiply: Loop = (out, x, y, atX, atY) => {
  if (atX || atY) for (let i = 0; i < out.length; i++) out[i] = x[atX ? atX[i] : i] * y[atY ? atY[i] : i];
  else for (let i = 0; i < out.length; i++) out[i] = x[i] * y[i];
};
const divide: Loop = (out, x, y, atX, atY) => {
  for (let i = 0; i < out.length; i++) out[i] = x[atX ? atX[i] : i] / y[atY ? atY[i] : i];
};
const maximum: Loop = (out, x, y, atX, atY) => {
  for (let i = 0; i < out.length; i++) out[i] = Math.max(x[atX ? atX[i] : i], y[atY ? atY[i] : i]);
};

const exp: Kernel = ({ dtype }, [x]) => {
  const out = emptyValues(dtype, x.length);
  for (let i = 0; i < x.length; i++) out[i] = exponential(x[i]);
  return out;
};

const leaf: Kernel = () => {
  throw new Error("its values are handed in");
};

export const KERNELS: Kernels<Kernel> = {
  parameter: leaf,
  constant: leaf,
  scalar: ({ dtype, attributes }) => emptyValues(dtype, 1).fill(attributes.value as number),
  negate: each((x) => -x),
  exp,
  log: each(Math.log),
  log1p: each(Math.log1p),
  sqrt: each(Math.sqrt),
  reciprocal: each((x) => 1 / x),
  tanh: each(Math.tanh),
  erf: each(erf),
  sigmoid: each((x) => 1 / (1 + Math.exp(-x))),
  // Written so that a NaN stays a NaN.
  relu: each((x) => (x <= 0 ? 0 : x)),
  step: each((x) => (x > 0 ? 1 : 0)),
  cast: ({ dtype }, [x]) => {
    const out = emptyValues(dtype, x.length);
    out.set(x);
    return out;
  },
  add: both(add),
  subtract: both(subtract),
  multiply: both(multiply),
  divide: both(divide),
  maximum: both(maximum),
  matmul,
  sum: ({ dtype, attributes, inputs: [{ shape }] }, [x]) => {
    const sizes = [...shape];
    let total: Values = x;
    for (const axis of attributes.axes as readonly number[]) {
      total = summed(total, sizeOf(sizes.slice(0, axis)), sizes[axis], sizeOf(sizes.slice(axis + 1)));
      sizes[axis] = 1;
    }
    return as(dtype, total);
  },
  max: ({ dtype, inputs: [{ shape }] }, [x]) => {
    const width = shape[shape.length - 1];
    const out = emptyValues(dtype, x.length / width);
    for (let row = 0; row < out.length; row++) {
      let top = x[row * width];
      for (let i = row * width + 1; i < (row + 1) * width; i++) top = Math.max(top, x[i]);
      out[row] = top;
    }
    return out;
  },
  argmax: ({ inputs: [{ shape }] }, [x]) => {
    const width = shape[shape.length - 1];
    const out = new Int32Array(x.length / width);
    for (let row = 0; row < out.length; row++) {
      for (let i = 1; i < width; i++) if (x[row * width + i] > x[row * width + out[row]]) out[row] = i;
    }
    return out;
  },
  reshape: (_, [x]) => x,
  transpose: ({ dtype, shape, attributes, inputs: [{ shape: from }] }, [x]) => {
    const order = attributes.order as readonly number[];
    const steps = from.map((_, axis) => sizeOf(from.slice(axis + 1)));
    return strided(
      x,
      emptyValues(dtype, x.length),
      shape,
      order.map((axis) => steps[axis]),
    );
  },
  broadcast: ({ dtype, shape, inputs: [{ shape: from }] }, [x]) => {
    const out = emptyValues(dtype, sizeOf(shape));
    const at = broadcastIndex(from, shape);
    for (let i = 0; i < out.length; i++) out[i] = x[at ? at[i] : i];
    return out;
  },
  concat: ({ dtype, shape, attributes, inputs }, parts) => {
    const axis = attributes.axis as number;
    const out = emptyValues(dtype, sizeOf(shape));
    const runs = inputs.map((input) => sizeOf(input.shape.slice(axis)));
    const rows = sizeOf(shape.slice(0, axis));
    for (let row = 0, at = 0; row < rows; row++) {
      for (const [i, run] of runs.entries()) {
        out.set(parts[i].subarray(row * run, (row + 1) * run), at);
        at += run;
      }
    }
    return out;
  },
  slice: ({ dtype, shape, attributes, inputs: [{ shape: from }] }, [x]) => {
    const { axis, from: first } = attributes as { axis: number; from: number };
    return moved(x, emptyValues(dtype, sizeOf(shape)), shape, axis, { from: from[axis], to: shape[axis], at: -first });
  },
  pad: ({ dtype, shape, attributes, inputs: [{ shape: from }] }, [x]) => {
    const { axis, before } = attributes as { axis: number; before: number };
    return moved(x, emptyValues(dtype, sizeOf(shape)), shape, axis, { from: from[axis], to: shape[axis], at: before });
  },
  gather: ({ dtype, shape }, [x, index]) => {
    const width = sizeOf(shape.slice(1));
    const out = emptyValues(dtype, index.length * width);
    for (let i = 0; i < index.length; i++) out.set(x.subarray(index[i] * width, (index[i] + 1) * width), i * width);
    return out;
  },
  scatter: ({ dtype, shape }, [x, index]) => {
    const width = sizeOf(shape.slice(1));
    const total = new Float64Array(sizeOf(shape));
    for (let i = 0; i < index.length; i++) {
      for (let j = 0; j < width; j++) total[index[i] * width + j] += x[i * width + j];
    }
    return as(dtype, total);
  },
  pick: ({ dtype, inputs: [{ shape }] }, [x, index]) => {
    const out = emptyValues(dtype, index.length);
    for (let i = 0; i < index.length; i++) out[i] = x[i * shape[1] + index[i]];
    return out;
  },
  place: ({ shape }, [x, index, values]) => {
    const out = x.slice();
    for (let i = 0; i < index.length; i++) out[i * shape[1] + index[i]] = values[i];
    return out;
  },
};

/** Σ over the middle axis of [outer, n, inner], float64. */
function summed(x: Values, outer: number, n: number, inner: number): Float64Array {
  const total = new Float64Array(outer * inner);
  for (let o = 0; o < outer; o++) {
    const at = o * inner;
    let j = 0;
    // Four rows at a time: the total is read and written a quarter as often.
    for (; j + 4 <= n; j += 4) {
      const x0 = (o * n + j) * inner;
      const [x1, x2, x3] = [x0 + inner, x0 + 2 * inner, x0 + 3 * inner];
      for (let i = 0; i < inner; i++) total[at + i] += x[x0 + i] + x[x1 + i] + x[x2 + i] + x[x3 + i];
    }
    for (; j < n; j++) for (let i = 0, from = (o * n + j) * inner; i < inner; i++) total[at + i] += x[from + i];
  }
  return total;
}

function as(dtype: Expression["dtype"], values: Values): Values {
  if (dtypeOf(values) === dtype) return values;
  const out = emptyValues(dtype, values.length);
  out.set(values);
  return out;
}

/** Copies runs along an axis that has `from` places in x and `to` in `out`, place 0 of x to place `at` of `out`. */
function moved(
  x: Values,
  out: Values,
  shape: readonly number[],
  axis: number,
  { from, to, at }: { readonly from: number; readonly to: number; readonly at: number },
): Values {
  const width = sizeOf(shape.slice(axis + 1));
  const first = Math.max(0, -at);
  const last = Math.min(from, to - at);
  for (let row = 0; row < sizeOf(shape.slice(0, axis)); row++) {
    const source = x.subarray((row * from + first) * width, (row * from + last) * width);
    out.set(source, (row * to + first + at) * width);
  }
  return out;
}
