import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "grokking-not-finished",
  title: "grokking, not finished",
  group: "verdicts",
  brief: "memorised, the held-out set is getting better",
  what: "The verdict of a run that has learnt its training set and whose held-out set is on its way, but not learnt by the last evaluation.",
  why: "Such a run should not be stopped, and is not to be counted with those that only memorised.",
  formula:
    "train set learnt; since then the test accuracy has made a tenth of what it lacked, and rises in the last half; by losses: test loss < 1/e of its highest and < its first; at checkpoints also: excluded loss risen and restricted loss fallen, each by a factor e",
  reading:
    "The transition is under way. Where the checkpoints alone tell, the circuit forms before any curve of the log shows it.",
  careful: "When it will be finished is not said, and a held-out set that begins to rise can level off.",
  source: "ours",
  shownBy: ["phases", "report"],
  related: ["grokked", "memorised-not-generalised", "circuit-formation", "learnt"],
});
