import { add } from "../../tensors/operations.ts";
import { type BlockDescription, defineBlock } from "../block.ts";

/** Two lists of blocks that read the same stream, added up. */
export default defineBlock({
  name: "parallel",
  formula: "first(x) + second(x)",
  defaults: { first: [] as readonly BlockDescription[], second: [] as readonly BlockDescription[] },
  parameters: () => ({}),
  forward: ({ first, second }, stream, { batch, through }) => {
    const others = through(second, stream);
    return through(first, stream).map((x, j) => batch.combined([x, others[j]], add));
  },
});
