import { LayoutError } from "../errors.ts";
import type { ArrayRef } from "../formats/_values.ts";
import { sliced, split, transposed } from "../formats/_views.ts";
import { type Architecture, firstToken, type TransformerArchitecture } from "../networks/architecture.ts";
import type { Reading, StateDict } from "./_layout.ts";
import { axesOfRole, FUSED, type MappedTensor, type RoleMap } from "./_role-map.ts";

/** The reading of a state dict that a map of roles states. Throws a LayoutError where a tensor is not as it says. */
export function mappedReading(path: string, { architecture, roles }: RoleMap, state: StateDict): Reading {
  const weights = Object.fromEntries(
    Object.entries(roles).map(([role, mapped]) => [role, view(path, role, mapped, architecture, state)]),
  );
  const [tokens] = (weights.W_E ?? weights.W_x).shape;
  const [rows, name] = [architecture.p + firstToken(architecture), weights.W_E ? "W_E" : "W_x"];
  if (tokens < rows)
    throw new LayoutError(path, `roles.${name} has ${tokens} tokens`, `p = ${architecture.p} needs ${rows}`);
  const logits = weights.W_U.shape[1];
  if (logits < rows)
    throw new LayoutError(path, `roles.W_U has ${logits} tokens`, `p = ${architecture.p} needs ${rows}`);
  if (architecture.kind === "transformer") checkSequence(path, architecture, tokens, weights.W_pos?.shape[0]);
  return {
    architecture,
    weights,
    choices: [`roles from ${path}`],
  };
}

function checkSequence(
  path: string,
  { sequence }: TransformerArchitecture,
  tokens: number,
  positions: number | undefined,
): void {
  const beyond = sequence.find((slot) => typeof slot === "number" && slot >= tokens);
  if (beyond !== undefined)
    throw new LayoutError(path, `sequence has token ${beyond}`, `roles.W_E has ${tokens} tokens`);
  if (positions !== undefined && positions < sequence.length) {
    throw new LayoutError(path, `sequence has ${sequence.length} positions`, `roles.W_pos has ${positions}`);
  }
}

/** How many heads are fused in a weight of attention. */
function headsOf(role: string, architecture: Architecture): number {
  if (architecture.kind !== "transformer") return 1;
  return /[Wb]_[KV]$/.test(role) ? (architecture.keyHeads ?? architecture.heads) : architecture.heads;
}

function view(
  path: string,
  role: string,
  mapped: MappedTensor,
  architecture: Architecture,
  state: StateDict,
): ArrayRef {
  const where = `roles.${role}`;
  const { tensor, slice, axes } = mapped;
  const stored = state.get(tensor);
  if (!stored)
    throw new LayoutError(
      path,
      `${where}: there is no tensor "${tensor}"`,
      `the file has ${[...state.keys()].join(", ")}`,
    );
  const shape = `${tensor} has shape [${stored.shape.join(", ")}]`;
  if (stored.shape.length !== axes.length)
    throw new LayoutError(path, `${where}: ${shape}`, `its axes are said to be [${axes.join(", ")}]`);
  if (slice && slice[1] > stored.shape[0])
    throw new LayoutError(path, `${where}: ${shape}`, `its slice is said to be [${slice.join(", ")}]`);
  let found = slice ? sliced(stored, 0, slice[0], slice[1]) : stored;
  const fused = axes.indexOf(FUSED);
  if (fused >= 0) {
    const heads = headsOf(role, architecture);
    const width = found.shape[fused];
    if (width % heads !== 0)
      throw new LayoutError(path, `${where}: ${shape}`, `${width} is not a multiple of ${heads} heads`);
    found = split(found, fused, [heads, width / heads]);
  }
  const separate = axes.flatMap((axis) => (axis === FUSED ? ["head", "d_head"] : [axis]));
  return transposed(
    found,
    (axesOfRole(role, architecture) ?? []).map((axis) => separate.indexOf(axis)),
  );
}
