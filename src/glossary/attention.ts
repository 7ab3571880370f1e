import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "attention",
  title: "attention",
  also: ["attention pattern", "head", "heads", "C_j"],
  group: "circuits",
  brief: "what each head looks at, and by which frequency",
  what: "How much the answering position looks at a, at b and at itself, and by which waves of the inputs each head decides.",
  why: "In the published network attention multiplies the waves of a and b: that is where a + b comes from.",
  formula: "pattern = softmax(q · k / √d_head); C_j = (W_E['='] + W_pos) W_Q W_Kᵀ W_Eᵀ",
  reading: "About a half each to a and b, with a large deviation, is a head that chooses by C_a − C_b.",
  careful: "A pattern says where a head looks, not what it takes: see the OV circuit. C_j is of the first block alone.",
  source:
    "Nanda et al. 2023, arXiv:2301.05217; circuits: Elhage et al. 2021, A mathematical framework for transformer circuits",
  shownBy: ["attention", "report"],
  related: ["qk-circuit", "ov-circuit", "clock", "input-maps", "frequency"],
});
