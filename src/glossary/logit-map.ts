import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "logit-map",
  title: "logit map",
  also: ["W_L", "neuron-logit map"],
  group: "circuits",
  brief: "how neurons are written onto the answers: W_L",
  what: "What the neuron-logit map W_L reads from the neurons of a block, and onto which waves of the answer it writes them.",
  why: "It is the last step of the algorithm, and linear: it can be read off the weights.",
  formula:
    "W_L = W_out W_U [neuron, answer]; u_k = W_L cos_k, v_k = W_L sin_k; R² of u_k · neurons on cos, sin w_k(a ± b)",
  reading: "A residual of a few per cent: W_L writes nothing but its key frequencies, each cluster its own.",
  careful:
    "Past a LayerNorm W_L is not the whole map, and of an earlier block it is the direct path alone, past the later blocks: both are said.",
  source: "Nanda et al. 2023, arXiv:2301.05217, sections 4.1 to 4.3",
  shownBy: ["logit-map", "fourier"],
  related: ["key-frequencies", "cluster", "neurons", "logits"],
});
