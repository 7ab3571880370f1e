import { compiled, floats, multiple, placed, VALUE } from "./module.ts";

/** Rows of logits [row, logit], of which `width` from `first` on are those of the answers. */
export interface AnswerLogits {
  readonly data: Float32Array;
  readonly stride: number;
  readonly first: number;
  readonly width: number;
  /** The right answer of each row, below 0 where there is none. */
  readonly answers: Int32Array;
}

/** What the wrong answers have over the right one, float64. */
export interface Others {
  /** Σ_{c ≠ answer} e^{z_c − z_answer} [row]; 0 where a row has no answer. */
  readonly others: Float64Array;
  /** 1 where the right answer's logit is the largest, the first of equals, as in torch; else 0 [row]. */
  readonly right: Uint8Array;
  /** The largest |z_c − z_answer|; NaN where one is. From near 700 on the sums are no float64, or cut off. */
  readonly reach: number;
}

export interface Ratios extends Others {
  /** e^{z_c − z_answer} [row, answer]: 0 at the right answer, and where a row has none. */
  readonly ratios: Float64Array;
}

/** Rows that are worked on at a time: their exponentials stay near the processor. */
const ROWS = 512;

/** The sums of what the wrong answers have over the right one. */
export function othersOf(logits: AnswerLogits): Others {
  return inParts(logits, () => {});
}

/** What each wrong answer has over the right one. */
export function ratiosOf(logits: AnswerLogits): Ratios {
  const ratios = new Float64Array(logits.answers.length * logits.width);
  const others = inParts(logits, (part, row) => ratios.set(part, row * logits.width));
  return { ...others, ratios };
}

/** Hands over the ratios of so many rows as there is room for, before the next are. */
function inParts(
  { data, stride, first, width, answers }: AnswerLogits,
  take: (ratios: Float64Array, row: number) => void,
): Others {
  const count = answers.length;
  const loops = compiled();
  const at = placed({
    logits: ROWS * stride * Float32Array.BYTES_PER_ELEMENT,
    answers: ROWS * Int32Array.BYTES_PER_ELEMENT,
    ratios: multiple(ROWS * width, 8) * VALUE,
    others: ROWS * VALUE,
    right: ROWS,
  });
  const found = { others: new Float64Array(count), right: new Uint8Array(count), reach: 0 };
  for (let row = 0; row < count; row += ROWS) {
    const rows = Math.min(ROWS, count - row);
    new Float32Array(loops.memory.buffer, at.logits, rows * stride).set(
      data.subarray(row * stride, (row + rows) * stride),
    );
    new Int32Array(loops.memory.buffer, at.answers, rows).set(answers.subarray(row, row + rows));
    const reach = loops.ratios(at.logits, stride, first, width, at.answers, rows, at.ratios, at.others, at.right);
    found.reach = Math.max(found.reach, reach);
    take(floats(at.ratios, rows * width), row);
    found.others.set(floats(at.others, rows), row);
    found.right.set(new Uint8Array(loops.memory.buffer, at.right, rows), row);
  }
  return found;
}
