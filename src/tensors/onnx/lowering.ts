import type { Kernels } from "../backend.ts";
import type { Expression } from "../expression.ts";
import { ELEMENT, type Initializer, type Node } from "./model.ts";

/** What writes an expression's operation as operators of ONNX. */
export interface Emitter {
  /** Adds an operator and returns the name of what it gives. */
  readonly emit: (operator: string, inputs: readonly string[], attributes?: Node["attributes"]) => string;
  /** The name of known numbers. */
  readonly known: (type: Initializer["type"], numbers: readonly number[], shape?: readonly number[]) => string;
}

/** The name of a node's value, from those of its inputs. */
export type Lowering = (node: Expression, inputs: readonly string[], to: Emitter) => string;

function one(operator: string): Lowering {
  return (_, inputs, { emit }) => emit(operator, inputs);
}

const leaf: Lowering = () => {
  throw new Error("its values are handed in");
};

export const LOWERINGS: Kernels<Lowering> = {
  parameter: leaf,
  constant: leaf,
  scalar: ({ dtype, attributes }, _, { known }) => known(dtype, [attributes.value as number], []),
  negate: one("Neg"),
  exp: one("Exp"),
  log: one("Log"),
  log1p: ({ dtype }, [x], { emit, known }) => {
    // ln(u) x / (u − 1) with u = 1 + x as it is rounded (Kahan): the rounding of u cancels.
    const u = emit("Add", [x, known(dtype, [1], [])]);
    const above = emit("Sub", [u, known(dtype, [1], [])]);
    const exact = emit("Div", [emit("Mul", [emit("Log", [u]), x]), above]);
    return emit("Where", [emit("Equal", [above, known(dtype, [0], [])]), x, exact]);
  },
  sqrt: one("Sqrt"),
  reciprocal: one("Reciprocal"),
  tanh: one("Tanh"),
  erf: one("Erf"),
  sigmoid: one("Sigmoid"),
  relu: one("Relu"),
  step: ({ dtype }, [x], to) => castTo(to.emit("Greater", [x, to.known(dtype, [0], [])]), dtype, to),
  cast: ({ dtype }, [x], to) => castTo(x, dtype, to),
  add: one("Add"),
  subtract: one("Sub"),
  multiply: one("Mul"),
  divide: one("Div"),
  maximum: one("Max"),
  matmul: ({ shape, attributes, inputs }, [x, y], { emit }) => {
    const { left, right } = attributes as { left: boolean; right: boolean };
    if (!left && !right) return emit("MatMul", [x, y]);
    if (shape.length === 2) return emit("Gemm", [x, y], { transA: Number(left), transB: Number(right) });
    const exchanged = (name: string, rank: number) => {
      const axes = Array.from({ length: rank }, (_, i) => i);
      return emit("Transpose", [name], { perm: [...axes.slice(0, -2), rank - 1, rank - 2] });
    };
    const [rankX, rankY] = inputs.map((input) => input.shape.length);
    return emit("MatMul", [left ? exchanged(x, rankX) : x, right ? exchanged(y, rankY) : y]);
  },
  sum: ({ attributes }, [x], { emit, known }) =>
    emit("ReduceSum", [x, known("int64", attributes.axes as readonly number[])], { keepdims: 1 }),
  max: ({ attributes }, [x], { emit }) => emit("ReduceMax", [x], { axes: attributes.axes as readonly number[] }),
  argmax: ({ shape }, [x], to) => castTo(to.emit("ArgMax", [x], { axis: shape.length, keepdims: 0 }), "int32", to),
  reshape: ({ shape }, [x], { emit, known }) => emit("Reshape", [x, known("int64", shape)]),
  transpose: ({ attributes }, [x], { emit }) => emit("Transpose", [x], { perm: attributes.order as readonly number[] }),
  broadcast: ({ shape }, [x], { emit, known }) => emit("Expand", [x, known("int64", shape)]),
  concat: ({ attributes }, inputs, { emit }) => emit("Concat", inputs, { axis: attributes.axis as number }),
  slice: ({ attributes }, [x], { emit, known }) => {
    const { from, to, axis } = attributes as { from: number; to: number; axis: number };
    return emit("Slice", [x, known("int64", [from]), known("int64", [to]), known("int64", [axis])]);
  },
  pad: ({ attributes, shape }, [x], { emit, known }) => {
    const { axis, before, after } = attributes as { axis: number; before: number; after: number };
    const ends = (count: number) => shape.map((_, i) => (i === axis ? count : 0));
    return emit("Pad", [x, known("int64", [...ends(before), ...ends(after)])]);
  },
  gather: (_, inputs, { emit }) => emit("Gather", inputs, { axis: 0 }),
  scatter: ({ shape, dtype }, [x, index], to) => {
    const zeros = to.emit("Expand", [to.known(dtype, [0], []), to.known("int64", shape)]);
    return to.emit("ScatterND", [zeros, castTo(column(index, to), "int64", to), x], { reduction: "add" });
  },
  pick: (_, [x, index], to) => to.emit("GatherElements", [x, column(index, to)], { axis: 1 }),
  place: (_, [x, index, values], to) => to.emit("ScatterElements", [x, column(index, to), values], { axis: 1 }),
};

/** An index [i] as [i, 1]. */
function column(index: string, { emit, known }: Emitter): string {
  return emit("Reshape", [index, known("int64", [-1, 1])]);
}

function castTo(x: string, type: keyof typeof ELEMENT, { emit }: Emitter): string {
  return emit("Cast", [x], { to: ELEMENT[type] });
}
