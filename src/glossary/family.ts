import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "family",
  title: "family",
  also: ["seeds", "seed"],
  group: "method",
  brief: "runs that differ in their seeds alone",
  what: "Runs of one setting that differ in their seeds alone, shown as mean, spread and n.",
  why: "Delays and key frequencies differ from seed to seed: one run is an anecdote.",
  reading: "Compare families of two settings, such as two weight decays, by their spreads.",
  careful: "Runs that did not grok have no delay, and a mean over the others is one over those that did.",
  source: "ours",
  shownBy: ["report"],
  related: ["delay", "key-frequencies"],
});
