import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "trajectory",
  title: "trajectory",
  also: ["path of the weights", "weight trajectory", "straightness"],
  group: "geometry",
  brief: "the path of all weights through training",
  what: "All weights of a run as points of one space: the principal components of the checkpoints, how straight the path is, and where it turns.",
  why: "Where the circuit changes the weights set out in another direction, and no loss or label is asked to see it.",
  formula:
    "eigenvectors of J W Wᵀ J over the checkpoints; ‖w_T − w_0‖ / Σ‖w_i − w_(i−1)‖; cos(w_i − w_(i−1), w_(i+1) − w_i)",
  reading: "Straightness 1 is a line. A cosine of 1 goes straight on, 0 is a right angle, −1 goes back.",
  careful:
    "A walk in random directions has 61 % of its variance on one component as well: hold the shares against the control. Checkpoints far apart hide turns, and weigh as much as those close together.",
  source:
    "components of the checkpoints: Lorch 2016; of random walks: Antognini and Sohl-Dickstein 2018, arXiv:1806.08805",
  shownBy: ["trajectory"],
  related: ["weight-norms", "phases", "checkpoint", "landscape"],
});
