import type { Finding } from "../analyzers/_analyzer.ts";
import { checkArguments } from "../arguments.ts";

/**
 * A finding's value for a reader, with its unit and note: numbers with five digits, enough to compare, few enough to read;
 * a share in per cent.
 */
export function findingInWords(finding: Pick<Finding, "value" | "unit" | "note">): string {
  checkArguments("findingInWords", { finding });
  const { value, unit, note } = finding;
  const after = note === undefined ? "" : ` (${note})`;
  if (Array.isArray(value)) return `${value.join(", ")}${after}`;
  // Null is what JSON holds of NaN and of the infinities.
  if (value === null || (typeof value === "number" && !Number.isFinite(value))) return "not finite";
  if (typeof value !== "number") return `${value}${after}`;
  if (unit === "share") return `${fiveDigits(100 * value)} %${after}`;
  return `${fiveDigits(value)}${unit === undefined ? "" : ` ${unit}`}${after}`;
}

/** A whole number as it is, any other with five digits. */
export function fiveDigits(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}
