import { add } from "../../tensors/operations.ts";
import { type BlockDescription, chosen, defineBlock, type Scope, type Stream } from "../block.ts";

/** Where the norm stands: nowhere; on what the inner blocks read; on the sum; on the stream before it parts. */
const NORMS = {
  none: { leaving: false, before: false, after: false },
  before: { leaving: false, before: true, after: false },
  after: { leaving: false, before: false, after: true },
  leaving: { leaving: true, before: false, after: false },
} as const;

/** What blocks make of the stream, added to it. */
export default defineBlock({
  name: "residual",
  formula: "x + inner(x), with a norm: x + inner(norm(x)), norm(x + inner(x)), or y + inner(y) with y = norm(x)",
  defaults: {
    inner: [] as readonly BlockDescription[],
    norm: [] as readonly BlockDescription[],
    normed: "none",
    /** The activations' names: of the stream before, of what is added, and of the sum; none where empty. */
    before: "",
    added: "",
    sum: "",
  },
  parameters: () => ({}),
  forward: ({ inner, norm, normed, ...names }, stream, scope) => {
    const at = chosen("normed of residual", normed, NORMS);
    const named = (name: string, values: Stream) => (name === "" ? values : scope.hook(name, values, "d_model"));
    const normOf = (when: boolean, values: Stream) => (when ? scope.through(norm, values) : values);
    const x = normOf(at.leaving, named(names.before, stream));
    const added = named(names.added, scope.through(inner, normOf(at.before, x)));
    return named(names.sum, normOf(at.after, summed(x, added, scope)));
  },
});

function summed(x: Stream, added: Stream, { batch }: Scope): Stream {
  return x.map((value, j) => batch.combined([added[j], value], add));
}
