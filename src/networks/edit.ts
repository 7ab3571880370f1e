import type { Tensor } from "../numerics/tensor.ts";
import type { Hooks } from "./hooks.ts";

/**
 * An intervention under the names of releases before 0.2: called with each named activation as it is computed, [pair, …];
 * what it returns takes its place. Of a transformer's last position `pattern`, `z`, `attn_out`, `resid_mid`, `post`,
 * `mlp_out`, `resid_post`, `logits`; of several blocks beginning with `blocks.0.` and so on. In an MLP `post` of the last
 * layer, `layers.0.post` … of those before it.
 *
 * @deprecated Use hooks, which have TransformerLens's names and see every position; goes with the next release.
 */
export type Edit = (name: string, value: Tensor) => Tensor | undefined;

/** What the activations were called that could be edited. */
const OLD_NAMES: readonly (readonly [hook: RegExp, name: string])[] = [
  [/^(blocks\.\d+\.)attn\.hook_pattern$/, "pattern"],
  [/^(blocks\.\d+\.)attn\.hook_z$/, "z"],
  [/^(blocks\.\d+\.)hook_attn_out$/, "attn_out"],
  [/^(blocks\.\d+\.)hook_resid_mid$/, "resid_mid"],
  [/^(blocks\.\d+\.)mlp\.hook_post$/, "post"],
  [/^(blocks\.\d+\.)hook_mlp_out$/, "mlp_out"],
  [/^(blocks\.\d+\.)hook_resid_post$/, "resid_post"],
  [/^(layers\.\d+\.)hook_post$/, "post"],
  [/^()hook_logits$/, "logits"],
];

/** An edit as hooks on the last position of what it could name. */
export function hooksOfEdit(edit: Edit, names: Iterable<string>): Hooks {
  const all = [...names];
  const lastLayer = all.filter((name) => /^layers\.\d+\.hook_post$/.test(name)).at(-1);
  const severalBlocks = all.some((name) => name.startsWith("blocks.1."));
  const entries = all.flatMap((name) => {
    const found = OLD_NAMES.map(([hook, old]) => [hook.exec(name), old] as const).find(([match]) => match);
    if (!found?.[0]) return [];
    const prefix = name === lastLayer || (!severalBlocks && name.startsWith("blocks.")) ? "" : found[0][1];
    const axes = (value: Tensor) => [
      "pair",
      ...value.axes.slice(1).map((axis) => (axis === "key" ? "position" : axis)),
    ];
    const hook = (value: Tensor) => edit(`${prefix}${found[1]}`, { ...value, axes: axes(value) });
    return [[name, { position: -1, hook }]];
  });
  return Object.fromEntries(entries);
}
