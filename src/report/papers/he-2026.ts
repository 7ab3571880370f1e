import * as analyzers from "../../analyzers/index.ts";
import { spectrumOf } from "./parts/fourier-norms.ts";
import { grokking } from "./parts/grokking.ts";
import { overTraining } from "./parts/over-training.ts";
import { definePaper } from "./parts/paper.ts";
import { picked } from "./parts/picked.ts";
import { sumOfSquares } from "./parts/sum-of-squares.ts";

const LOTTERY = analyzers.lottery.name;

/** Neurons of one frequency each, which of them wins, and what sparsity that leaves. */
export default definePaper({
  name: "he-2026",
  citation: "He et al. 2026, arXiv:2602.16849",
  about: "the lottery of frequencies: what each neuron ends with, and what foretells it",
  of: [analyzers.lottery],
  figures: [
    ["grokking", overTraining(grokking("grokking"))],
    ["inputs", spectrumOf("inputs", "inputs")],
    ["outputs", spectrumOf("outputs", "neurons")],
    ["neuron-shares", picked(analyzers.neurons.name, "neuron-shares")],
    [
      "neuron-clusters",
      overTraining(picked(analyzers.neurons.name, "neuron-clusters", "no neurons follow one frequency")),
    ],
    ["foretold", overTraining(picked(LOTTERY, "foretold-neurons", "no neuron ends with one frequency"))],
    ["lottery", overTraining(picked(LOTTERY, "lottery", "no neuron ends with one frequency"))],
    ["ipr", overTraining(picked(analyzers.sparsity.name, "ipr"))],
    ["sum-of-squares", overTraining(sumOfSquares("sum-of-squares"))],
  ],
});
