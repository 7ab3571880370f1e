import { FormatError } from "../errors.ts";
import { isRecord, parsedJsonText } from "../formats/_json.ts";

type Settings = ReadonlyMap<string, string | number | boolean>;

/**
 * What a Keras model's configuration says of its layers, in the words of other configurations: the ε of its norms and the
 * activation of its dense layers, where these have one. The text is the `config.json` of a `.keras` file.
 */
export function kerasSettings(text: string): Settings {
  const layers = layersIn(parsed(text));
  const epsilons = layers.flatMap(({ kind, config }) => (/Normalization$/.test(kind) ? [config.epsilon] : []));
  const activations = layers.flatMap(({ kind, config }) =>
    kind === "Dense" && typeof config.activation === "string" && !LINEAR.includes(config.activation)
      ? [config.activation]
      : [],
  );
  return new Map([...only("layer_norm_epsilon", epsilons), ...only("activation", activations)]);
}

/** Nothing of a text that is none: other files have a `config` too. */
function parsed(text: string): unknown {
  try {
    return parsedJsonText(text, "config");
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

const LINEAR = ["linear", "softmax"];

/** The setting where all layers have one value; none where they differ or there are none. */
function only(name: string, values: readonly unknown[]): readonly (readonly [string, string | number])[] {
  const [value] = values;
  const plain = typeof value === "string" || typeof value === "number";
  return plain && values.every((one) => one === value) ? [[name, value] as const] : [];
}

interface Layer {
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
}

function layersIn(model: unknown): readonly Layer[] {
  if (!isRecord(model) || !isRecord(model.config)) return [];
  const { class_name, config } = model;
  const inner = Array.isArray(config.layers) ? config.layers : Object.values(config);
  return [...(typeof class_name === "string" ? [{ kind: class_name, config }] : []), ...inner.flatMap(layersIn)];
}
