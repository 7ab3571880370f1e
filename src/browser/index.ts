// What a page's worker can import of this package: it reads files that are Blobs, and computes with WebAssembly.
export * as analyzers from "../analyzers/index.ts";
export {
  AnalyzerError,
  FormatError,
  GrokError,
  LayoutError,
  RunError,
  SeveralRunsError,
  UsageError,
} from "../errors.ts";
export { reportHtml } from "../report/report-html.ts";
export { type Analysis, storedAnalysis } from "../results/analysis.ts";
export { figuresOf } from "../results/figures-of.ts";
export { findingInWords } from "../results/finding-in-words.ts";
export type { Provenance, Result } from "../results/result.ts";
export { modelAt } from "../runs/model-at.ts";
export { type OpenOptions, openRun } from "../runs/open.ts";
export type { Checkpoint, Network, Run } from "../runs/run.ts";
export { csv } from "../tables/csv.ts";
export type { Table } from "../tables/table.ts";
export { type Analysed, type AnalysedSettings, analysed } from "./analysed.ts";
export { startInBrowser } from "./browser-host.ts";
