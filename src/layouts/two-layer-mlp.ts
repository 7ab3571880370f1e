import type { Activation } from "../networks/model.ts";
import { defineLayout } from "./_layout.ts";
import { statedNonlinearity } from "./_settings.ts";
import { flipped, hasShape, present } from "./_views.ts";

/**
 * He et al. 2026: logits = W_out · act(W_in (e_a + e_b)) on one-hot inputs, so W_in holds an embedding in its columns.
 * The files do not say whether act is ReLU or the square: both are tried where no configuration names it.
 */
export default defineLayout({
  name: "two-layer-mlp",
  title: "On the mechanism and dynamics of modular addition",
  source: "He et al. 2026: one {epoch}.pth each, train_data.pth, test_data.pth",
  tensors: () => ({ always: ["mlp.W_in", "mlp.W_out"], together: [], others: /^mlp\.basis$/ }),
  readings: (state, facts) => {
    const [neurons, p] = state.get("mlp.W_in")?.shape ?? [];
    if (!hasShape(state, "mlp.W_in", neurons, p) || !hasShape(state, "mlp.W_out", p, neurons)) return [];
    const stated = statedNonlinearity(facts)?.activation;
    const activations: readonly Activation[] = stated === undefined ? ["relu", "square"] : [stated];
    return activations.map((activation) => ({
      architecture: { kind: "mlp", p, activation, meeting: "neurons", hiddenLayers: 1 },
      // A basis that the training code measures in.
      unused: ["mlp.basis"],
      weights: present(state, { W_E: "mlp.W_in", W_U: "mlp.W_out" }, flipped),
      choices: activations.length > 1 ? [`activation ${activation}: no configuration states it`] : [],
    }));
  },
});
