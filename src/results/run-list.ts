import { basename, join, resolve } from "pathe";
import { ofEachRun } from "../runs/each-run.ts";
import { type OpenOptions, openRun } from "../runs/open.ts";
import type { Run } from "../runs/run.ts";
import type { Row } from "../tables/column.ts";
import * as column from "../tables/column.ts";
import { version } from "../version.ts";
import type { Result } from "./result.ts";

const COLUMNS = {
  run: column.text("path of the run, as --run takes it"),
  task: column.text("what it was trained on; empty where it is curves alone, or cannot be read"),
  layout: column.text("how its tensors are named"),
  checkpoints: column.optionalInteger("how many it has"),
  first_epoch: column.optionalInteger("epoch of the first"),
  last_epoch: column.optionalInteger("epoch of the last"),
  contradictions: column.text("what speaks against how it was read; empty where nothing does"),
  error: column.text("why it cannot be read; empty where it can"),
};

/** The runs of these paths within `path`, a line each, as a result like an analyzer's; of one that cannot be read why. */
export async function runList(path: string, runs: readonly string[], options: OpenOptions = {}): Promise<Result> {
  const lines = await linesOf(path, runs, options);
  return {
    analyzer: "info",
    options: {},
    provenance: {
      grokAnalyze: version,
      run: basename(resolve(path)),
      formats: [],
      layout: null,
      task: null,
      split: null,
      backend: null,
      checkpoints: [],
      evidence: [],
      contradictions: lines.flatMap(({ run, contradictions: against }) =>
        against === "" ? [] : [`${run}: ${against}`],
      ),
      doubts: [],
      skipped: [],
    },
    findings: [{ label: "runs", value: lines.length }],
    table: { columns: COLUMNS, rows: lines } as unknown as Result["table"],
  };
}

type Line = Row<typeof COLUMNS>;

function linesOf(path: string, runs: readonly string[], { run: _, ...options }: OpenOptions): Promise<readonly Line[]> {
  return ofEachRun<Line>(
    runs,
    async (run) => ({ run, ...inShort(await openRun(join(path, run), options)) }),
    (run, error) => ({ run, ...UNREAD, error: error.messageAt(join(path, run)) }),
  );
}

const UNREAD = { task: "", layout: "", checkpoints: null, first_epoch: null, last_epoch: null, contradictions: "" };

function inShort({ network, layout, checkpoints, contradictions }: Run): Omit<Line, "run"> {
  return {
    task: network?.task.formula ?? "",
    layout: network && layout ? layout : "curves only",
    checkpoints: checkpoints.length,
    first_epoch: checkpoints[0]?.epoch ?? null,
    last_epoch: checkpoints.at(-1)?.epoch ?? null,
    contradictions: contradictions.join("; "),
    error: "",
  };
}
