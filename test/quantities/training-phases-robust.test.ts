import { describe, expect, test } from "vitest";
import { trainingPhases } from "#quantities/training-phases.js";
import {
  boundaries,
  changed,
  expectWithin,
  LOSSES,
  logSpaced,
  lossesOf,
  NAMES,
  normals,
  PLAN,
  planted,
  RUN,
  STEP,
  seenAt,
  TRUTH,
} from "./_planted-curves.ts";

describe("what must not move the phases of a planted run", () => {
  const plain = boundaries(trainingPhases(RUN));

  test.each([
    ["memorisation", 1000],
    ["circuit formation", 5000],
    ["cleanup", 10500],
    ["stable", 14000],
  ])("a slingshot in %s, at epoch %i for 200 epochs", (_, start) => {
    const hit = (epoch: number) => epoch >= start && epoch < start + 200;
    const spiked = changed(
      changed(RUN, ["train_loss", "excluded_loss"], (loss, epoch) => (hit(epoch) ? Math.min(1e4 * loss, 5) : loss)),
      ["sum_of_squares"],
      (squares, epoch) => (epoch >= start ? squares * (1 + 2 * Math.exp(-(epoch - start) / 400)) : squares),
    );
    const dropped = changed(spiked, ["train_accuracy"], (share, epoch) => (hit(epoch) ? 0.6 * share : share));
    for (const curves of [spiked, dropped, lossesOf(spiked)]) {
      const found = trainingPhases(curves);
      expect(found.verdict).toBe("grokked");
      for (const [name, phase] of Object.entries(boundaries(found))) {
        const from = plain[name as keyof typeof plain]?.from ?? Number.NaN;
        expect(Math.abs((phase?.from ?? Number.NaN) - from), name).toBeLessThanOrEqual(STEP);
      }
      if (curves.train_accuracy) expect(found.delay.train?.epoch).toBe(750);
    }
  });

  test("a test loss that drops and comes back while the circuit forms", () => {
    const dipped = changed(RUN, ["test_loss"], (loss, epoch) =>
      epoch % 3000 < 200 && epoch > 2000 && epoch < 7000 ? loss / 5 : loss,
    );
    expect(boundaries(trainingPhases(dipped)).memorised?.from).toBe(plain.memorised?.from);
    expect(boundaries(trainingPhases(dipped)).cleanup?.from).toBe(plain.cleanup?.from);
  });

  test.each([
    { on: "every curve", curves: RUN },
    { on: "the losses, with nothing else", curves: lossesOf(RUN) },
  ])("noise of a tenth on $on", ({ curves }) => {
    for (let seed = 1; seed <= 20; seed++) {
      const normal = normals(seed);
      const noisy = changed(curves, [...LOSSES, "sum_of_squares"], (value) => value * Math.exp(0.1 * normal()));
      const found = trainingPhases(noisy);
      expect(found.verdict).toBe("grokked");
      expect(found.phases.map(({ name }) => name)).toEqual(NAMES);
      expectWithin(found, ["memorised"]);
      // Noise of 10 % on a level moves the crossing of a line that falls by 16 units in 3000 epochs by 20 of them.
      for (const name of ["cleanup", "stable"] as const) {
        expect(Math.abs((boundaries(found)[name]?.from ?? Number.NaN) - TRUTH[name]), name).toBeLessThanOrEqual(100);
      }
    }
  });

  test.each([
    ["a tenth of the checkpoints", seenAt(RUN, (_, i) => i % 10 === 0)],
    ["forty checkpoints", seenAt(RUN, (_, i) => i % 40 === 0)],
    ["a tenth, drawn at random", seenAt(RUN, (_, i) => i === 0 || (i * 7919) % 101 < 10)],
    ["sixty checkpoints even in log time", planted(PLAN, logSpaced(60, PLAN.N))],
    ["four hundred checkpoints even in log time", planted(PLAN, logSpaced(400, PLAN.N))],
  ])("%s", (_, curves) => {
    for (const seen of [curves, lossesOf(curves)]) {
      const found = trainingPhases(seen);
      expect(found.verdict).toBe("grokked");
      expectWithin(found, ["memorised", "cleanup"]);
    }
    const { stable } = boundaries(trainingPhases(curves));
    if (stable) expectWithin(trainingPhases(curves), ["stable"]);
    expect(trainingPhases(curves).phases.map(({ name }) => name)).toEqual(stable ? NAMES : NAMES.slice(0, 3));
  });

  test("gaps: null, NaN, infinity, a loss of 0", () => {
    const gaps = [null, Number.NaN, Number.POSITIVE_INFINITY];
    const torn = changed(RUN, [...LOSSES, "sum_of_squares", "train_accuracy", "test_accuracy"], (value, epoch) =>
      epoch % 70 === 0 ? gaps[(epoch / 70) % 3] : value,
    );
    expectWithin(trainingPhases(torn), ["memorised", "cleanup", "stable"]);
    const perfect = changed(RUN, ["train_loss"], (loss, epoch) => (epoch > 4000 ? 0 : loss));
    expectWithin(trainingPhases(perfect), ["memorised", "cleanup", "stable"]);
  });

  test("test values at every tenth checkpoint only", () => {
    const sparse = changed(RUN, ["test_loss", "test_accuracy"], (value, epoch) => (epoch % 100 === 0 ? value : null));
    expectWithin(trainingPhases(sparse), ["memorised", "cleanup", "stable"]);
  });
});
