import { crossEntropy as ofRows } from "../../networks/loss.ts";
import type { TrainingLoss } from "./rule/loss.ts";

/** Cross-entropy of the softmax; in float32 as PyTorch's `log_softmax` has it, where a confident row has a loss of 0. */
const softmax: TrainingLoss = { name: "softmax", formula: "−log(e^{z_c} / Σ e^z)", ofRows };

export default softmax;
