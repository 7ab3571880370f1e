import type picocolors from "picocolors";
import type { Finding } from "../analyzers/_analyzer.ts";
import { findingInWords } from "../results/finding-in-words.ts";

export type Paint = ReturnType<typeof picocolors.createColors>;

/** Label and value of a finding on one line. */
export function inWords(finding: Finding, paint: Paint): string {
  return `${finding.label}: ${paint.bold(findingInWords(finding))}`;
}
