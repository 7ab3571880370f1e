import { BASE64 } from "./wasm.ts";

/** What assembly/ exports: addresses are bytes in its memory. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  bidiagonal(
    A: number,
    rows: number,
    columns: number,
    stride: number,
    triangular: boolean,
    entries: number,
    v: number,
    w: number,
  ): void;
  exponentials(values: number, count: number, sign: number): number;
  outcomes(
    own: number,
    parts: number,
    count: number,
    apart: number,
    chains: number,
    asked: number,
    answers: number,
    pairs: number,
    stride: number,
    products: number,
    loss: number,
    right: number,
  ): void;
  ratios(
    logits: number,
    stride: number,
    first: number,
    width: number,
    answers: number,
    rows: number,
    ratios: number,
    others: number,
    right: number,
  ): number;
  residueSums(
    single: boolean,
    values: number,
    stride: number,
    width: number,
    places: number,
    rows: number,
    i: number,
    n: number,
    level: number,
    a: number,
    b: number,
    plus: number,
    minus: number,
    squares: number,
  ): void;
  product(a: number, b: number, c: number, rows: number, inner: number, columns: number): void;
}

const PAGE = 2 ** 16;
/** What a loop reads together lies on one line of the processor's cache. */
const LINE = 64;

let made: Exports | undefined;

/** The compiled loops, made when they are first asked for. */
export function compiled(): Exports {
  if (BASE64 === "") throw new Error("the compiled loops are missing: npm run build makes them");
  made ??= new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(atob(BASE64), (x) => x.charCodeAt(0))))
    .exports as unknown as Exports;
  return made;
}

/** Bytes of a float64. */
export const VALUE: number = Float64Array.BYTES_PER_ELEMENT;

/** Float64 values in the memory of the compiled loops, as long as nobody asks for more of it. */
export function floats(address: number, length: number): Float64Array {
  return new Float64Array(compiled().memory.buffer, address, length);
}

/**
 * Addresses of arrays of so many bytes, one behind another, in the memory of the compiled loops: until the next call. What
 * lies there is whatever was there.
 */
export function placed<Name extends string>(bytes: Readonly<Record<Name, number>>): Readonly<Record<Name, number>> {
  const { memory } = compiled();
  // Before it are constants of the module.
  let end = PAGE;
  const addresses = {} as Record<Name, number>;
  for (const name of Object.keys(bytes) as Name[]) {
    addresses[name] = end;
    end += multiple(bytes[name], LINE);
  }
  // Whoever reads two values at a time may read one more.
  const missing = Math.ceil((end + LINE - memory.buffer.byteLength) / PAGE);
  if (missing > 0) memory.grow(missing);
  return addresses;
}

/** The least multiple of a number that is not below the count. */
export function multiple(count: number, of: number): number {
  return Math.ceil(count / of) * of;
}
