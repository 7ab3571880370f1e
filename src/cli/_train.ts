import { readFileSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { BACKENDS, type BackendName } from "../engine/backend.ts";
import { RunError, UsageError } from "../errors.ts";
import { blockListIn } from "../networks/graph.ts";
import { jsonText } from "../tables/json-text.ts";
import { storedConfig } from "../training/_folder.ts";
import { CHOICES, checked, type TrainingConfig, trainingConfig } from "../training/config.ts";
import { PRESETS, type PresetName } from "../training/presets.ts";
import { type Beginning, startingFrom } from "../training/starting-from.ts";
import { trainRun } from "../training/train-run.ts";
import { interruptedCode, interruptible } from "./_interruptible.ts";
import { inWords, liveLine } from "./_live-line.ts";
import { hand, say, warn } from "./_out.ts";

interface TrainArguments {
  readonly preset?: PresetName;
  readonly resume?: true;
  readonly from?: string;
  readonly blocks?: string;
  readonly json?: true;
  readonly backend?: BackendName;
}

/** What no option of one value says. */
type Unlisted = "blocks" | "from" | "from_epoch";
/** Settings in the order in which --help lists them, with what they mean. */
const SETTINGS: Readonly<Record<keyof Omit<TrainingConfig, Unlisted>, string>> = {
  family: "the network",
  task: "what is learnt",
  p: "how many residues or group elements",
  seed: "of the weights, and of the split unless --data-seed is given",
  data_seed: "of the split",
  split: "how the pairs are drawn",
  fraction: "share of the pairs that is trained on",
  curriculum: "from which epoch on which share, e.g. 0:0.1,2000:0.3, the last being --fraction",
  corrupted: "share of the training pairs that are given a wrong answer",
  d_model: "width of the embedding",
  heads: "attention heads",
  neurons: "of the MLP",
  activation: "of the neurons",
  equals_sign: "whether '=' stands after a and b",
  equals_logit: "whether '=' has a logit",
  biases: "whether a transformer's MLP has biases",
  meeting: "how an MLP's inputs meet",
  shared_embedding: "whether an MLP's inputs share an embedding",
  init_scale: "times the initial standard deviation",
  optimiser: "decay apart from the gradient (adamw, muon) or in it (adam, sgd)",
  learning_rate: "of the optimiser",
  weight_decay: "of every parameter",
  beta1: "of the first moment",
  beta2: "of the second moment",
  epsilon: "of the optimiser",
  warm_up: "updates over which the learning rate rises from 0",
  batch: "pairs an update; 0 for all",
  loss: "of which probabilities it is the cross-entropy",
  loss_dtype: "its arithmetic",
  gradient_filter: "what is done to the gradient: its part along the weights taken away, its slow part added",
  grokfast_alpha: "how slow that part is",
  grokfast_lambda: "how often it is added",
  frozen_norm: "whether every update leaves the norm of all weights as it was at first",
  epochs: "updates of a full batch, or passes with mini-batches",
  checkpoint_every: "epochs between checkpoints; 0 for 1, 2, 5, 10, 20 …",
  evaluate_every: "epochs between evaluations of the test pairs",
};

/** Adds `train`. */
export function addTrain(root: Command): void {
  const presets = Object.entries(PRESETS);
  const width = Math.max(...presets.map(([name]) => name.length));
  const command = root
    .command("train")
    .description(
      "Makes a grokking run that every analyzer reads: a published setting from its seed, or one of your own.",
    )
    .argument("<out>", "the run's folder: new or empty, or with --resume the one to continue")
    .addOption(
      new Option("--preset <name>", "where the settings begin; else mainline, or those of the run resumed").choices(
        presets.map(([name]) => name),
      ),
    )
    .option("--resume", "continue the run that the folder holds, from its last checkpoint")
    .option(
      "--from <checkpoint>",
      "begin with these weights, of any checkpoint that can be read; <run>@<epoch> names one",
    )
    .option("--blocks <file>", "a network of these blocks: JSON, from the tokens to the logits")
    .addOption(new Option("--backend <name>", "what does the float32 arithmetic").choices(BACKENDS))
    .option("--json", "print one JSON object for each epoch at which the test pairs are evaluated");
  for (const name of Object.keys(SETTINGS) as (keyof typeof SETTINGS)[]) command.addOption(setting(name));
  command.addHelpText(
    "after",
    [
      "\nPresets:",
      ...presets.map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`),
      "\nCtrl-C stops with a checkpoint; a second one stops at once.",
      "\nExamples:",
      "  grok-analyze train runs/tiny --preset tiny",
      "  grok-analyze train runs/mainline --seed 0",
      "  grok-analyze train runs/tiny --resume --epochs 10000",
      "  grok-analyze train runs/no-decay --from runs/tiny@400 --weight-decay 0",
    ].join("\n"),
  );
  command.action(train);
}

/** The words that a setting can be; undefined where it is free. A list of blocks is given by a file. */
function wordsOf(name: keyof typeof SETTINGS): readonly string[] | undefined {
  const words: readonly string[] | undefined = CHOICES[name as "family"];
  return name === "family" ? words.filter((word) => word !== "blocks") : words;
}

/** The option of one setting; the mainline's value is shown, presets have others. */
function setting(name: keyof typeof SETTINGS): Option {
  const example = PRESETS.mainline.config[name];
  const flags = (value: string) => `--${name.replaceAll("_", "-")} <${value}>`;
  const description = `${SETTINGS[name]} (mainline: ${typeof example === "boolean" ? yesOrNo(example) : example})`;
  if (typeof example === "string") {
    const words = wordsOf(name);
    const option = new Option(flags(words ? "which" : "stages"), example === "" ? SETTINGS[name] : description);
    return words ? option.choices(words) : option;
  }
  if (typeof example === "boolean")
    return new Option(flags("yes|no"), description).argParser((word) => {
      if (word !== "yes" && word !== "no") throw new InvalidArgumentError("It must be yes or no.");
      return word === "yes";
    });
  return new Option(flags("n"), description).argParser((word) => {
    const value = Number(word);
    if (word.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("It must be a number.");
    return value;
  });
}

function yesOrNo(flag: boolean): string {
  return flag ? "yes" : "no";
}

/** What --from means. Throws a UsageError where it does not go with what else is given. */
async function beginningOf(
  from: string,
  changed: Partial<TrainingConfig>,
  { preset, resume, backend }: TrainArguments,
): Promise<Beginning> {
  const other = preset !== undefined ? "--preset" : resume ? "--resume" : undefined;
  if (other !== undefined)
    throw new UsageError("--from", `does not go with ${other}`, "its settings are those of the run it begins with");
  const beginning = await startingFrom(from, changed, backend ? { backend } : {});
  if (beginning.anew !== undefined) warn(`the optimiser begins anew, with its warm-up: ${beginning.anew}`);
  if (beginning.assumed.length > 0) warn(`not read from it, and the mainline's: ${beginning.assumed.join(", ")}`);
  return beginning;
}

/** The list of blocks in a file. Throws a GrokError where it is no JSON of one. */
function listedBlocks(file: string | undefined): Partial<TrainingConfig> {
  if (file === undefined) return {};
  let json: string;
  try {
    json = readFileSync(file, "utf8");
  } catch (cause) {
    throw new RunError(file, `cannot be read: ${(cause as Error).message}`, "name a JSON file of blocks", { cause });
  }
  return { family: "blocks", blocks: blockListIn(file, json) };
}

async function train(out: string, options: Readonly<Record<string, unknown>> & TrainArguments): Promise<void> {
  const { preset, resume, json, backend, from } = options;
  const changes = Object.keys(SETTINGS).flatMap((name) => {
    const value = options[name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())];
    return value === undefined ? [] : [[name, value] as const];
  });
  const changed: Partial<TrainingConfig> = { ...Object.fromEntries(changes), ...listedBlocks(options.blocks) };
  const beginning = from === undefined ? undefined : await beginningOf(from, changed, options);
  const stored = resume && preset === undefined ? storedConfig(out) : undefined;
  if (resume && preset === undefined && !stored)
    throw new RunError(out, "holds no run to continue", "begin one with --preset");
  const fresh = () => beginning?.config ?? trainingConfig(preset ?? "mainline", changed);
  const config = stored ? checked({ ...stored, ...changed }) : fresh();
  const live = liveLine(config.epochs, process.stderr);
  try {
    const { last, stopped } = await interruptible((signal) =>
      trainRun(out, config, {
        signal,
        onEpoch: (metrics) => {
          if (json && metrics.test_loss !== null) hand(`${jsonText(metrics)}\n`);
          live.show(metrics);
        },
        ...(resume ? { resume } : {}),
        ...(beginning ? { from: beginning.state } : {}),
        ...(backend ? { backend } : {}),
      }),
    );
    live.stop();
    const end = stopped ? "stopped: continue with --resume" : `wrote ${out}`;
    if (!json) for (const line of [inWords(last), end]) say(line);
    if (stopped) process.exitCode = interruptedCode();
  } finally {
    live.stop();
  }
}
