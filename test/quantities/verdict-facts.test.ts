import { expect, test } from "vitest";
import { type Curves, trainingPhases } from "#quantities/training-phases.js";
import { decay, drawn, OVERFITS, ramp } from "./_drawn-curves.ts";
import { every, lossesOf, PLAN, planted, RUN, seenAt } from "./_planted-curves.ts";

const loss = decay(4.7, 0.1, 9);
const diverges = (value: number) => (share: number) => (share > 0.7 ? value : loss(share));
const collapses = (share: number) => (share > 0.6 ? 0.2 : ramp(0, 1, 0.1, 0.2)(share));
const flat = () => 4.7;

/** What was drawn, by what it comes to: the doubts, and then the facts beside where each set is learnt. */
const DRAWN: readonly (readonly [
  string,
  Curves,
  verdict: string,
  doubts: readonly string[],
  facts: readonly string[],
])[] = [
  [
    "a test loss that rises again, beside accuracies",
    OVERFITS,
    "overfitted, high",
    [],
    [
      "change test loss 2.3@0 0.6@14",
      "change test loss 0.6@14 2@57",
      "change train loss 0.56@14 0.017@57",
      "change test accuracy 0.79@14 0.83@57",
    ],
  ],
  [
    "the same without accuracies",
    lossesOf(OVERFITS),
    "overfitted, low",
    ["guesses", "losses alone"],
    ["change test loss 2.3@0 0.6@14", "change test loss 0.6@14 2@57", "change train loss 0.56@14 0.017@57"],
  ],
  [
    "its test loss alone",
    { ...lossesOf(OVERFITS), train_loss: [] },
    "overfitted, low",
    ["no curve train", "losses alone"],
    ["change test loss 2.3@0 0.6@14", "change test loss 0.6@14 2@57"],
  ],
  [
    "a train loss that is far above its start from 0.7 on",
    drawn(100, { train_loss: diverges(60), test_loss: loss }),
    "diverged, low",
    ["losses alone", "lost again train 69"],
    ["change train loss 4.7@0 60@99"],
  ],
  [
    "a train loss that is no number from 0.7 on",
    drawn(100, { train_loss: diverges(Number.NaN), test_loss: loss }),
    "diverged, moderate",
    ["losses alone"],
    ["not finite train loss 70 30"],
  ],
  [
    "a test loss alone that is no number from 0.7 on",
    drawn(100, { test_loss: diverges(Number.NaN) }),
    "diverged, moderate",
    ["losses alone"],
    ["not finite test loss 70 30"],
  ],
  [
    "accuracies that fall from 1 to 0.2 at 0.6 and 0.7",
    drawn(300, { train_accuracy: collapses, test_accuracy: (share) => collapses(share - 0.1) }),
    "collapsed after generalising, high",
    [],
    ["change test accuracy 1@209 0.2@285", "level train accuracy 299 0.2", "level test accuracy 299 0.2"],
  ],
  [
    "losses that stay where they begin",
    drawn(100, { train_loss: flat, test_loss: flat }),
    "never learnt, moderate",
    ["losses alone"],
    ["change train loss 4.7@0 4.7@95", "level train loss 99 4.7", "level test loss 99 4.7"],
  ],
  [
    "of which the one begins to fall",
    drawn(100, { train_loss: ramp(4.7, 4.4, 0.5, 1), test_loss: flat }),
    "not enough evidence, low",
    ["still moving train loss 4.6@62 4.5@87", "losses alone"],
    ["change train loss 4.7@0 4.4@95"],
  ],
  [
    "of which the other does",
    drawn(100, { train_loss: flat, test_loss: ramp(4.7, 4.4, 0.5, 1) }),
    "not enough evidence, low",
    ["still moving test loss 4.6@62 4.5@87", "losses alone"],
    ["change train loss 4.7@0 4.7@95"],
  ],
  [
    "a train loss that stops at 1.5, and a test loss near it",
    drawn(100, { train_loss: decay(4.7, 1.5, 30), test_loss: decay(4.7, 1.6, 30) }),
    "generalised with training, low",
    ["losses alone", "set not learnt train"],
    ["change train loss 4.7@0 1.5@95", "change test loss 4.7@0 1.6@95"],
  ],
  [
    "a train loss that stops at 1.5, and a test loss far above it",
    drawn(100, { train_loss: decay(4.7, 1.5, 30), test_loss: decay(4.7, 4, 30) }),
    "plateau below its threshold, moderate",
    ["losses alone"],
    ["change train loss 4.7@0 1.5@95", "level train loss 99 1.5", "level test loss 99 4"],
  ],
  [
    "accuracies that stop at 0.6 and 0.55",
    drawn(100, { train_accuracy: ramp(0, 0.6, 0, 0.3), test_accuracy: ramp(0, 0.55, 0, 0.3) }),
    "plateau below its threshold, high",
    [],
    ["change train accuracy 0@0 0.6@95", "ceiling test accuracy 0.55 0.95"],
  ],
  [
    "a test accuracy that stops at 0.8 with training",
    drawn(100, { train_accuracy: ramp(0, 1, 0, 0.4), test_accuracy: ramp(0, 0.8, 0, 0.4) }),
    "plateau below its threshold, high",
    [],
    ["ceiling test accuracy 0.8 0.95", "level train accuracy 99 1", "level test accuracy 99 0.8"],
  ],
  [
    "a test accuracy that rises late, to the end",
    drawn(200, { train_accuracy: ramp(0, 1, 0, 0.05), test_accuracy: ramp(0.1, 0.5, 0.6, 1) }),
    "grokking, not finished, high",
    [],
    ["change test accuracy 0.1@10 0.45@190", "level train accuracy 199 1", "level test accuracy 199 0.5"],
  ],
  [
    "one that is at 0.7 with training, and takes as long again for the rest",
    drawn(200, {
      train_accuracy: ramp(0, 1, 0, 0.2),
      test_accuracy: (share) => (share < 0.2 ? 3.5 * share : ramp(0.7, 1, 0.2, 0.7)(share)),
    }),
    "generalised with training, moderate",
    ["later 3.2"],
    ["level train accuracy 199 1", "level test accuracy 199 1"],
  ],
  [
    "a log that begins with a train loss that is learnt, and a test accuracy that is half-way",
    drawn(200, {
      train_loss: decay(0.1, 0.001, 5),
      test_loss: decay(2, 0.01, 5),
      test_accuracy: ramp(0.6, 1, 0.3, 0.6),
    }),
    "generalised with training, low",
    ["later null", "losses alone"],
    ["level train loss 199 0.0017", "level test loss 199 0.023"],
  ],
  [
    "seven evaluations",
    drawn(7, { train_accuracy: ramp(0, 1, 0, 0.5), test_accuracy: ramp(0, 1, 0, 0.5) }),
    "generalised with training, low",
    ["far apart 2 3", "few evaluations train 7 10"],
    ["level train accuracy 6 1", "level test accuracy 6 1"],
  ],
  [
    "a train accuracy that is lost at every seventh evaluation",
    drawn(100, {
      train_accuracy: (share) => (Math.round(99 * share) % 7 === 0 ? 0.5 : ramp(0, 1, 0, 0.2)(share)),
      test_accuracy: ramp(0, 1, 0, 0.25),
    }),
    "generalised with training, moderate",
    ["unsteady train 12 100"],
    ["level train accuracy 99 1", "level test accuracy 99 1"],
  ],
  [
    "a test accuracy alone that waits",
    drawn(100, { test_accuracy: ramp(0.01, 1, 0.6, 0.7) }),
    "not enough evidence, low",
    ["waits test accuracy 61", "no curve train"],
    ["change test accuracy 0.01@0 1@95"],
  ],
  [
    "a train loss alone",
    drawn(30, { train_loss: decay(4.5, 0.01, 5) }),
    "not enough evidence, low",
    ["no curve test", "losses alone"],
    ["level train loss 29 0.04"],
  ],
  [
    "a grokking run",
    RUN,
    "grokked, high",
    [],
    ["highest test loss 1500 25", "level train loss 16000 1e-7", "level test loss 16000 0.000001"],
  ],
  [
    "its first 3000 epochs",
    seenAt(RUN, (epoch) => epoch <= 3000),
    "grokking, not finished, high",
    [],
    ["level train loss 3000 1e-7", "level test loss 3000 23", "circuit"],
  ],
  [
    "those without more than losses",
    seenAt(lossesOf(RUN), (epoch) => epoch <= 3000),
    "memorised, not generalised, moderate",
    ["losses alone"],
    ["level train loss 3000 1e-7", "level test loss 3000 23"],
  ],
  [
    "its first 1000 epochs",
    seenAt(RUN, (epoch) => epoch <= 1000),
    "not enough evidence, low",
    ["too early 2"],
    ["level train loss 1000 0.000036", "level test loss 1000 14"],
  ],
  [
    "its start and its end",
    planted(PLAN, [0, 13000, 14000, 15000, 16000]),
    "not enough evidence, low",
    ["far apart 0 13000", "few evaluations train 5 10"],
    [],
  ],
  [
    "its end alone",
    planted(PLAN, every(100, PLAN.N).slice(130)),
    "not enough evidence, low",
    ["from the first test"],
    [],
  ],
];

test.each(DRAWN)("%s: what its verdict rests on, and what it lacks", (_, curves, verdict, doubts, facts) => {
  const found = trainingPhases(curves);
  expect(`${found.verdict}, ${found.confidence}`).toBe(verdict);
  expect(found.doubts.map(brief)).toEqual(doubts);
  expect(found.evidence.filter(({ kind }) => kind !== "learnt").map(brief)).toEqual(facts);
});

/** Kind, curve and numbers of two digits; a level as value@epoch. */
function brief(one: object): string {
  const short = (x: number) => String(Number(x.toPrecision(x >= 100 ? 15 : 2)));
  const words = (x: unknown): string => {
    if (typeof x === "number") return short(x);
    if (typeof x !== "object" || x === null) return String(x);
    const { epoch, value } = x as { epoch: number; value: number };
    return `${short(value)}@${Math.round(epoch)}`;
  };
  return Object.values(one).map(words).join(" ");
}
