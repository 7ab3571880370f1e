import { defineLayout } from "./_layout.ts";
import { structural } from "./_structural.ts";

/** Any naming: a decoder transformer or an MLP on the pair, by shapes and what names hint at; losses decide. */
export default defineLayout({
  name: "structural",
  title: "Read from shapes and names",
  source: "training code that is no known codebase: nn.Linear, nn.Embedding, nn.Transformer…, bare parameters",
  readings: (state, facts) => structural(state, facts).readings,
  lastResort: true,
});
