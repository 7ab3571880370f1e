import { appendFileSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import type { RunnerTestCase } from "vitest";
import { VitestTestRunner } from "vitest/runners";
import { getFn } from "vitest/suite";

/** What the instrumented files count and ask, with Stryker's names. */
interface Switches {
  activeMutant?: string;
  currentTestId?: string;
  hitCount?: number;
  hitLimit?: number;
  mutantCoverage?: {
    readonly static: Record<string, number>;
    readonly perTest: Record<string, Record<string, number>>;
  };
}

/** How many times as often as without it a change may be passed before it counts as one without an end. */
const MOST_HITS = 20;

const log = process.env.MUTATION_LOG as string;
const limit = Number(process.env.MUTATION_LIMIT);
const switches: Switches = {};
(globalThis as { __stryker__?: Switches }).__stryker__ = switches;

const done = new Set<string>();
for (const line of readFileSync(log, "utf8").split("\n").filter(Boolean)) {
  const [id, what, test] = JSON.parse(line);
  const settled = what === "killed" || what === "left out";
  if (what !== "later" && what !== "outside") done.add(settled ? id : `${id} ${test}`);
}
function write(id: string, what: string, test: string): void {
  appendFileSync(log, `${JSON.stringify([id, what, test])}\n`);
}

/** Runs each test as it is, and again with each change that it reaches and no test has noticed yet. */
export default class MutationRunner extends VitestTestRunner {
  async runTask(test: RunnerTestCase): Promise<void> {
    const run = getFn(test);
    const name = `${relative(process.cwd(), test.file.filepath)} ${test.id}`;
    switches.activeMutant = undefined;
    switches.currentTestId = name;
    const start = process.cpuUsage();
    await run();
    const took = process.cpuUsage(start).user / 1000;
    switches.currentTestId = undefined;
    const reached = switches.mutantCoverage?.perTest[name] ?? {};
    const open = Object.keys(reached).filter((id) => !done.has(id) && !done.has(`${id} ${name}`));
    if (took > limit) for (const id of open) write(id, "later", name);
    if (took > limit || open.length === 0) return;
    // One that cannot run twice, and what it computes once, are left to a process of its own for each change.
    switches.currentTestId = `${name} again`;
    const once = await fails(run);
    const again = once ? {} : (switches.mutantCoverage?.perTest[`${name} again`] ?? {});
    for (const id of open) if (!(id in again)) write(id, "unsure", name);
    for (const id of open.filter((one) => one in again)) {
      write(id, "tried", name);
      Object.assign(switches, { activeMutant: id, hitCount: 0, hitLimit: MOST_HITS * reached[id] + 1000 });
      const noticed = await fails(run);
      switches.activeMutant = undefined;
      // What the change left behind, as in what is computed once, would fail all that follows.
      if (noticed && (await fails(run))) {
        write(id, "polluted", name);
        process.exit(1);
      }
      write(id, noticed ? "killed" : "survived", name);
      if (noticed) done.add(id);
    }
    switches.currentTestId = undefined;
  }

  /** What runs outside of tests, as modules are loaded and in what prepares tests, has had no change in this process. */
  override onAfterRunFiles(): void {
    super.onAfterRunFiles();
    for (const id of Object.keys(switches.mutantCoverage?.static ?? {})) if (!done.has(id)) write(id, "outside", "");
  }
}

async function fails(run: () => unknown): Promise<boolean> {
  try {
    await run();
    return false;
  } catch {
    return true;
  }
}
