import { firstToken } from "../networks/architecture.ts";
import { type Model, weight } from "../networks/model.ts";
import { mean } from "../numerics/statistics.ts";
import { tensor } from "../numerics/tensor.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { type EmbeddingComponents, type PrincipalComponent, principalComponents } from "./principal-components.ts";

/** The components that circularity asks of, as the authors do. */
const FIRST = 4;
/** A component with less of the embedding's variance is no part of a circle. */
const MIN_SHARE = 0.01;

/**
 * Of the first 4 principal components of W_E the share of Fourier power that one frequency holds, averaged: 1 where the
 * inputs lie on circles (Zhong et al. 2023, their code). Averaged over W_x and W_y where a and b have their own. Two circles
 * of nearly equal size share their components, which then look less circular than either. NaN of weights not finite.
 */
export function circularity(model: Model, form: CyclicForm): number {
  return mean(
    principalComponents(model, form).map(({ components }) =>
      mean(components.slice(0, FIRST).map(({ share }) => share)),
    ),
  );
}

/** A circle of the embedding, and the network that sees nothing else of its inputs. */
export interface Circle {
  readonly frequency: number;
  readonly model: Model;
}

/**
 * The circles of W_E, largest first: two principal components of one frequency, and the network whose embedding of the
 * inputs is its mean and what lies along these two. Signs keep theirs. None where a and b have embeddings of their own.
 */
export function circles(model: Model, form: CyclicForm): readonly Circle[] {
  const [{ name, components }, ...more] = principalComponents(model, form);
  if (more.length > 0 || name !== "W_E") return [];
  const total = components.reduce((sum, { power }) => sum + power, 0);
  const large = components.filter(({ power }) => power >= MIN_SHARE * total);
  const frequencies = [...new Set(large.map(({ frequency }) => frequency))];
  return frequencies.flatMap((frequency) => {
    const plane = large.filter((one) => one.frequency === frequency).slice(0, 2);
    return plane.length < 2 ? [] : [{ frequency, model: restricted(model, form, plane) }];
  });
}

/** The network with W_E's inputs on a plane: mean + U Uᵀ W_E for the plane's scores U. */
function restricted(model: Model, { n, order }: CyclicForm, plane: EmbeddingComponents["components"]): Model {
  const W_E = weight(model, "W_E");
  const width = W_E.shape[1];
  const first = firstToken(model.architecture);
  const data = Float32Array.from(W_E.data);
  for (let m = 0; m < width; m++) {
    const column = Float64Array.from(order, (x) => W_E.data[(first + x) * width + m]);
    const along = plane.map(({ scores }: PrincipalComponent) => scores.reduce((sum, u, i) => sum + u * column[i], 0));
    const middle = mean(column);
    for (let i = 0; i < n; i++) {
      const place = plane.reduce((sum, { scores }, j) => sum + scores[i] * along[j], 0);
      data[(first + order[i]) * width + m] = middle + place;
    }
  }
  const { architecture, parameters } = model;
  const restrictedW = tensor(W_E.axes, W_E.shape, data);
  return {
    architecture,
    parameters: { names: parameters.names, get: (one) => (one === "W_E" ? restrictedW : parameters.get(one)) },
  };
}
