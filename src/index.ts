import "./node/start.ts";

export type { LoggedLosses, RunContext } from "./analyzers/_analyzer.ts";
export { type Analyzer, type Context, type Dated, defineAnalyzer, type Finding } from "./analyzers/_analyzer.ts";
export * as option from "./analyzers/_options.ts";
export * as analyzers from "./analyzers/index.ts";
export { type Availability, availableBackends, type BackendName, startBackend } from "./engine/backend.ts";
export {
  AnalyzerError,
  DivergedError,
  FormatError,
  GrokError,
  LayoutError,
  RunError,
  SeveralRunsError,
  UsageError,
} from "./errors.ts";
export type { Style, Theme } from "./figures/_drawing.ts";
export type { Figure } from "./figures/_figure.ts";
export { lines } from "./figures/lines.ts";
export type { WatchEvent } from "./monitoring/events.ts";
export { type WatchSettings, watch } from "./monitoring/watch.ts";
export type { Edit } from "./networks/edit.ts";
export { type Activations, activationNames, type ForwardSettings, forward } from "./networks/forward.ts";
export type { GradientSettings, Triple, WeightGradients } from "./networks/gradients.ts";
export { gradients, hessianVector } from "./networks/gradients.ts";
export type { Hook, Hooks, PositionHook, PositionValue } from "./networks/hooks.ts";
export { type Architecture, type Model, optionalWeight, weight } from "./networks/model.ts";
export type { Tensor } from "./numerics/tensor.ts";
export { type AnswerScores, logitScores } from "./quantities/answer-scores.ts";
export {
  type KeyFrequencies,
  type KeyRule,
  keyFrequencies,
  type NoKeys,
  noKeysInWords,
} from "./quantities/key-frequencies.ts";
export { type NotebookBundle, notebookBundle, show } from "./report/notebook-bundle.ts";
export { type FiguresSettings, type WrittenFigures, writeFigures } from "./report/write-figures.ts";
export { type WrittenReport, writeReport } from "./report/write-report.ts";
export { type SweepResultsSettings, type WrittenSweepResults, writeSweepResults } from "./report/write-sweep.ts";
export { type Analysis, storedAnalysis } from "./results/analysis.ts";
export type { Analyses, AnalyzeAllSettings, AnalyzeSettings } from "./results/analyze.ts";
export { analyze, analyzeAll } from "./results/analyze.ts";
export { figuresOf } from "./results/figures-of.ts";
export { findingInWords } from "./results/finding-in-words.ts";
export type { Provenance, Result } from "./results/result.ts";
export { modelAt } from "./runs/model-at.ts";
export { type OpenOptions, openRun } from "./runs/open.ts";
export type { Checkpoint, Network, Run } from "./runs/run.ts";
export { type Selection, selected } from "./runs/select.ts";
export { type ArrayIndex, arrayIndex } from "./sweeps/array-index.ts";
export type { Beginning as CellBeginning } from "./sweeps/beginning.ts";
export type { Cell } from "./sweeps/cells.ts";
export { type CriticalValue, criticalValues, type Trial } from "./sweeps/critical-values.ts";
export { baselinePlan, type Intervention, interventionPlan, readIntervention } from "./sweeps/intervention.ts";
export { LEARNING_PHASES, type LearningPhase, learningPhase } from "./sweeps/learning-phase.ts";
export { type Merged, mergeSweeps } from "./sweeps/merge.ts";
export type { Outcome } from "./sweeps/outcome.ts";
export { readPlan, type SweepPlan, sweepPlan, writePlan } from "./sweeps/plan.ts";
export { resultsTable } from "./sweeps/results-table.ts";
export { runCell } from "./sweeps/run-cell.ts";
export { type RunCellsSettings, runCells } from "./sweeps/run-cells.ts";
export { type RunResult, runResults } from "./sweeps/run-results.ts";
export { readSpec, type SweepSpec } from "./sweeps/spec.ts";
export { type CellStatus, missingCells, sweepStatus } from "./sweeps/status.ts";
export { sweepFigures } from "./sweeps/sweep-figures.ts";
export * as column from "./tables/column.ts";
export { csv } from "./tables/csv.ts";
export * as field from "./tables/field.ts";
export type { Table } from "./tables/table.ts";
export type { Metrics } from "./training/_metrics.ts";
export { type TrainingConfig, trainingConfig } from "./training/config.ts";
export { PRESETS, type Preset, type PresetName } from "./training/presets.ts";
export { type Beginning, startingFrom } from "./training/starting-from.ts";
export { type TrainingOutcome, type TrainingSettings, trainRun } from "./training/train-run.ts";
