import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "mirrored-test-pair",
  title: "mirrored test pair",
  also: ["mirrored", "unmirrored", "diagonal"],
  group: "data",
  brief: "a test pair (a, b) whose (b, a) was trained on",
  what: "A test pair (a, b), a ≠ b, of a commutative operation whose mirror (b, a) is a training pair.",
  why: "A network that is symmetric in its inputs gets it right without having generalised.",
  formula: "(a, b) in test, (b, a) in train, a∘b = b∘a; unmirrored: (b, a) in test too; diagonal: a = b",
  reading:
    "Test accuracy before grokking is nearly all theirs: in fixtures/mainline, at epoch 4000, 0.304 of them and 0.001 of the unmirrored ones.",
  careful:
    "With 30 % of the pairs trained on about 30 % of the test pairs are mirrored, so that a test accuracy of 0.3 may be none.",
  source: "this project",
  shownBy: ["split", "phases"],
  related: ["split", "leakage", "held-out-set", "grokked"],
});
