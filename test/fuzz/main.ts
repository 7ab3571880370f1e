import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import "#node/start.js";
import { fuzzClasses } from "./classes.ts";
import { fuzz, type Kept, LIMITS } from "./fuzz.ts";
import { startLibrary } from "./library.ts";
import { startReader } from "./reader.ts";
import { tableOf } from "./table.ts";

/*
 * npm run fuzz -- --seconds N | --cases N [--seed S] [--only CLASS,…] [--out FOLDER] [--python PYTHON]
 *
 * Damages files of every format, log and layout, has each read in a process that may nothing, and holds what is read against
 * the real library where a Python has it. A case depends on the seed, its class and its number alone.
 */

const { values } = parseArgs({
  options: {
    seconds: { type: "string" },
    cases: { type: "string" },
    seed: { type: "string", default: "0" },
    only: { type: "string" },
    out: { type: "string" },
    python: { type: "string", default: process.env.TORCH_PYTHON ?? "python3" },
  },
});
const classes = await fuzzClasses(values.only);
const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
const out = values.out ?? join(folder, "findings");
const end = performance.now() + 1000 * Number(values.seconds ?? 10);
const rounds = values.cases === undefined ? undefined : Math.ceil(Number(values.cases) / classes.length);
const reader = startReader(LIMITS);
const library = values.python === "" ? undefined : await startLibrary(values.python);

const findings: Kept[] = [];
const tallies = await fuzz({
  seed: Number(values.seed),
  classes,
  reader,
  library,
  folder: join(folder, "cases"),
  out,
  goesOn: (round) => (rounds === undefined ? performance.now() < end : round < rounds),
  onFinding: (kept) => {
    findings.push(kept);
    process.stderr.write(`${kept.class} ${kept.at}: ${kept.kind}: ${kept.words} (${kept.place})\n  ${kept.file}\n`);
  },
});
reader.close();
library?.close();
if (findings.length === 0) rmSync(folder, { recursive: true });
process.stdout.write(tableOf(tallies, library?.names ?? {}));
const found = [...tallies.values()].reduce((sum, tally) => sum + tally.findings, 0);
process.stdout.write(found > 0 ? `${found} findings, ${findings.length} kinds of them: ${out}\n` : "0 findings\n");
process.exitCode = found > 0 ? 1 : 0;
