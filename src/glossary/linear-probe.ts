import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "linear-probe",
  title: "linear probe",
  also: ["probe", "linear classifier"],
  group: "circuits",
  brief: "reads the answer off an activation, linearly",
  what: "A linear classifier fitted to name the answer from an activation, and scored on pairs that it was not fitted on.",
  why: "It says from which layer on the answer is there for a linear map to read, as the unembedding is one.",
  formula: "x · w_c − ½ μ_c · w_c, w_c = (S + λI)⁻¹ μ_c, the largest is the answer",
  reading: "Near chance: not linearly there; near 1: there, in whatever directions.",
  careful:
    "Hold it against chance and against a probe of shuffled answers. Ours never fits on the mirror (b, a) of a pair that it is scored on.",
  source: "Alain and Bengio 2016, arXiv:1610.01644; controls: Hewitt and Liang 2019, arXiv:1909.03368",
  shownBy: ["depth"],
  related: ["depth", "logit-lens", "accuracy"],
});
