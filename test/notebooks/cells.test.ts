import { spawnSync } from "node:child_process";
import { beforeAll, expect, test } from "vitest";
import { expectAlike } from "./_alike.ts";
import { type Cell, codeCells, names, notebook, program } from "./_notebooks.ts";

/** The analyses of five notebooks, one after another. */
const TIMEOUT = 3_600_000;
const MAX_BYTES = 2 ** 28;

/** Cells that the compiler refuses after those of a notebook, as these have kept their types; with what it says. */
const REFUSED = [
  ["01-first-look.ipynb", "const probe: string = losses.table.rows[0].train_loss;", "'number' is not assignable"],
  ["01-first-look.ipynb", "losses.table.rows[0].trainLoss;", "does not exist"],
  ["03-open-a-circuit.ipynb", "const probe: string = forward(model).logits.data[0];", "'number' is not assignable"],
  ["04-your-own-analyzer.ipynb", 'result.table.rows[0].part === "tset";', "no overlap"],
  ["04-your-own-analyzer.ipynb", "await analyze(run, margin, { percentile: true });", "'boolean' is not assignable"],
] as const;

/** A notebook of which every cell ran. */
interface Ran {
  readonly name: string;
  readonly cells: readonly Cell[];
  /** What its cells declare, as the next cell sees it. */
  readonly declared: string;
  /** Of each cell to be refused, all that the compiler says. */
  readonly reasons: readonly (readonly string[])[];
}

const refusedOf = (name: string) => REFUSED.filter(([of]) => of === name).map(([, text]) => text);
const ran = new Map<string, Ran>();

beforeAll(() => {
  // The notebooks find the package by its name once they are prepared.
  expect(program("start.js", ["--check"]).status).toBe(0);
  const { status, stdout, stderr } = spawnSync(process.execPath, ["test/notebooks/_cells.js"], {
    input: JSON.stringify(names.map((name) => ({ name, refused: refusedOf(name) }))),
    encoding: "utf8",
    maxBuffer: MAX_BYTES,
  });
  expect(status, stderr).toBe(0);
  for (const one of JSON.parse(stdout) as readonly Ran[]) ran.set(one.name, one);
}, TIMEOUT);

test.each(names)("%s shows what it shows in the repository: `node notebooks/execute.js` renews it", (name) => {
  expectAlike(ran.get(name)?.cells ?? [], codeCells(notebook(name)));
});

test.each(names)("no name in %s has lost its type", (name) => {
  expect(ran.get(name)?.declared).not.toMatch(/\bany\b/);
});

test.each(REFUSED)("after %s a cell with `%s` is refused", (name, text, reason) => {
  const reasons = ran.get(name)?.reasons[refusedOf(name).indexOf(text)];
  expect(reasons?.[0]).toContain(reason);
});
