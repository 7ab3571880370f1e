import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "censored",
  title: "censored",
  also: ["right-censored"],
  group: "sweeps",
  brief: "a run that ended before it was decided",
  what: "A run of which is known only that something had not happened by its end: it had memorised, and not generalised.",
  why: "Left out of a mean delay, such runs make it too short, the more so the longer the delay is.",
  formula: "delay > last epoch - t_train",
  reading: "In figures a hollow triangle at the least that the delay can be, or a + in a phase diagram.",
  careful: "A mean of the others beside it is too low. More epochs, not more seeds, settle it.",
  source: "the term is that of survival analysis: Kaplan and Meier 1958",
  shownBy: ["sweep"],
  related: ["delay", "phase-diagram", "memorised-not-generalised", "grokking-not-finished"],
});
