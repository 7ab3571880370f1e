import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "phase-diagram",
  title: "phase diagram",
  group: "sweeps",
  brief: "which settings make a run grok, memorise, or neither",
  what: "A map over two settings whose cells say in which phase of learning the runs end: comprehension, grokking, memorisation or confusion.",
  why: "It shows at a glance where grokking lies: mostly in a strip between memorisation and comprehension.",
  reading:
    "A cell has the phase of most of its seeds; a number says how many, where not all agree, and + that a longer run may differ.",
  careful: "Each phase is by the last epoch: with more epochs memorisation gives way to grokking.",
  source: "Liu et al. 2022, arXiv:2205.10343, figure 6; the thresholds here are those of the verdict",
  shownBy: ["sweep"],
  related: ["comprehension", "confusion", "grokking", "memorisation", "critical-weight-decay", "censored"],
});
