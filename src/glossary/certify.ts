import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "certify",
  title: "certify",
  also: ["certificate", "certificates", "certified", "proof", "mechanism certificate", "accuracy certificate"],
  group: "method",
  brief: "a proof that a pair's answer is right",
  what: "A proof, not a measurement, that the network gives the right answer for a pair.",
  why: "A fit that explains 97 % of the logits may still leave errors that change answers; a certificate says for how many it cannot.",
  formula:
    "any order: L_right − L_c > what rounding can change it by, every c ≠ right; mechanism: m_K(e) − max_{d ≠ e} m_K(d) > max_{d ≠ e} E_d − E_e",
  reading:
    "Of the mechanism, 1: the key frequencies and the error that they leave prove every answer. At most the accuracy.",
  careful:
    "A pair that is not certified may be right. The mechanism certificate takes the error from the logits themselves; only the low-rank bound costs less than trying all pairs.",
  source:
    "Gross et al. 2024, arXiv:2406.11779; Yip et al. 2024, arXiv:2412.03773; Wu et al. 2024, arXiv:2410.07476; rounding: Higham 2002, Accuracy and Stability of Numerical Algorithms, section 3",
  shownBy: ["certify"],
  related: ["key-frequencies", "accuracy", "irreducible-representation"],
});
