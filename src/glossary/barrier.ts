import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "barrier",
  title: "barrier",
  also: ["linear mode connectivity", "loss barrier"],
  group: "geometry",
  brief: "how far the loss rises between two networks",
  what: "On the line between two checkpoints the largest loss, less that of the higher end.",
  why: "Networks without a barrier between them are in one basin: training has made up its mind which circuit it goes to.",
  formula: "max_t L((1 − t) w₁ + t w₂) − max(L(w₁), L(w₂)); called a barrier over 0.02 ln p",
  reading: "0: the line goes down or is flat. Nats: a mountain lies between.",
  careful:
    "Networks that compute the same with their neurons in another order have a barrier between them. And no barrier to the last checkpoint does not say that training could take the line.",
  source:
    "Frankle et al. 2020, arXiv:1912.05671, over the mean of the ends; ours over the higher, as ours are not alike",
  shownBy: ["landscape"],
  related: ["landscape", "trajectory", "circuit-formation"],
});
