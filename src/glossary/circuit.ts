import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "circuit",
  title: "circuit",
  group: "circuits",
  brief: "the part of a network that does one thing",
  what: "The part of a network's computation that brings about one behaviour, such as adding modulo p.",
  why: "A network may do two things at once, and its loss shows their sum.",
  reading: "Here two are told apart: one by the key frequencies, and all the rest.",
  careful:
    "A circuit is a description. It is trusted as far as taking it away, or keeping it alone, does what it predicts.",
  source: "Olah et al. 2020, Zoom in; Elhage et al. 2021, A mathematical framework for transformer circuits",
  shownBy: ["hand-over", "ablations", "edges", "report"],
  related: ["edges", "generalising-circuit", "memorising-circuit", "ablations", "qk-circuit", "ov-circuit"],
});
