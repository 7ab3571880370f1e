import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "depth",
  title: "depth",
  also: ["layers", "layer by layer"],
  group: "circuits",
  brief: "which layer computes what",
  what: "Which layer of a network of several computes what: what its neurons follow, and from where on the answer is there.",
  why: "A block can be there and compute nothing; a network of four blocks may do all its work in the first.",
  reading:
    "The answer is read off at the first place whose linear probe gets 90 % of held-out pairs right; a block computes nothing where passing it by changes nothing.",
  careful:
    "A probe that reads the answer off does not say that the network uses it there; that the logit lens reads nothing does not say that nothing is there.",
  source: "McCracken et al. 2025, arXiv:2505.18266; probes: Alain and Bengio 2016, arXiv:1610.01644",
  shownBy: ["depth"],
  related: ["linear-probe", "logit-lens", "simple-neuron", "ablations"],
});
