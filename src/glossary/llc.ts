import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "llc",
  title: "llc",
  also: ["local learning coefficient", "rlct", "learning coefficient"],
  group: "geometry",
  brief: "half the directions that the loss constrains",
  what: "How fast the volume of weights of nearly the same training loss shrinks about a checkpoint: half the number of directions in which the loss rises, less where it rises slower than a square.",
  why: "It counts what a network's function needs of its weights, not how many it has: a generalising solution is expected to need fewer than a memorising one.",
  formula:
    "nβ (mean of L(w) over draws after burn-in − L(w₀)), β = 1/ln n, w₀ the checkpoint; Δw = −(ε/2)(nβ ∇L + γ(w − w₀)) + N(0, ε)",
  reading:
    "It is d/2 at a regular minimum in d dimensions. Compare checkpoints sampled with the same ε, γ and nβ alone, and believe no number that the sweep refuses.",
  careful:
    "Where the training loss is nearly 0 it depends on γ, how far the chains may stray, and the number is refused. A negative one means that the checkpoint is no minimum. The llc_mean of devinterp has the burn-in in the mean.",
  source: "Lau et al. 2023, arXiv:2308.12108; Watanabe 2009; SGLD: Welling and Teh 2011; burn-in left out is ours",
  shownBy: ["llc"],
  related: ["split-r-hat", "weight-norms", "memorisation", "effective-rank"],
});
