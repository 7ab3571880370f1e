import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { GrokError, RunError, SeveralRunsError } from "../errors.ts";
import { formatOf, readFile } from "../formats/_read.ts";
import { isFile, systemWords, withSource } from "../formats/_sources.ts";
import type { Value } from "../formats/_values.ts";
import { epochOfFolder, naturalOrder } from "./_epochs.ts";
import { joinedShards } from "./_shards.ts";
import { isSidecarName, type Sidecar, sidecar } from "./_sidecars.ts";

/** The files of a path, read as far as their structure: no weight is read. */
export interface Files {
  readonly readable: readonly { readonly file: string; readonly format: string; readonly value: Value }[];
  readonly sidecars: readonly { readonly file: string; readonly says: Sidecar }[];
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
}

const NO_CHECKPOINT = "is no checkpoint";
const REMEDY = "give a checkpoint, or a folder of them";
/** Sub-folders in which training scripts keep their checkpoints. */
const CHECKPOINT_FOLDERS = ["checkpoints", "checkpoint", "ckpts", "ckpt", "models", "model", "saved_runs", "weights"];
/** The file that describes an Orbax checkpoint, which is a folder, and what scripts call the item with the weights. */
const ORBAX = "_METADATA";
const ORBAX_ITEMS = ["default", "state", "train_state", "params", "model", "items"];
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

/**
 * Everything at a path, a file with what stands beside it or a folder. Throws a RunError where there is nothing, a
 * SeveralRunsError where only folders in it are of runs.
 */
export function filesAt(path: string): Files {
  if (attempt(path, () => statSync(path)).isDirectory()) return folder(path);
  const log = statSync(path).size === 0 || formatOf(path) ? undefined : sidecar(path);
  if (log?.curves.length) return { readable: [], sidecars: [{ file: basename(path), says: log }], skipped: [] };
  const { format, value } = readFile(path);
  const beside = sidecarNames(dirname(path)).filter((name) => describes(name, basename(path)));
  const { sidecars, skipped } = readSidecars(dirname(path), beside);
  return { readable: [{ file: basename(path), format, value }], sidecars, skipped };
}

function folderOf(path: string): Files {
  const names = namesIn(path).filter((name) => !name.startsWith("."));
  const files = names.flatMap((name) => (isFolder(join(path, name)) ? orbaxFiles(path, name) : [name]));
  const readable: Files["readable"][number][] = [];
  const skipped: Files["skipped"][number][] = [];
  for (const file of files) {
    const full = join(path, file);
    try {
      if (formatOf(full)) readable.push({ file, ...readFile(full) });
    } catch (error) {
      if (!(error instanceof GrokError)) throw error;
      skipped.push({ file, reason: error.message.replace(`${full}: `, "") });
    }
  }
  const jsons = sidecarNames(path).filter((name) => !readable.some(({ file }) => file === name));
  const beside = readSidecars(path, jsons);
  const used = new Set([...readable, ...skipped, ...beside.sidecars, ...beside.skipped].map(({ file }) => file));
  const others = files.filter((file) => !used.has(file)).map((file) => ({ file, reason: NO_CHECKPOINT }));
  const below = checkpointFolders(path, names).map((name) => moved(name, folderOf(join(path, name))));
  return {
    readable: [...joinedShards(readable), ...below.flatMap((one) => one.readable)],
    sidecars: [...below.flatMap((one) => one.sidecars), ...beside.sidecars],
    skipped: [...skipped, ...beside.skipped, ...others, ...below.flatMap((one) => one.skipped)],
  };
}

/** The sub-folders that hold checkpoints of the same run: one a checkpoint, and the first that is called so. */
function checkpointFolders(path: string, names: readonly string[]): readonly string[] {
  const folders = names.filter((name) => isFolder(join(path, name)));
  const called = folders.filter((name) => CHECKPOINT_FOLDERS.includes(name.toLowerCase())).slice(0, 1);
  // What lies below the folder of one checkpoint are its parts, such as the optimizer's.
  if (epochOfFolder(basename(path)) !== undefined) return called;
  const steps = folders.filter((name) => epochOfFolder(name) !== undefined);
  return [...called, ...(steps.length > 0 ? steps : numberedSteps(path, folders))];
}

/**
 * The sub-folders that are called by numbers alone, where they are steps of one run: each with one checkpoint. Numbers that
 * count 0, 1, 2 … or 1, 2, 3 … are as likely of seeds: those are taken for runs.
 */
function numberedSteps(path: string, folders: readonly string[]): readonly string[] {
  const numbered = folders.filter((name) => /^\d+$/.test(name));
  const counting = numbered.every((name, i) => Number(name) === Number(numbered[0]) + i) && Number(numbered[0]) <= 1;
  const isStep = (name: string) => {
    const files = namesIn(join(path, name)).map((file) => join(path, name, file));
    return files.filter((file) => isFile(file) && formatOf(file)).length === 1;
  };
  return numbered.length > 1 && !counting && numbered.every(isStep) ? numbered : [];
}

function moved(name: string, { readable, sidecars, skipped }: Files): Files {
  const into = <F extends { readonly file: string }>(list: readonly F[]) =>
    list.map((x) => ({ ...x, file: join(name, x.file) }));
  return { readable: into(readable), sidecars: into(sidecars), skipped: into(skipped) };
}

function folder(path: string): Files {
  const found = folderOf(path);
  if (found.readable.length > 0) return found;
  const below = runsBelow(path, DEPTH);
  if (below.length > 1) throw new SeveralRunsError(path, `holds ${below.length} runs: ${listed(below)}`, below);
  if (below.length === 1) {
    const { readable, sidecars, skipped } = moved(below[0], folderOf(join(path, below[0])));
    return { readable, sidecars: [...sidecars, ...found.sidecars], skipped: [...found.skipped, ...skipped] };
  }
  // A log alone is a run of curves only.
  const logged = found.sidecars.some(({ says }) => says.curves.length > 0);
  if (logged && found.skipped.every(({ reason }) => reason === NO_CHECKPOINT)) return found;
  const { sidecars, skipped: unread } = found;
  const skipped = unread.filter(({ reason }) => reason !== NO_CHECKPOINT);
  const damaged = skipped.map(({ file, reason }) => `${file} ${reason}`).join("; ");
  if (damaged) throw new RunError(path, `holds no readable checkpoint: ${damaged}`);
  const files = sidecars.length + unread.length;
  const problem = files === 0 ? "is an empty folder" : `holds no checkpoint among ${files} files`;
  throw new RunError(path, problem, REMEDY);
}

/** How far below a folder runs are looked for: `sweep/p113/seed0`. */
const DEPTH = 3;
/** So many runs are named in an error. */
const MAX_LISTED = 8;

function listed(runs: readonly string[]): string {
  const more = runs.length - MAX_LISTED;
  return `${runs.slice(0, MAX_LISTED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** The folders in a folder that are runs, by their paths in it: with weights, or where none has, with curves. */
function runsBelow(path: string, depth: number): readonly string[] {
  const folders = namesIn(path).filter((name) => !name.startsWith(".") && isFolder(join(path, name)));
  const found = folders
    .filter((name) => !holdsResults(join(path, name)))
    .flatMap((name) => {
      const { readable, sidecars } = folderOf(join(path, name));
      if (readable.length > 0) return [{ run: name, weights: true }];
      const deeper = depth > 1 ? runsBelow(join(path, name), depth - 1) : [];
      if (deeper.length > 0) return deeper.map((run) => ({ run: join(name, run), weights: true }));
      return sidecars.some(({ says }) => says.curves.length > 0) ? [{ run: name, weights: false }] : [];
    });
  const weighty = found.filter(({ weights }) => weights);
  return (weighty.length > 0 ? weighty : found).map(({ run }) => run);
}

/** Whether a folder is of this program's results, whose tables are no logs. */
function holdsResults(path: string): boolean {
  return isFile(join(path, "analysis.json")) || namesIn(path).some((name) => isResult(join(path, name)));
}

function isResult(path: string): boolean {
  const head = '{"analyzer":"';
  if (!path.endsWith(".json") || !isFile(path)) return false;
  const start = withSource(path, ({ byteLength, read }) => read(0, Math.min(byteLength, head.length)));
  return Buffer.from(start).toString() === head;
}

/** The files that describe an Orbax checkpoint, where the folder is one, or a step of a run and has it as an item. */
function orbaxFiles(path: string, name: string): string[] {
  const described = ["", ...ORBAX_ITEMS].map((item) => join(name, item, ORBAX));
  return described.filter((file) => isFile(join(path, file))).slice(0, 1);
}

function sidecarNames(path: string): string[] {
  return namesIn(path).filter((name) => isSidecarName(name) && !isFolder(join(path, name)));
}

function readSidecars(path: string, names: readonly string[]): Pick<Files, "sidecars" | "skipped"> {
  const sidecars: Files["sidecars"][number][] = [];
  const skipped: Files["skipped"][number][] = [];
  for (const file of names) {
    try {
      const says = sidecar(join(path, file));
      if (says) sidecars.push({ file, says });
    } catch (error) {
      if (!(error instanceof GrokError)) throw error;
      skipped.push({ file, reason: error.message.replace(`${join(path, file)}: `, "") });
    }
  }
  return { sidecars, skipped };
}

/** `cfg.json` describes every model beside it, `config_abc.json` describes `model_abc.pt`. */
export function describes(name: string, model: string): boolean {
  if (GENERAL_SIDECARS.test(name)) return true;
  const stem = (file: string) => file.replace(/\.[^.]*$/, "");
  const own = (file: string) => stem(file).replace(/^[a-z]+[_-]/i, "");
  return stem(name) === stem(model) || own(name) === own(model);
}

function namesIn(path: string): string[] {
  return attempt(path, () => readdirSync(path)).sort(naturalOrder);
}

/** False also for what cannot be followed, such as a link to nowhere: reading it will say why. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const missing = code === "ENOENT" || code === "ENOTDIR";
    const problem = missing ? "no such file or folder" : `cannot be opened: ${systemWords(cause)}`;
    throw new RunError(path === "" ? '""' : path, problem, REMEDY, { cause });
  }
}
