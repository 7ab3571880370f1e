import { expect, test } from "vitest";
import { type TrainingConfig, trainingConfig } from "#index.js";
import { folder, metricsOf, trained } from "./_small.ts";

/** An accuracy that counts as having learnt. */
const LEARNT = 0.99;
/** Long enough for `tiny` to generalise. */
const EPOCHS = 3000;
/** With weight decay `tiny` rises by then. */
const LONG_AFTER = 1500;

/** The epochs at which train and test pairs are first learnt; undefined where they never are. */
async function story(changes: Partial<TrainingConfig>) {
  const path = folder();
  const config = trainingConfig("tiny", { epochs: EPOCHS, checkpoint_every: EPOCHS, ...changes });
  await trained(path, config, { until: ({ test_accuracy }) => (test_accuracy ?? 0) >= LEARNT });
  const metrics = metricsOf(path);
  const first = (name: string) => metrics.find((one) => (one[name] ?? 0) >= LEARNT)?.epoch ?? undefined;
  return { train: first("train_accuracy"), test: first("test_accuracy"), last: metrics.at(-1) };
}

test("tiny memorises first, and generalises much later", async () => {
  const { train, test } = await story({});
  expect(train).toBeLessThan(200);
  expect(test).toBeGreaterThan(10 * (train ?? 0));
});

test("without weight decay it memorises and stays there, as no-weight-decay says of the mainline", async () => {
  const { train, test, last } = await story({ weight_decay: 0, epochs: LONG_AFTER });
  expect(train).toBeLessThan(200);
  expect(test).toBeUndefined();
  expect(last?.train_accuracy).toBe(1);
  expect(last?.test_accuracy).toBeLessThan(0.5);
});
