import { mersenneTwister } from "./mersenne-twister.ts";

/**
 * The permutation of 0 … n−1 that `torch.manual_seed(seed); torch.randperm(n)` returns on a CPU: for i = 0 … n−2, swap
 * r[i] and r[i + word mod (n−i)]. Of the seed, torch's generator takes the low 32 bits. Holds for n below 2³²/20, from
 * where torch draws 64-bit words.
 */
export function randperm(seed: number, n: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const words = mersenneTwister(seed);
  for (let i = 0; i < n - 1; i++) {
    const j = i + (words.next() % (n - i));
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
  return order;
}
