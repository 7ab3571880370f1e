/** A stream of uniform 32-bit words. */
export interface WordStream {
  readonly next: () => number;
}

const N = 624;
const M = 397;

/**
 * The words of MT19937, each an integer in [0, 2³²): seeded by `init_genrand` from a number (its low 32 bits), or by
 * `init_by_array` from a key of such numbers. Matsumoto and Nishimura 1998, code mt19937ar of 2002; torch, CPython and
 * numpy all draw from it.
 */
export function mersenneTwister(seed: number | readonly number[]): WordStream {
  const state = typeof seed === "number" ? stateFromNumber(seed) : stateFromKey(seed);
  let position = N;
  return {
    next: () => {
      if (position === N) {
        advance(state);
        position = 0;
      }
      return tempered(state[position++] as number);
    },
  };
}

function stateFromNumber(seed: number): Uint32Array {
  const state = new Uint32Array(N);
  state[0] = seed;
  for (let i = 1; i < N; i++) state[i] = Math.imul(1812433253, mixed(state, i)) + i;
  return state;
}

function stateFromKey(key: readonly number[]): Uint32Array {
  const state = stateFromNumber(19650218);
  let i = 1;
  const step = (multiplier: number, added: number) => {
    state[i] = ((state[i] as number) ^ Math.imul(mixed(state, i), multiplier)) + added;
    if (++i < N) return;
    state[0] = state[N - 1] as number;
    i = 1;
  };
  for (let k = 0; k < Math.max(N, key.length); k++) {
    const j = k % key.length;
    step(1664525, ((key[j] as number) >>> 0) + j);
  }
  for (let k = 0; k < N - 1; k++) step(1566083941, -i);
  state[0] = 0x80000000;
  return state;
}

function mixed(state: Uint32Array, i: number): number {
  const before = state[i - 1] as number;
  return before ^ (before >>> 30);
}

function advance(state: Uint32Array): void {
  for (let i = 0; i < N; i++) {
    const word = ((state[i] as number) & 0x80000000) | ((state[(i + 1) % N] as number) & 0x7fffffff);
    state[i] = (state[(i + M) % N] as number) ^ (word >>> 1) ^ (word & 1 ? 0x9908b0df : 0);
  }
}

function tempered(word: number): number {
  let y = word ^ (word >>> 11);
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return (y ^ (y >>> 18)) >>> 0;
}
