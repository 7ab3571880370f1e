import { exponentialsBetween } from "./exponential";

/** Beyond these an exponential leaves float64. */
const LEAST = f64x2.splat(-708);
const MOST = f64x2.splat(709);

/**
 * e^{z_c − z_answer} of rows of logits, whose first are others' than the answers'.
 *
 * logits: float32 [row, logit], `width` of them those of the answers, from `first` on
 * answers: the right one of each row, below 0 where there is none [row], 32 bits
 * ratios: 0 at the right answer, and where a row has none [row, answer]
 * others: the sum of each row [row]
 * right: 1 where the right answer's logit is the largest, the first of equals, else 0 [row], 8 bits
 *
 * Returns the largest |z_c − z_answer|, NaN where one is, infinities included: from 708 on ratios are cut off.
 */
export function ratios(
  logits: usize,
  stride: i32,
  first: i32,
  width: i32,
  answers: usize,
  rows: i32,
  ratios: usize,
  others: usize,
  right: usize,
): f64 {
  let reach: f64 = 0;
  const line = <usize>width * sizeof<f64>();
  for (let row = 0; row < rows; row++) {
    const answer = load<i32>(answers + <usize>row * sizeof<i32>());
    const z = logits + <usize>(row * stride + first) * sizeof<f32>();
    const to = ratios + <usize>row * line;
    if (answer < 0) memory.fill(to, 0, line);
    else reach = max(reach, differences(z, to, to + line, answer));
  }
  exponentialsBetween(ratios, ratios + <usize>rows * line);
  for (let row = 0; row < rows; row++) {
    const answer = load<i32>(answers + <usize>row * sizeof<i32>());
    const to = ratios + <usize>row * line;
    let sum: f64 = 0;
    let isRight = false;
    if (answer < 0) {
      memory.fill(to, 0, line);
    } else {
      store<f64>(to + <usize>answer * sizeof<f64>(), 0);
      sum = sumOf(to, to + line);
      // A sum of which one is no number is none, and neither is their reach.
      if (isNaN(sum)) reach = sum;
      const z = logits + <usize>(row * stride + first) * sizeof<f32>();
      isRight = !isNaN(sum) && isFirstLargest(z, width, answer);
    }
    store<f64>(others + <usize>row * sizeof<f64>(), sum);
    store<u8>(right + <usize>row, isRight ? 1 : 0);
  }
  return reach;
}

/** Writes z_c − z_answer of a row, as near 0 as an exponential needs; returns the largest that there was of all that are numbers. */
function differences(z: usize, to: usize, end: usize, answer: i32): f64 {
  const level = f64x2.splat(<f64>load<f32>(z + <usize>answer * sizeof<f32>()));
  let reach = f64x2.splat(0);
  let at = to;
  for (; at + sizeof<v128>() <= end; at += sizeof<v128>(), z += 2 * sizeof<f32>()) {
    const x = f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(z)), level);
    reach = f64x2.pmax(reach, f64x2.abs(x));
    v128.store(at, f64x2.pmin(f64x2.pmax(x, LEAST), MOST));
  }
  if (at < end) {
    const x = f64x2.sub(f64x2.splat(<f64>load<f32>(z)), level);
    reach = f64x2.pmax(reach, f64x2.abs(x));
    store<f64>(at, f64x2.extract_lane(f64x2.pmin(f64x2.pmax(x, LEAST), MOST), 0));
  }
  return max(f64x2.extract_lane(reach, 0), f64x2.extract_lane(reach, 1));
}

function sumOf(from: usize, end: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  for (; from + 2 * sizeof<v128>() <= end; from += 2 * sizeof<v128>()) {
    s0 = f64x2.add(s0, v128.load(from, 0));
    s1 = f64x2.add(s1, v128.load(from, 16));
  }
  s0 = f64x2.add(s0, s1);
  let sum = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
  for (; from < end; from += sizeof<f64>()) sum += load<f64>(from);
  return sum;
}

function isFirstLargest(z: usize, width: i32, answer: i32): bool {
  const level = load<f32>(z + <usize>answer * sizeof<f32>());
  for (let c = 0; c < width; c++, z += sizeof<f32>()) {
    const other = load<f32>(z);
    if (other > level || (other === level && c < answer)) return false;
  }
  return true;
}
