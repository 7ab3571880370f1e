import type { Backend, Computation, Graph } from "./backend.ts";
import type { Expression, Values } from "./expression.ts";
import { flops } from "./flops.ts";
import { loops } from "./loops/backend.ts";
import { graphOf } from "./order.ts";

/** Prepared graphs that are kept: a run asks the same few dozen of each checkpoint. */
const KEPT = 128;

/** Floating-point operations that plain loops do while an engine readies one node of a graph, which is about 0.1 ms. */
const READIED = 2 ** 14;

let running: Backend = loops;
/** Whether graphs are asked for once, now. */
let once = false;
const prepared = new Map<string, Computation>();
let releaseOldest: (computation: Computation) => void = () => {};

/** Has a backend compute from now on, in this thread. */
export function useBackend(backend: Backend): void {
  for (const computation of prepared.values()) releaseOldest(computation);
  prepared.clear();
  running = backend;
  releaseOldest = (computation) => backend.release?.(computation);
}

/**
 * What `compute` returns, whose graphs are asked for once: those that plain loops compute before an engine would be ready for
 * them, they compute. An engine takes tens of milliseconds to ready a small network, which loops send forward in five.
 */
export function askedOnce<T>(compute: () => T): T {
  return asked(true, compute);
}

/** What `compute` returns, whose graphs will be asked for again, within what is asked once. */
export function askedAgain<T>(compute: () => T): T {
  return asked(false, compute);
}

function asked<T>(now: boolean, compute: () => T): T {
  const before = once;
  once = now;
  try {
    return compute();
  } finally {
    once = before;
  }
}

/** The values of the parameters, by name. */
export type Feeds = (name: string) => Values | undefined;

/** Arrays that some of the outputs are written to, in place of new ones. */
export type Into<K extends string> = Readonly<Partial<Record<K, Values>>>;

/**
 * The values of expressions, computed together, so that what they share is computed once. Throws where a parameter has no
 * value, or one of another size than was declared.
 */
export function evaluate<K extends string>(
  outputs: Readonly<Record<K, Expression>>,
  feeds: Feeds = () => undefined,
  into?: Into<K>,
): Record<K, Values> {
  return evaluation(outputs)(feeds, into);
}

/** What computes expressions, again and again, with other values of their parameters. */
export function evaluation<K extends string>(
  outputs: Readonly<Record<K, Expression>>,
): (feeds: Feeds, into?: Into<K>) => Record<K, Values> {
  const names = Object.keys(outputs) as K[];
  // Where nothing is asked, as of the neurons of a network without any, there is no graph for a backend to hold.
  if (names.length === 0) return () => ({}) as Record<K, Values>;
  const graph = graphOf(names.map((name) => outputs[name]));
  const key = signature(graph);
  return (feeds, into) => {
    const leaves = graph.leaves.map((leaf) => leaf.values ?? fed(leaf, feeds));
    const values = computation(graph, once ? `once ${key}` : key)(
      leaves,
      names.map((name) => into?.[name]),
    );
    return Object.fromEntries(names.map((name, i) => [name, values[i]])) as Record<K, Values>;
  };
}

/** The values of one expression. */
export function valuesOf(x: Expression, feeds?: Feeds): Values {
  return evaluate({ x }, feeds).x;
}

function computation(graph: Graph, key: string): Computation {
  // Whether or not an engine is ready for it: the last digits must not depend on what was asked before.
  if (once && flops(graph.outputs) < READIED * graph.order.length) return loops.prepare(graph);
  const found = prepared.get(key);
  // Taken out and put in again, it is the newest.
  if (found) prepared.delete(key);
  const ready = found ?? (graph.order.every(running.has) ? running : loops).prepare(graph, once);
  prepared.set(key, ready);
  if (prepared.size > KEPT) {
    const [oldest, dropped] = prepared.entries().next().value as [string, Computation];
    prepared.delete(oldest);
    releaseOldest(dropped);
  }
  return ready;
}

/** JSON has no NaN and no infinities, of which two would be alike. */
const exactly = (_: string, value: unknown) => (typeof value === "number" ? String(value) : value);

/** What two graphs have in common that differ in values alone. */
function signature({ order, outputs }: Graph): string {
  const place = new Map(order.map((node, i) => [node, i]));
  const lines = order.map(({ operation, inputs, attributes, shape, dtype }) => {
    // By the name a graph's weights are told apart, not what is computed; parameters are matched by their place.
    const { name: _, ...rest } = attributes;
    return `${operation}${inputs.map((input) => place.get(input))}${JSON.stringify(rest, exactly)}${shape}${dtype}`;
  });
  return `${lines.join(";")}>${outputs.map((node) => place.get(node))}`;
}

function fed(leaf: Expression, feeds: Feeds): Values {
  const name = leaf.attributes.name as string;
  const values = feeds(name);
  const size = leaf.shape.reduce((product, n) => product * n, 1);
  if (values?.length !== size) throw new RangeError(`${name} needs ${size} values, got ${values?.length ?? "none"}`);
  return values;
}
