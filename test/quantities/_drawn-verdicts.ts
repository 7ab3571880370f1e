// What each number below follows from, without the program: a curve of n evaluations has the epochs 0 … n − 1, and at epoch e the
// value of its function at the share e / (n − 1). So of `ramp(4.7, 4.4, 0.5, 1)` over 100 the value at 62 is 4.7 − 0.3·(62/99 − 0.5)/0.5 = 4.6.
//
// * level: the last value. highest: the test loss before it falls, from where the train loss falls by e: of rate 30 over 200 at
//   199/30 = 6.6, and 6 is the last epoch before.
// * change: from the first value, or from the epoch named next, to the middle of the last tenth (of 60: 56.5, of 100: 94.5, of 200: 189.5, of 300: 284.5).
//   Of what overfits from the lowest test loss on: at 14 it is 0.5 + 1.8·e^(−12·14/59) = 0.604, and at 15, past a quarter, 0.6085.
//   Of a rise that is late from where the train accuracy is learnt on, 0.95 of its ramp (0.05·199·0.95 → 10, 0.3·199·0.95 → 57).
//   Of what collapses from the last epoch before on (0.7·299 → 209); of what diverges to the last epoch.
// * still moving: the middles of the third and the last quarter of the epochs (of 100: 62 and 87), or a change as above.
// * ceiling: where the ramp ends, below the least accuracy of a set that is learnt.
// * not finite: the first epoch past 0.7·99, and how many there are from there on. lost again: the epoch before.
// * later: epochs to 0.95 of both sets, 199·(0.2 + 0.5·0.25/0.3) → 123 by 199·0.2·0.95 → 38. waits: a tenth of the ramp, 0.61·99 → 61.
// * unsteady: the multiples of 7 from 21 to 98. far apart: the evaluations before and after the step (0.95·3 lies between 2 and 3).
import type { Curves } from "#quantities/training-phases.js";
import { decay, drawn, OVERFITS, ramp } from "./_drawn-curves.ts";
import { lossesOf } from "./_planted-curves.ts";

const loss = decay(4.7, 0.1, 9);
const diverges = (value: number) => (share: number) => (share > 0.7 ? value : loss(share));
const collapses = (share: number) => (share > 0.6 ? 0.2 : ramp(0, 1, 0.1, 0.2)(share));
const flat = () => 4.7;

/** What was drawn and what it comes to: the doubts, and then the facts beside where each set is learnt. */
export type Drawn = readonly [string, Curves, verdict: string, doubts: readonly string[], facts: readonly string[]];

export const DRAWN: readonly Drawn[] = [
  [
    "a test loss that rises again, beside accuracies",
    OVERFITS,
    "overfitted, high",
    [],
    [
      "change test loss 2.3@0 to 0.6@14",
      "change test loss 0.6@14 to 2@57",
      "change train loss 0.56@14 to 0.017@57",
      "change test accuracy 0.79@14 to 0.83@57",
    ],
  ],
  [
    "the same without accuracies",
    lossesOf(OVERFITS),
    "overfitted, low",
    ["guesses", "losses alone"],
    ["change test loss 2.3@0 to 0.6@14", "change test loss 0.6@14 to 2@57", "change train loss 0.56@14 to 0.017@57"],
  ],
  [
    "its test loss alone",
    { ...lossesOf(OVERFITS), train_loss: [] },
    "overfitted, low",
    ["no curve train", "losses alone"],
    ["change test loss 2.3@0 to 0.6@14", "change test loss 0.6@14 to 2@57"],
  ],
  [
    "a train loss that is far above its start from 0.7 on",
    drawn(100, { train_loss: diverges(60), test_loss: loss }),
    "diverged, low",
    ["losses alone", "lost again train from 69"],
    ["change train loss 4.7@0 to 60@99"],
  ],
  [
    "a train loss that is no number from 0.7 on",
    drawn(100, { train_loss: diverges(Number.NaN), test_loss: loss }),
    "diverged, moderate",
    ["losses alone"],
    ["not finite train loss: 30 from 70"],
  ],
  [
    "a test loss alone that is no number from 0.7 on",
    drawn(100, { test_loss: diverges(Number.NaN) }),
    "diverged, moderate",
    ["losses alone"],
    ["not finite test loss: 30 from 70"],
  ],
  [
    "accuracies that fall from 1 to 0.2 at 0.6 and 0.7",
    drawn(300, { train_accuracy: collapses, test_accuracy: (share) => collapses(share - 0.1) }),
    "collapsed after generalising, high",
    [],
    ["change test accuracy 1@209 to 0.2@285", "level train accuracy 0.2@299", "level test accuracy 0.2@299"],
  ],
  [
    "losses that stay where they begin",
    drawn(100, { train_loss: flat, test_loss: flat }),
    "never learnt, moderate",
    ["losses alone"],
    ["change train loss 4.7@0 to 4.7@95", "level train loss 4.7@99", "level test loss 4.7@99"],
  ],
  [
    "of which the one begins to fall",
    drawn(100, { train_loss: ramp(4.7, 4.4, 0.5, 1), test_loss: flat }),
    "not enough evidence, low",
    ["still moving train loss 4.6@62 to 4.5@87", "losses alone"],
    ["change train loss 4.7@0 to 4.4@95"],
  ],
  [
    "of which the other does",
    drawn(100, { train_loss: flat, test_loss: ramp(4.7, 4.4, 0.5, 1) }),
    "not enough evidence, low",
    ["still moving test loss 4.6@62 to 4.5@87", "losses alone"],
    ["change train loss 4.7@0 to 4.7@95"],
  ],
  [
    "a train loss that stops at 1.5, and a test loss near it",
    drawn(100, { train_loss: decay(4.7, 1.5, 30), test_loss: decay(4.7, 1.6, 30) }),
    "generalised with training, low",
    ["losses alone", "set not learnt train"],
    ["change train loss 4.7@0 to 1.5@95", "change test loss 4.7@0 to 1.6@95"],
  ],
  [
    "a train loss that stops at 1.5, and a test loss far above it",
    drawn(100, { train_loss: decay(4.7, 1.5, 30), test_loss: decay(4.7, 4, 30) }),
    "plateau below its threshold, moderate",
    ["losses alone"],
    ["change train loss 4.7@0 to 1.5@95", "level train loss 1.5@99", "level test loss 4@99"],
  ],
  [
    "accuracies that stop at 0.6 and 0.55",
    drawn(100, { train_accuracy: ramp(0, 0.6, 0, 0.3), test_accuracy: ramp(0, 0.55, 0, 0.3) }),
    "plateau below its threshold, high",
    [],
    ["change train accuracy 0@0 to 0.6@95", "ceiling test accuracy 0.55 below 0.95"],
  ],
  [
    "a test accuracy that stops at 0.8 with training",
    drawn(100, { train_accuracy: ramp(0, 1, 0, 0.4), test_accuracy: ramp(0, 0.8, 0, 0.4) }),
    "plateau below its threshold, high",
    [],
    ["ceiling test accuracy 0.8 below 0.95", "level train accuracy 1@99", "level test accuracy 0.8@99"],
  ],
  [
    "a test accuracy that rises late, to the end",
    drawn(200, { train_accuracy: ramp(0, 1, 0, 0.05), test_accuracy: ramp(0.1, 0.5, 0.6, 1) }),
    "grokking, not finished, high",
    [],
    ["change test accuracy 0.1@10 to 0.45@190", "level train accuracy 1@199", "level test accuracy 0.5@199"],
  ],
  [
    "one that is at 0.7 with training, and takes as long again for the rest",
    drawn(200, {
      train_accuracy: ramp(0, 1, 0, 0.2),
      test_accuracy: (share) => (share < 0.2 ? 3.5 * share : ramp(0.7, 1, 0.2, 0.7)(share)),
    }),
    "generalised with training, moderate",
    ["later, times 3.2"],
    ["level train accuracy 1@199", "level test accuracy 1@199"],
  ],
  [
    "a test loss alone that falls to 3.2",
    drawn(30, { test_loss: decay(4.5, 3.2, 5) }),
    "generalised with training, low",
    ["no curve train", "losses alone"],
    ["change test loss 4.5@0 to 3.2@28"],
  ],
  [
    "a test accuracy alone that is learnt from the start on",
    drawn(100, { test_accuracy: ramp(0, 1, 0, 0.4) }),
    "generalised with training, low",
    ["no curve train"],
    ["change test accuracy 0@0 to 1@95"],
  ],
  [
    "a test accuracy that is learnt a fifth later than the train accuracy",
    drawn(200, { train_accuracy: ramp(0, 1, 0, 0.25), test_accuracy: ramp(0, 1, 0.2, 0.3) }),
    "generalised with training, high",
    [],
    ["level train accuracy 1@199", "level test accuracy 1@199"],
  ],
  [
    "a test loss that is lowest after a late rise to 0.8, and rises again",
    drawn(200, {
      train_loss: decay(4.7, 1e-4, 30),
      test_loss: (share) => (share < 0.3 ? ramp(9, 1, 0.05, 0.3)(share) : ramp(1, 3, 0.3, 1)(share)),
      train_accuracy: ramp(0, 1, 0, 0.05),
      test_accuracy: ramp(0, 0.8, 0.1, 0.3),
    }),
    "grokked, high",
    [],
    [
      "ceiling test accuracy 0.8 below 0.95",
      "highest test loss 9@6",
      "level train loss 0.0001@199",
      "level test loss 3@199",
    ],
  ],
  [
    "a test accuracy alone that stops at 0.8",
    drawn(100, { test_accuracy: ramp(0, 0.8, 0, 0.4) }),
    "plateau below its threshold, low",
    ["no curve train"],
    ["ceiling test accuracy 0.8 below 0.95"],
  ],
  [
    "one that begins when the train accuracy is learnt, a fifth later",
    drawn(200, { train_accuracy: ramp(0, 1, 0, 0.25), test_accuracy: ramp(0, 1, 0.3, 0.34) }),
    "grokked, high",
    [],
    ["level train accuracy 1@199", "level test accuracy 1@199"],
  ],
  [
    "a test accuracy that is at 0.6 when the train accuracy is learnt, and rises on",
    drawn(200, {
      train_accuracy: ramp(0, 1, 0, 0.3),
      test_accuracy: (share) => (share < 0.3 ? 2 * share : ramp(0.6, 0.9, 0.3, 1)(share)),
    }),
    "not enough evidence, low",
    ["still moving test accuracy 0.57@57 to 0.88@190"],
    ["change test accuracy 0.57@57 to 0.88@190", "level train accuracy 1@199", "level test accuracy 0.9@199"],
  ],
  [
    "a log that begins with a train loss that is learnt, and a test accuracy that is half-way",
    drawn(200, {
      train_loss: decay(0.1, 0.001, 5),
      test_loss: decay(2, 0.01, 5),
      test_accuracy: ramp(0.6, 1, 0.3, 0.6),
    }),
    "generalised with training, low",
    ["later, times null", "losses alone"],
    ["level train loss 0.0017@199", "level test loss 0.023@199"],
  ],
  [
    "seven evaluations",
    drawn(7, { train_accuracy: ramp(0, 1, 0, 0.5), test_accuracy: ramp(0, 1, 0, 0.5) }),
    "generalised with training, low",
    ["far apart 2 to 3", "few evaluations train 7 of 10"],
    ["level train accuracy 1@6", "level test accuracy 1@6"],
  ],
  [
    "a train accuracy that is lost at every seventh evaluation",
    drawn(100, {
      train_accuracy: (share) => (Math.round(99 * share) % 7 === 0 ? 0.5 : ramp(0, 1, 0, 0.2)(share)),
      test_accuracy: ramp(0, 1, 0, 0.25),
    }),
    "generalised with training, moderate",
    ["unsteady train 12 of 100"],
    ["level train accuracy 1@99", "level test accuracy 1@99"],
  ],
  [
    "a test accuracy alone that waits",
    drawn(100, { test_accuracy: ramp(0.01, 1, 0.6, 0.7) }),
    "not enough evidence, low",
    ["waits test accuracy until 61", "no curve train"],
    ["change test accuracy 0.01@0 to 1@95"],
  ],
  [
    "a train loss alone",
    drawn(30, { train_loss: decay(4.5, 0.01, 5) }),
    "not enough evidence, low",
    ["no curve test", "losses alone"],
    ["level train loss 0.04@29"],
  ],
];
