import { LayoutError } from "../errors.ts";
import type { Activation, Architecture, FixedPositions, NormName } from "../networks/architecture.ts";
import { type Facts, flagFact, numberFact, textFact } from "./_facts.ts";

/*
 * The entries of a configuration that shape the function, by the names that published code has for them. A value that is
 * not known is an error that lists the known ones: read as another, it would give numbers of another network.
 */

/** What an MLP does between its matrices. */
export interface Nonlinearity {
  readonly activation: Activation;
  /** Stated by a name that says so, such as `swiglu`. */
  readonly gated?: true;
}

const ACTIVATION_NAMES: Readonly<Record<string, Nonlinearity>> = {
  relu: { activation: "relu" },
  gelu: { activation: "gelu" },
  gelu_new: { activation: "gelu_tanh" },
  gelu_tanh: { activation: "gelu_tanh" },
  gelu_fast: { activation: "gelu_tanh" },
  gelu_pytorch_tanh: { activation: "gelu_tanh" },
  silu: { activation: "silu" },
  swish: { activation: "silu" },
  square: { activation: "square" },
  squared: { activation: "square" },
  quad: { activation: "square" },
  quadratic: { activation: "square" },
  "x^2": { activation: "square" },
  "x**2": { activation: "square" },
  tanh: { activation: "tanh" },
  identity: { activation: "identity" },
  linear: { activation: "identity" },
  swiglu: { activation: "silu", gated: true },
  geglu: { activation: "gelu", gated: true },
  reglu: { activation: "relu", gated: true },
};
const ACTIVATION_KEYS = [
  "act_fn",
  "act_type",
  "activation",
  "act",
  "act_name",
  "non_linearity",
  "nonlinearity",
  "activation_fn",
  "activation_function",
  "activation_type",
  "hidden_act",
  "hidden_activation",
];

/** The nonlinearity that the configuration names; undefined where it names none. */
export function statedNonlinearity(facts: Facts): Nonlinearity | undefined {
  return stated(facts, ACTIVATION_KEYS, ACTIVATION_NAMES);
}

/** What norms are, and whether there are any. */
export interface NormSetting {
  readonly norm: NormName | "none";
  /** Norms whose weights have been folded into what follows. */
  readonly folded?: true;
}

const NORM_TYPES: Readonly<Record<string, NormSetting>> = {
  ln: { norm: "layer-norm" },
  layernorm: { norm: "layer-norm" },
  layer_norm: { norm: "layer-norm" },
  lnpre: { norm: "layer-norm", folded: true },
  rms: { norm: "rms-norm" },
  rmsnorm: { norm: "rms-norm" },
  rms_norm: { norm: "rms-norm" },
  rmspre: { norm: "rms-norm", folded: true },
  none: { norm: "none" },
  identity: { norm: "none" },
};

/** The norm that the configuration names; undefined where it names none. */
export function statedNorm(facts: Facts): NormSetting | undefined {
  const used = flagFact(facts, "use_ln", "use_layernorm", "use_layer_norm", "use_norm");
  if (used === false) return { norm: "none" };
  return stated(
    facts,
    ["normalization_type", "norm_type", "normalization", "norm_layer", "layer_norm_type"],
    NORM_TYPES,
  );
}

/** The ε of the norms that the configuration states. */
export function statedEpsilon(facts: Facts): number | undefined {
  const names = [
    "layer_norm_eps",
    "layer_norm_epsilon",
    "rms_norm_eps",
    "layernorm_eps",
    "norm_eps",
    "ln_eps",
    "eps_ln",
  ];
  return numberFact(facts, ...names, ...(textFact(facts, "normalization_type") === undefined ? [] : ["eps"]));
}

const POSITION_TYPES = {
  standard: "table",
  learned: "table",
  learnable: "table",
  absolute: "table",
  embedding: "table",
  rotary: "rotary",
  rope: "rotary",
  sinusoidal: "sinusoidal",
  sine: "sinusoidal",
  none: "none",
  nope: "none",
} as const;

/** How the configuration says that positions enter; undefined where it does not. */
export function statedPositions(facts: Facts): "table" | "none" | FixedPositions | undefined {
  const keys = ["positional_embedding_type", "position_embedding_type", "positional_encoding", "pos_encoding"];
  const more = ["pos_emb_type", "pos_type", "pe_type", "position_encoding"];
  const base = numberFact(facts, "rope_theta", "rotary_base", "rotary_emb_base", "rope_base");
  const scheme =
    stated<(typeof POSITION_TYPES)[keyof typeof POSITION_TYPES]>(facts, [...keys, ...more], POSITION_TYPES) ??
    (base === undefined ? undefined : "rotary");
  if (scheme === "sinusoidal") return { scheme, base: 10_000, order: "neighbours" };
  if (scheme !== "rotary") return scheme;
  const pairs = flagFact(facts, "rotary_adjacent_pairs") ? "neighbours" : "halves";
  return { scheme, base: base ?? 10_000, pairs, values: numberFact(facts, "rotary_dim", "rotary_ndims") ?? 0 };
}

/** Whether the configuration is of a library of which it is known which values of a head turn together. */
export function statesRotaryPairs(facts: Facts): boolean {
  return (
    DECODERS.test(textFact(facts, "model_type") ?? "") ||
    // TransformerLens's.
    textFact(facts, "positional_embedding_type") !== undefined ||
    flagFact(facts, "rotary_adjacent_pairs") !== undefined
  );
}

/** Which share of a head's values turn with the position; 1 where nothing else is stated. */
export function statedRotaryShare(facts: Facts): number {
  return numberFact(facts, "partial_rotary_factor", "rotary_pct") ?? 1;
}

/** How many key heads the configuration states. */
export function statedKeyHeads(facts: Facts): number | undefined {
  const names = ["n_key_value_heads", "num_key_value_heads", "n_kv_heads", "num_kv_heads", "n_kv_head", "kv_heads"];
  return numberFact(facts, ...names);
}

/** What the scores are multiplied with; undefined for the usual 1/√d_head. */
export function statedScale(facts: Facts): number | undefined {
  if (flagFact(facts, "use_attn_scale", "scale_attn_weights") === false) return 1;
  const divisor = numberFact(facts, "attn_scale");
  return divisor === undefined || divisor <= 0 ? undefined : 1 / divisor;
}

/** Whether attention and MLP read the same stream. */
export function statedParallel(facts: Facts): boolean | undefined {
  return flagFact(facts, "parallel_attn_mlp", "use_parallel_residual", "parallel_residual");
}

/** Hugging Face's names of decoders. */
const DECODERS = /^(gpt|llama|mistral|mixtral|qwen|phi|pythia|olmo|gemma|opt$|bloom|falcon)/;

/** Whether positions see only those before them. */
export function statedCausal(facts: Facts): boolean | undefined {
  if (DECODERS.test(textFact(facts, "model_type") ?? "")) return true;
  const flag = flagFact(facts, "causal", "is_causal", "is_decoder", "use_causal_mask");
  if (flag !== undefined) return flag;
  return stated(facts, ["attention_dir"], { causal: true, bidirectional: false });
}

/** Hugging Face's names of decoders whose MLPs have gates. */
const GATED = /^(llama|mistral|qwen|gemma|olmo|phi3)/;

/** Whether the MLPs have gates. */
function statedGated(facts: Facts): boolean | undefined {
  if (GATED.test(textFact(facts, "model_type") ?? "")) return true;
  return flagFact(facts, "gated_mlp", "use_gated_mlp") ?? statedNonlinearity(facts)?.gated;
}

/** What the configuration states of a transformer that its tensors are not, in words; undefined where nothing is. */
export function contradiction(architecture: Architecture, facts: Facts): string | undefined {
  if (architecture.kind !== "transformer") return undefined;
  const gated = statedGated(facts);
  if (gated !== undefined && gated !== (architecture.gated ?? false))
    return gated ? "a gate in its MLPs, and lacks W_gate" : "no gate in its MLPs, and has W_gate";
  const blocks = numberFact(facts, "n_layers", "n_layer", "num_hidden_layers", "n_blocks", "num_blocks");
  if (blocks !== undefined && blocks !== architecture.blocks)
    return `${blocks} block${blocks === 1 ? "" : "s"}, and lacks or has others: there are ${architecture.blocks}`;
  return undefined;
}

/** Entries of which no block has the meaning, and the values at which they mean nothing. */
const NOT_READ: readonly (readonly [names: readonly string[], means: (value: string | number | boolean) => boolean])[] =
  [
    [["attn_scores_soft_cap", "attn_logit_softcapping", "output_logits_soft_cap", "final_logit_softcapping"], positive],
    [["logit_scale", "logits_scale", "output_scale", "output_multiplier", "logit_multiplier"], isNotOne],
    [["pool", "pooling", "pooling_type", "readout", "aggregation"], (value) => POOLED.test(String(value))],
    [["scale_embeddings", "scale_embedding", "embed_scale", "embedding_scale"], isNotOne],
    [["use_normalization_before_and_after", "scale_attn_by_inverse_layer_idx", "use_qk_norm", "qk_norm"], isTrue],
  ];

/** Throws a LayoutError for an entry that shapes the function in a way that no block of ours has. */
export function checkSettings({ config }: Facts): void {
  for (const [names, means] of NOT_READ) {
    for (const [key, value] of config) {
      if (names.includes(leaf(key)) && means(value))
        throw new LayoutError(`configuration: ${key} = ${value}`, "is not read", "no block of ours does this");
    }
  }
}

/** Ways to read more than the last position. */
const POOLED = /mean|avg|average|max|sum/i;

function isNotOne(value: unknown): boolean {
  return value === true || (typeof value === "number" && value !== 1);
}

function positive(value: unknown): boolean {
  return typeof value === "number" && value > 0;
}

function isTrue(value: unknown): boolean {
  return value === true;
}

function leaf(key: string): string {
  return key.slice(key.lastIndexOf(".") + 1);
}

/** The value of the first of these entries that the configuration has as a word. */
function stated<T>(facts: Facts, keys: readonly string[], known: Readonly<Record<string, T>>): T | undefined {
  const key = keys.find((name) => textFact(facts, name) !== undefined);
  if (key === undefined) return undefined;
  const word = textFact(facts, key) as string;
  const name = bare(word);
  if (Object.hasOwn(known, name)) return known[name];
  throw new LayoutError(
    `configuration: ${key} "${word}"`,
    "is not known",
    `known are ${Object.keys(known).join(", ")}; --map states the roles and the rest`,
  );
}

/** `nn.ReLU()`, `<class 'torch.nn.modules.activation.ReLU'>`, `F.relu` → `relu`. */
function bare(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replace(/^<(?:class|function) '?([^' >]+).*$/, "$1")
    .replace(/\(.*\)$/, "")
    .replace(/^(?:[a-z_]\w*\.)+/, "");
}
