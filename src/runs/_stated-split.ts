import { type Facts, numberFact } from "../layouts/_facts.ts";

/** `data_seed`, `model.seed_for_split`; not `num_seeds`, which counts them. */
const IS_SEED = /seed[^.]*$/i;
const COUNTS_SEEDS = /(^|\.)(n|num|number_of)_?seeds|seeds$/i;

/** Every seed that the configuration states, the likeliest first. */
export function statedSeeds(facts: Facts): readonly number[] {
  const usual = numberFact(facts, "data_seed", "split_seed", "seed");
  const named = [...facts.config].flatMap(([name, value]) =>
    IS_SEED.test(name) && !COUNTS_SEEDS.test(name) && (typeof value === "number" || /^\d+$/.test(String(value)))
      ? [Number(value)]
      : [],
  );
  return [...new Set([...(usual === undefined ? [] : [usual]), ...named])].filter(
    (s) => s >= 0 && s < 2 ** 32 && s % 1 === 0,
  );
}

/** What configurations call the share that is trained on, and the share that is held out … */
const TRAINED = ["frac_train", "train_frac", "train_fraction", "training_fraction", "train_ratio", "fraction", "frac"];
const HELD_OUT = [
  ["test_frac", "test_fraction", "test_ratio"],
  ["val_frac", "val_fraction", "val_ratio"],
];
/** … and the number of pairs that is. */
const TEST_SIZES = ["test_size", "n_test", "num_test"];
const COUNTS = ["n_train", "num_train", "train_size", "n_train_samples", "num_train_samples", "train_samples"];

/** The share of so many listed pairs that is trained on. */
export type Share = (pairs: number) => number;

/** What the configuration says of it: a number below 1, a percentage, what is not held out, or a count. */
export function statedShare(facts: Facts): Share | undefined {
  // A quarter of a pair more: neither rounding down nor to the nearest loses one.
  const counted = (value: number, pairs: number) => (value + 0.25) / pairs;
  const percent = (value: number) => (value <= 1 ? value : value / 100);
  const usual = numberFact(facts, ...TRAINED);
  if (usual !== undefined) return () => percent(usual);
  const count = numberFact(facts, ...COUNTS);
  if (count !== undefined) return (pairs) => (count <= 1 ? count : counted(count, pairs));
  const held = HELD_OUT.flatMap((names) => numberFact(facts, ...names) ?? []);
  if (held.length > 0) return () => 1 - held.reduce((sum, value) => sum + percent(value), 0);
  const tested = numberFact(facts, ...TEST_SIZES);
  if (tested === undefined) return undefined;
  return (pairs) => (tested <= 1 ? 1 - tested : counted(pairs - tested, pairs));
}
