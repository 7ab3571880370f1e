import { heatmaps } from "#figures/heatmaps.js";
import { lines } from "#figures/lines.js";
import type { Moment, PageContents, Panel } from "#report/_panel.js";
import { integer, number } from "#tables/column.js";

export interface Size {
  readonly p: number;
  /** Steps of the slider, 100 epochs apart. */
  readonly steps: number;
  /** Every so many steps the moving panels have a moment. */
  readonly every: number;
}

export const KEYS = [3, 5];

/** A page of panels of every kind with values that anybody can recompute: waves that grow with the epoch. */
export function contents({ p, steps, every }: Size): PageContents {
  const epochs = Array.from({ length: steps }, (_, i) => 100 * i);
  const at = epochs.filter((_, i) => i % every === 0);
  const map = (k: number, epoch: number) =>
    grid(p, (a, b) => Math.cos((2 * Math.PI * k * (a + b)) / p) * (epoch / 1000) + 0.3 * noise(a, b, k + epoch));
  const maps = (id: string, count: number, frequencies: readonly number[] = []): Panel => {
    const at_ = (epoch: number) => Array.from({ length: count }, (_, i) => map(frequencies[i % 2] ?? i + 1, epoch));
    const last = at.at(-1) ?? 0;
    return {
      ...words(id, `Maps of ${id}`),
      figure: heatmaps(
        at_(last).map((z, i) => ({ z, title: `${id} ${i}`, frequency: frequencies[i % 2] })),
        { ...words(id, `Maps of ${id}`), name: id, columns: count > 4 ? 3 : 2, quantity: "value", range: [-2, 2] },
      ),
      moments: at.map((epoch) => ({ epoch, data: at_(epoch).map((z) => ({ z })) })),
      ...(count > 5 ? { wide: true } : {}),
    };
  };
  const bars = (epoch: number): Moment["data"] => [{ y: KEYS.flatMap((k) => [k / 100, (k * epoch) / 1000]) }];
  const spectrum: Panel = {
    ...words("spectrum", "Spectrum of <i>W</i><sub>E</sub>"),
    figure: {
      name: "spectrum",
      title: "Spectrum",
      caption: "Bars that grow.",
      data: [{ type: "bar", name: "power", x: [0, 1, 2, 3], ...bars(at.at(-1) ?? 0)[0] }],
      layout: { xaxis: { title: { text: "frequency" } }, yaxis: { title: { text: "power" } } },
    },
    moments: at.map((epoch) => ({ epoch, data: bars(epoch), note: `${bars(epoch)[0]?.y?.length} bars` })),
  };
  const curves = (id: string, frequency: boolean): Panel => ({
    ...words(id, `Curves of ${id}`),
    figure: lines(
      {
        columns: { epoch: integer("epoch"), frequency: integer("k"), loss: number("how wrong", "nats") },
        rows: KEYS.flatMap((k) => epochs.map((epoch) => ({ epoch, frequency: k, loss: Math.exp(-epoch / (300 * k)) }))),
      },
      {
        ...words(id, `Curves of ${id}`),
        name: id,
        x: "epoch",
        y: ["loss"],
        series: "frequency",
        log: "y",
        ...(frequency ? { frequency: "frequency" } : {}),
      },
    ),
    cursor: true,
  });
  const last = epochs.at(-1) ?? 0;
  return {
    title: "A run & what it learnt",
    subtitle: `addition modulo ${p}, ${steps} checkpoints`,
    verdict: [
      "The network memorised the training pairs by epoch 100.",
      "It then grew a circuit of the frequencies 3 and 5.",
      `From epoch ${last / 2} on it answers every pair by that circuit.`,
    ],
    phases: [
      { name: "memorisation", from: 0, to: 100, evidence: "train loss < 0.01 nats at epoch 100" },
      {
        name: "circuit formation",
        from: 200,
        to: last / 2 - 100,
        evidence: "restricted loss falls 10× before test loss",
      },
      { name: "cleanup", from: last / 2, to: last, evidence: "sum of squares falls by 40 %" },
    ],
    epochs,
    keys: KEYS,
    panels: [
      { ...curves("losses", false), lead: true },
      curves("norms", true),
      spectrum,
      maps("attention", 4),
      maps("logits", 5),
      maps("neurons", 6, KEYS),
    ],
    sections: [
      {
        id: "cosines",
        title: "Cosines",
        question: "Is each logit a sum of cosines?",
        source: "Nanda et al. 2023, section 4",
        options: "keys 3, 5",
        findings: [
          { label: "key frequencies", value: "3, 5" },
          { label: "explained at the last epoch", value: "97.3 %" },
        ],
        columns: [{ name: "loss", description: "how wrong", unit: "nats" }],
        panels: [curves("cosines-loss", true)],
      },
      // More than a few are folded at first.
      ...["sines", "tangents", "secants"].map((id) => ({
        id,
        title: `Of ${id}`,
        question: `Is it a sum of ${id}?`,
        source: "",
        options: "",
        findings: [],
        columns: [],
        panels: [],
      })),
    ],
    skipped: [{ what: "attention", reason: "the network has no heads" }],
    doubts: ["Only one seed: nothing is said about others."],
    provenance: [{ label: "version", value: "0.1.0" }],
  };
}

function words(id: string, title: string) {
  const caption = `What ${id} shows, with a < b & "quotes": drawn from the synthetic table, in float64.`;
  return { id, title, caption, table: { name: `${id}.csv`, csv: `epoch,${id}\r\n0,0.1\r\n100,"a, “b”"\r\n` } };
}

/** rows[a][b] */
function grid(p: number, value: (a: number, b: number) => number): readonly (readonly number[])[] {
  return Array.from({ length: p }, (_, a) => Array.from({ length: p }, (_, b) => value(a, b)));
}

/** Between -1/2 and 1/2, as good as at random. */
function noise(a: number, b: number, seed: number): number {
  const wave = Math.sin(a * 12.9898 + b * 78.233 + seed * 37.719) * 43758.5453;
  return wave - Math.floor(wave) - 0.5;
}
