import { type Command, InvalidArgumentError, Option } from "commander";
import { BACKENDS, type BackendName } from "../engine/backend.ts";
import type { Metrics } from "../training/_folder.ts";
import { PRESETS, type TrainingConfig, trainingConfig } from "../training/config.ts";
import { trainRun } from "../training/train-run.ts";
import { sparkline } from "./_sparkline.ts";

interface TrainArguments extends Partial<TrainingConfig> {
  readonly preset: string;
  readonly resume?: true;
  readonly json?: true;
  readonly backend?: BackendName;
}

/** Ended by Ctrl-C, as shells count it. */
const INTERRUPTED = 130;

/** Settings in the order in which --help lists them, with what they mean. */
const SETTINGS: Readonly<Record<keyof TrainingConfig, string>> = {
  family: "transformer or mlp",
  task: "what is learnt, e.g. addition",
  p: "how many residues",
  seed: "of the weights, and of the split unless --data-seed is given",
  data_seed: "of the split",
  split: "how the pairs are drawn: cpython-shuffle, torch-randperm, universality, numpy-permutation",
  fraction: "share of the pairs that is trained on",
  d_model: "width of the embedding",
  heads: "attention heads",
  neurons: "of the MLP",
  activation: "relu, gelu, gelu_tanh or square",
  equals_sign: "whether '=' stands after a and b",
  equals_logit: "whether '=' has a logit",
  biases: "whether the transformer's MLP has biases",
  meeting: "how an MLP's inputs meet: neurons, sum or concatenate",
  shared_embedding: "whether an MLP's inputs share an embedding",
  init_scale: "times the initial standard deviation",
  optimiser: "adamw, adam (decay in the gradient) or sgd",
  learning_rate: "of the optimiser",
  weight_decay: "of every parameter",
  beta1: "of the first moment",
  beta2: "of the second moment",
  epsilon: "of the optimiser",
  warm_up: "updates over which the learning rate rises from 0",
  batch: "pairs an update; 0 for all",
  loss_dtype: "float64 or float32",
  epochs: "updates of a full batch, or passes with mini-batches",
  checkpoint_every: "epochs between checkpoints; 0 for 1, 2, 5, 10, 20 …",
  evaluate_every: "epochs between evaluations of the test pairs",
};

/** Adds `train`. */
export function addTrain(root: Command): void {
  const command = root
    .command("train")
    .description(
      "Makes a grokking run that every analyzer reads: the published model from its seed, or a setting of your own.",
    )
    .argument("<out>", "the run's folder: new or empty, or with --resume the one to continue")
    .addOption(
      new Option("--preset <name>", "where the settings begin").choices(Object.keys(PRESETS)).default("mainline"),
    )
    .option("--resume", "continue the run that the folder holds")
    .addOption(new Option("--backend <name>", "what does the float32 arithmetic").choices(BACKENDS))
    .option("--json", "log one JSON object an evaluated epoch on stdout");
  for (const [name, description] of Object.entries(SETTINGS))
    command.addOption(setting(name as keyof TrainingConfig, description));
  command.addHelpText(
    "after",
    "\nExamples:\n  grok-analyze train runs/tiny --preset tiny\n  grok-analyze train runs/mainline --seed 0\n  grok-analyze train runs/tiny --resume --epochs 10000",
  );
  command.action(train);
}

function setting(name: keyof TrainingConfig, description: string): Option {
  const example = PRESETS.mainline[name];
  const option = new Option(
    `--${name.replaceAll("_", "-")} <${typeof example === "boolean" ? "yes|no" : typeof example === "number" ? "n" : "which"}>`,
    description,
  );
  return option.argParser((word) => {
    if (typeof example === "boolean") {
      if (word !== "yes" && word !== "no") throw new InvalidArgumentError("It must be yes or no.");
      return word === "yes";
    }
    if (typeof example === "string") return word;
    const value = Number(word);
    if (word.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("It must be a number.");
    return value;
  });
}

async function train(out: string, options: Record<string, unknown> & TrainArguments): Promise<void> {
  const { preset, resume, json, backend } = options;
  const changes = Object.keys(SETTINGS).flatMap((name) => {
    const value = options[name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())];
    return value === undefined ? [] : [[name, value] as const];
  });
  const config = trainingConfig(preset, Object.fromEntries(changes));
  const abort = new AbortController();
  process.once("SIGINT", () => abort.abort());
  const live = liveLine(config.epochs, json === true);
  const settings = {
    signal: abort.signal,
    onEpoch: live.show,
    ...(resume ? { resume } : {}),
    ...(backend ? { backend } : {}),
  };
  try {
    const { last, stopped } = await trainRun(out, config, settings);
    live.stop();
    if (!json)
      process.stdout.write(`${inWords(last)}\n${stopped ? `stopped: continue with --resume\n` : `wrote ${out}\n`}`);
    if (stopped) process.exitCode = INTERRUPTED;
  } finally {
    live.stop();
  }
}

/** A line on stderr where that is a terminal, rewritten as epochs pass; with `json` an object a line on stdout. */
function liveLine(
  epochs: number,
  json: boolean,
): { readonly show: (metrics: Metrics) => void; readonly stop: () => void } {
  const history: { train: number; test: number }[] = [];
  const start = performance.now();
  let first: number | undefined;
  let shown = 0;
  return {
    show: (metrics) => {
      first ??= metrics.epoch;
      if (metrics.test_loss === null) return;
      history.push({ train: metrics.train_loss, test: metrics.test_loss });
      if (json) process.stdout.write(`${JSON.stringify(metrics)}\n`);
      const now = performance.now();
      if (!process.stderr.isTTY || (now - shown < REDRAW && metrics.epoch < epochs)) return;
      shown = now;
      const speed = (metrics.epoch - first) / ((now - start) / 1000);
      const left = speed > 0 ? `${Math.ceil((epochs - metrics.epoch) / speed)} s left` : "";
      const [train, test] = (["train", "test"] as const).map((which) => sparkline(history.map((one) => one[which])));
      process.stderr.write(`\r\x1b[2K${inWords(metrics)}  ${train} ${test}  ${speed.toFixed(1)} epochs/s, ${left}`);
    },
    stop: () => {
      if (shown > 0) process.stderr.write("\r\x1b[2K");
      shown = 0;
    },
  };
}

/** Milliseconds between two drawings of the live line. */
const REDRAW = 200;

function inWords({ epoch, train_loss, test_loss, train_accuracy, test_accuracy }: Metrics): string {
  const percent = (share: number | null) => (share === null ? "–" : `${(100 * share).toFixed(1)} %`);
  return `epoch ${epoch}: train ${train_loss.toPrecision(7)} (${percent(train_accuracy)}), test ${test_loss?.toPrecision(7) ?? "–"} (${percent(test_accuracy)})`;
}
