import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "grokked",
  title: "grokked",
  also: ["semi-grokking"],
  group: "verdicts",
  brief: "memorised first, generalised long after",
  what: "The verdict of a run that learnt its training set first and its held-out set late.",
  why: "It tells delayed generalisation from the usual kind, in which the held-out set gets better along with the training set.",
  formula:
    "t_test ≥ 2 t_train, or the held-out set no better than at first at some t > t_train; and not half-way at t_train; t the epoch from which on a set is learnt",
  reading:
    "A run that comes late to a level below the threshold, and stays there, has grokked to a ceiling, which the verdict then says.",
  careful:
    "How late is no surer than the evaluations are dense. Of a commutative operation part of the test accuracy may be that of mirrored pairs: the unmirrored ones have a date of their own.",
  source:
    "Power et al. 2022, arXiv:2201.02177, without a threshold: the factor of two is ours; grokking to a ceiling is the semi-grokking of Varma et al. 2023, arXiv:2309.02390",
  shownBy: ["phases", "report"],
  related: ["grokking", "verdict", "learnt", "delay", "generalised-with-training", "mirrored-test-pair"],
});
