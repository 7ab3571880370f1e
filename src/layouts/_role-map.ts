import { LayoutError } from "../errors.ts";
import { ACTIVATIONS } from "../networks/activations.ts";
import {
  type Activation,
  type Architecture,
  type FixedPositions,
  type MlpArchitecture,
  NORM_NAMES,
  NORMALISATIONS,
  type TransformerArchitecture,
} from "../networks/architecture.ts";
import { AXES, type WeightName } from "../networks/model.ts";

/** Where a role's tensor is and how it lies: axes in the file's order, fused ones as one. */
export interface MappedTensor {
  readonly tensor: string;
  readonly axes: readonly string[];
  /** Indices from ≤ i < to along the first axis. */
  readonly slice?: readonly [number, number];
}

/** A file of roles, checked. */
export interface RoleMap {
  readonly architecture: Architecture;
  readonly roles: Readonly<Record<string, MappedTensor>>;
}

/** Heads fused into one axis, as nn.Linear keeps them. */
export const FUSED = "head*d_head";

const KINDS = ["transformer", "mlp"] as const;
const ACTIVATION_NAMES = Object.keys(ACTIVATIONS) as Activation[];
const FLAGS = [true, false] as const;
const PAIRS = ["halves", "neighbours"] as const;
const MEETINGS = ["neurons", "sum", "concatenate"] as const;
const GLOBAL: readonly string[] = ["W_E", "W_pos", "ln_final_w", "ln_final_b", "W_U", "b_U"];
const MLP_ROLES: readonly string[] = ["W_E", "W_x", "W_y", "W_in", "b_in", "W_U", "b_U"];
const LAYER = /^layers\.[1-9]\d*\.[Wb]$/;

/** The map that a parsed JSON file states. Throws a LayoutError that names the file, the field and what it may be. */
export function roleMap(path: string, json: unknown): RoleMap {
  const map = object(path, "the file", json);
  const kind = oneOf(path, "kind", map.kind, KINDS);
  const stated = object(path, "roles", map.roles);
  const architecture = kind === "transformer" ? transformerOf(path, map, stated) : mlpOf(path, map, stated);
  const roles = Object.fromEntries(
    Object.entries(stated).map(([role, entry]) => [role, mapped(path, role, architecture, entry)]),
  );
  const needed = neededRoles(architecture, roles);
  const lacking = needed.find((role) => !(role in roles));
  if (lacking !== undefined)
    throw new LayoutError(path, `roles lacks ${lacking}`, `a network of kind ${kind} has ${needed.join(", ")}`);
  return { architecture, roles };
}

/** The axes of a role in canonical order; undefined if no network of this kind has it. */
export function axesOfRole(role: string, { kind }: Architecture): readonly string[] | undefined {
  if (kind === "mlp" && LAYER.test(role)) return role.endsWith("W") ? ["in", "out"] : ["out"];
  const own = role.replace(/^blocks\.\d+\./, "");
  const known =
    kind === "mlp"
      ? MLP_ROLES.includes(role)
      : own === role
        ? GLOBAL.includes(role)
        : !GLOBAL.includes(own) && !MLP_ONLY.includes(own);
  return known ? AXES[own as WeightName] : undefined;
}
const MLP_ONLY: readonly string[] = ["W_x", "W_y"];

function mapped(path: string, role: string, architecture: Architecture, entry: unknown): MappedTensor {
  const where = `roles.${role}`;
  const axes = axesOfRole(role, architecture);
  if (!axes) {
    const block = Object.keys(AXES).filter((name) => !GLOBAL.includes(name) && !MLP_ONLY.includes(name));
    const allowed =
      architecture.kind === "mlp"
        ? [...MLP_ROLES, "layers.1.W", "layers.1.b, …"]
        : [...GLOBAL, ...block.map((name) => `blocks.0.${name}`)];
    throw new LayoutError(
      path,
      `${where} is no role of a network of kind ${architecture.kind}`,
      `choose one of ${allowed.join(", ")}`,
    );
  }
  const { tensor, axes: stated, slice } = object(path, where, entry);
  if (typeof tensor !== "string")
    throw new LayoutError(path, `${where}.tensor must be a tensor's name, got ${shown(tensor)}`);
  const fused = axes.includes("head") && axes.includes("d_head");
  const allowed = `${axes.join(", ")} in the file's order${fused ? `, where ${FUSED} may stand for the two` : ""}`;
  if (!Array.isArray(stated) || !isOrderOf(stated, axes)) {
    throw new LayoutError(path, `${where}.axes must be ${allowed}, got ${shown(stated)}`);
  }
  if (slice === undefined) return { tensor, axes: stated };
  const [from, to] = Array.isArray(slice) && slice.length === 2 ? slice : [];
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to)) {
    throw new LayoutError(path, `${where}.slice must be [from, to] along the first axis, got ${shown(slice)}`);
  }
  return { tensor, axes: stated, slice: [from, to] };
}

function isOrderOf(stated: readonly unknown[], axes: readonly string[]): boolean {
  const each = stated.flatMap((axis) => (axis === FUSED ? ["head", "d_head"] : [axis]));
  return each.length === axes.length && axes.every((axis) => each.includes(axis));
}

function neededRoles(
  architecture: MlpArchitecture | TransformerArchitecture,
  roles: Readonly<Record<string, unknown>>,
): readonly string[] {
  if (architecture.kind === "mlp") {
    const inputs = "W_x" in roles || "W_y" in roles ? ["W_x", "W_y"] : ["W_E"];
    const layers = Array.from({ length: architecture.hiddenLayers - 1 }, (_, i) => `layers.${i + 1}.W`);
    return [...inputs, ...(architecture.meeting === "neurons" ? [] : ["W_in"]), ...layers, "W_U"];
  }
  // "pre" and the like without a norm's weights would be read as none.
  const norms = architecture.normalisation === "none" ? [] : ["ln1_w", "ln2_w"];
  const gate = architecture.gated ? ["W_gate"] : [];
  const block = ["W_Q", "W_K", "W_V", "W_O", ...gate, "W_in", "W_out", ...norms];
  const blocks = Array.from({ length: architecture.blocks }, (_, i) => block.map((name) => `blocks.${i}.${name}`));
  return ["W_E", ...blocks.flat(), "W_U"];
}

type Fields = Readonly<Record<string, unknown>>;

function transformerOf(path: string, map: Fields, roles: Fields): TransformerArchitecture {
  const p = whole(path, "p", map.p, 2);
  const sequence = map.sequence;
  if (
    !Array.isArray(sequence) ||
    !sequence.includes("a") ||
    !sequence.includes("b") ||
    !sequence.every((slot) => slot === "a" || slot === "b" || isWhole(slot, 0))
  ) {
    throw new LayoutError(
      path,
      `sequence must list "a", "b" and the ids of fixed tokens, got ${shown(sequence)}`,
      `e.g. ["a", "b", ${p}]`,
    );
  }
  const numbers = Object.keys(roles).flatMap((role) => /^blocks\.(\d+)\./.exec(role)?.[1] ?? []);
  return {
    kind: "transformer",
    p,
    sequence,
    firstToken: map.firstToken === undefined ? 0 : whole(path, "firstToken", map.firstToken, 0),
    blocks: Math.max(0, ...numbers.map(Number)) + 1,
    heads: whole(path, "heads", map.heads, 1),
    activation: oneOf(path, "activation", map.activation, ACTIVATION_NAMES),
    ...(map.gated === undefined ? {} : { gated: oneOf(path, "gated", map.gated, FLAGS) }),
    normalisation: oneOf(path, "normalisation", map.normalisation ?? "none", NORMALISATIONS),
    ...(map.norm === undefined ? {} : { norm: oneOf(path, "norm", map.norm, NORM_NAMES) }),
    layerNormEpsilon: positive(path, "layerNormEpsilon", map.layerNormEpsilon ?? 1e-5),
    ...(map.parallel === undefined ? {} : { parallel: oneOf(path, "parallel", map.parallel, FLAGS) }),
    ...(map.keyHeads === undefined ? {} : { keyHeads: whole(path, "keyHeads", map.keyHeads, 1) }),
    ...(map.positions === undefined ? {} : { positions: positionsOf(path, map.positions) }),
    causal: oneOf(path, "causal", map.causal ?? true, FLAGS),
    attentionCoefficient:
      map.attentionCoefficient === undefined ? 1 : positive(path, "attentionCoefficient", map.attentionCoefficient),
  };
}

function positionsOf(path: string, stated: unknown): FixedPositions {
  const { scheme, base, order, pairs, values } = object(path, "positions", stated);
  const rate = positive(path, "positions.base", base ?? 10_000);
  return oneOf(path, "positions.scheme", scheme, ["rotary", "sinusoidal"] as const) === "sinusoidal"
    ? { scheme: "sinusoidal", base: rate, order: oneOf(path, "positions.order", order ?? "neighbours", PAIRS) }
    : {
        scheme: "rotary",
        base: rate,
        pairs: oneOf(path, "positions.pairs", pairs ?? "halves", PAIRS),
        values: values === undefined ? 0 : whole(path, "positions.values", values, 0),
      };
}

function mlpOf(path: string, map: Fields, roles: Fields): MlpArchitecture {
  const layers = Object.keys(roles).filter((role) => LAYER.test(role) && role.endsWith("W")).length;
  return {
    kind: "mlp",
    p: whole(path, "p", map.p, 2),
    activation: oneOf(path, "activation", map.activation, ACTIVATION_NAMES),
    meeting: oneOf(path, "meeting", map.meeting, MEETINGS),
    hiddenLayers: layers + 1,
  };
}

function object(path: string, where: string, json: unknown): Fields {
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as Fields;
  throw new LayoutError(path, `${where} must be an object, got ${shown(json)}`);
}

function oneOf<T>(path: string, field: string, value: unknown, allowed: readonly T[]): T {
  if (allowed.includes(value as T)) return value as T;
  throw new LayoutError(path, `${field} must be one of ${allowed.join(", ")}, got ${shown(value)}`);
}

function whole(path: string, field: string, value: unknown, least: number): number {
  if (isWhole(value, least)) return value;
  throw new LayoutError(path, `${field} must be an integer from ${least}, got ${shown(value)}`);
}

function positive(path: string, field: string, value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  throw new LayoutError(path, `${field} must be a number from 0, got ${shown(value)}`);
}

function isWhole(value: unknown, least: number): value is number {
  return Number.isInteger(value) && (value as number) >= least;
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
