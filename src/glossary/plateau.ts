import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "plateau",
  title: "plateau",
  group: "curves",
  brief: "how long the held-out set waits to get better",
  what: "The stretch from where the train set is learnt to where the held-out set begins to get better.",
  why: "Of a delay it is the part in which nothing shows.",
  formula: "t_rise − t_train; t_rise the epoch from which on a tenth of the held-out set's rise is made",
  reading: "Together with the sharpness it says whether a late generalisation was a long wait or a slow rise.",
  careful:
    "While it lasts its length is that up to the last evaluation. The verdict of a plateau below its threshold is something else.",
  source: "Power et al. 2022, arXiv:2201.02177, who show it; the tenth is ours",
  shownBy: ["phases", "report", "watch"],
  related: ["delay", "sharpness", "plateau-below-its-threshold"],
});
