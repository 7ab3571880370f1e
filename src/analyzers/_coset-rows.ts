import { activationsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { finiteOrNull } from "../numerics/finite-or-null.ts";
import { pythonShuffle } from "../numerics/python-random.ts";
import { mean, median } from "../numerics/statistics.ts";
import { concentrations, type Partition, partitions } from "../quantities/cosets/concentration.ts";
import { chosenColumns, groupFunctions, INPUTS, type Input, renamed } from "../quantities/cosets/group-functions.ts";
import { rhoSets } from "../quantities/cosets/rho-sets.ts";
import { places } from "../quantities/depth/places.ts";
import { groupIrreps } from "../quantities/irreps.ts";
import type { Network } from "../runs/run.ts";
import * as column from "../tables/column.ts";

/** A function that holds less of a neuron's variance is not asked. */
const ASKED_SHARE = 0.05;
/** A function whose C_H is below this is of cosets of H, as Stander et al. 2024 have it. */
export const OF_COSETS = 1;

export const COSET_COLUMNS = {
  block: column.integer("the block whose neurons these are, from 0; of an MLP the hidden layer"),
  input: column.text<Input>("of what the function is: the pre-activation's mean over the pairs of equal a, b, or a∘b"),
  row: column.text<"layer" | "subgroup" | "neuron">(
    "layer: its neurons together; subgroup: those that concentrate on cosets of subgroups alike; neuron: one",
  ),
  subgroup: column.optionalText("what the subgroup is, and how many are conjugate to it; null of a layer"),
  cosets: column.optionalText<"left" | "right">("gH left, Hg right; left where both are the same; null of a layer"),
  neuron: column.optionalInteger("its index in the layer, from 0; null where the row is of no one neuron"),
  neurons: column.integer(
    `how many neurons have at least ${ASKED_SHARE} of their variance in it, over which the row is`,
  ),
  variance_share: column.optionalNumber("of the neurons' variance over all pairs that is this function: mean", "share"),
  concentration: column.optionalNumber(
    "min over the proper subgroups H of Σ_gH Var[f | gH] / Var[f]; of several neurons the median; null without such subgroups",
  ),
  explained: column.optionalNumber("variance of the function that is between the cosets of that H: mean", "share"),
  coset_share: column.optionalNumber(
    `neurons whose concentration is below ${OF_COSETS}; of one neuron 1 or 0`,
    "share",
  ),
  control_concentration: column.optionalNumber("concentration with the group's elements renamed at random"),
  control_explained: column.optionalNumber("explained with them renamed", "share"),
  control_share: column.optionalNumber("coset_share with them renamed", "share"),
  irrep: column.optionalText("the irrep whose matrix entries hold most of the function; one neuron's"),
  irrep_share: column.optionalNumber("how much of its squared norm: mean", "share"),
  rho_set_share: column.optionalNumber(
    "squared norm that is a · ρ(g) b of that irrep with b fixed by a subgroup: mean; null where no subgroup fixes a line",
    "share",
  ),
  rho_set_control: column.optionalNumber("the same with the elements renamed", "share"),
  rho_set_size: column.optionalInteger("how many vectors ρ(g) b there are; one neuron's"),
};
export type CosetRow = column.Row<typeof COSET_COLUMNS>;
export type DatedCosetRow = CosetRow & { readonly epoch: number };

/** The layers of neurons whose pre-activations have names. */
export function neuronLayers(model: Model): readonly { readonly block: number; readonly preActivation: string }[] {
  return places(model).flatMap(({ block, preActivation }) =>
    block === null || preActivation === null ? [] : [{ block, preActivation }],
  );
}

/** Every row of a checkpoint, layer by layer and input by input. */
export function cosetRows(
  model: Model,
  network: Network,
  { seed, eachNeuron }: { readonly seed: number; readonly eachNeuron: boolean },
): readonly CosetRow[] {
  const found = groupIrreps(network.task);
  if (!found) return [];
  const { group } = found;
  const layers = neuronLayers(model);
  const values = activationsOf(
    model,
    layers.map(({ preActivation }) => preActivation),
  );
  const all = partitions(group);
  const order = pythonShuffle(seed, group.n);
  return layers.flatMap(({ block, preActivation }) => {
    const { functions, shares } = groupFunctions(values[preActivation], group);
    return INPUTS.flatMap((input) => {
      const asked = Array.from(shares[input].keys()).filter((i) => shares[input][i] >= ASKED_SHARE);
      const f = chosenColumns(functions[input], asked);
      const [own, control] = [f, renamed(f, order)].map((one) => ({
        ...concentrations(one, all),
        rho: rhoSets(one, found, all),
      }));
      const each = asked.map(
        (neuron, i): CosetRow => ({
          block,
          input,
          row: "neuron",
          ...of(all[own.best[i]]),
          neuron,
          neurons: 1,
          variance_share: shares[input][neuron],
          concentration: finiteOrNull(own.concentration[i]),
          explained: finiteOrNull(own.explained[i]),
          coset_share: below(own.concentration[i]),
          control_concentration: finiteOrNull(control.concentration[i]),
          control_explained: finiteOrNull(control.explained[i]),
          control_share: below(control.concentration[i]),
          irrep: found.irreps[own.rho.irrep[i]]?.name ?? null,
          irrep_share: finiteOrNull(own.rho.irrepShare[i]),
          rho_set_share: finiteOrNull(own.rho.share[i]),
          rho_set_control: finiteOrNull(control.rho.share[i]),
          rho_set_size: own.rho.size[i] || null,
        }),
      );
      const concentrated = each.filter((row) => row.coset_share === 1);
      const kinds = [...new Set(concentrated.map(kindOf))].sort();
      return [
        together("layer", block, input, each),
        ...kinds.map((kind) =>
          together(
            "subgroup",
            block,
            input,
            concentrated.filter((row) => kindOf(row) === kind),
          ),
        ),
        ...(eachNeuron ? each : []),
      ];
    });
  });
}

function of(partition: Partition | undefined): Pick<CosetRow, "subgroup" | "cosets"> {
  if (!partition) return { subgroup: null, cosets: null };
  const { subgroup, side } = partition;
  const name =
    subgroup.conjugates === 1 ? `${subgroup.name}, normal` : `${subgroup.name}, one of ${subgroup.conjugates}`;
  return { subgroup: name, cosets: side };
}

function kindOf({ subgroup, cosets }: CosetRow): string {
  return `${subgroup} ${cosets}`;
}

/** What several neurons have in the mean, or the median. */
function together(row: "layer" | "subgroup", block: number, input: Input, each: readonly CosetRow[]): CosetRow {
  const numbers = (name: keyof CosetRow) => each.flatMap((one) => (typeof one[name] === "number" ? [one[name]] : []));
  const meanOf = (name: keyof CosetRow) => finiteOrNull(mean(numbers(name)));
  return {
    block,
    input,
    row,
    subgroup: row === "layer" ? null : (each[0]?.subgroup ?? null),
    cosets: row === "layer" ? null : (each[0]?.cosets ?? null),
    neuron: null,
    neurons: each.length,
    variance_share: meanOf("variance_share"),
    concentration: finiteOrNull(median(numbers("concentration"))),
    explained: meanOf("explained"),
    coset_share: meanOf("coset_share"),
    control_concentration: finiteOrNull(median(numbers("control_concentration"))),
    control_explained: meanOf("control_explained"),
    control_share: meanOf("control_share"),
    irrep: null,
    irrep_share: meanOf("irrep_share"),
    rho_set_share: meanOf("rho_set_share"),
    rho_set_control: meanOf("rho_set_control"),
    rho_set_size: null,
  };
}

function below(concentration: number): number | null {
  return Number.isNaN(concentration) ? null : Number(concentration < OF_COSETS);
}
