import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { RunError, UsageError } from "../errors.ts";
import { isRecord } from "../formats/_json.ts";
import { checkpointFile, storedConfig } from "../training/_folder.ts";
import type { TrainingConfig } from "../training/config.ts";

/** A checkpoint of a run that `train` or a sweep made, with which a run of a sweep begins. */
export interface Beginning {
  /** The run's folder, from that of the sweep. */
  readonly run: string;
  readonly epoch: number;
  /** What the run is at there, such as "memorised": runs that begin at it are one group, whichever epoch it is of each. */
  readonly moment?: string;
}

const REMEDY = 'write "RUN@EPOCH", or {"run": "RUN", "epoch": 200}';

/** The beginnings of a spec. Throws a UsageError where one is none. */
export function beginningsOf(where: string, from: unknown): readonly Beginning[] {
  if (!Array.isArray(from) || from.length === 0) throw new UsageError(where, "from is no list of checkpoints", REMEDY);
  return from.map((one: unknown) => {
    const [, run, epoch] = typeof one === "string" ? (/^(.+)@(\d+)$/.exec(one) ?? []) : [];
    const beginning = isRecord(one) ? one : { run, epoch: Number(epoch) };
    if (typeof beginning.run !== "string" || !Number.isSafeInteger(beginning.epoch) || Number(beginning.epoch) < 0)
      throw new UsageError(where, `from has ${JSON.stringify(one)}, which names no checkpoint`, REMEDY);
    return beginning as unknown as Beginning;
  });
}

/** The settings of the run that one begins with. Throws a RunError where there is none, or none of that epoch. */
export function configBefore(folder: string, { run, epoch }: Beginning): TrainingConfig {
  const path = resolve(folder, run);
  const config = storedConfig(path);
  if (!config) throw new RunError(path, "holds no run of train", "name its folder, from that of the sweep");
  if (!existsSync(checkpointFile(path, epoch)))
    throw new RunError(path, `has no checkpoint of epoch ${epoch}`, `it has one each ${config.checkpoint_every}`);
  return config;
}

/** Beginnings named from a sweep's folder, that were named from the folder one is in. */
export function namedFrom(folder: string, from: readonly Beginning[]): readonly Beginning[] {
  return from.map((one) => ({ ...one, run: relative(resolve(folder), resolve(one.run)) }));
}
