/** A finite group on 0 … n−1. */
export interface Group {
  readonly n: number;
  /** a ∘ b at a·n + b. */
  readonly product: Int32Array;
  readonly identity: number;
  readonly inverse: Int32Array;
  /** Elements whose products are all elements. */
  readonly generators: readonly number[];
}

/** The group whose composition table has a ∘ b at a·n + b, or in words which axiom fails, and where. */
export function groupOf(product: Int32Array, n: number): Group | string {
  const outside = product.findIndex((c) => !(c >= 0 && c < n));
  if (outside >= 0) return `${Math.floor(outside / n)} ∘ ${outside % n} is not defined`;
  const elements = Array.from({ length: n }, (_, x) => x);
  const identity = elements.find((e) => elements.every((x) => product[e * n + x] === x && product[x * n + e] === x));
  if (identity === undefined) return "no element e has e ∘ x = x ∘ e = x for every x";
  const inverse = Int32Array.from(elements, (x) =>
    elements.findIndex((y) => product[x * n + y] === identity && product[y * n + x] === identity),
  );
  const lonely = inverse.indexOf(-1);
  if (lonely >= 0)
    return `${lonely} has no inverse: no x has ${lonely} ∘ x = x ∘ ${lonely} = ${identity}, the identity`;
  const generators: number[] = [];
  for (let reached = new Set([identity]); reached.size < n; reached = products(product, n, identity, generators)) {
    const g = elements.find((x) => !reached.has(x)) as number;
    const found = counterexample(product, n, g);
    if (found) return found;
    generators.push(g);
  }
  return { n, product, identity, inverse, generators };
}

/**
 * Where (a ∘ g) ∘ b ≠ a ∘ (g ∘ b), in words. Light's test: those g for which there is no such place are closed under ∘, so
 * that a table is associative if its generators are among them.
 */
function counterexample(product: Int32Array, n: number, g: number): string | undefined {
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const left = product[product[a * n + g] * n + b];
      const right = product[a * n + product[g * n + b]];
      if (left !== right) return `(${a} ∘ ${g}) ∘ ${b} = ${left}, but ${a} ∘ (${g} ∘ ${b}) = ${right}`;
    }
  }
  return undefined;
}

/** The elements that are products of generators. */
function products(product: Int32Array, n: number, identity: number, generators: readonly number[]): Set<number> {
  const reached = new Set([identity]);
  // A set's iteration goes on to what is added meanwhile.
  for (const x of reached) for (const g of generators) reached.add(product[x * n + g]);
  return reached;
}
