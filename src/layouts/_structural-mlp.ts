import type { ArrayRef } from "../formats/_values.ts";
import { sliced } from "../formats/_views.ts";
import type { MlpArchitecture } from "../networks/architecture.ts";
import type { Facts } from "./_facts.ts";
import type { WeightView } from "./_layout.ts";
import { statedNonlinearity } from "./_settings.ts";
import { picks, statedP, structuralReading } from "./_structural-choices.ts";
import { hintedRole, isModuleWeight } from "./_structural-names.ts";
import type { Linear, Tensors } from "./_structural-tensors.ts";
import type { FamilyReadings } from "./_structural-transformer.ts";
import { flipped } from "./_views.ts";

const ATTENTION: readonly string[] = ["QKV", "Q", "K"];

/** Chains of layers tried at most: square layers in any order are many. */
const MAX_CHAINS = 12;
/** Signs that an embedding may have beside the p inputs. */
const MAX_SIGNS = 2;

/** How the pair enters: the embeddings of a and b [token, width] and what the first layer after them reads. */
interface Start {
  readonly meeting: MlpArchitecture["meeting"];
  readonly embeddings: readonly ArrayRef[];
  readonly used: readonly Linear[];
  readonly bias: ArrayRef | undefined;
  /** The width of what enters the chain of layers. */
  readonly width: number;
  /** Tokens that the embedding has. */
  readonly vocabulary: number;
  readonly words: string;
}

/** A layer as [in, out]. */
interface Layer {
  readonly linear: Linear;
  readonly W: ArrayRef;
}

/** Every reading of the tensors as an MLP on the pair, likeliest first. */
export function mlpReadings({ linears, norms, unread }: Tensors, facts: Facts): FamilyReadings {
  if (norms.length > 0) return { missing: `no LayerNorm such as ${norms[0].name}: an MLP with one is not read` };
  const attention = linears.find((linear) => ATTENTION.includes(hintedRole(linear) ?? ""));
  if (attention) return { missing: `no attention: ${attention.name} is attention's by its name` };
  const matrices = linears.filter(({ array }) => array.shape.length === 2);
  if (matrices.length < linears.length) return { missing: "matrices only: there are tensors of three axes" };
  const p = statedP(facts);
  const chained = starts(matrices).flatMap((start) => {
    const rest = matrices.filter((linear) => !start.used.includes(linear));
    const least = start.meeting === "neurons" ? 1 : 2;
    return chains(start.width, rest)
      .filter((chain) => chain.length >= least)
      .map((chain) => ({ start, chain, most: Math.min(chain.at(-1)?.W.shape[1] ?? 0, start.vocabulary) }));
  });
  // What the run states of p decides, where anything fits it.
  const stating = p === undefined ? [] : chained.filter(({ most }) => p <= most);
  const sized =
    stating.length > 0 || facts.p !== undefined
      ? stating.map((one) => ({ ...one, p: p as number }))
      : chained.map((one) => ({ ...one, p: one.most }));
  const networks = sized.filter(({ start, chain, p: modulus }) => {
    const logits = chain.at(-1)?.W.shape[1] ?? 0;
    return logits <= start.vocabulary && start.vocabulary - modulus <= MAX_SIGNS;
  });
  if (networks.length === 0) {
    return {
      missing: `a chain of layers through all ${matrices.length} matrices, from one-hot inputs or an embedding [p, width] to ${p ?? "p"} logits`,
    };
  }
  const stated = statedNonlinearity(facts)?.activation;
  const readings = picks({
    network: networks.slice(0, MAX_CHAINS),
    activation: stated ? [stated] : (["relu", "square", "gelu", "tanh"] as const),
  }).map(({ pick: { network, activation }, options }) => {
    const { start, chain } = network;
    const hiddenLayers = start.meeting === "neurons" ? chain.length : chain.length - 1;
    const architecture: MlpArchitecture = {
      kind: "mlp",
      p: network.p,
      activation,
      meeting: start.meeting,
      hiddenLayers,
    };
    const words = [
      start.words,
      `layers ${chain.map(({ linear }) => linear.name).join(", ")}`,
      `activation ${activation}`,
      ...chain
        .filter(({ W }) => W.shape[0] === W.shape[1])
        .map(({ linear, W }) => `${linear.name} read as ${W === linear.array ? "[in, out]" : "nn.Linear [out, in]"}`),
      ...(unread.length > 0 ? [`not read: ${unread.join(", ")}`] : []),
    ];
    return structuralReading({ architecture, choices: words, options: { family: 1, ...options } }, () =>
      weights(start, chain),
    );
  });
  return { readings };
}

function weights({ meeting, embeddings, bias }: Start, chain: readonly Layer[]): Readonly<Record<string, WeightView>> {
  const [E_a, E_b] = embeddings;
  const found: Record<string, WeightView | undefined> = E_b ? { W_x: E_a, W_y: E_b } : { W_E: E_a };
  const hidden = chain.slice(0, -1);
  const readout = chain[chain.length - 1];
  if (meeting === "neurons") found.b_in = bias;
  else Object.assign(found, { W_in: hidden[0].W, b_in: hidden[0].linear.bias });
  for (const [i, { W, linear }] of hidden.slice(meeting === "neurons" ? 0 : 1).entries()) {
    Object.assign(found, { [`layers.${i + 1}.W`]: W, [`layers.${i + 1}.b`]: linear.bias });
  }
  Object.assign(found, { W_U: readout.W, b_U: readout.linear.bias });
  const present = Object.entries(found).filter((entry): entry is [string, WeightView] => entry[1] !== undefined);
  return Object.fromEntries(present);
}

/** Each way in which the pair may enter, embeddings by name before those by order. */
function starts(matrices: readonly Linear[]): readonly Start[] {
  const ordered = matrices.toSorted(
    (a, b) => Number(hintedRole(b) === "embedding") - Number(hintedRole(a) === "embedding"),
  );
  return ordered.flatMap((first) => {
    const twin = ordered.find(
      (other) =>
        other !== first &&
        hintedRole(other) === hintedRole(first) &&
        other.array.shape.join() === first.array.shape.join(),
    );
    const pairs = twin && ordered.indexOf(twin) > ordered.indexOf(first) ? [[first], [first, twin]] : [[first]];
    return pairs.flatMap((used) => entries(used));
  });
}

function entries(used: readonly Linear[]): readonly Start[] {
  const [first] = used;
  const named = used.map(({ name }) => name).join(", ");
  // nn.Embedding is [token, width] as stored, without a bias; an nn.Linear on one-hot inputs [width, token].
  const asEmbedding = used.map(({ array }) => array);
  const asLinear = used.map(({ array }) => flipped(array));
  const embeds = first.bias === undefined;
  const embedding = hintedRole(first) === "embedding";
  const linearFirst = !embedding && isModuleWeight(first);
  const views = linearFirst
    ? [asLinear, asEmbedding]
    : embedding && isModuleWeight(first)
      ? [asEmbedding]
      : [asEmbedding, asLinear];
  return views.flatMap((embeddings) => {
    const [vocabulary, width] = embeddings[0].shape;
    const common = { embeddings, used, vocabulary, bias: first.bias };
    const oneHot = used.length === 1 && vocabulary % 2 === 0 && !embedding;
    const halves = oneHot
      ? [sliced(embeddings[0], 0, 0, vocabulary / 2), sliced(embeddings[0], 0, vocabulary / 2, vocabulary)]
      : [];
    return [
      ...(embeds
        ? [{ ...common, meeting: "concatenate" as const, width: 2 * width, words: `embedding ${named}, concatenated` }]
        : []),
      ...(embeds ? [{ ...common, meeting: "sum" as const, width, words: `embedding ${named}, summed` }] : []),
      ...(oneHot
        ? [
            {
              ...common,
              embeddings: halves,
              vocabulary: vocabulary / 2,
              meeting: "neurons" as const,
              width,
              words: `one-hot inputs side by side into ${named}`,
            },
          ]
        : []),
      { ...common, meeting: "neurons" as const, width, words: `one-hot inputs summed into ${named}` },
    ];
  });
}

/** Every order of all the matrices in which each reads what the one before it gives, in file order where that fits. */
function chains(width: number, left: readonly Linear[]): readonly (readonly Layer[])[] {
  if (left.length === 0) return [[]];
  const found: (readonly Layer[])[] = [];
  for (const [i, linear] of left.entries()) {
    for (const W of layersFrom(linear, width)) {
      for (const rest of chains(W.shape[1], left.toSpliced(i, 1))) {
        found.push([{ linear, W }, ...rest]);
        if (found.length >= MAX_CHAINS) return found;
      }
    }
  }
  return found;
}

function layersFrom(linear: Linear, width: number): readonly ArrayRef[] {
  const { array } = linear;
  const fits = (W: ArrayRef) =>
    W.shape[0] === width && (linear.bias === undefined || linear.bias.shape[0] === W.shape[1]);
  const [stored, exchanged] = [array, flipped(array)];
  if (array.shape[0] === array.shape[1])
    return isModuleWeight(linear) ? [exchanged].filter(fits) : [stored, exchanged].filter(fits);
  return [stored, exchanged].filter(fits);
}
