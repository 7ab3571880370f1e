import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "variant",
  title: "variant",
  also: ["variants", "sum-directions", "block-2x2", "block-3x3", "neuron-level", "cos-cube"],
  group: "losses",
  brief: "which of five definitions of the frequencies' part",
  what: "One of the literature's five definitions of what a set of frequencies contributes to the logits.",
  why: "Restricted and excluded loss are called by one name in all five, and are five numbers.",
  formula:
    "P(K) is L projected on: sum-directions, cos and sin w_k(a+b); block-2x2, {cos, sin} w_k a × {cos, sin} w_k b; block-3x3, the same with 1, but 1 × 1; cos-cube, cos w_k(a+b−c); neuron-level projects the neurons, then W_L",
  reading: "Compare numbers of one variant only. sum-directions is that of the published curves.",
  careful:
    "In the middle of a transition they differ by up to 14 times on the published run. neuron-level does not exist where a LayerNorm follows the neurons.",
  source: "Nanda et al. 2023, arXiv:2301.05217: paper, code and notebooks; TransformerLens's demo",
  shownBy: ["restricted-loss", "excluded-loss", "hand-over"],
  related: ["restricted-loss", "excluded-loss", "key-frequencies"],
});
