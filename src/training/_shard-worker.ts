import "../node/start.ts";

import { Tinypool } from "tinypool";
import { startBackend } from "../engine/backend.ts";
import { shardWork, type Work, type WorkerData } from "./_shard.ts";
import type { Outcome } from "./gradient.ts";

const data = Tinypool.workerData as WorkerData;
const started = startBackend(data.backend);
const worked = shardWork(data);

/** `shardWork` in a thread. */
export default async function work(one: Work): Promise<Outcome> {
  await started;
  return worked(one);
}
