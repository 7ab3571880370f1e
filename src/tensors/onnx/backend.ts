import type { Backend, Computation, Graph } from "../backend.ts";
import type { Expression, Values } from "../expression.ts";
import { LOWERINGS } from "./lowering.ts";
import { type Initializer, modelBytes, type Node } from "./model.ts";

/** An array and its shape. */
export interface NamedValues {
  readonly values: Values;
  readonly shape: readonly number[];
}

/** A model that an engine has loaded. */
export interface OnnxSession {
  /** The outputs' values; written to `into` where there is an array for one. */
  readonly run: (
    inputs: ReadonlyMap<string, NamedValues>,
    into: ReadonlyMap<string, NamedValues>,
  ) => ReadonlyMap<string, Values>;
  readonly release: () => void;
}

/** Loads a model of these bytes that gives `outputs`; one that is run `once` is not worth much work on it before. */
export type OnnxEngine = (model: Uint8Array, outputs: readonly string[], once: boolean) => OnnxSession;

/** Whole graphs at once, by an engine that runs ONNX models: one model a graph, made in memory. */
export function onnxBackend(name: string, load: OnnxEngine): Backend {
  const releases = new WeakMap<Computation, () => void>();
  return {
    name,
    // onnxruntime's CPU kernel of the error function is float32 alone.
    has: ({ operation, dtype }) => operation !== "erf" || dtype === "float32",
    prepare: (graph, once = false) => {
      const { model, names } = lowered(graph);
      const session = load(model, names, once);
      const computation: Computation = (leaves, into) => {
        const fed = leaves.map((values, i) => [input(i), { values, shape: graph.leaves[i].shape }] as const);
        const given = into.flatMap((values, i) =>
          values ? [[names[i], { values, shape: graph.outputs[i].shape }] as const] : [],
        );
        const found = session.run(new Map(fed), new Map(given));
        return names.map((output) => found.get(output) as Values);
      };
      releases.set(computation, session.release);
      return computation;
    },
    release: (computation) => releases.get(computation)?.(),
  };
}

interface Lowered {
  readonly model: Uint8Array;
  /** Of the outputs, in their order. */
  readonly names: readonly string[];
}

/** The name of a leaf's value. */
const input = (i: number) => `in${i}`;

function lowered({ order, outputs, leaves }: Graph): Lowered {
  const nodes: Node[] = [];
  const initializers = new Map<string, Initializer>();
  const names = new Map<Expression, string>(leaves.map((leaf, i) => [leaf, input(i)]));
  const emit = (operator: string, inputs: readonly string[], attributes?: Node["attributes"]) => {
    const output = `v${nodes.length}`;
    nodes.push({ operator, inputs, output, ...(attributes && { attributes }) });
    return output;
  };
  const known = (
    type: Initializer["type"],
    numbers: readonly number[],
    shape: readonly number[] = [numbers.length],
  ) => {
    const name = `${type} ${numbers} [${shape}]`;
    initializers.set(name, { name, type, shape, numbers });
    return name;
  };
  for (const node of order) {
    if (names.has(node)) continue;
    const inputs = node.inputs.map((input) => names.get(input) as string);
    names.set(node, LOWERINGS[node.operation](node, inputs, { emit, known }));
  }
  // An output is an operator's own, and one of one name: an input's, or one asked for twice, is copied.
  const free = new Set(nodes.map(({ output }) => output));
  const ends = outputs.map((node) => {
    const name = names.get(node) as string;
    return free.delete(name) ? name : emit("Identity", [name]);
  });
  const port = (name: string, { dtype, shape }: Expression) => ({ name, dtype, shape });
  const model = modelBytes({
    nodes,
    initializers: [...initializers.values()],
    inputs: leaves.map((leaf, i) => port(input(i), leaf)),
    outputs: ends.map((name, i) => port(name, outputs[i])),
  });
  return { model, names: ends };
}
