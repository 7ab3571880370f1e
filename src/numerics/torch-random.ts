import { mersenneTwister } from "./mersenne-twister.ts";

/** Draws in order from PyTorch's CPU generator, as `torch.manual_seed(seed)` starts it. */
export interface TorchGenerator {
  /** `torch.rand(n)`: float32, uniform on [0, 1). */
  readonly rand: (n: number) => Float32Array;
  /**
   * `torch.randn(n)`: float32, standard normal, to 6e-7: 5 in 6 are PyTorch's bits, the others are off by the
   * last of them, as its vectorised logarithm and sine are approximations.
   */
  readonly randn: (n: number) => Float32Array;
  /** `torch.randperm(n)`. */
  readonly randperm: (n: number) => Int32Array;
}

/** From this many values on PyTorch draws normals in groups of 16. */
const VECTORISED = 16;
const HALF = VECTORISED / 2;
const { fround } = Math;
const MASK_24 = 2 ** 24 - 1;
/** The low 21 bits of the high word are the top bits of a 53-bit fraction. */
const MASK_21 = 2 ** 21 - 1;

/**
 * The stream of `torch.manual_seed(seed)` on a CPU (aten/src/ATen/native/cpu/DistributionTemplates.h): MT19937, of whose
 * 32-bit words `rand` takes the low 24 bits. Of a negative seed or one over 2³² the low 32 bits count.
 */
export function torchGenerator(seed: number): TorchGenerator {
  const { next } = mersenneTwister(seed);
  const uniform32 = () => (next() & MASK_24) / 2 ** 24;
  const uniform64 = () => {
    const high = next();
    return ((high & MASK_21) * 2 ** 32 + next()) / 2 ** 53;
  };
  // Of each pair of normals drawn in float64 the second waits for the next call.
  let waiting: number | undefined;
  const single = (): number => {
    if (waiting !== undefined) {
      const value = waiting;
      waiting = undefined;
      return value;
    }
    const angle = 2 * Math.PI * uniform64();
    const radius = Math.sqrt(-2 * Math.log1p(-uniform64()));
    waiting = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return {
    rand: (n) => Float32Array.from({ length: n }, uniform32),
    randn: (n) => {
      if (n < VECTORISED) return Float32Array.from({ length: n }, single);
      const values = Float32Array.from({ length: n }, uniform32);
      for (let from = 0; from + VECTORISED <= n; from += VECTORISED) boxMuller(values, from);
      if (n % VECTORISED !== 0) {
        // The last 16 are drawn anew, over those of the group before.
        for (let i = n - VECTORISED; i < n; i++) values[i] = uniform32();
        boxMuller(values, n - VECTORISED);
      }
      return values;
    },
    randperm: (n) => {
      const order = Int32Array.from({ length: n }, (_, i) => i);
      for (let i = 0; i < n - 1; i++) {
        const j = i + (next() % (n - i));
        [order[i], order[j]] = [order[j], order[i]];
      }
      return order;
    },
  };
}

/** `torch.manual_seed(seed); torch.randperm(n)` on a CPU, bit for bit. */
export function randperm(seed: number, n: number): Int32Array {
  return torchGenerator(seed).randperm(n);
}

/** 16 uniforms made 16 normals in place: √(−2 ln u₁) times the cosine and the sine of 2πu₂, each step in float32. */
function boxMuller(values: Float32Array, from: number): void {
  for (let j = from; j < from + HALF; j++) {
    const radius = fround(Math.sqrt(fround(-2 * fround(Math.log(fround(1 - values[j]))))));
    const angle = fround(fround(2 * Math.PI) * values[j + HALF]);
    values[j] = radius * fround(Math.cos(angle));
    values[j + HALF] = radius * fround(Math.sin(angle));
  }
}
