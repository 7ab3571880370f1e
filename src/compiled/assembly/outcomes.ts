import { log1p } from "./log1p";

const VALUE = sizeof<f64>();
const ADDRESS = sizeof<u32>();
/** Values that are worked on together, in as many registers as hide how long an addition takes. */
const TOGETHER = 4 * sizeof<v128>();

/**
 * What becomes of some pairs whose logits are z, of factors e^{z_c − z_answer} that are products of rows [answer].
 *
 * own: the address of each pair's first row, which is 0 at the right answer, and from the last answer to `stride` [pair]
 * parts: the addresses of the others [part][pair]; at the right answer the factor is the product of all of them, and of the
 *   first `skipped` there alone, as `own` has them elsewhere
 * answers: the right one of each pair [pair], 32 bits
 * loss: log1p(Σ_c own_c Π parts_c / Π parts_answer) [pair], of which an odd count leaves one value behind it
 * right: 1 where no answer has a larger factor, and no earlier one as large a one [pair], 8 bits
 */
export function outcomes(
  own: usize,
  parts: usize,
  count: i32,
  skipped: i32,
  answers: usize,
  pairs: i32,
  stride: i32,
  loss: usize,
  right: usize,
): void {
  const width = <usize>stride * VALUE;
  const step = <usize>pairs * ADDRESS;
  // What was better for the last pair most often is for this one.
  let guess: usize = 0;
  for (let i = 0; i < pairs; i++) {
    const pair = <usize>i * ADDRESS;
    const first = <usize>load<u32>(own + pair);
    const all = parts + pair;
    const others = all + <usize>skipped * step;
    const end = all + <usize>count * step;
    const sum = sumOfProducts(first, others, end, step, width);
    const answer = <usize>load<u32>(answers + pair) * VALUE;
    let ofAnswer: f64 = 1;
    for (let part = all; part < end; part += step) ofAnswer *= load<f64>(<usize>load<u32>(part) + answer);
    let isRight: u8 = 1;
    // No product is over their sum: only where that is over the answer's is there something to compare.
    if (sum >= ofAnswer) {
      for (let tried: usize = 0; tried < width; tried += VALUE) {
        let c = guess + tried;
        if (c >= width) c -= width;
        let other = load<f64>(first + c);
        for (let part = others; part < end; part += step) other *= load<f64>(<usize>load<u32>(part) + c);
        if (other > ofAnswer || (other === ofAnswer && c < answer)) {
          isRight = 0;
          guess = c;
          break;
        }
      }
    }
    store<u8>(right + <usize>i, isRight);
    store<f64>(loss + <usize>i * VALUE, sum / ofAnswer);
  }
  const end = loss + <usize>pairs * VALUE;
  for (let at = loss; at < end; at += sizeof<v128>()) v128.store(at, log1p(v128.load(at)));
}

/** Σ_c first_c Π others_c. */
function sumOfProducts(first: usize, others: usize, end: usize, step: usize, width: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let c: usize = 0; c < width; c += TOGETHER) {
    let x0 = v128.load(first + c, 0);
    let x1 = v128.load(first + c, 16);
    let x2 = v128.load(first + c, 32);
    let x3 = v128.load(first + c, 48);
    for (let part = others; part < end; part += step) {
      const row = <usize>load<u32>(part) + c;
      x0 = f64x2.mul(x0, v128.load(row, 0));
      x1 = f64x2.mul(x1, v128.load(row, 16));
      x2 = f64x2.mul(x2, v128.load(row, 32));
      x3 = f64x2.mul(x3, v128.load(row, 48));
    }
    s0 = f64x2.add(s0, x0);
    s1 = f64x2.add(s1, x1);
    s2 = f64x2.add(s2, x2);
    s3 = f64x2.add(s3, x3);
  }
  const sums = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}
