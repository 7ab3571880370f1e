import type { Analyzer, Context } from "../analyzers/_analyzer.ts";
import { neuronsOf } from "../networks/forward.ts";
import type { Architecture, Model } from "../networks/model.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import { neuronSumsOfBlocks } from "../quantities/neuron-sums.ts";
import { releaseOthers, storedModel } from "../runs/model-at.ts";
import { momentsAt } from "../runs/moments-at.ts";
import type { Checkpoint, Network } from "../runs/run.ts";
import type { Columns, Row } from "../tables/column.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";

/** An analyzer with what it asks besides the checkpoint. */
export interface Question {
  readonly analyzer: Analyzer;
  readonly options: unknown;
  readonly prepared: unknown;
  /** What the analyzer measures every checkpoint against. */
  readonly reference?: Checkpoint;
}

/** A checkpoint, and what the rest of the run says of it. Plain data: it goes to other processes. */
export interface Moment extends Pick<Context<any, any>, "last" | "stored"> {
  readonly checkpoint: Checkpoint;
}

/** The rows of one question after another about one checkpoint, which is read and sent forward at most once. */
export function* measured(
  network: Network,
  { checkpoint, last, stored }: Moment,
  questions: readonly Question[],
): Generator<readonly Row<Columns>[]> {
  const { epoch } = checkpoint;
  releaseOthers(checkpoint.weights);
  const model = storedModel(network.architecture, checkpoint.weights);
  // One pass serves all: whoever asks for the logits alone would have another go forward again for what neurons there are.
  const asking = questions.filter(({ analyzer }) => analyzer.forward);
  const form = cyclicForm(network.task);
  if (asking.length > 1 && asking.some(({ analyzer }) => analyzer.forward === "neurons")) neuronsOf(model);
  else if (asking.length > 1 && form) neuronSumsOfBlocks(model, form);
  const moments = () => momentsAt(checkpoint);
  for (const { analyzer, options, prepared, reference } of questions) {
    const against = reference && { reference: referenceModel(network.architecture, reference.weights) };
    yield analyzer
      .measure(model, { network, epoch, last, stored, moments, options: options as never, prepared, ...against })
      .map((row) => ({ epoch, ...row }));
  }
}

/** Read and sent forward once, for all checkpoints. */
const referenceModel: (architecture: Architecture, weights: Checkpoint["weights"]) => Model = memoOfTwo(storedModel);
