import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "logit-lens",
  title: "logit lens",
  also: ["lens"],
  group: "circuits",
  brief: "the unembedding applied before the last layer",
  what: "The logits that the unembedding, with a final norm where there is one, would give of the residual stream at an earlier place.",
  why: "It shows from which block on the stream holds the answer in the directions that are read at the end.",
  formula: "x W_U at a stream x before the last",
  reading: "Where its loss is that of the network, the blocks after it are not needed.",
  careful: "The answer may be there in other directions: a linear probe finds it, the lens does not.",
  source: "nostalgebraist 2020, interpreting GPT: the logit lens",
  shownBy: ["depth"],
  related: ["depth", "linear-probe", "logits"],
});
