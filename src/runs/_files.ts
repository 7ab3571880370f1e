import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { GrokError, RunError } from "../errors.ts";
import { formatOf, readFile } from "../formats/_read.ts";
import { isFile, systemWords } from "../formats/_sources.ts";
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

/** Everything at a path, a file with what stands beside it or a folder. Throws a RunError where there is nothing. */
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
  return epochOfFolder(basename(path)) === undefined
    ? [...called, ...folders.filter((name) => epochOfFolder(name) !== undefined)]
    : called;
}

function moved(name: string, { readable, sidecars, skipped }: Files): Files {
  const into = <F extends { readonly file: string }>(list: readonly F[]) =>
    list.map((x) => ({ ...x, file: join(name, x.file) }));
  return { readable: into(readable), sidecars: into(sidecars), skipped: into(skipped) };
}

function folder(path: string): Files {
  const found = folderOf(path);
  // A log alone is a run of curves only.
  const logged = found.sidecars.some(({ says }) => says.curves.length > 0);
  if (found.readable.length > 0 || (logged && found.skipped.every(({ reason }) => reason === NO_CHECKPOINT)))
    return found;
  const { sidecars, skipped: unread } = found;
  const skipped = unread.filter(({ reason }) => reason !== NO_CHECKPOINT);
  const damaged = skipped.map(({ file, reason }) => `${file} ${reason}`).join("; ");
  if (damaged) throw new RunError(path, `holds no readable checkpoint: ${damaged}`);
  const files = sidecars.length + unread.length;
  const problem = files === 0 ? "is an empty folder" : `holds no checkpoint among ${files} files`;
  throw new RunError(path, problem, REMEDY);
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
