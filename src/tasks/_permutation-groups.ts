/** A permutation of 0 … n−1 by its images. */
export type Permutation = readonly number[];

/** The permutation that does `b`, then `a`. */
export function after(a: Permutation, b: Permutation): Permutation {
  return b.map((x) => a[x]);
}

/**
 * The elements that these permutations of 0 … n−1 generate, in the order in which sympy's `PermutationGroup` lists them: by
 * cosets along the stabilizer chain that its incremental Schreier–Sims finds, whose choices are kept one by one.
 */
export function sympyOrder(generators: readonly Permutation[]): readonly Permutation[] {
  const { base, strong } = stabilizerChain(generators);
  const levels = byBase(base, strong).map((gens, i) => {
    const transversal = orbitTransversal(gens, base[i]);
    return [...transversal.keys()].sort((a, b) => a - b).map((point) => transversal.get(point) as Permutation);
  });
  let elements: readonly Permutation[] = [identity(generators[0].length)];
  for (const level of levels.toReversed()) elements = elements.flatMap((h) => level.map((u) => after(u, h)));
  return elements;
}

/** A base and generators of every stabilizer along it. */
function stabilizerChain(generators: readonly Permutation[]): {
  readonly base: readonly number[];
  readonly strong: readonly Permutation[];
} {
  const base: number[] = [];
  for (const gen of generators) if (base.every((x) => gen[x] === x)) base.push(gen.findIndex((y, x) => y !== x));
  const stabilizers = byBase(base, generators).map((gens) => [...gens]);
  const transversals = stabilizers.map((gens, i) => orbitTransversal(gens, base[i]));
  const strong = [...generators];
  let level = base.length - 1;
  while (level >= 0) {
    const found = newStrong(level, base, stabilizers, transversals);
    if (!found) {
      level--;
      continue;
    }
    const { gen, to } = found;
    if (to > base.length) {
      base.push(gen.findIndex((y, x) => y !== x));
      stabilizers.push([]);
    }
    strong.push(gen);
    for (let l = level + 1; l < Math.min(to, base.length); l++) {
      stabilizers[l].push(gen);
      transversals[l] = orbitTransversal(stabilizers[l], base[l]);
    }
    level = Math.min(to, base.length) - 1;
  }
  return { base, strong };
}

/** The first Schreier generator of a level that the levels after it do not make, stripped as far as they go. */
function newStrong(
  level: number,
  base: readonly number[],
  stabilizers: readonly (readonly Permutation[])[],
  transversals: readonly ReadonlyMap<number, Permutation>[],
): { readonly gen: Permutation; readonly to: number } | undefined {
  for (const [point, u] of transversals[level]) {
    for (const gen of stabilizers[level]) {
      const there = transversals[level].get(gen[point]) as Permutation;
      let h = after(inverse(there), after(gen, u));
      let to = base.length + 1;
      for (let i = level + 1; i < base.length; i++) {
        const image = transversals[i].get(h[base[i]]);
        if (!image) {
          to = i + 1;
          break;
        }
        h = after(inverse(image), h);
      }
      if (h.some((y, x) => y !== x)) return { gen: h, to };
    }
  }
  return undefined;
}

/** For each point of the base the generators that fix those before it. */
function byBase(base: readonly number[], generators: readonly Permutation[]): readonly (readonly Permutation[])[] {
  return base.map((_, i) => generators.filter((gen) => base.slice(0, i).every((x) => gen[x] === x)));
}

/** For each point of the orbit, in the order of a breadth-first search, a permutation that takes `start` there. */
function orbitTransversal(generators: readonly Permutation[], start: number): ReadonlyMap<number, Permutation> {
  const found = new Map<number, Permutation>([[start, identity(generators[0]?.length ?? start + 1)]]);
  // A Map is walked over entries that are added on the way.
  for (const [point, u] of found)
    for (const gen of generators) if (!found.has(gen[point])) found.set(gen[point], after(gen, u));
  return found;
}

function identity(n: number): Permutation {
  return Array.from({ length: n }, (_, i) => i);
}

function inverse(a: Permutation): Permutation {
  const inverted = [...a];
  for (const [x, y] of a.entries()) inverted[y] = x;
  return inverted;
}
