import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "early-stopping",
  title: "early stopping",
  also: ["patience"],
  group: "curves",
  brief: "where a patience would have ended the run",
  what: "Ending a run when the held-out set has not got better for so many evaluations, and keeping the best weights so far.",
  why: "It is common advice, and would end nearly every run that groks before it does.",
  formula: "stopped at the first evaluation N after the best so far; N = 5, 10, 20; on test loss and on test accuracy",
  reading: "What came after the stop, beside what was kept, is what the rule would have cost.",
  careful: "A patience counts evaluations: at an evaluation every 100 epochs, 10 of them are 1000 epochs.",
  source: 'Prechelt 1998, "Early stopping: but when?"',
  shownBy: ["phases", "report", "watch"],
  related: ["memorised-not-generalised", "overfitted", "double-descent"],
});
