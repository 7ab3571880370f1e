import { greatestCommonDivisor } from "../../numerics/greatest-common-divisor.ts";
import type { Group } from "../../numerics/groups.ts";

/** How many elements there are of each order but 1. */
type Profile = Readonly<Record<number, number>>;

const NAMED: readonly { readonly name: string; readonly profile: Profile }[] = [
  { name: "V4", profile: { 2: 3 } },
  { name: "Z2^3", profile: { 2: 7 } },
  { name: "Z4 x Z2", profile: { 2: 3, 4: 4 } },
  { name: "Q8", profile: { 2: 1, 4: 6 } },
  { name: "Z3^2", profile: { 3: 8 } },
  { name: "S3", profile: { 2: 3, 3: 2 } },
  { name: "A4", profile: { 2: 3, 3: 8 } },
  { name: "Dic3", profile: { 2: 1, 3: 2, 4: 6, 6: 2 } },
  { name: "F20", profile: { 2: 5, 4: 10, 5: 4 } },
  { name: "S4", profile: { 2: 9, 3: 8, 4: 6 } },
  { name: "A5", profile: { 2: 15, 3: 20, 5: 24 } },
  { name: "S5", profile: { 2: 25, 3: 20, 4: 30, 5: 24, 6: 20 } },
];

/**
 * What a subgroup is, told by how many of its elements have which order: Zm cyclic, Dm the dihedral group of 2m elements, S3,
 * V4, A4, F20 (the affine maps of the field of five elements), S4, A5 and a few more; else `order m`. From 16 elements on
 * different groups may have the same orders, of which those that are named are the ones in S₅ and S₆.
 */
export function subgroupName(group: Group, elements: Int32Array): string {
  const profile: Record<number, number> = {};
  for (const g of elements) {
    const order = orderOf(group, g);
    if (order > 1) profile[order] = (profile[order] ?? 0) + 1;
  }
  const m = elements.length;
  if (m === 1) return "trivial";
  if (profile[m]) return `Z${m}`;
  const named = NAMED.find((one) => same(one.profile, profile));
  if (named) return named.name;
  if (m % 2 === 0 && m >= 6 && same(dihedralProfile(m / 2), profile)) return `D${m / 2}`;
  return `order ${m}`;
}

function orderOf({ n, product, identity }: Group, g: number): number {
  let order = 1;
  for (let x = g; x !== identity; x = product[x * n + g]) order++;
  return order;
}

/** Of k turns and k reflections. */
function dihedralProfile(k: number): Profile {
  const profile: Record<number, number> = { 2: k };
  for (let i = 1; i < k; i++) {
    const order = k / greatestCommonDivisor(i, k);
    profile[order] = (profile[order] ?? 0) + 1;
  }
  return profile;
}

function same(x: Profile, y: Profile): boolean {
  const orders = Object.keys(x).map(Number);
  return orders.length === Object.keys(y).length && orders.every((order) => x[order] === y[order]);
}
