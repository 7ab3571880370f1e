import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FuzzClass } from "./classes.ts";
import { type Damaged, damaged } from "./damage.ts";
import { comparable, differenceOf, type Library } from "./library.ts";
import { minimised } from "./minimise.ts";
import type { Files } from "./mutators.ts";
import { randomOf } from "./random.ts";
import { type Read, type Reader, startReader } from "./reader.ts";
import type { Limits } from "./reader-worker.ts";
import { type Finding, findingOf } from "./verdict.ts";

/** Cases that are read at a time. */
const TOGETHER = 28;
/** Files read to make a finding smaller; each of those that take too long takes seconds. */
const [TRIES, FEW_TRIES] = [150, 15];

export const LIMITS: Limits = { seconds: 2, bytes: 300e6 };

/** What became of the cases of one class. */
export interface Tally {
  cases: number;
  results: number;
  errors: number;
  /** Results that are those of the real library, and those of files that it refuses. */
  agreed: number;
  refusedThere: number;
  findings: number;
}

/** One case that brought about what none may, and where its smallest file lies. */
export interface Kept extends Finding {
  readonly class: string;
  readonly at: number;
  readonly steps: readonly string[];
  readonly file: string;
}

export interface FuzzSettings {
  readonly seed: number;
  readonly classes: readonly FuzzClass[];
  readonly reader: Reader;
  readonly library: Library | undefined;
  /** A folder for cases, each of which has one of its own there, and one for what is found. */
  readonly folder: string;
  readonly out: string;
  /** Whether another round of a case of each class is to be run. */
  readonly goesOn: (round: number) => boolean;
  readonly onFinding: (kept: Kept) => void;
}

/** Runs a case of each class, over and over, and keeps a file of each thing that is found. */
export async function fuzz(settings: FuzzSettings): Promise<ReadonlyMap<string, Tally>> {
  const { classes, goesOn, seed } = settings;
  const tallies = new Map(
    classes.map(({ name }) => [name, { cases: 0, results: 0, errors: 0, agreed: 0, refusedThere: 0, findings: 0 }]),
  );
  const known = new Set<string>();
  const oneCase = async (fuzzed: FuzzClass, at: number): Promise<void> => {
    const tally = tallies.get(fuzzed.name) as Tally;
    const made = damaged(randomOf(seed, fuzzed.name, at), fuzzed.mutators, fuzzed.seeds);
    const where = join(settings.folder, `${fuzzed.name.replace("/", "-")}-${at}`);
    const finding = await judged(settings, fuzzed, made.files, where, tally);
    rmSync(where, { recursive: true, force: true });
    if (!finding) return;
    tally.findings++;
    const key = `${fuzzed.room} ${finding.kind} ${finding.place}`;
    if (known.has(key)) return;
    known.add(key);
    settings.onFinding(await kept(settings, fuzzed, made, finding, at, where));
  };
  // Several at once: processes that wait for one another at each file would wait for the machine at each.
  const together = Math.max(1, Math.ceil(TOGETHER / classes.length));
  for (let round = 0; goesOn(round); round += together) {
    const rounds = Array.from({ length: together }, (_, i) => round + i).filter((at) => at === round || goesOn(at));
    await Promise.all(rounds.flatMap((at) => classes.map((fuzzed) => oneCase(fuzzed, at))));
  }
  return tallies;
}

/** How a case is read, and what is wrong with that; what takes too much must do so again in a fresh process. */
async function judged(
  settings: FuzzSettings,
  fuzzed: FuzzClass,
  files: Files,
  folder: string,
  tally?: Tally,
): Promise<Finding | undefined> {
  const { reader, library } = settings;
  const path = written(folder, files);
  const beside = listed(folder);
  let read = await reader.read({ room: fuzzed.room, path });
  let finding = findingOf(read, LIMITS);
  if (finding && tally && ["hang", "memory", "crash"].includes(finding.kind)) {
    const fresh = startReader(LIMITS);
    read = await fresh.read({ room: fuzzed.room, path });
    fresh.close();
    finding = findingOf(read, LIMITS);
  }
  if (listed(folder) !== beside) finding = { kind: "written", words: "files came or went", place: "disk" };
  if (tally) count(tally, read);
  if (finding || read.is !== "result" || !library) return finding;
  const theirs = await library.read(fuzzed.name, path);
  if (tally && theirs.is === "error") tally.refusedThere++;
  if (!comparable(fuzzed.name, read, theirs)) return undefined;
  const difference = differenceOf(read.lines, theirs.lines);
  if (tally && difference === undefined) tally.agreed++;
  return difference === undefined ? undefined : { kind: "difference", words: difference, place: placeOf(difference) };
}

function count(tally: Tally, read: Read): void {
  tally.cases++;
  if (read.is === "result") tally.results++;
  if (read.is === "error") tally.errors++;
}

/** A difference without its names and numbers: many files show the same one. */
function placeOf(difference: string): string {
  return difference.replace(/"(?:[^"\\]|\\.)*"|[\da-f]{16}|\d+/g, "·").slice(0, 80);
}

/** The smallest file that is found to do the same, in the folder of what is found, with what made it. */
async function kept(
  settings: FuzzSettings,
  fuzzed: FuzzClass,
  made: Damaged,
  finding: Finding,
  at: number,
  where: string,
): Promise<Kept> {
  const { out, seed } = settings;
  const same = async (bytes: Uint8Array) => {
    const found = await judged(settings, fuzzed, new Map(made.files).set(made.path, bytes), where);
    return found?.kind === finding.kind && (found.place === finding.place || found.kind === "difference");
  };
  const tries = ["hang", "memory"].includes(finding.kind) ? FEW_TRIES : TRIES;
  const least = await minimised(made.files.get(made.path) as Uint8Array, tries, same);
  const folder = join(out, `${fuzzed.name.replace("/", "-")}-${finding.kind.replaceAll(" ", "-")}-${at}`);
  const file = written(folder, new Map(made.files).set(made.path, least));
  const said = { class: fuzzed.name, seed, case: at, steps: made.steps, changed: made.path, ...finding };
  writeFileSync(join(folder, "finding.txt"), `${JSON.stringify(said, undefined, 1)}\n`);
  return { ...finding, class: fuzzed.name, at, steps: made.steps, file };
}

/** Writes the files of a case, and nothing else, into a folder; the path of the first. */
function written(folder: string, files: Files): string {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return join(folder, [...files.keys()][0]);
}

function listed(folder: string): string {
  return readdirSync(folder, { recursive: true }).sort().join("\n");
}
