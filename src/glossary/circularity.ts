import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "circularity",
  title: "circularity",
  group: "circuits",
  brief: "1 where the embedding lies on circles",
  what: "How nearly the first four principal components of the embedding are waves of one frequency each.",
  why: "Clock and pizza both need circles: without them neither is a good description.",
  formula: "mean over the first 4 principal components of W_E of the largest share of power in one frequency",
  reading: "Near 1 in networks that generalise.",
  careful: "Two circles of nearly equal size share their components, and look less circular than either.",
  source: "Zhong et al. 2023, arXiv:2306.17844",
  shownBy: ["algorithm"],
  related: ["embedding-circles", "algorithm", "embedding"],
});
