import { gridBatch } from "../../networks/batch.ts";
import type { Model } from "../../networks/model.ts";
import type { Network } from "../../runs/run.ts";
import type { CyclicForm } from "../../tasks/_cyclic.ts";
import { attributedEffects } from "./attributed-effects.ts";
import type { Carried } from "./carried.ts";
import { type Edge, edgesOf } from "./composed.ts";
import { cutEffects } from "./exact-effects.ts";
import { partsOf } from "./parts.ts";

/** Cuts of more pairs and edges than this, times one another, are left to the gradient unless they are asked for. */
export const MOST_CUT = 2 ** 21;

/** One edge, and by how much each quantity falls without it; of the losses, which rise, that is below 0. */
export interface EdgeEffect extends Edge {
  /** Null where no edge is cut. */
  readonly exact: Carried | null;
  /** To first order; null where no gradient is taken. */
  readonly attributed: Carried | null;
}

/** What a network carries, and each of its edges in the order of `edgesOf`. */
export interface EdgeEffects {
  readonly intact: Carried;
  readonly edges: readonly EdgeEffect[];
}

/** How edges are looked at. */
export interface EdgeMethod {
  readonly exact: "auto" | "always" | "never";
  /** Whether a gradient is taken where edges are cut; where they are not it always is. */
  readonly attributed: boolean;
}

/** The edges of a network whose neurons are sorted by these key frequencies. */
export function circuitEdges(model: Model, form: CyclicForm, keys: readonly number[]): readonly Edge[] {
  const one = Int32Array.of(0);
  return edgesOf(partsOf(model, form, keys, gridBatch(one, one), "float32"));
}

/** What each edge carries of the key frequencies and of the right answer: by cutting it, by the gradient, or both. */
export function edgeEffects(
  model: Model,
  network: Network,
  form: CyclicForm,
  keys: readonly number[],
  { exact, attributed }: EdgeMethod,
): EdgeEffects {
  const edges = circuitEdges(model, form, keys);
  const few = edges.length * network.task.p ** 2 <= MOST_CUT;
  const cuts = exact === "always" || (exact === "auto" && few);
  const { intact, cut } = cutEffects(model, network, form, keys, (all) => (cuts ? all.map((edge) => [edge]) : []));
  const sloped = attributed || !cuts ? attributedEffects(model, network, form, keys) : [];
  return {
    intact,
    edges: edges.map((edge, i) => ({
      ...edge,
      exact: cuts ? less(intact, cut[i]) : null,
      attributed: sloped[i] ?? null,
    })),
  };
}

function less(one: Carried, other: Carried): Carried {
  const difference = (x: number | null, y: number | null) => (x === null || y === null ? null : x - y);
  return {
    frequencies: one.frequencies.map((value, i) => value - other.frequencies[i]),
    right: one.right - other.right,
    train: difference(one.train, other.train),
    test: difference(one.test, other.test),
  };
}
