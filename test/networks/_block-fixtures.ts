import { readdirSync, readFileSync } from "node:fs";
import type { BlocksArchitecture } from "#networks/architecture.js";
import type { Triple } from "#networks/gradients.js";
import type { Model } from "#networks/model.js";
import type { Tensor } from "#numerics/tensor.js";

/** One weight of a fixture, and what PyTorch has of it in float64. */
interface FixtureWeight {
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly gradient: readonly number[];
  readonly direction: readonly number[];
  readonly hessianVector: readonly number[];
}

/** A network as fixtures/make/blocks.py wrote it. */
export interface BlockFixture {
  readonly name: string;
  readonly model: Model & { readonly architecture: BlocksArchitecture };
  readonly triples: readonly Triple[];
  readonly loss: number;
  readonly logits: readonly number[];
  readonly weights: Readonly<Record<string, FixtureWeight>>;
}

/** Every fixture of the folder. */
export const blockFixtures: readonly BlockFixture[] = readdirSync("fixtures/blocks")
  .filter((file) => file.endsWith(".json"))
  .map((file) => {
    const { architecture, weights, ...rest } = JSON.parse(readFileSync(`fixtures/blocks/${file}`, "utf8"));
    const tensors = new Map(
      Object.entries<FixtureWeight>(weights).map(([name, { axes, shape, data }]): [string, Tensor] => [
        name,
        { axes, shape, data: Float32Array.from(data) },
      ]),
    );
    const parameters = { names: [...tensors.keys()], get: (name: string) => tensors.get(name) };
    return { name: file.replace(".json", ""), model: { architecture, parameters }, weights, ...rest };
  });

/** The fixture of a name. */
export function blockFixture(name: string): BlockFixture {
  const found = blockFixtures.find((one) => one.name === name);
  if (!found) throw new Error(`no fixture ${name}`);
  return found;
}

/** The value of largest size. */
export function largestOf(values: readonly number[]): number {
  return Math.max(...values.map(Math.abs));
}

/**
 * The largest difference, in the largest of what is expected, or in `least` where that is more: what is 0 for its symmetry has
 * only the rounding of what cancels.
 */
export function relativeError(found: ArrayLike<number>, expected: readonly number[], least = 1e-6): number {
  const largest = Math.max(largestOf(expected), least);
  return Math.max(...expected.map((value, i) => Math.abs(found[i] - value))) / largest;
}
