import { LayoutError } from "../errors.ts";
import { AXES, type WeightName } from "../networks/model.ts";
import { isStack, type Reading, type WeightView } from "./_layout.ts";

/**
 * Throws a LayoutError unless all weights of a reading agree on the size of each axis that they share, as a truncated or
 * mixed state dict's do not. `token` and `position` are checked against the architecture's own.
 */
export function checked(where: string, { weights, architecture }: Reading): void {
  const sizes = new Map<string, { readonly size: number; readonly name: string }>();
  for (const [name, view] of Object.entries(weights)) {
    const axes: readonly string[] | undefined = AXES[name.slice(name.lastIndexOf(".") + 1) as WeightName];
    if (!axes || architecture.kind === "mlp") continue;
    const shape = shapeOf(view);
    if (shape.length !== axes.length) {
      throw new LayoutError(
        where,
        `${name} has shape [${shape.join(", ")}]`,
        `its axes should be [${axes.join(", ")}]`,
      );
    }
    for (const [i, axis] of axes.entries()) {
      if (axis === "token" || axis === "position") continue;
      const grouped = axis === "head" && /[Wb]_[KV]$/.test(name);
      const key = grouped
        ? "key head"
        : axis === "neuron"
          ? `${name.slice(0, name.lastIndexOf(".") + 1)}${axis}`
          : axis;
      const seen = sizes.get(key);
      if (!seen) sizes.set(key, { size: shape[i], name });
      else if (seen.size !== shape[i]) {
        throw new LayoutError(
          where,
          `${name} has ${axis} ${shape[i]}, but ${seen.name} has ${seen.size}`,
          "the file does not hold one network",
        );
      }
    }
  }
}

function shapeOf(view: WeightView): readonly number[] {
  return isStack(view) ? [view.length, ...view[0].shape] : view.shape;
}
