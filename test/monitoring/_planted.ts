import type { Curves } from "#quantities/training-phases.js";

/** A run drawn with a ruler: what its accuracies are at an epoch; losses follow from them. */
export interface Course {
  readonly train: (epoch: number) => number;
  readonly test: (epoch: number) => number;
}

const CHANCE = 1 / 113;
/** Nats that a wrong answer costs. */
const WRONG = 4;

const ramp = (from: number, to: number, low: number, high: number) => (epoch: number) =>
  low + (high - low) * Math.min(1, Math.max(0, (epoch - from) / (to - from)));
const logistic = (middle: number, width: number, low: number, high: number) => (epoch: number) =>
  low + (high - low) / (1 + Math.exp(-(epoch - middle) / width));

/** The train set is learnt by epoch 500. */
const fitted = ramp(0, 500, CHANCE, 1);

export const COURSES = {
  fitting: { train: ramp(0, 20_000, CHANCE, 0.99), test: () => CHANCE },
  memorised: { train: fitted, test: () => CHANCE },
  rising: { train: fitted, test: ramp(4000, 14_000, CHANCE, 1) },
  generalised: { train: fitted, test: ramp(4000, 7000, CHANCE, 1) },
  plateau: { train: fitted, test: ramp(2000, 3000, CHANCE, 0.6) },
  collapsing: {
    train: fitted,
    test: (epoch: number) => (epoch < 8000 ? ramp(3000, 5000, CHANCE, 1)(epoch) : 0.2),
  },
} as const satisfies Readonly<Record<string, Course>>;

/** Accuracy that comes to 90 % at `until`, by a logistic curve of this width. */
export function growing(until: number, width: number): Course {
  return { train: fitted, test: logistic(until - width * Math.log(9), width, 0, 1) };
}

/** The same at every `step` epochs to the end. */
export function drawn({ train, test }: Course, step = 100, end = 10_000): Required<Omit<Curves, "axis">> {
  const epochs = Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => i * step);
  const loss = (of: (epoch: number) => number) => epochs.map((epoch) => WRONG * (1 - of(epoch)) + 1e-6);
  const none = epochs.map(() => null);
  return {
    epochs,
    train_loss: loss(train),
    // A memorising network is surer of its wrong answers than a guess.
    test_loss: epochs.map((epoch) => WRONG * (1 - test(epoch)) * (1 + 3 * train(epoch)) + 1e-6),
    train_accuracy: epochs.map(train),
    test_accuracy: epochs.map(test),
    restricted_loss: none,
    excluded_loss: none,
    sum_of_squares: none,
    unmirrored_accuracy: none,
  };
}

/** The first rows. */
export function firstRows(curves: Curves, count: number): Curves {
  return Object.fromEntries(
    Object.entries(curves).map(([name, values]) => [name, (values as readonly unknown[]).slice(0, count)]),
  ) as unknown as Curves;
}
