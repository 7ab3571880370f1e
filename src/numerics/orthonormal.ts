import type { Matrix64 } from "./matmul.ts";
import { norm } from "./vectors.ts";

/** A row of which less than this share is left beside the rows before it is in their span, up to rounding. */
const DEPENDENT = 1e-10;

/**
 * Orthonormal rows that span the rows of a matrix, as many as are independent: Gram–Schmidt, each row twice, which leaves them
 * orthogonal to rounding (Giraud et al. 2005, "twice is enough").
 */
export function orthonormalRows({ data, rows, columns }: Matrix64): Matrix64 {
  const found: Float64Array[] = [];
  for (let i = 0; i < rows; i++) {
    const row = data.slice(i * columns, (i + 1) * columns);
    const length = norm(row);
    for (let time = 0; time < 2; time++) {
      for (const one of found) {
        let along = 0;
        for (let j = 0; j < columns; j++) along += one[j] * row[j];
        for (let j = 0; j < columns; j++) row[j] -= along * one[j];
      }
    }
    const left = norm(row);
    if (left > DEPENDENT * length) found.push(row.map((x) => x / left));
  }
  const out = new Float64Array(found.length * columns);
  for (const [i, row] of found.entries()) out.set(row, i * columns);
  return { data: out, rows: found.length, columns };
}
