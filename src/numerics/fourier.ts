import FFT from "fft.js";

/** Coefficients of a real function on Z_n in the orthonormal basis 1/√n, √(2/n) cos w_k x, √(2/n) sin w_k x. */
export interface RealSpectrum {
  /** Of 1/√n. */
  readonly constant: number;
  /** Of the cosines, at k − 1 for k = 1 … ⌊n/2⌋; for even n the last row is (−1)^x/√n. */
  readonly cos: Float64Array;
  /** Of the sines, likewise; for even n the last is 0, as it has no sine. */
  readonly sin: Float64Array;
}

/** The number of frequencies of functions on Z_n, the constant left out. */
export function frequencyCount(n: number): number {
  return Math.floor(n / 2);
}

/**
 * The transform x ↦ x Fᵀ of real functions on Z_n, for any n. fft.js takes powers of two; other lengths go through
 * Bluestein's algorithm: kx = (k² + x² − (k − x)²)/2 makes the transform a convolution, which is done at a power of two.
 */
export function realTransform(n: number): (values: ArrayLike<number>, start?: number, stride?: number) => RealSpectrum {
  const dft = transformOfReal(n);
  const count = frequencyCount(n);
  const real = new Float64Array(n);
  const imaginary = new Float64Array(n);
  return (values, start = 0, stride = 1) => {
    // Of a constant, exactly nothing is left for the cosines and sines.
    const level = values[start];
    for (let x = 0; x < n; x++) real[x] = values[start + x * stride] - level;
    dft(real, imaginary);
    const cos = new Float64Array(count);
    const sin = new Float64Array(count);
    for (let k = 1; k <= count; k++) {
      const scale = 2 * k === n ? Math.sqrt(1 / n) : Math.sqrt(2 / n);
      cos[k - 1] = scale * real[k];
      sin[k - 1] = 2 * k === n ? 0 : -scale * imaginary[k];
    }
    return { constant: real[0] / Math.sqrt(n) + level * Math.sqrt(n), cos, sin };
  };
}

/** X_k = Σ_x z_x e^{−2πikx/n} of the real z in `real`: its real part takes their place, its imaginary part is beside it. */
function transformOfReal(n: number): (real: Float64Array, imaginary: Float64Array) => void {
  let size = 2;
  while (size < 2 * n - 1) size *= 2;
  const fft = new FFT(size);
  // e^{−πi x²/n}; x² mod 2n keeps the angle exact for large x.
  const chirp = Float64Array.from({ length: 2 * n }, (_, i) => {
    const angle = (-Math.PI * ((i >> 1) ** 2 % (2 * n))) / n;
    return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });
  const kernel = fft.createComplexArray();
  const padded = fft.createComplexArray();
  const product = fft.createComplexArray();
  padded.fill(0);
  for (let x = 0; x < n; x++) {
    for (const at of x === 0 ? [0] : [x, size - x]) {
      padded[2 * at] = chirp[2 * x];
      padded[2 * at + 1] = -chirp[2 * x + 1];
    }
  }
  fft.transform(kernel, padded);
  return (real, imaginary) => {
    padded.fill(0);
    for (let x = 0; x < n; x++) {
      padded[2 * x] = real[x] * chirp[2 * x];
      padded[2 * x + 1] = real[x] * chirp[2 * x + 1];
    }
    fft.transform(product, padded);
    for (let i = 0; i < 2 * size; i += 2) {
      const [re, im] = [product[i], product[i + 1]];
      product[i] = re * kernel[i] - im * kernel[i + 1];
      product[i + 1] = re * kernel[i + 1] + im * kernel[i];
    }
    fft.inverseTransform(padded, product);
    for (let k = 0; k < n; k++) {
      real[k] = padded[2 * k] * chirp[2 * k] - padded[2 * k + 1] * chirp[2 * k + 1];
      imaginary[k] = padded[2 * k] * chirp[2 * k + 1] + padded[2 * k + 1] * chirp[2 * k];
    }
  };
}
