import { log1p } from "./log1p";

const VALUE = sizeof<f64>();
const ADDRESS = sizeof<u32>();
/** Values that are worked on together, in as many registers as hide how long an addition takes. */
const TOGETHER = 4 * sizeof<v128>();

/**
 * What becomes of some pairs whose logits are z, of factors e^{z_c − z_answer} that are products of rows [answer]; of several
 * chains of products, after one row more each time.
 *
 * own: the address of each pair's first row, which is 0 at the right answer, and from the last answer to `stride` [pair]
 * parts: the addresses of the others, which at the right answer need not be 1 [part][pair]; of the next chain `apart` bytes on
 * asked: 1 where the outcome is asked for after this part [part], 8 bits
 * answers: the right one of each pair [pair], 32 bits
 * products: room for a row
 * loss: log1p(Σ_c own_c Π parts_c / Π parts_answer) [chain][part asked for][pair], an even number of pairs
 * right: 1 where no answer has a larger factor, and no earlier one as large a one, in the same order, 8 bits
 */
export function outcomes(
  own: usize,
  parts: usize,
  count: i32,
  apart: usize,
  chains: i32,
  asked: usize,
  answers: usize,
  pairs: i32,
  stride: i32,
  products: usize,
  loss: usize,
  right: usize,
): void {
  const width = <usize>stride * VALUE;
  const step = <usize>pairs * ADDRESS;
  const even = <usize>(pairs + (pairs & 1));
  // What was better for the last pair most often is for this one.
  let guess: usize = 0;
  let written: usize = 0;
  for (let i: usize = 0; i < <usize>pairs; i++) {
    const first = <usize>load<u32>(own + i * ADDRESS);
    const answer = <usize>load<u32>(answers + i * ADDRESS) * VALUE;
    let slot = i;
    // One pair after another: its own row is fetched once for all chains.
    for (let chain: usize = 0; chain < <usize>chains; chain++) {
      let from = first;
      let ofAnswer: f64 = 1;
      for (let part: usize = 0; part < <usize>count; part++) {
        const row = <usize>load<u32>(parts + part * step + i * ADDRESS) + chain * apart;
        const sum = multiplied(from, row, products, width);
        from = products;
        ofAnswer *= load<f64>(row + answer);
        if (load<u8>(asked + part) === 0) continue;
        let isRight = true;
        // No product is over their sum: only where that is over the answer's is there something to compare.
        if (sum >= ofAnswer) {
          const better = betterThan(ofAnswer, answer, products, width, guess);
          isRight = better === width;
          if (!isRight) guess = better;
        }
        store<u8>(right + slot, isRight ? 1 : 0);
        store<f64>(loss + slot * VALUE, sum / ofAnswer);
        slot += even;
      }
    }
    written = slot - i;
  }
  for (let at: usize = 0; at < written; at += 2) v128.store(loss + at * VALUE, log1p(v128.load(loss + at * VALUE)));
}

/** Writes x_c y_c; returns their sum. */
function multiplied(x: usize, y: usize, to: usize, width: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let c: usize = 0; c < width; c += TOGETHER) {
    const x0 = f64x2.mul(v128.load(x + c, 0), v128.load(y + c, 0));
    const x1 = f64x2.mul(v128.load(x + c, 16), v128.load(y + c, 16));
    const x2 = f64x2.mul(v128.load(x + c, 32), v128.load(y + c, 32));
    const x3 = f64x2.mul(v128.load(x + c, 48), v128.load(y + c, 48));
    v128.store(to + c, x0, 0);
    v128.store(to + c, x1, 16);
    v128.store(to + c, x2, 32);
    v128.store(to + c, x3, 48);
    s0 = f64x2.add(s0, x0);
    s1 = f64x2.add(s1, x1);
    s2 = f64x2.add(s2, x2);
    s3 = f64x2.add(s3, x3);
  }
  const sums = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/** Where a product is above the answer's, or as large and before it, looked for from a guess on; the width if nowhere. */
function betterThan(ofAnswer: f64, answer: usize, products: usize, width: usize, guess: usize): usize {
  for (let tried: usize = 0; tried < width; tried += VALUE) {
    let c = guess + tried;
    if (c >= width) c -= width;
    const other = load<f64>(products + c);
    if (other > ofAnswer || (other === ofAnswer && c < answer)) return c;
  }
  return width;
}
