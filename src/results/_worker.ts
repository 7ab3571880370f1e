import { Tinypool } from "tinypool";
import type { Analyzer } from "../analyzers/_analyzer.ts";
import * as analyzers from "../analyzers/index.ts";
import { type BackendName, startBackend } from "../engine/backend.ts";
import type { Checkpoint, Network } from "../runs/run.ts";
import type { Columns, Row } from "../tables/column.ts";
import { measured } from "./_measure.ts";

/** What a thread is given once. */
export interface WorkerData {
  readonly network: Network;
  readonly backend: BackendName;
  readonly questions: readonly { readonly name: string; readonly options: unknown; readonly prepared: unknown }[];
}

const { network, backend, questions } = Tinypool.workerData as WorkerData;
const started = startBackend(backend);
const asked = questions.map(({ name, options, prepared }) => {
  const analyzer = Object.values<Analyzer>(analyzers).find((one) => one.name === name);
  if (!analyzer) throw new Error(`there is no analyzer ${name}`);
  return { analyzer, options, prepared };
});

/** The rows of every question about one checkpoint. */
export default async function work(checkpoint: Checkpoint): Promise<readonly (readonly Row<Columns>[])[]> {
  await started;
  return measured(network, checkpoint, asked);
}
