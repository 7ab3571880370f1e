import { sizeOf, type Values } from "../expression.ts";

/** Indices that are kept: a run asks for the same few shapes of each checkpoint. */
const KEPT = 64;
const known = new Map<string, Int32Array>();

/** For each place of an array of `shape`, the place in one of shape `from` that NumPy's rule repeats there; undefined where they are alike. */
export function broadcastIndex(from: readonly number[], shape: readonly number[]): Int32Array | undefined {
  if (from.join() === shape.join()) return undefined;
  const key = `${from}>${shape}`;
  const found = known.get(key);
  if (found) return found;
  const more = shape.length - from.length;
  const steps = shape.map((_, i) => (i < more || from[i - more] === 1 ? 0 : sizeOf(from.slice(i - more + 1))));
  const places = Int32Array.from({ length: sizeOf(from) }, (_, i) => i);
  const index = strided(places, new Int32Array(sizeOf(shape)), shape, steps);
  if (known.size >= KEPT) known.delete(known.keys().next().value as string);
  known.set(key, index);
  return index;
}

/** Fills `out`, of `shape`, with the values of x that lie `steps` apart along its axes. */
export function strided<V extends Values>(x: Values, out: V, shape: readonly number[], steps: readonly number[]): V {
  const last = shape.length - 1;
  if (last < 0) {
    out[0] = x[0];
    return out;
  }
  const place = shape.map(() => 0);
  const run = shape[last];
  const step = steps[last];
  for (let at = 0, from = 0; at < out.length; ) {
    for (let i = 0, j = from; i < run; i++, j += step) out[at++] = x[j];
    // The next row: the last axis but one goes up by one, and carries.
    for (let axis = last - 1; axis >= 0; axis--) {
      from += steps[axis];
      if (++place[axis] < shape[axis]) break;
      from -= steps[axis] * shape[axis];
      place[axis] = 0;
    }
  }
  return out;
}
