import { join } from "pathe";
import { GrokError } from "../errors.ts";
import type { LogFormat } from "../logs/_format.ts";
import type { ReadOptions } from "../logs/_read.ts";
import { continuedSidecar, isSidecarName, logFormatIn, type Sidecar, sidecar } from "./_sidecars.ts";

/** Names of files that describe the model beside them, whatever it is called. */
const GENERAL_SIDECARS = new RegExp(
  `^(${[
    ...["cfg", "configs?", "args", "hparams", "hyperparams", "params", "settings", "run", "train_config"],
    ...[
      "((summary|train(ing)?|test|eval|loss|metrics?|run)_)?(metrics?|logs?|history|losses|loss|curves|results|stats)",
      "trainer_state",
    ],
  ].join("|")})\\.(jsonl?|ndjson|csv|tsv|log|ya?ml)$`,
  "i",
);

/** What stands beside checkpoints. */
export interface Beside {
  readonly sidecars: readonly { readonly file: string; readonly says: Sidecar }[];
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
  /** Files that another one of them continues, or that continue it. */
  readonly continued: readonly string[];
}

/** The logs and configurations among some files of a folder; of one that cannot be read the reason. */
export function readSidecars(path: string, names: readonly string[], options: ReadOptions): Beside {
  const sidecars: Beside["sidecars"][number][] = [];
  const skipped: Beside["skipped"][number][] = [];
  const parts = new Map<LogFormat, string[]>();
  const attempted = (file: string, read: () => Sidecar | undefined) => {
    try {
      const says = read();
      if (says) sidecars.push({ file, says });
    } catch (error) {
      if (!(error instanceof GrokError)) throw error;
      skipped.push({ file, reason: error.messageAt(join(path, file)) });
    }
  };
  for (const file of names) {
    attempted(file, () => {
      const format = logFormatIn(join(path, file), options);
      if (format?.continues) parts.set(format, [...(parts.get(format) ?? []), file]);
      else if (format || isSidecarName(file)) return sidecar(join(path, file), options);
      return undefined;
    });
  }
  for (const [format, files] of parts) {
    const paths = files.map((file) => join(path, file));
    attempted(files[0] as string, () => continuedSidecar(paths, format, options));
  }
  return { sidecars, skipped, continued: [...parts.values()].flat() };
}

/** `cfg.json` describes every model beside it, `config_abc.json` describes `model_abc.pt`. */
export function describes(name: string, model: string): boolean {
  if (GENERAL_SIDECARS.test(name)) return true;
  const stem = (file: string) => file.replace(/\.[^.]*$/, "");
  const own = (file: string) => stem(file).replace(/^[a-z]+[_-]/i, "");
  return stem(name) === stem(model) || own(name) === own(model);
}
