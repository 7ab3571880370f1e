// Where the time of one checkpoint goes: milliseconds of reading, the forward pass and each analyzer, on one thread.
// Usage: node test/bench/_parts.js RUN NAMES [every]; prints JSON. Shared intermediate results count for who asks first.
import { modelAt, openRun, analyzers as units } from "../../dist/index.js";
import { forward } from "../../dist/models/forward.js";

const CHECKPOINTS = 12;
const [path, names, every] = process.argv.slice(2);
const run = await openRun(path);
const { network } = run;
const asked = await Promise.all(
  Object.values(units)
    .filter(({ name }) => names.split(",").includes(name))
    .map(async (analyzer) => {
      const options = Object.fromEntries(Object.entries(analyzer.options).map(([name, one]) => [name, one.default]));
      for (const name of ["each", "control"]) if (every && name in options) options[name] = "every";
      return { analyzer, options, prepared: await analyzer.prepare?.(run, options) };
    }),
);
const taken = new Map();
const timed = (name, work) => {
  const start = performance.now();
  work();
  taken.set(name, [...(taken.get(name) ?? []), performance.now() - start]);
};
const none = { train: null, test: null };
for (const checkpoint of run.checkpoints.slice(-CHECKPOINTS)) {
  const model = modelAt(run, { ...checkpoint, weights: { ...checkpoint.weights } });
  timed("read", () => model.parameters.names.map((name) => model.parameters.get(name)));
  timed("forward", () => forward(model));
  for (const { analyzer, options, prepared } of asked) {
    const context = { network, epoch: checkpoint.epoch, last: false, stored: [none, none], options, prepared };
    timed(analyzer.name, () => analyzer.measure(model, context));
  }
}
const middle = (times) => times.sort((x, y) => x - y)[Math.floor(times.length / 2)];
console.log(JSON.stringify(Object.fromEntries([...taken].map(([name, times]) => [name, middle(times)]))));
