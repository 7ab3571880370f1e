import { availableParallelism } from "node:os";
import { type Command, Option } from "commander";
import { BACKENDS, type BackendName } from "../engine/backend.ts";
import { plainly } from "../plain.ts";
import { baselinePlan, interventionPlan, readIntervention } from "../sweeps/intervention.ts";
import { type SweepPlan, writePlan } from "../sweeps/plan.ts";
import { groupsOf } from "../sweeps/results-table.ts";
import { type RunResult, runResults } from "../sweeps/run-results.ts";
import { untilOf } from "../sweeps/until.ts";
import { wholeNumber } from "./_arguments.ts";
import { say, show } from "./_out.ts";
import { printCost, runAll } from "./_sweep-run.ts";
import { showSweep } from "./_sweep-show.ts";

interface InterveneArguments {
  readonly out: string;
  readonly jobs?: number;
  readonly backend?: BackendName;
  readonly until?: string;
}

/** Adds `intervene`. */
export function addIntervene(root: Command): void {
  root
    .command("intervene")
    .description("Changes settings of a run from some of its epochs on, beside a control, and shows who still groks.")
    .argument("<spec>", "a JSON or YAML file: preset, settings and seeds, or run; epochs, changes, until")
    .requiredOption("-o, --out <folder>", "the folder of all runs: new, or the one to go on with")
    .option("--jobs <n>", "runs at once, each of one thread; else one a core", wholeNumber)
    .option("--until <measure=value>", "end a run that goes on when it has seen enough, as test_accuracy=0.99")
    .addOption(new Option("--backend <name>", "what does the float32 arithmetic").choices(BACKENDS))
    .addHelpText(
      "after",
      [
        "\nKilled or stopped at any moment: the same command goes on, to the same bytes.",
        "\nExample:",
        '  {"preset": "tiny", "seeds": [0, 1, 2], "epochs": [200, "halfway"], "changes": {"no decay": {"weight_decay": 0}}}',
        "  grok-analyze intervene spec.json -o interventions/decay",
      ].join("\n"),
    )
    .action(intervene);
}

async function intervene(spec: string, given: InterveneArguments): Promise<void> {
  const { out, jobs = availableParallelism(), backend } = given;
  const read = readIntervention(spec);
  const intervention = given.until === undefined ? read : { ...read, until: untilOf(given.until) };
  const run = async (plan: SweepPlan): Promise<boolean> => {
    writePlan(plan);
    await printCost(plan, jobs, backend);
    const { stopped, failed } = await runAll(plan, jobs, backend);
    return !stopped && !failed;
  };
  const baseline = baselinePlan(out, intervention, spec);
  if (baseline) {
    say("the baseline:");
    if (!(await run(baseline))) return;
    say("what goes on from it:");
  }
  const plan = interventionPlan(out, intervention, spec);
  if (!(await run(plan))) return;
  await showSweep(plan);
  show(whoGeneralises(plainly(runResults(plan))));
}

/** How many still generalise after each change, a line for each of its epochs. */
function whoGeneralises(results: readonly RunResult[]): string {
  const rows = groupsOf(results).map(({ settings: { change, from_epoch, ...others }, results: own }) => {
    const [{ cell }] = own;
    const at = from_epoch ?? cell.from?.moment ?? cell.from?.epoch;
    const learnt = own.filter(({ generalised_at }) => generalised_at !== null).length;
    const open = own.filter(({ censored }) => censored).length;
    const accuracies = own
      .flatMap(({ test_accuracy }) => test_accuracy ?? [])
      .map((one) => `${Math.round(100 * one)} %`);
    return [
      String(change),
      `from ${at}`,
      ...Object.entries(others).map(([name, value]) => `${name} ${value}`),
      `${learnt} of ${own.length} generalise${open > 0 ? `, ${open} undecided` : ""}`,
      `test accuracy ${accuracies.join(", ")}`,
    ];
  });
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  const line = (row: readonly string[]) => row.map((word, i) => word.padEnd(widths[i])).join("  ");
  const anew = results.filter(({ anew }) => anew !== null).length;
  return [
    ...rows.map((row) => line(row).trimEnd()),
    ...(anew > 0
      ? [
          `in ${anew} of ${results.length} runs the optimiser began anew (column anew): compare with the control that did`,
        ]
      : []),
    "",
  ].join("\n");
}
