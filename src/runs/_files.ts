import { basename, dirname, join, relative } from "pathe";
import { GrokError, NoRunError, RunError, SeveralRunsError } from "../errors.ts";
import { formatOf, readFile } from "../formats/_read.ts";
import { isFile, isFolder, systemWords } from "../formats/_sources.ts";
import type { Value } from "../formats/_values.ts";
import { host } from "../host/host.ts";
import { logFormatOf, type ReadOptions, remedy } from "../logs/_read.ts";
import { isOfLogs } from "../logs/curves/names.ts";
import { type Beside, describes, readSidecars } from "./_beside.ts";
import { epochOfFolder, naturalOrder } from "./_epochs.ts";
import { hasResults, MANIFEST } from "./_results-folder.ts";
import { joinedShards } from "./_shards.ts";
import { isSidecarName, sidecar } from "./_sidecars.ts";

/** The files of a path, read as far as their structure: no weight is read. */
export interface Files {
  /** The folder or the file that they are in: of a folder with one run in it, that run. */
  readonly at: string;
  readonly readable: readonly { readonly file: string; readonly format: string; readonly value: Value }[];
  readonly sidecars: Beside["sidecars"];
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
  /** Those of the skipped that are checkpoints, and cannot be read. */
  readonly damaged: readonly { readonly file: string; readonly reason: string }[];
}

/** Why most files are skipped. */
export const NO_CHECKPOINT = "is no checkpoint and no log";
const REMEDY = "give a checkpoint, a log, or a folder of them";
/** Sub-folders in which training scripts keep their checkpoints. */
const CHECKPOINT_FOLDERS = ["checkpoints", "checkpoint", "ckpts", "ckpt", "models", "model", "saved_runs", "weights"];
/** Sub-folders in which loggers keep their files. */
const LOG_FOLDERS = /^(tensorboard|tb|tb_logs?|csv_logs?|summar(y|ies)|events?|plots|dvclive)$/i;
/** The file that describes an Orbax checkpoint, which is a folder, and what scripts call the item with the weights. */
const ORBAX = "_METADATA";
const ORBAX_ITEMS = ["default", "state", "train_state", "params", "model", "items"];
/**
 * Everything at a path, a file with what stands beside it or a folder. Throws a RunError where there is nothing, a
 * SeveralRunsError where only folders in it are of runs.
 */
export function filesAt(path: string, options: ReadOptions = {}): Files {
  const { kind, size } = attempt(path, () => host().disk.stat(path));
  if (kind === "folder") return folder(path, options);
  const log = size === 0 || isCheckpoint(path, options) ? undefined : sidecar(path, options);
  if (log?.curves.length) return { ...NOTHING, at: path, sidecars: [{ file: basename(path), says: log }] };
  if (log && log.unread.length > 0)
    throw new RunError(path, "has no column that is known to be a loss or an accuracy", remedy(log.unread));
  // Any text looks like one: it is one where it is called so.
  if (log && isSidecarName(path) && logFormatOf(path, options))
    throw new NoRunError(path, "is a log that has no losses or accuracies yet", REMEDY);
  const { format, value } = contentOf(path, options);
  const beside = sidecarNames(dirname(path)).filter((name) => describes(name, basename(path)));
  const { sidecars, skipped } = readSidecars(dirname(path), beside, options);
  return { at: path, readable: [{ file: basename(path), format, value }], sidecars, skipped, damaged: [] };
}

function folderOf(path: string, options: ReadOptions): Files {
  const names = namesIn(path).filter((name) => !name.startsWith("."));
  const files = names.flatMap((name) => (isFolder(join(path, name)) ? orbaxFiles(path, name) : [name]));
  const readable: Files["readable"][number][] = [];
  const skipped: Files["skipped"][number][] = [];
  for (const file of files) {
    const full = join(path, file);
    try {
      if (isCheckpoint(full, options)) readable.push({ file, ...contentOf(full, options) });
    } catch (error) {
      if (!(error instanceof GrokError)) throw error;
      skipped.push({ file, reason: error.messageAt(full) });
    }
  }
  // Before the logs: while a run is trained, what is logged of a checkpoint is there before it.
  const inner = checkpointFolders(path, names, options);
  const below = inner.map((name) => moved(name, folderOf(join(path, name), options)));
  const done = new Set([...readable, ...skipped].map(({ file }) => file));
  const beside = readSidecars(
    path,
    files.filter((file) => !done.has(file)),
    options,
  );
  const used = new Set([
    ...done,
    ...[...beside.sidecars, ...beside.skipped].map(({ file }) => file),
    ...beside.continued,
  ]);
  const others = files.filter((file) => !used.has(file)).map((file) => ({ file, reason: NO_CHECKPOINT }));
  const logs = names
    .filter((name) => isFolder(join(path, name)) && !inner.includes(name) && (isOfLogs(name) || LOG_FOLDERS.test(name)))
    .map((name) => moved(name, folderOf(join(path, name), options)))
    .filter((one) => one.readable.length + one.damaged.length === 0);
  return {
    at: path,
    readable: [...joinedShards(readable), ...below.flatMap((one) => one.readable)],
    sidecars: [...[...below, ...logs].flatMap((one) => one.sidecars), ...beside.sidecars],
    skipped: [...skipped, ...beside.skipped, ...others, ...below.flatMap((one) => one.skipped)],
    damaged: [...skipped, ...below.flatMap((one) => one.damaged)],
  };
}

/** The sub-folders that hold checkpoints of the same run: one a checkpoint, and the first that is called so. */
function checkpointFolders(path: string, names: readonly string[], options: ReadOptions): readonly string[] {
  const folders = names.filter((name) => isFolder(join(path, name)));
  const called = folders.filter((name) => CHECKPOINT_FOLDERS.includes(name.toLowerCase())).slice(0, 1);
  // What lies below the folder of one checkpoint are its parts, such as the optimizer's.
  if (epochOfFolder(basename(path)) !== undefined) return called;
  const steps = folders.filter((name) => epochOfFolder(name) !== undefined);
  return [...called, ...(steps.length > 0 ? steps : numberedSteps(path, folders, options))];
}

/**
 * The sub-folders that are called by numbers alone, where they are steps of one run: each with one checkpoint. Numbers that
 * count 0, 1, 2 … or 1, 2, 3 … are as likely of seeds: those are taken for runs.
 */
function numberedSteps(path: string, folders: readonly string[], options: ReadOptions): readonly string[] {
  const numbered = folders.filter((name) => /^\d+$/.test(name));
  const counting = numbered.every((name, i) => Number(name) === Number(numbered[0]) + i) && Number(numbered[0]) <= 1;
  const isStep = (name: string) => {
    const names = namesIn(join(path, name));
    // A run has a configuration or a log of its own, a step has none.
    if (names.some(isSidecarName)) return false;
    return (
      names.map((file) => join(path, name, file)).filter((file) => isFile(file) && isCheckpoint(file, options))
        .length === 1
    );
  };
  return numbered.length > 1 && !counting && numbered.every(isStep) ? numbered : [];
}

function moved(name: string, { at, readable, sidecars, skipped, damaged }: Files): Files {
  const into = <F extends { readonly file: string }>(list: readonly F[]) =>
    list.map((x) => ({ ...x, file: join(name, x.file) }));
  return { at, readable: into(readable), sidecars: into(sidecars), skipped: into(skipped), damaged: into(damaged) };
}

function folder(path: string, options: ReadOptions): Files {
  const found = folderOf(path, options);
  if (found.readable.length > 0) return found;
  const logged = found.sidecars.some(({ says }) => says.curves.length > 0);
  if (isFile(join(path, MANIFEST)))
    throw new NoRunError(path, "holds an analysis without results, and no run", "analyze the run again");
  if (found.damaged.length > 0 && logged) return found;
  if (found.damaged.length > 0) throw new RunError(path, `holds no readable checkpoint: ${inWords(found.damaged)}`);
  const below = runsBelow(path, DEPTH, new Set(), options);
  // A log alone is a run of curves only, and what lies below it is more of it, unless that has weights.
  const runs = logged ? below.filter(({ weights }) => weights) : below;
  if (runs.length > 1) {
    const names = runs.map(({ run }) => run);
    throw new SeveralRunsError(path, `holds ${names.length} runs: ${listed(names)}`, names);
  }
  if (runs.length === 1) {
    // A configuration or a log beside the one folder of checkpoints is of these too.
    const inner = folder(join(path, runs[0].run), options);
    const above = moved(relative(inner.at, path), found);
    // What stands beside the checkpoints themselves comes last, and counts.
    return {
      ...inner,
      sidecars: [...above.sidecars, ...inner.sidecars],
      skipped: [...above.skipped, ...inner.skipped],
    };
  }
  const unread = found.skipped.filter(({ reason }) => reason !== NO_CHECKPOINT);
  if (logged) return found;
  const columns = found.sidecars.flatMap(({ says }) => says.unread);
  if (columns.length > 0)
    throw new RunError(path, "has no column that is known to be a loss or an accuracy", remedy(columns));
  if (unread.length > 0) throw new RunError(path, `holds no readable checkpoint: ${inWords(unread)}`);
  const files = found.sidecars.length + found.skipped.length;
  const problem = files === 0 ? "is an empty folder" : `holds no checkpoint among ${files} files`;
  throw new NoRunError(path, problem, REMEDY);
}

function inWords(files: Files["skipped"]): string {
  return files.map(({ file, reason }) => `${file} ${reason}`).join("; ");
}

/** How far below a folder runs are looked for: `sweep/p113/seed0`. */
const DEPTH = 3;
/** So many runs are named in an error. */
const MAX_LISTED = 8;

function listed(runs: readonly string[]): string {
  const more = runs.length - MAX_LISTED;
  return `${runs.slice(0, MAX_LISTED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/**
 * The folders in a folder that are runs, by their paths in it: with weights, be they damaged, or with curves alone. A folder
 * that links lead to twice is one.
 */
function runsBelow(
  path: string,
  depth: number,
  seen: Set<string>,
  options: ReadOptions,
): readonly { readonly run: string; readonly weights: boolean }[] {
  return namesUnlessClosed(path).flatMap((name) => {
    const at = join(path, name);
    if (name.startsWith(".") || !isFolder(at) || seen.has(host().disk.realPath(at))) return [];
    seen.add(host().disk.realPath(at));
    // Named before any is read: of a hundred runs that takes a hundredth of the time.
    if (hasWeights(at, options)) return [{ run: name, weights: true }];
    const found = lookedAt(at, options);
    if (found.damaged.length > 0) return [{ run: name, weights: true }];
    const deeper = depth > 1 ? runsBelow(at, depth - 1, seen, options) : [];
    if (deeper.length > 0) return deeper.map(({ run, weights }) => ({ run: join(name, run), weights }));
    const logged = found.sidecars.some(({ says }) => says.curves.length > 0);
    return logged && !hasResults(at) ? [{ run: name, weights: false }] : [];
  });
}

/** Whether a folder has checkpoints, in folders for them too, as far as the first bytes of one say. */
function hasWeights(path: string, options: ReadOptions): boolean {
  const names = namesUnlessClosed(path).filter((name) => !name.startsWith("."));
  const isOne = (name: string) => {
    const files = isFolder(join(path, name)) ? orbaxFiles(path, name) : [name];
    return files.some((file) => isReadableCheckpoint(join(path, file), options));
  };
  return (
    names.some(isOne) || checkpointFolders(path, names, options).some((name) => hasWeights(join(path, name), options))
  );
}

/** False also where it cannot be read: why is found out with the rest of its folder. */
function isReadableCheckpoint(path: string, options: ReadOptions): boolean {
  try {
    return isCheckpoint(path, options);
  } catch (error) {
    if (!(error instanceof GrokError)) throw error;
    return false;
  }
}

const NOTHING: Files = { at: "", readable: [], sidecars: [], skipped: [], damaged: [] };

/** What lies in a folder: nothing in a closed one; in that of a checkpoint that is not whole, as without a shard, damage. */
function lookedAt(path: string, options: ReadOptions): Files {
  try {
    return folderOf(path, options);
  } catch (error) {
    if (isClosed(error)) return NOTHING;
    if (!(error instanceof GrokError)) throw error;
    const unread = [{ file: basename(path), reason: error.problem }];
    return { ...NOTHING, at: path, skipped: unread, damaged: unread };
  }
}

function namesUnlessClosed(path: string): readonly string[] {
  try {
    return namesIn(path);
  } catch (error) {
    if (isClosed(error)) return [];
    throw error;
  }
}

/** Whether the system says that this user may not look there. */
function isClosed(error: unknown): boolean {
  const { code } = ((error as Error).cause ?? error) as { readonly code?: string };
  return code === "EACCES" || code === "EPERM";
}

/** The files that describe an Orbax checkpoint, where the folder is one, or a step of a run and has it as an item. */
function orbaxFiles(path: string, name: string): string[] {
  const described = ["", ...ORBAX_ITEMS].map((item) => join(name, item, ORBAX));
  return described.filter((file) => isFile(join(path, file))).slice(0, 1);
}

function sidecarNames(path: string): string[] {
  return namesIn(path).filter((name) => isSidecarName(name) && !isFolder(join(path, name)));
}

function namesIn(path: string): string[] {
  return [...attempt(path, () => host().disk.list(path))].sort(naturalOrder);
}

function isCheckpoint(path: string, { memory }: ReadOptions): boolean {
  const read = () => formatOf(path) !== undefined;
  return memory ? memory.kept("checkpoint format", [path], read) : read();
}

function contentOf(path: string, { memory }: ReadOptions): ReturnType<typeof readFile> {
  // An Orbax checkpoint has its arrays in files of its folder: those are looked at when they are read.
  return memory ? memory.kept("checkpoint", [path], () => readFile(path)) : readFile(path);
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const { code } = cause as { readonly code?: string };
    const missing = code === "ENOENT" || code === "ENOTDIR";
    const problem = missing ? "no such file or folder" : `cannot be opened: ${systemWords(cause)}`;
    throw new RunError(path === "" ? '""' : path, problem, REMEDY, { cause });
  }
}
