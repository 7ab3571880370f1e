import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "stored-loss",
  title: "stored loss",
  also: ["stored losses", "logging convention"],
  group: "losses",
  brief: "what the training script wrote down",
  what: "A loss that the run's own files hold for an epoch, as against one that is computed from the weights.",
  why: "If both agree the network was read rightly.",
  formula: "difference = computed in the stored convention / stored − 1",
  reading: "Differences of 1e−6 are rounding. A loss that is missed is a doubt, in the first line of every output.",
  careful:
    "Scripts log before or after an update, over every logit or the answers, in float32 or float64: which one it is is found, and said.",
  source: "ours",
  shownBy: ["losses", "info"],
  related: ["losses", "doubt", "layout"],
});
