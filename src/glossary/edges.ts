import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "edges",
  title: "edges",
  also: ["edge", "path patching", "attribution patching"],
  group: "circuits",
  brief: "what an edge between two parts carries",
  what: "Cutting one edge of a network: what one part writes is changed where one other part reads it, and nowhere else.",
  why: "It tells through which heads and neurons an answer comes, not only which of them matter.",
  formula: "x_to → x_to − s_from + mean s_from, all after it computed anew; to first order ⟨∂M/∂x_to, s − mean s⟩",
  reading: "The share of a frequency that leaves the logits with the edge: near 1, all of it comes this way.",
  careful:
    "Shares need not add up to 1: a neuron that multiplies what two edges bring loses its output with either. To first order a saturated loss does not change at all.",
  source:
    "Wang et al. 2022, arXiv:2211.00593; Goldowsky-Dill et al. 2023, arXiv:2304.05969; attribution patching: Nanda 2023; Syed et al. 2023, arXiv:2310.10348",
  shownBy: ["edges"],
  related: ["circuit", "ablations", "generalising-circuit", "memorising-circuit"],
});
