/** How the weights follow the gradient. */
export interface OptimiserSettings {
  /** `adamw`: decoupled decay (Loshchilov and Hutter 2019); `adam`: the decay added to the gradient; `sgd`: likewise. */
  readonly name: "adamw" | "adam" | "sgd";
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly betas: readonly [number, number];
  readonly epsilon: number;
  /** The learning rate of update s = 0, 1, … is scaled by min(s / warmUp, 1); 0 for none. */
  readonly warmUp: number;
}

/** What an optimiser remembers between updates. */
export interface Moments {
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** Makes update number `step`, from 0, of all weights in place, as torch.optim does, float64 between two float32. */
export function updated(
  weights: Float32Array,
  gradient: Float32Array,
  moments: Moments,
  step: number,
  settings: OptimiserSettings,
): void {
  const { name, learningRate, weightDecay, betas, epsilon, warmUp } = settings;
  const rate = learningRate * (warmUp === 0 ? 1 : Math.min(step / warmUp, 1));
  if (name === "sgd") {
    for (let i = 0; i < weights.length; i++) weights[i] -= rate * (gradient[i] + weightDecay * weights[i]);
    return;
  }
  const [beta1, beta2] = betas;
  const { first, second } = moments;
  const kept = name === "adamw" ? 1 - rate * weightDecay : 1;
  const added = name === "adam" ? weightDecay : 0;
  const size = rate / (1 - beta1 ** (step + 1));
  const spread = Math.sqrt(1 - beta2 ** (step + 1));
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i] + added * weights[i];
    first[i] = beta1 * first[i] + (1 - beta1) * g;
    second[i] = beta2 * second[i] + (1 - beta2) * g * g;
    weights[i] = kept * weights[i] - (size * first[i]) / (Math.sqrt(second[i]) / spread + epsilon);
  }
}
