import { COMPONENTS, trajectory } from "../quantities/trajectory/trajectory.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import { CONCLUDED_EPOCH, concludedEpoch } from "./_figures.ts";
import { trajectoryFigures } from "./_trajectory-figures.ts";

const COLUMNS = {
  pc1: column.optionalNumber("along the first principal component of all checkpoints, from their mean", "weight"),
  pc2: column.optionalNumber("along the second", "weight"),
  pc3: column.optionalNumber("along the third; null like the others where there are too few checkpoints", "weight"),
  step: column.optionalNumber("‖w − w before‖ of all weights since the checkpoint before; null at the first", "weight"),
  from_start: column.optionalNumber("‖w − w₀‖, from the first checkpoint", "weight"),
  path_length: column.optionalNumber("the steps up to here, added up", "weight"),
  turn_cosine: column.optionalNumber(
    "cos of the angle between the steps before and after: 1 straight on, 0 a right angle, −1 back; null at the ends",
  ),
};

const PATH = {
  shares: column.numbers(`share of the variance along each of the first ${COMPONENTS} components`, "share"),
  straightness: column.optionalNumber("‖w_last − w_first‖ over the length of the path; null of one checkpoint"),
};

/**
 * The weights of a run as points of one space. A path on which little else happens than decay is straight; where the circuit
 * changes it turns. Checkpoints see its chords alone: of more of them the path is longer and less straight.
 */
export default defineAnalyzer({
  name: "trajectory",
  title: "Path of the weights",
  question: "Along which path do all weights go through training, how straight is it, and where does it turn?",
  source:
    "principal components of the checkpoints: Lorch 2016; their shares held against a walk in random directions: Antognini and Sohl-Dickstein 2018, arXiv:1806.08805, ours with the run's own steps",
  options: {},
  columns: COLUMNS,
  summary: { series: [], values: ["pc1", "pc2", "from_start", "turn_cosine"] },
  forward: false,
  anyNetwork: true,
  applies: ({ network }) => (network ? true : "there are no weights"),
  prepare: (run) => trajectory(run),
  measure: (_, { epoch, prepared }) => {
    const point = prepared.points.find((one) => one.epoch === epoch);
    const [pc1 = null, pc2 = null, pc3 = null] = point?.coordinates ?? [];
    return [
      {
        pc1,
        pc2,
        pc3,
        step: point?.step ?? null,
        from_start: point?.fromStart ?? null,
        path_length: point?.length ?? null,
        turn_cosine: point?.turn ?? null,
      },
    ];
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    checkpoints: column.integer("that the path goes through: those with finite weights"),
    ...PATH,
    path_length: column.optionalNumber("of all steps", "weight"),
    distance: column.optionalNumber("from the first checkpoint to the last", "weight"),
    control: field.record("a walk with the same steps, each in a random direction", PATH),
    sharpest_turn: field.optionalRecord("where the direction changes most; null of fewer than three checkpoints", {
      epoch: column.integer("the checkpoint"),
      cosine: column.number("of the angle between the steps before and after"),
    }),
  },
  conclude: ({ rows }, { prepared: { points, shares, straightness, control } }) => {
    const turns = rows.flatMap(({ epoch, turn_cosine: cosine }) => (cosine === null ? [] : [{ epoch, cosine }]));
    const last = points.at(-1);
    return {
      ...concludedEpoch(rows),
      checkpoints: points.length,
      shares,
      straightness,
      path_length: last?.length ?? null,
      distance: last?.fromStart ?? null,
      control,
      sharpest_turn: turns.length > 0 ? turns.reduce((a, b) => (b.cosine < a.cosine ? b : a)) : null,
    };
  },
  findings: (_, { conclusion: { checkpoints, shares, straightness, control, sharpest_turn } }): readonly Finding[] => [
    {
      label: `variance along the first components, ${checkpoints} checkpoints`,
      value: percents(shares),
      note: `a walk in random directions: ${percents(control.shares)}`,
    },
    ...(straightness === null
      ? []
      : [
          {
            label: "end-to-end distance over path length",
            value: straightness,
            ...(control.straightness === null
              ? {}
              : { note: `a walk in random directions: ${control.straightness.toPrecision(3)}` }),
          },
        ]),
    ...(sharpest_turn === null
      ? []
      : [
          {
            label: `sharpest turn, epoch ${sharpest_turn.epoch}`,
            value: sharpest_turn.cosine,
            note: "cosine between the steps before and after",
          },
        ]),
  ],
  figures: ({ rows }, _, { conclusion }) => trajectoryFigures(rows, conclusion?.shares ?? []),
});

function percents(shares: readonly number[]): string {
  return shares.map((share) => `${(100 * share).toPrecision(3)} %`).join(", ") || "none";
}
