import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "embedding",
  title: "embedding",
  also: ["W_E"],
  group: "geometry",
  brief: "the vector that stands for an input: W_E",
  what: "The matrix whose row a is the vector that stands for input a at the beginning of the network.",
  why: "What an embedding lays on circles the rest of the network can add.",
  formula: "x_a = W_E[a] + W_pos; W_E [token, d_model]",
  reading: "Its spectrum over the inputs is dense at random, and sparse after grokking.",
  careful:
    "The row of '=' is no input, and is left out of spectra. Some networks have one for a and one for b, W_x and W_y.",
  source: "standard",
  shownBy: ["fourier", "embedding-circles", "algorithm"],
  related: ["embedding-circles", "fourier", "circularity"],
});
