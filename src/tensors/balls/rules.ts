import type { Kernels } from "../backend.ts";
import { type Expression, sizeOf } from "../expression.ts";
import * as op from "../operations.ts";
import { absolute, ELEMENTARY, GROWTH, gamma, ROUNDING, rounded, SATURATING, summed } from "./roundings.ts";

/**
 * A midpoint and a radius, float64 expressions of one shape: the real value, and every float32 value that an engine may
 * compute for it, are within the radius. Null where the value is exact. Of an index (int32) the midpoint is itself.
 */
export interface Ball {
  readonly mid: Expression;
  readonly radius: Expression | null;
  /** Of a sum of sums: all that is added, as an engine may add it in another order. */
  readonly terms?: Terms;
}

/** Values that are added up, one after another. */
interface Terms {
  readonly count: number;
  /** Σ |x|. */
  readonly mass: Expression;
  /** Σ of their radii. */
  readonly radius: Expression | null;
}

/** The ball of a node, from those of its inputs. */
export type BallRule = (node: Expression, inputs: readonly Ball[]) => Ball;

const { add, subtract, multiply, divide, sqrt, relu, exp, maximum } = op;

/** A radius, zeros where the value is exact. */
function radiusOf({ mid, radius }: Ball): Expression {
  return radius ?? op.broadcast(op.scalar(0, "float64"), mid.shape);
}

/** Both through an operation that moves values and changes none. */
function moved(move: (x: Expression, node: Expression) => Expression): BallRule {
  return (node, [{ mid, radius }]) => ({ mid: move(mid, node), radius: radius && move(radius, node) });
}

/** Σ of what there is. */
function total(parts: readonly (Expression | null)[]): Expression | null {
  return parts.reduce((x, y) => (x && y ? add(x, y) : (x ?? y)), null);
}

/** What |x| is at least, less than that by more than float64's rounding; 0 where the ball holds 0. */
function least({ mid, radius }: Ball): Expression {
  const size = multiply(absolute(mid), 1 - 2 ** -40);
  return radius ? relu(subtract(size, multiply(radius, GROWTH))) : size;
}

/** |f(x̂) − f(x)| ≤ slope · radius; f is off by `SATURATING` on top. */
function saturating(f: (x: Expression) => Expression, slope: number): BallRule {
  return (_, [{ mid, radius }]) => {
    const own = op.broadcast(op.scalar(SATURATING, "float64"), mid.shape);
    return { mid: f(mid), radius: radius ? add(own, multiply(radius, slope * GROWTH)) : own };
  };
}

/** erf of float64 values by the float32 operation, which every engine has. */
function erf(x: Expression): Expression {
  return op.cast(op.erf(op.cast(x, "float32")), "float64");
}

function sum(f: typeof add): BallRule {
  return ({ inputs }, balls) => {
    const mid = f(balls[0].mid, balls[1].mid);
    const [x, y] = balls.map((ball) => ball.terms ?? { count: 1, mass: absolute(ball.mid), radius: ball.radius });
    const radius = total([x.radius, y.radius, ...inputs.map((input, i) => early(input, balls[1 - i]))]);
    const terms = { count: x.count + y.count, mass: add(x.mass, y.mass), radius };
    // Two have one order.
    return { mid, radius: terms.count === 2 ? rounded(mid, radius) : ofTerms(terms), terms };
  };
}

/** The radius of a sum of terms, in any order. */
function ofTerms({ count, mass, radius }: Terms): Expression {
  const own = multiply(mass, gamma(count - 1) * GROWTH);
  return summed(radius ? add(own, multiply(radius, GROWTH + 2 * gamma(count - 1))) : own, count);
}

/** A bias that is added to a product of matrices may be the first term of its sum, as in fused kernels: γ_n of it. */
function early({ operation, inputs, attributes }: Expression, { mid }: Ball): Expression | null {
  if (operation !== "matmul" || mid.shape.length > 1) return null;
  return multiply(absolute(mid), gamma(innerOf(inputs[0], attributes.left as boolean)));
}

function innerOf({ shape }: Expression, exchanged: boolean): number {
  return shape[shape.length - (exchanged ? 2 : 1)];
}

const jumps: BallRule = ({ operation }) => {
  throw new RangeError(`${operation} jumps: no radius follows from that of its input`);
};

/** Of each operation |f(x̂) rounded − f(x)| for all x̂, x in the inputs' balls. */
export const RULES: Kernels<BallRule> = {
  parameter: (node) => ({ mid: op.cast(node, "float64"), radius: null }),
  // Known float32 values that are no integers were real numbers before they were rounded: sines of positions.
  constant: (node) => {
    if (node.dtype === "int32") return { mid: node, radius: null };
    const mid = op.cast(node, "float64");
    return { mid, radius: node.values?.every(Number.isInteger) ? null : multiply(absolute(mid), ROUNDING) };
  },
  scalar: ({ attributes }) => {
    const value = attributes.value as number;
    const off = Math.abs(Math.fround(value) - value);
    return { mid: op.scalar(value, "float64"), radius: off === 0 ? null : op.scalar(off * GROWTH, "float64") };
  },
  negate: (_, [{ mid, radius }]) => ({ mid: op.negate(mid), radius }),
  exp: (_, [{ mid, radius }]) => {
    const e = exp(mid);
    // e^{m + r} − e^m ≤ r e^{m + r}
    return { mid: e, radius: rounded(e, radius && multiply(multiply(radius, exp(radius)), e), ELEMENTARY) };
  },
  log: (_, [x]) => {
    const mid = op.log(x.mid);
    const off = x.radius && divide(x.radius, least(x));
    return { mid, radius: add(rounded(mid, off, ELEMENTARY), ELEMENTARY) };
  },
  log1p: (_, [x]) => {
    const mid = op.log1p(x.mid);
    const off = x.radius && divide(x.radius, least({ mid: add(x.mid, 1), radius: x.radius }));
    return { mid, radius: rounded(mid, off, ELEMENTARY) };
  },
  sqrt: (_, [x]) => {
    const mid = sqrt(x.mid);
    // |√x̂ − √x| = |x̂ − x| / (√x̂ + √x), and nothing below 0 has a root.
    return { mid, radius: rounded(mid, x.radius && divide(x.radius, sqrt(least(x))), ELEMENTARY) };
  },
  reciprocal: (_, [x]) => {
    const mid = op.reciprocal(x.mid);
    return { mid, radius: rounded(mid, x.radius && divide(multiply(absolute(mid), x.radius), least(x))) };
  },
  tanh: saturating(op.tanh, 1),
  // The midpoint is a float32 too, of a rounded x: as far from the real value again.
  erf: (_, [{ mid, radius }]) => {
    const own = add(multiply(absolute(mid), 2 * ROUNDING), 2 * SATURATING);
    return { mid: erf(mid), radius: radius ? add(own, multiply(radius, (2 / Math.sqrt(Math.PI)) * GROWTH)) : own };
  },
  sigmoid: saturating(op.sigmoid, 1 / 4),
  relu: (_, [{ mid, radius }]) => {
    const above = relu(mid);
    // As far as the ball reaches above both 0 and the midpoint: nothing where all of it is below 0.
    return { mid: above, radius: radius && multiply(subtract(relu(add(mid, radius)), above), GROWTH) };
  },
  step: jumps,
  cast: ({ dtype }, [ball]) => {
    if (dtype !== "float32") throw new RangeError(`balls are of float32 values, not of ${dtype}`);
    return { mid: op.cast(ball.mid, "float64"), radius: ball.radius };
  },
  add: sum(add),
  subtract: sum(subtract),
  multiply: (_, [x, y]) => {
    const mid = multiply(x.mid, y.mid);
    const own = [
      y.radius && multiply(absolute(x.mid), y.radius),
      x.radius && multiply(absolute(y.mid), x.radius),
      x.radius && y.radius && multiply(x.radius, y.radius),
    ];
    return { mid, radius: rounded(mid, total(own)) };
  },
  divide: (_, [x, y]) => {
    const mid = divide(x.mid, y.mid);
    const own = total([x.radius, y.radius && multiply(absolute(mid), y.radius)]);
    return { mid, radius: rounded(mid, own && divide(own, least(y))) };
  },
  maximum: (_, [x, y]) => ({
    mid: maximum(x.mid, y.mid),
    radius: x.radius || y.radius ? maximum(radiusOf(x), radiusOf(y)) : null,
  }),
  matmul: ({ inputs, attributes }, [x, y]) => {
    const exchanged = attributes as { left: boolean; right: boolean };
    const n = innerOf(inputs[0], exchanged.left);
    const [sizeX, sizeY] = [absolute(x.mid), absolute(y.mid)];
    const own = multiply(sizeX, gamma(n) * GROWTH);
    const ofX = x.radius ? add(own, multiply(x.radius, GROWTH + 2 * gamma(n))) : own;
    const first = op.matmul(ofX, sizeY, exchanged);
    const ofY = y.radius && multiply(y.radius, GROWTH + 2 * gamma(n));
    const second = ofY && op.matmul(x.radius ? add(sizeX, x.radius) : sizeX, ofY, exchanged);
    return { mid: op.matmul(x.mid, y.mid, exchanged), radius: summed(second ? add(first, second) : first, n) };
  },
  sum: ({ inputs, attributes }, [{ mid, radius }]) => {
    const axes = attributes.axes as readonly number[];
    const n = sizeOf(axes.map((axis) => inputs[0].shape[axis]));
    const own = multiply(absolute(mid), gamma(n) * GROWTH);
    const all = radius ? add(own, multiply(radius, GROWTH + 2 * gamma(n))) : own;
    return { mid: op.sum(mid, axes), radius: summed(op.sum(all, axes), n) };
  },
  max: (_, [{ mid, radius }]) => ({ mid: op.max(mid), radius: radius && op.max(radius) }),
  argmax: jumps,
  reshape: moved((x, { shape }) => op.reshape(x, shape)),
  transpose: moved((x, { attributes }) => op.transpose(x, attributes.order as readonly number[])),
  broadcast: moved((x, { shape }) => op.broadcast(x, shape)),
  concat: ({ attributes }, parts) => {
    const axis = attributes.axis as number;
    const mid = op.concat(
      parts.map((part) => part.mid),
      axis,
    );
    return { mid, radius: parts.some(({ radius }) => radius) ? op.concat(parts.map(radiusOf), axis) : null };
  },
  slice: moved((x, { attributes }) => {
    const { axis, from, to } = attributes as { axis: number; from: number; to: number };
    return op.slice(x, axis, from, to);
  }),
  pad: moved((x, { attributes }) => {
    const { axis, before, after } = attributes as { axis: number; before: number; after: number };
    return op.pad(x, axis, before, after);
  }),
  gather: (_, [{ mid, radius }, index]) => ({
    mid: op.gather(mid, index.mid),
    radius: radius && op.gather(radius, index.mid),
  }),
  scatter: ({ inputs, shape }, [{ mid, radius }, index]) => {
    const n = inputs[0].shape[0];
    const own = multiply(absolute(mid), gamma(n) * GROWTH);
    const all = radius ? add(own, multiply(radius, GROWTH + 2 * gamma(n))) : own;
    return {
      mid: op.scatter(mid, index.mid, shape[0]),
      radius: summed(op.scatter(all, index.mid, shape[0]), n),
    };
  },
  pick: (_, [{ mid, radius }, index]) => ({
    mid: op.pick(mid, index.mid),
    radius: radius && op.pick(radius, index.mid),
  }),
  place: (_, [x, index, values]) => ({
    mid: op.place(x.mid, index.mid, values.mid),
    radius: x.radius || values.radius ? op.place(radiusOf(x), index.mid, radiusOf(values)) : null,
  }),
};
