const VALUE = sizeof<f64>();
/** Columns that are worked on together, of two rows at a time: as many registers as hide how long an addition takes. */
const TOGETHER = 8 * VALUE;

/** C_ij = Σ_k A_ik B_kj in float64, row after row: an even number of rows, and columns by eights. */
export function product(a: usize, b: usize, c: usize, rows: i32, inner: i32, columns: i32): void {
  const width = <usize>columns * VALUE;
  const depth = <usize>inner * VALUE;
  const end = c + <usize>rows * width;
  // Eight columns of B stay near while all rows pass.
  for (let j: usize = 0; j < width; j += TOGETHER) {
    let x = a;
    for (let to = c + j; to < end; to += 2 * width) {
      const last = x + depth;
      let from = b + j;
      let c0 = f64x2.splat(0);
      let c1 = c0;
      let c2 = c0;
      let c3 = c0;
      let d0 = c0;
      let d1 = c0;
      let d2 = c0;
      let d3 = c0;
      for (; x < last; x += VALUE) {
        const x0 = v128.load64_splat(x);
        const x1 = v128.load64_splat(x + depth);
        const b0 = v128.load(from, 0);
        const b1 = v128.load(from, 16);
        const b2 = v128.load(from, 32);
        const b3 = v128.load(from, 48);
        c0 = f64x2.add(c0, f64x2.mul(x0, b0));
        c1 = f64x2.add(c1, f64x2.mul(x0, b1));
        c2 = f64x2.add(c2, f64x2.mul(x0, b2));
        c3 = f64x2.add(c3, f64x2.mul(x0, b3));
        d0 = f64x2.add(d0, f64x2.mul(x1, b0));
        d1 = f64x2.add(d1, f64x2.mul(x1, b1));
        d2 = f64x2.add(d2, f64x2.mul(x1, b2));
        d3 = f64x2.add(d3, f64x2.mul(x1, b3));
        from += width;
      }
      v128.store(to, c0, 0);
      v128.store(to, c1, 16);
      v128.store(to, c2, 32);
      v128.store(to, c3, 48);
      v128.store(to + width, d0, 0);
      v128.store(to + width, d1, 16);
      v128.store(to + width, d2, 32);
      v128.store(to + width, d3, 48);
      x += depth;
    }
  }
}
