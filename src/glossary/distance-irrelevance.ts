import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "distance-irrelevance",
  title: "distance irrelevance",
  group: "circuits",
  brief: "near 1: certainty does not depend on a − b",
  what: "How little the distance of a and b decides how large the right answer's logit is.",
  why: "A clock does not care for the distance, a pizza does.",
  formula: "mean_d std_s o[s, d] / std o; o the right logit at s = a + b, d = a − b",
  reading: "Of the published pizza 0.17, of the published clock 0.85.",
  careful:
    "Where the right logit is the same for all pairs there is none. It says nothing of a network that has not generalised.",
  source: "Zhong et al. 2023, arXiv:2306.17844, section 4",
  shownBy: ["algorithm"],
  related: ["gradient-symmetricity", "clock", "pizza", "algorithm"],
});
