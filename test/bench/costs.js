// What each analyzer costs a checkpoint, processor time on one thread, each alone: what several share is counted in each.
// Usage: node test/bench/costs.js [RUN] [EVERY]
import "../../dist/node/start.js";

import * as units from "../../dist/analyzers/index.js";
import { analyze } from "../../dist/results/analyze.js";
import { openRun } from "../../dist/runs/open.js";
import { selected } from "../../dist/runs/select.js";

const [path = "fixtures/mainline", every = "4"] = process.argv.slice(2);
const run = selected(await openRun(path), { every: Number(every) });
const costs = [];
for (const analyzer of Object.values(units)) {
  if ((analyzer.applies?.(run) ?? true) !== true || analyzer.onRequest) continue;
  const start = process.cpuUsage();
  await analyze(run, analyzer, {}, { threads: 1 });
  const { user, system } = process.cpuUsage(start);
  costs.push({
    name: analyzer.name,
    seconds: (user + system) / 1e6 / run.checkpoints.length,
    sparing: analyzer.sparing,
  });
}
console.log(`${run.name}, ${run.checkpoints.length} checkpoints`);
for (const { name, seconds, sparing } of costs.toSorted((a, b) => b.seconds - a.seconds))
  console.log(
    `${name.padEnd(18)} ${seconds.toFixed(2)} s${sparing === undefined ? "" : `, of at most ${sparing} checkpoints`}`,
  );
