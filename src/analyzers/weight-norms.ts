import { lines } from "../figures/lines.ts";
import { parameterName } from "../networks/model.ts";
import { effectiveRankOf } from "../numerics/effective-rank.ts";
import { weightSingularValues } from "../quantities/singular-values/weight-singular-values.ts";
import { sumOfSquares } from "../quantities/sum-of-squares.ts";
import * as column from "../tables/column.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";

/** The row that sums up all parameters. */
const TOTAL = "total";

/**
 * Weight decay shrinks the memorising weights once the general circuit carries the load: Σw² falls slowly while the
 * circuit forms, and fast at the cleanup.
 */
export default defineAnalyzer({
  name: "weight-norms",
  title: "Weight norms",
  question: "How large is each weight as training goes on, and how many directions does each matrix use?",
  source:
    "Σw²: Nanda et al. 2023, arXiv:2301.05217, section 5.2; l2, not squared: Liu et al. 2022 (Omnigrok), arXiv:2210.01117; effective rank exp(H(σ/Σσ)): Roy and Vetterli 2007",
  options: {},
  columns: {
    parameter: column.text("canonical name, e.g. W_E; total for all, biases and the '=' column included"),
    l2: column.number("√Σw²", "weight"),
    sum_of_squares: column.number("Σw², float64", "weight²"),
    effective_rank: column.optionalNumber(
      "exp(H(σ/Σσ)); per-head matrices as [d_model, head·d_head], W_O as [head·d_head, d_model]; null for vectors and the total",
      "directions",
    ),
    values: column.integer("how many numbers it has"),
  },
  summary: { series: ["parameter"], values: ["sum_of_squares", "effective_rank"] },
  forward: false,
  anyNetwork: true,
  applies: ({ network }) => (network ? true : "there are no weights"),
  measure: (model) => {
    const { parameters } = model;
    const matrices = new Map(weightSingularValues(model).map((one) => [one.name, one]));
    const rows = parameters.names.map((name) => {
      const parameter = parameterName(model, name);
      const weight = parameters.get(name);
      const squares = sumOfSquares(model, name);
      const matrix = matrices.get(name);
      return {
        parameter,
        l2: Math.sqrt(squares),
        sum_of_squares: squares,
        effective_rank: matrix ? (matrix.sigmas ? effectiveRankOf(matrix.sigmas) : Number.NaN) : null,
        values: weight?.data.length ?? 0,
      };
    });
    const total = rows.reduce((sum, row) => sum + row.sum_of_squares, 0);
    const values = rows.reduce((sum, row) => sum + row.values, 0);
    return [...rows, { parameter: TOTAL, l2: Math.sqrt(total), sum_of_squares: total, effective_rank: null, values }];
  },
  conclusion: {
    epoch: column.integer("the last checkpoint"),
    sum_of_squares: column.number("Σw² of all parameters at it, float64", "weight²"),
    largest_epoch: column.optionalInteger("the checkpoint at which Σw² is largest; null where there is one alone"),
    largest_sum_of_squares: column.optionalNumber("Σw² of all parameters there", "weight²"),
  },
  conclude: ({ rows }) => {
    const totals = rows.filter((row) => row.parameter === TOTAL);
    const last = totals[totals.length - 1];
    const most = totals.reduce((a, b) => (b.sum_of_squares > a.sum_of_squares ? b : a));
    return {
      epoch: last.epoch,
      sum_of_squares: last.sum_of_squares,
      largest_epoch: totals.length > 1 ? most.epoch : null,
      largest_sum_of_squares: totals.length > 1 ? most.sum_of_squares : null,
    };
  },
  findings: (
    _,
    { conclusion: { epoch, sum_of_squares, largest_epoch, largest_sum_of_squares } },
  ): readonly Finding[] => [
    { label: `total Σw² at epoch ${epoch}`, value: sum_of_squares, unit: "weight²" },
    ...(largest_sum_of_squares === null
      ? []
      : [
          { label: `total Σw² at its largest, epoch ${largest_epoch}`, value: largest_sum_of_squares, unit: "weight²" },
        ]),
  ],
  figures: ({ columns, rows }) => {
    const total = { columns, rows: rows.filter(({ parameter }) => parameter === TOTAL) };
    const each = { columns, rows: rows.filter(({ parameter }) => parameter !== TOTAL) };
    const matrices = { columns, rows: rows.filter(({ effective_rank }) => effective_rank !== null) };
    return [
      lines(total, {
        name: "total-sum-of-squares",
        title: "Sum of all squared weights",
        caption: "Σw² of all parameters, biases and the '=' column included; float64.",
        x: "epoch",
        y: ["sum_of_squares"],
        axes: { y: "Σw² (weight²)" },
      }),
      lines(each, {
        name: "sum-of-squares",
        title: "Sum of squares of each parameter",
        caption: "Σw² of each parameter; float64.",
        x: "epoch",
        y: ["sum_of_squares"],
        series: "parameter",
        axes: { y: "Σw² (weight²)" },
      }),
      lines(matrices, {
        name: "effective-ranks",
        title: "Effective rank of each matrix",
        caption: "exp(H(σ/Σσ)) of the singular values σ of each matrix, the heads' matrices side by side.",
        x: "epoch",
        y: ["effective_rank"],
        series: "parameter",
      }),
    ];
  },
});
