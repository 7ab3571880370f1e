import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { forward } from "#networks/forward.js";
import type { Model } from "#networks/model.js";
import { hits } from "#quantities/lottery/hits.js";
import { writtenFrequencies } from "#quantities/lottery/outcome.js";
import { drawnFrequencies, rankedFrequencies, TICKET_RULE_NAMES, tickets } from "#quantities/lottery/tickets.js";
import { overlaps } from "#quantities/neuron-waves/overlaps.js";
import { hasPreactivationWaves, preactivationWaves } from "#quantities/neuron-waves/preactivation-waves.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { basis } from "../../_basis.ts";
import { CYCLIC } from "../../_cyclic-tasks.ts";
import { type Entry, MAINLINE, network, normal, randomTransformer } from "../../_networks.ts";

beforeAll(async () => {
  await startBackend();
});

/** A wave of a neuron: amplitudes and phases of what it reads of a and of b, and of what it writes. */
interface PlantedWave {
  readonly k: number;
  readonly amplitude: number;
  readonly a: number;
  readonly b: number;
  /** What the output's phase is off a ± b by. */
  readonly off: number;
}

/** An MLP each of whose neurons is a sum of waves, of a cyclic form. */
function ofWaves(p: number, form: CyclicForm, neurons: readonly (readonly PlantedWave[])[]): Model {
  const place = new Map(Array.from(form.order, (residue, i) => [residue, i]));
  const width = neurons.length;
  const value = (i: number, residue: number, phase: (wave: PlantedWave) => number) => {
    const x = place.get(residue);
    if (x === undefined) return 0;
    return neurons[i].reduce(
      (sum, wave) => sum + wave.amplitude * Math.cos((2 * Math.PI * ((wave.k * x) % form.n)) / form.n + phase(wave)),
      0,
    );
  };
  const table = (of: "a" | "b"): Entry => [
    [p, width],
    (i) => value(i % width, Math.floor(i / width), (wave) => wave[of]),
  ];
  const W_U: Entry = [[width, p], (i) => value(Math.floor(i / p), i % p, ({ a, b, off }) => a + form.sign * b + off)];
  const architecture = { kind: "mlp", p, activation: "relu", meeting: "neurons", hiddenLayers: 1 } as const;
  return network(architecture, { W_x: table("a"), W_y: table("b"), W_U });
}

describe.each(CYCLIC)(
  "neurons of three waves, one aligned and large, one larger, one best aligned: %s mod %i",
  (name, p) => {
    const form = cyclicForm(task(name, p)) as CyclicForm;
    const draw = normal(3);
    const neurons = Array.from({ length: 40 }, (_, i) => {
      const at = (k: number, amplitude: number, off: number): PlantedWave => ({
        k,
        amplitude,
        a: draw(2),
        b: draw(2),
        off,
      });
      // cos 0.5 against 1.3 of it squared and cubed at cos 1.4; and 0.3 without any error.
      return [at(1 + (i % 7), 1, 0.5), at(1 + ((i + 2) % 7), 1.3, -1.4), at(1 + ((i + 4) % 7), 0.3, 0)];
    });
    const model = ofWaves(p, form, neurons);

    test("each rule draws the one that it asks for", () => {
      const found = tickets(model, form);
      const drawn = (rule: (typeof TICKET_RULE_NAMES)[number]) => [...drawnFrequencies(found[rule], neurons.length)];
      const wave = (j: number) => neurons.map((waves) => waves[j].k);
      expect(drawn("product")).toEqual(wave(0));
      expect(drawn("overlap")).toEqual(wave(0));
      expect(drawn("misalignment")).toEqual(wave(2));
      for (const rule of ["magnitudes", "input", "output", "activation"] as const) expect(drawn(rule)).toEqual(wave(1));
    });

    test("overlaps are amplitudes times the cosine of the misalignment", () => {
      const { overlap, input, output, cosine } = overlaps(model, form);
      for (const [i, waves] of neurons.entries()) {
        for (const { k, amplitude, off } of waves) {
          const at = (k - 1) * neurons.length + i;
          // √(n/2) is the orthonormal coefficient of cos.
          const size = amplitude * Math.sqrt(form.n / 2);
          expect(Math.abs(input[at] / size - 1)).toBeLessThan(1e-5);
          expect(Math.abs(output[at] / size - 1)).toBeLessThan(1e-5);
          expect(Math.abs(cosine[at] - Math.cos(off))).toBeLessThan(1e-5);
          expect(Math.abs(overlap[at] - size ** 3 * Math.cos(off))).toBeLessThan(1e-4 * size ** 3);
        }
      }
    });

    test("what it became is counted only where one wave has enough of the power", () => {
      // 1.3² of 1 + 1.3² + 0.3² is 0.608.
      expect(writtenFrequencies(model, form, 0.6)).toEqual(neurons.map((waves) => waves[1].k));
      expect(new Set(writtenFrequencies(model, form, 0.62))).toEqual(new Set([0]));
    });
  },
);

test("a neuron that reads or writes nothing is foretold nothing, and became nothing", () => {
  const form = cyclicForm(task("addition", 13)) as CyclicForm;
  const model = ofWaves(13, form, [[{ k: 3, amplitude: 1, a: 0, b: 0, off: 0 }], []]);
  const found = tickets(model, form);
  for (const rule of TICKET_RULE_NAMES) expect([...drawnFrequencies(found[rule], 2)], rule).toEqual([3, 0]);
  expect(writtenFrequencies(model, form, 0.8)).toEqual([3, 0]);
});

test("frequencies are ranked by their sums over the neurons, of those whose scores are numbers", () => {
  const [two, one, most] = [
    [1, 1],
    [2, -1],
    [0, 3],
  ];
  expect(rankedFrequencies(Float64Array.from([...two, ...one, ...most]), 2)).toEqual([3, 1, 2]);
  expect(rankedFrequencies(Float64Array.from([Number.NaN, 1, ...one, ...most]), 2)).toEqual([3, 1, 2]);
  expect(rankedFrequencies(new Float64Array(6).fill(Number.NaN), 2)).toEqual([]);
});

test("a one-block transformer's waves are those of its mean pre-activations over the other input", () => {
  const [p, form] = [13, cyclicForm(task("addition", 13)) as CyclicForm];
  // Without a nonlinearity the neurons are their pre-activations.
  const model = randomTransformer({ ...MAINLINE, activation: "identity", p, sequence: ["a", "b", p] }, { neurons: 6 });
  const { neurons } = forward(model);
  const found = preactivationWaves(model, form);
  for (const { k, part, values } of basis(p).slice(1)) {
    for (let i = 0; i < 6; i++) {
      let [ofA, ofB] = [0, 0];
      for (let s = 0; s < p * p; s++) {
        ofA += (values[Math.floor(s / p)] * neurons.data[s * 6 + i]) / p;
        ofB += (values[s % p] * neurons.data[s * 6 + i]) / p;
      }
      const at = (k - 1) * 6 + i;
      expect(Math.abs(found.a[part === "cos" ? "cos" : "sin"][at] - ofA)).toBeLessThan(1e-5);
      expect(Math.abs(found.b[part === "cos" ? "cos" : "sin"][at] - ofB)).toBeLessThan(1e-5);
    }
  }
});

test("deeper and gated networks are no lottery of one layer, in words", () => {
  const transformer = { ...MAINLINE, p: 13, sequence: ["a", "b", 13] } as const;
  expect(hasPreactivationWaves(transformer)).toBe(true);
  expect(hasPreactivationWaves({ ...transformer, blocks: 2 })).toMatch(/earlier blocks/);
  expect(hasPreactivationWaves({ ...transformer, gated: true })).toMatch(/gated/);
  const mlp = { kind: "mlp", p: 13, activation: "relu", meeting: "sum", hiddenLayers: 2 } as const;
  expect(hasPreactivationWaves(mlp)).toMatch(/other neurons/);
});

describe("hits", () => {
  test("count where something became of the neuron", () => {
    const found = hits([1, 2, 3, 4], [1, 3, 3, 0]);
    expect(found).toMatchObject({ neurons: 3, right: 2, share: 2 / 3, majority: 2 / 3 });
    expect(hits([1, 2], [0, 0])).toEqual({
      neurons: 0,
      right: 0,
      share: null,
      interval: null,
      shuffled: null,
      majority: null,
    });
  });

  test("shuffled is the mean over all ways of handing the predictions out, here over all rotations", () => {
    const [drawn, became] = [
      [1, 1, 2, 3, 5],
      [1, 2, 2, 1, 4],
    ];
    const shares = drawn.map(
      (_, by) =>
        hits(
          drawn.map((_, i) => drawn[(i + by) % 5]),
          became,
        ).share ?? Number.NaN,
    );
    expect(hits(drawn, became).shuffled).toBeCloseTo(shares.reduce((sum, share) => sum + share, 0) / 5, 12);
  });
});
