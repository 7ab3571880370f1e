import type { Figure } from "../figures/_figure.ts";
import { bars } from "../figures/bars.ts";
import { lines } from "../figures/lines.ts";
import * as column from "../tables/column.ts";
import { COSET_COLUMNS, type DatedCosetRow, OF_COSETS } from "./_coset-rows.ts";
import { lastRows } from "./_figures.ts";

const COLUMNS = {
  ...COSET_COLUMNS,
  epoch: column.integer("epoch of the checkpoint"),
  of: column.text("block and input"),
  kind: column.text("subgroup and side"),
};

/** How the layers concentrate over the epochs, and on what at the last. */
export function cosetFigures(rows: readonly DatedCosetRow[]): readonly Figure[] {
  const several = rows.some(({ block }) => block > 0);
  const named = rows.map((row) => ({
    ...row,
    of: `${several ? `block ${row.block}, ` : ""}of ${row.input === "product" ? "a∘b" : row.input}`,
    kind: `${row.subgroup} (${row.cosets})`,
  }));
  const layers = { columns: COLUMNS, rows: named.filter(({ row, neurons }) => row === "layer" && neurons > 0) };
  const subgroups = lastRows(named).filter(({ row }) => row === "subgroup");
  const found = [...new Set(subgroups.map(({ kind }) => kind))];
  const byKind = found.map((kind) => {
    const of = subgroups.filter((row) => row.kind === kind);
    const count = (input: DatedCosetRow["input"]) =>
      of.filter((row) => row.input === input).reduce((sum, { neurons }) => sum + neurons, 0);
    return { kind, a: count("a"), b: count("b"), product: count("product") };
  });
  const counts = {
    kind: column.text("subgroup and side"),
    a: column.integer("neurons"),
    b: column.integer("neurons"),
    product: column.integer("neurons"),
  };
  const onCosets = `C_H = Σ_gH Var[f | gH] / Var[f], least over all proper subgroups H, left and right cosets; below ${OF_COSETS} a neuron is of cosets`;
  return [
    lines(layers, {
      name: "concentration",
      title: "Concentration on cosets",
      caption: `Median over a layer's neurons of ${onCosets}. Of the pre-activation's mean over the pairs of equal a, b, or product, for neurons of whose variance that is a twentieth at least; beside it the same with the group's elements renamed at random; float64.`,
      x: "epoch",
      y: ["concentration", "control_concentration"],
      series: "of",
      log: "y",
      labels: { concentration: "as it is,", control_concentration: "renamed," },
      axes: { y: "least C_H, median" },
    }),
    lines(layers, {
      name: "neurons",
      title: "Neurons on cosets",
      caption: `Share of a layer's neurons that are of cosets: ${onCosets}; beside it with the group's elements renamed at random.`,
      x: "epoch",
      y: ["coset_share", "control_share"],
      series: "of",
      labels: { coset_share: "as it is,", control_share: "renamed," },
      axes: { y: "share of neurons" },
    }),
    lines(layers, {
      name: "rho-sets",
      title: "Neurons of one ρ-set",
      caption:
        "Mean share of a function's squared norm that is a · ρ(g) b of one irrep ρ with b fixed by a subgroup that fixes no other line; beside it with the group's elements renamed at random.",
      x: "epoch",
      y: ["rho_set_share", "rho_set_control"],
      series: "of",
      labels: { rho_set_share: "as it is,", rho_set_control: "renamed," },
      axes: { y: "share" },
    }),
    ...(byKind.length > 0
      ? [
          {
            ...bars(
              { columns: counts, rows: byKind.toSorted((x, y) => y.a + y.b - x.a - x.b) },
              {
                name: "subgroups",
                title: "On whose cosets the neurons concentrate",
                caption:
                  "Neurons that are of cosets, by what the subgroup is, how many are conjugate to it, and on which side; a neuron counts once for each input, all layers together.",
                x: "kind",
                y: ["a", "b", ...(byKind.some(({ product }) => product > 0) ? (["product"] as const) : [])],
                labels: { a: "of a", b: "of b", product: "of a∘b" },
                horizontal: true,
                axes: { x: "", y: "neurons" },
              },
            ),
            epoch: rows[rows.length - 1].epoch,
          },
        ]
      : []),
  ];
}
