import { COMPONENTS } from "../networks/block.ts";
import { componentWeights } from "../networks/components.ts";
import type { Triple } from "../networks/gradients.ts";
import type { Model } from "../networks/model.ts";
import { trainingTriples } from "../quantities/gradients/training-loss.ts";
import {
  DEPENDENCES,
  SWEEPS,
  sweepVerdicts,
  sweptSettings,
  type Untrusted,
} from "../quantities/learning-coefficient/calibration.ts";
import { type LlcSettings, llcEstimate } from "../quantities/learning-coefficient/estimate.ts";
import { networkLandscape } from "../quantities/learning-coefficient/network-landscape.ts";
import type { Landscape } from "../quantities/learning-coefficient/sgld.ts";
import { defineAnalyzer } from "./_analyzer.ts";
import { chainRows, estimateRow, LLC_COLUMNS, LLC_FIELDS, llcConclusion } from "./_llc-fields.ts";
import { llcFigures } from "./_llc-figures.ts";
import { llcFindings } from "./_llc-words.ts";
import type { Values } from "./_options.ts";
import * as option from "./_options.ts";

/** How many chains the other settings of the sweep have, at most. */
const SWEEP_CHAINS = 2;

const OPTIONS = {
  component: option.choice(
    "of the network, whose weights alone move; all: every weight",
    ["all", ...COMPONENTS],
    "all",
  ),
  stepSize: option.number("ε of SGLD, the variance of a step's noise", [1e-12, 1], 3e-4),
  localisation: option.number("γ of the pull back to the checkpoint", [0, 1e9], 100),
  inverseTemperature: option.number("β in units of 1/ln n, n training pairs", [1e-6, 1e6], 1),
  chains: option.integer("how many chains, each with noise of its own", 4, [1, 1000]),
  burnIn: option.integer("steps of each chain that are left out", 100, [0, 1e7]),
  drawsPerChain: option.integer("steps of each chain that the mean is over", 200, [4, 1e7]),
  batchSize: option.integerOr("training pairs a gradient is over; all: the full batch", ["all"], "all", [1, 1e9]),
  calibrate: option.choice(
    "settings tried at the last checkpoint: 2 neighbours along each of ε, γ, nβ; or all 27 of the grid; or none",
    [...SWEEPS, "none"],
    "cross",
  ),
  tolerance: option.number("the largest factor between λ̂ of neighbours in the sweep", [1, 1e6], 1.5),
  chainSeed: option.integer("of the noise of the first chain; each other's is one more", 0, [0, 2 ** 31]),
};

/**
 * λ̂ counts, by halves, the directions in which the loss rises from w*: d/2 at a regular minimum, less where it is degenerate,
 * whatever the number of weights. It is never believed without its chains' traces and a sweep over what it was sampled with.
 */
export default defineAnalyzer({
  name: "llc",
  title: "Local learning coefficient",
  question: "How many directions does the training loss constrain at each checkpoint, as sampled by Langevin dynamics?",
  source:
    "Lau et al. 2023, arXiv:2308.12108, as devinterp has it; ours leaves burn-in out of the mean, keeps to all training pairs, and refuses what has not settled or depends on ε, γ or nβ",
  options: OPTIONS,
  columns: LLC_COLUMNS,
  summary: {
    series: ["kind", "chain", "step_size", "localisation", "n_beta"],
    values: ["raw", "llc", "r_hat", "drift"],
  },
  forward: true,
  sparing: 8,
  onRequest: { reason: "takes minutes", trial: { chains: 1, burnIn: 2, drawsPerChain: 4, calibrate: "none" } },
  anyNetwork: true,
  applies: ({ network }) =>
    !network ? "there are no weights" : network.split ? true : "it is not known which pairs were trained on",
  measure: (model, { network, last, options }) => {
    const triples = trainingTriples(network);
    const weights = options.component === "all" ? model.parameters.names : componentWeights(model, options.component);
    const landscapeOf = landscapes(model, triples, weights, options);
    const { loss } = landscapeOf(0);
    const estimate = (settings: LlcSettings) =>
      llcEstimate(landscapeOf, settings, { floor: 0, ceiling: Math.log(network.task.p) });
    const asked = settingsOf(triples.length, options);
    const whole = estimate(asked);
    const tried = last && options.calibrate !== "none" ? sweptSettings(asked, options.calibrate) : [];
    const cells = tried.map(({ place, settings }, i) => ({
      place,
      settings,
      estimate: i === 0 ? whole : estimate({ ...settings, chains: Math.min(settings.chains, SWEEP_CHAINS) }),
    }));
    const verdicts = sweepVerdicts(cells, options.tolerance);
    return [
      estimateRow("checkpoint", asked, loss, whole, verdicts[0]),
      ...chainRows(asked, loss, whole),
      ...cells.map(({ settings, estimate }, i) => estimateRow("setting", settings, loss, estimate, verdicts[i])),
    ];
  },
  finish: (rows, { options }) => {
    const whole = rows.filter(({ kind }) => kind === "checkpoint");
    const { epoch, refusal } = whole[whole.length - 1];
    if (options.calibrate === "none" || refusal === null) return rows;
    // What the sweep found at the last checkpoint is the best that is known of the others.
    const elsewhere = isDependence(refusal) ? refusal : "uncalibrated";
    return rows.map((row) =>
      row.kind === "checkpoint" && row.epoch !== epoch && row.refusal === null
        ? { ...row, llc: null, refusal: elsewhere }
        : row,
    );
  },
  conclusion: LLC_FIELDS,
  conclude: ({ rows }, { options }) => llcConclusion(rows, options),
  findings: (_, { conclusion }) => llcFindings(conclusion),
  figures: (table, options) => llcFigures(table, options),
});

/** ε, γ and nβ of an analysis of n training pairs. */
function settingsOf(n: number, options: Values<typeof OPTIONS>): LlcSettings {
  return {
    stepSize: options.stepSize,
    localisation: options.localisation,
    nBeta: (options.inverseTemperature * n) / Math.log(n),
    burnIn: options.burnIn,
    draws: options.drawsPerChain,
    chains: options.chains,
    seed: options.chainSeed,
  };
}

/** Where each chain walks: all on one, unless each draws mini-batches of its own. */
function landscapes(
  model: Model,
  triples: readonly Triple[],
  weights: readonly string[],
  { batchSize, chainSeed }: Values<typeof OPTIONS>,
): (chain: number) => Landscape {
  if (batchSize === "all") {
    const one = networkLandscape(model, triples, { weights });
    return () => one;
  }
  return (chain) => networkLandscape(model, triples, { weights, batch: { size: batchSize, seed: chainSeed + chain } });
}

const isDependence = (refusal: Untrusted) => Object.values<Untrusted>(DEPENDENCES).includes(refusal);
