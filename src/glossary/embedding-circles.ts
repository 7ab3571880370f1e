import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "embedding-circles",
  title: "embedding circles",
  group: "geometry",
  brief: "where each key frequency lays the inputs",
  what: "The inputs in the plane of cos and sin of each key frequency of the embedding, and how round it is.",
  why: "A network that adds angles needs the inputs on circles, at the angle w_k times the input.",
  formula: "x = (W_E[a] − mean) · u, y = (W_E[a] − mean) · v; u, v unit vectors along cos_k W_E, sin_k W_E",
  reading: "Deviations of radius and angle near 0: a circle, in the right order.",
  careful: "A plane that is chosen for k shows some of k in random weights too: about d_model / (d_model + inputs).",
  source:
    "Nanda et al. 2023, arXiv:2301.05217, section 4.1; circles: Liu et al. 2022, arXiv:2205.10343, who take principal components",
  shownBy: ["embedding-circles", "report"],
  related: ["embedding", "key-frequencies", "circularity", "clock"],
});
