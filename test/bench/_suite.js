// One checkpoint's losses, accuracies, spectra, restricted loss, excluded loss of the keys and of every frequency, neurons'
// frequencies and Σw², in one variant without a control: what the PyTorch program beside it computes too.
// Usage: node test/bench/_suite.js RUN PART PARTS [all]; prints milliseconds a checkpoint of every PARTS-th, by slope.
// `all`: all five variants, every frequency and ten random controls in each.
import { modelAt, openRun, startBackend } from "../../dist/index.js";
import { controlFrequencies } from "../../dist/quantities/control-frequencies.js";
import { FREQUENCY_VARIANT_NAMES } from "../../dist/quantities/frequency-variants.js";
import { keyFrequencies } from "../../dist/quantities/key-frequencies.js";
import { neuronFrequencies } from "../../dist/quantities/neuron-frequencies.js";
import { neuronSums } from "../../dist/quantities/neuron-sums.js";
import { excludedScoresOfEach, restrictedScoresOfEach } from "../../dist/quantities/progress-losses.js";
import { spectrumGini } from "../../dist/quantities/spectrum.js";
import { accuracies, losses } from "../../dist/quantities/split-losses.js";
import { totalSumOfSquares } from "../../dist/quantities/sum-of-squares.js";
import { embeddingSpectra, logitMapSpectrum } from "../../dist/quantities/weight-spectra.js";
import { cyclicForm } from "../../dist/tasks/_cyclic.js";

const WARM = 12;
const [path, part, parts, all] = process.argv.slice(2);
const backend = await startBackend(process.env.BACKEND);
const run = await openRun(path);
const { network } = run;
const form = cyclicForm(network.task);
const keys = keyFrequencies(modelAt(run, run.checkpoints.at(-1)), network.task, "logit-map").keys ?? [
  14, 35, 41, 42, 52,
];
const every = Array.from({ length: Math.floor(form.n / 2) }, (_, i) => i + 1);
const variants = all ? FREQUENCY_VARIANT_NAMES : ["sum-directions"];
const draws = all ? controlFrequencies(keys, every.length) : [];

function suite(checkpoint) {
  const model = modelAt(run, { ...checkpoint, weights: { ...checkpoint.weights } });
  neuronSums(model, form);
  const found = [losses(model, network), accuracies(model, network)];
  for (const { spectrum } of embeddingSpectra(model, form)) found.push(spectrumGini(spectrum, form.n));
  found.push(spectrumGini(logitMapSpectrum(model, form), form.n));
  const of = (sets) => variants.flatMap((variant) => sets.map((frequencies) => ({ variant, frequencies })));
  found.push(restrictedScoresOfEach(model, network, form, of([keys, ...draws])));
  found.push(excludedScoresOfEach(model, network, form, of([...every.map((k) => [k]), ...draws]), "train"));
  found.push(excludedScoresOfEach(model, network, form, of([keys])));
  found.push(neuronFrequencies(model, form), totalSumOfSquares(model));
  return found;
}

const mine = run.checkpoints.filter((_, i) => i % Number(parts) === Number(part));
const rounds = [...run.checkpoints.slice(0, WARM), ...mine, ...mine];
let start = 0;
for (const [i, checkpoint] of rounds.entries()) {
  if (i === WARM) start = performance.now();
  suite(checkpoint);
}
console.log(JSON.stringify({ backend, ms: (performance.now() - start) / (2 * mine.length) }));
