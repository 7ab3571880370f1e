import type { Analyzer } from "../analyzers/_analyzer.ts";
import { storedModel } from "../runs/model-at.ts";
import type { Checkpoint, Network } from "../runs/run.ts";
import type { Columns, Row } from "../tables/column.ts";

/** An analyzer with what it asks besides the checkpoint. */
export interface Question {
  readonly analyzer: Analyzer;
  readonly options: unknown;
  readonly prepared: unknown;
}

/** The rows of each question about one checkpoint, which is read and sent forward at most once. */
export function measured(
  network: Network,
  checkpoint: Checkpoint,
  questions: readonly Question[],
): readonly (readonly Row<Columns>[])[] {
  const model = storedModel(network.architecture, checkpoint.weights);
  return questions.map(({ analyzer, options, prepared }) =>
    analyzer
      .measure(model, { network, epoch: checkpoint.epoch, options: options as never, prepared })
      .map((row) => ({ epoch: checkpoint.epoch, ...row })),
  );
}
