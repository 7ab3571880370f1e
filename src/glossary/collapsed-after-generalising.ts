import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "collapsed-after-generalising",
  title: "collapsed after generalising",
  group: "verdicts",
  brief: "the held-out set was learnt, and is lost again",
  what: "The verdict of a run whose held-out set was learnt for a while and is far from it at the end.",
  why: "The last weights are not those to look into: earlier ones generalise.",
  formula:
    "learnt for a while; then the median of the last tenth of the epochs < 0.9 × the threshold, of a loss > e × the threshold",
  reading: "The verdict names up to which epoch the set was learnt; analyse a checkpoint of that time.",
  careful:
    "A slingshot from which the run has not come back by its end looks alike. It is not the ungrokking of Varma et al. 2023, arXiv:2309.02390, which follows from training on fewer pairs.",
  source: "ours",
  shownBy: ["phases", "report"],
  related: ["slingshot", "softmax-collapse", "diverged", "learnt"],
});
