import type { BackendName } from "../engine/backend.ts";
import { plainly } from "../plain.ts";
import type { Cell } from "../sweeps/cells.ts";
import { type Cost, sweepCost } from "../sweeps/estimate.ts";
import { heldOf, type Outcome } from "../sweeps/outcome.ts";
import type { SweepPlan } from "../sweeps/plan.ts";
import { runCells } from "../sweeps/run-cells.ts";
import { cellInWords, missingCells } from "../sweeps/status.ts";
import { FAILED } from "./_arguments.ts";
import { interruptedCode, interruptible } from "./_interruptible.ts";
import { CLEAR, duration, type Terminal } from "./_live-line.ts";
import { say, show } from "./_out.ts";

/** What some runs will take, in lines. */
export function costInWords({ runs, epochs, seconds, bytes, timed }: Cost, jobs: number): string {
  const processes = Math.min(jobs, runs);
  const each = timed.map(
    ({ cell, secondsPerEpoch }) => `${(1000 * secondsPerEpoch).toPrecision(2)} ms an epoch of ${cellInWords(cell)}`,
  );
  const disk = bytes < 2 ** 20 ? `${Math.ceil(bytes / 2 ** 10)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return [
    `${runs} runs, ${epochs} epochs at most, ${disk} of disk`,
    `about ${duration(seconds / processes)} in ${processes} ${processes === 1 ? "process" : "processes"} here, if none slows another`,
    `  timed: ${each.join(", ")}`,
  ].join("\n");
}

/** The cost of the runs that are left, printed. */
export async function printCost(plan: SweepPlan, jobs: number, backend: BackendName | undefined): Promise<void> {
  const left = missingCells(plan);
  const done = plan.cells.length - left.length;
  if (done > 0) say(`${done} of ${plan.cells.length} runs have ended`);
  if (left.length > 0) show(`${costInWords(plainly(await sweepCost(plan, left, backend)), jobs)}\n`);
}

/** How a run ended, in a line. */
export function endInWords(cell: Cell, outcome: Outcome | "held"): string {
  const who = cellInWords(cell);
  if (outcome === "held") return `${who}: another process has it in hand`;
  const { end, epoch, reason, seconds } = outcome;
  if (end === "diverged" || end === "failed") return `${who}: ${end}: ${reason}`;
  return `${who}: ${end === "enough" ? "saw enough by" : "finished at"} epoch ${epoch}, ${seconds.toFixed(1)} s`;
}

/** Runs what is left of a plan, with a line for each run that ends; sets the exit code where some did not, and says whether a signal ended it, or a run failed. */
export async function runAll(
  plan: SweepPlan,
  jobs: number,
  backend: BackendName | undefined,
): Promise<{ readonly stopped: boolean; readonly failed: boolean }> {
  const live = sweepLine(plan, process.stderr);
  const left = missingCells(plan).length;
  let ended = 0;
  const onEnd = (cell: Cell, outcome: Outcome | "held") => {
    live.clear();
    say(`${++ended} of ${left}: ${endInWords(cell, outcome)}`);
  };
  const { outcomes, stopped } = await interruptible(async (signal) => {
    try {
      const outcomes = await runCells(plan, { jobs, onEnd, signal, ...(backend ? { backend } : {}) });
      return { outcomes, stopped: signal.aborted };
    } finally {
      live.stop();
    }
  });
  const failed = outcomes.some((outcome) => outcome?.end === "failed");
  if (stopped) {
    say("stopped: the same command goes on");
    process.exitCode = interruptedCode();
  } else if (failed) process.exitCode = FAILED;
  return { stopped, failed };
}

/** Milliseconds between two drawings. */
const REDRAW = 1000;

/** One line that is redrawn: how many epochs are trained, and the time left at this pace. Nothing where nobody would see it. */
function sweepLine(plan: SweepPlan, terminal: Terminal): { readonly clear: () => void; readonly stop: () => void } {
  if (!terminal.isTTY) return { clear: () => {}, stop: () => {} };
  const all = missingCells(plan).reduce((sum, { config }) => sum + config.epochs, 0);
  let first: { readonly done: number; readonly time: number } | undefined;
  const draw = () => {
    const left = missingCells(plan);
    const held = heldOf(plan);
    const waiting = left.reduce((sum, { config }) => sum + config.epochs, 0);
    const done = all - waiting + held.reduce((sum, { epoch }) => sum + epoch, 0);
    const time = performance.now();
    first ??= { done, time };
    const speed = (1000 * (done - first.done)) / (time - first.time);
    const rest = speed > 0 ? `, ${duration((all - done) / speed)} left at most` : "";
    terminal.write(`${CLEAR}${left.length} runs to end, ${held.length} in hand${rest}`);
  };
  const timer = setInterval(draw, REDRAW);
  const clear = () => void terminal.write(CLEAR);
  return {
    clear,
    stop: () => {
      clearInterval(timer);
      clear();
    },
  };
}
