import { INPUTS, type Input } from "../quantities/cosets/group-functions.ts";
import { MOST_SUBGROUPS, properSubgroups } from "../quantities/cosets/subgroups.ts";
import { taskGroup } from "../quantities/irreps.ts";
import { modelAt } from "../runs/model-at.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import { cosetFigures } from "./_coset-figures.ts";
import { COSET_COLUMNS, cosetRows, type DatedCosetRow, neuronLayers, OF_COSETS } from "./_coset-rows.ts";
import { CONCLUDED_EPOCH, concludedEpoch, lastRows } from "./_figures.ts";
import * as option from "./_options.ts";

/** A group as the conclusion has it. */
interface Prepared {
  readonly elements: number;
  readonly subgroups: number;
}

/**
 * A neuron of a network that multiplies in a group may tell nothing of an element but in which coset of a subgroup it is: H on
 * one side for a, a conjugate of it on the other for b. Such a neuron is one of a ρ-set too, a · ρ(g) b with b fixed by H.
 */
export default defineAnalyzer({
  name: "cosets",
  title: "Cosets and ρ-sets",
  question: "On cosets of which subgroups do the neurons concentrate?",
  source:
    "coset concentration C_H, over all subgroups: Stander et al. 2024, arXiv:2312.06581, section 6.1; ours adds the right cosets, functions of a∘b, deeper layers, and the group's elements renamed as control; ρ-sets: Wu et al. 2024, arXiv:2410.07476, measured by projections of our own",
  options: {
    renamingSeed: option.integer("of the order in which the group's elements are renamed, for the control", 0),
    neuronsAt: option.choice(
      "at which checkpoints each neuron has a row of its own",
      ["last", "every", "never"],
      "last",
    ),
  },
  columns: COSET_COLUMNS,
  summary: {
    series: ["row", "block", "input", "subgroup", "cosets", "neuron"],
    indices: ["block"],
    values: ["neurons", "coset_share", "concentration", "control_concentration", "rho_set_share"],
    top: 8,
  },
  forward: "neurons",
  anyNetwork: true,
  // Half a second at 120 elements, with 307 partitions into cosets.
  sparing: 64,
  applies: (run) => {
    if (!run.network) return "there are no weights";
    const { task, architecture } = run.network;
    const group = taskGroup(task);
    if (typeof group === "string") return `${task.formula} is no group: ${group}`;
    const subgroups = properSubgroups(group);
    if (typeof subgroups === "string") return `${subgroups}, and at most ${MOST_SUBGROUPS} are gone through`;
    if (subgroups.length === 0)
      return `its group of ${group.n} elements has no subgroups but itself and the identity, and so no cosets: depth asks for approximate ones`;
    if (architecture.kind === "blocks" && neuronLayers(modelAt(run, run.checkpoints[0])).length === 0)
      return "it has no neurons whose pre-activations have names";
    return true;
  },
  prepare: ({ network }): Prepared => {
    const group = network && taskGroup(network.task);
    if (!group || typeof group === "string") return { elements: 0, subgroups: 0 };
    const subgroups = properSubgroups(group);
    return { elements: group.n, subgroups: typeof subgroups === "string" ? 0 : subgroups.length };
  },
  measure: (model, { network, options, last }) =>
    cosetRows(model, network, {
      seed: options.renamingSeed,
      eachNeuron: options.neuronsAt === "every" || (last && options.neuronsAt === "last"),
    }),
  conclusion: {
    ...CONCLUDED_EPOCH,
    elements: column.integer("of the group"),
    subgroups: column.integer("how many it has besides itself and the identity alone"),
    layers: field.records("each layer's neurons as functions of each input that some of them have", {
      block: COSET_COLUMNS.block,
      input: COSET_COLUMNS.input,
      neurons: column.integer("how many have it"),
      coset_share: column.optionalNumber(`those that concentrate on cosets, C_H below ${OF_COSETS}`, "share"),
      concentration: column.optionalNumber("median of the least C_H"),
      control_share: column.optionalNumber("coset_share with the elements renamed", "share"),
      control_concentration: column.optionalNumber("concentration with the elements renamed"),
      irrep_share: column.optionalNumber("of the functions' squared norm in one irrep, mean", "share"),
      rho_set_share: column.optionalNumber("of it, of one ρ-set: mean", "share"),
      rho_set_control: column.optionalNumber("with the elements renamed", "share"),
    }),
    subgroups_found: field.records("on whose cosets neurons concentrate, those with most neurons of each input first", {
      block: COSET_COLUMNS.block,
      input: COSET_COLUMNS.input,
      subgroup: column.text("what it is, and how many are conjugate to it"),
      cosets: column.text<"left" | "right">("gH left, Hg right"),
      neurons: column.integer("how many neurons"),
    }),
  },
  conclude: ({ rows }, { prepared }) => {
    const last = lastRows(rows);
    return {
      ...concludedEpoch(rows),
      ...prepared,
      layers: last
        .filter(({ row, neurons }) => row === "layer" && neurons > 0)
        .map((one) => ({
          block: one.block,
          input: one.input,
          neurons: one.neurons,
          coset_share: one.coset_share,
          concentration: one.concentration,
          control_share: one.control_share,
          control_concentration: one.control_concentration,
          irrep_share: one.irrep_share,
          rho_set_share: one.rho_set_share,
          rho_set_control: one.rho_set_control,
        })),
      subgroups_found: last
        .flatMap(({ row, block, input, subgroup, cosets, neurons }) =>
          row === "subgroup" && subgroup !== null && cosets !== null
            ? [{ block, input, subgroup, cosets, neurons }]
            : [],
        )
        .toSorted(
          (x, y) => x.block - y.block || INPUTS.indexOf(x.input) - INPUTS.indexOf(y.input) || y.neurons - x.neurons,
        ),
    };
  },
  findings: (_, { conclusion }): readonly Finding[] => {
    const { epoch, elements, subgroups, layers, subgroups_found } = conclusion;
    const percent = (share: number | null) => (share === null ? "none" : `${(100 * share).toFixed(1)} %`);
    const several = new Set(layers.map(({ block }) => block)).size > 1;
    const name = (block: number, input: Input) => `${several ? `block ${block}, ` : ""}${inputInWords(input)}`;
    return [
      { label: `proper subgroups of the group of ${elements} elements`, value: subgroups },
      ...layers.map((one) => ({
        label: `coset neurons at epoch ${epoch}, ${name(one.block, one.input)}`,
        value: `${percent(one.coset_share)} of ${one.neurons}`,
        note: `median C_H ${one.concentration?.toPrecision(3)}; elements renamed ${percent(one.control_share)}, ${one.control_concentration?.toPrecision(3)}${byChance(one)}`,
      })),
      ...layers.flatMap((one) =>
        one.rho_set_share === null
          ? []
          : [
              {
                label: `variance in one ρ-set, ${name(one.block, one.input)}`,
                value: one.rho_set_share,
                unit: "share",
                note: `in one irrep ${percent(one.irrep_share)}; elements renamed ${percent(one.rho_set_control)}`,
              },
            ],
      ),
      ...layers.flatMap(({ block, input }) => {
        const found = subgroups_found.filter((one) => one.block === block && one.input === input);
        if (found.length === 0) return [];
        return [
          {
            label: `subgroups, ${name(block, input)}`,
            value: found.map((one) => `${one.subgroup} (${one.cosets}): ${one.neurons}`).join("; "),
          },
        ];
      }),
    ];
  },
  figures: ({ rows }) => cosetFigures(rows),
});

function byChance({ coset_share, control_share }: Pick<DatedCosetRow, "coset_share" | "control_share">): string {
  return (coset_share ?? 0) > (control_share ?? 0) ? "" : ": no more than by chance";
}

function inputInWords(input: Input): string {
  return input === "product" ? "functions of a∘b" : `functions of ${input}`;
}
