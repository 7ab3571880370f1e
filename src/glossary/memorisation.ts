import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "memorisation",
  title: "memorisation",
  also: ["memorization"],
  group: "phases",
  brief: "the train set is learnt by heart",
  what: "The first phase: the network fits its training pairs one by one, and the held-out loss rises.",
  why: "It shows that the network could fit the data long before it found the rule.",
  formula: "from the start to M: train set learnt, and excluded loss lowest, else test loss highest",
  reading: "Excluded loss falls with the train loss, as the key frequencies are not needed yet.",
  careful: "Networks fit random labels too: a train accuracy of 1 says nothing of generalisation.",
  source:
    "Nanda et al. 2023, arXiv:2301.05217, section 5; fitting by heart: Zhang et al. 2016, arXiv:1611.03530; the end of the phase is ours",
  shownBy: ["phases", "report"],
  related: ["circuit-formation", "memorising-circuit", "memorised-not-generalised", "excluded-loss"],
});
