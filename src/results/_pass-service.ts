import { type Analyzer, epoch } from "../analyzers/_analyzer.ts";
import * as analyzers from "../analyzers/index.ts";
import { type BackendName, startBackend } from "../engine/backend.ts";
import type { Network } from "../runs/run.ts";
import { textOfRows } from "./_cells.ts";
import { type Moment, measured, type Question } from "./_measure.ts";

/** What a process is given once. */
export interface WorkerData {
  readonly network: Network;
  readonly backend: BackendName;
  readonly questions: readonly (Omit<Question, "analyzer"> & { readonly name: string })[];
}

/** One checkpoint, and which of the questions to ask of it. */
export interface Work {
  readonly moment: Moment;
  readonly asked: readonly number[];
}

/** What a process or worker of a pass does: what makes its answers, once it has been given the data. */
export function passService({ network, backend, questions }: WorkerData): (work: Work) => Promise<readonly string[]> {
  const started = startBackend(backend);
  const known = questions.map(({ name, ...asked }): Question => {
    const analyzer = Object.values<Analyzer>(analyzers).find((one) => one.name === name);
    if (!analyzer) throw new Error(`there is no analyzer ${name}`);
    return { analyzer, ...asked };
  });
  /** The rows of every question asked, each as one text: thousands of small objects take longer to hand over. */
  return async ({ moment, asked }: Work): Promise<readonly string[]> => {
    await started;
    const chosen = asked.map((i) => known[i]);
    return Array.from(measured(network, moment, chosen), (rows, i) =>
      textOfRows(rows, { epoch, ...chosen[i].analyzer.columns }),
    );
  };
}
