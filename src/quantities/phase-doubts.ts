import { between, type ChangePoint, levelsWithin, type Series } from "./change-points.ts";
import {
  agree,
  BEGUN,
  type Boundaries,
  LEVEL,
  type PhaseName,
  type RunSeries,
  settledLevel,
} from "./phase-boundaries.ts";

/** A boundary known only to a factor of more than this is not known in log time. */
const COARSE = 2;
/** A phase of fewer checkpoints can be an accident of one. */
const FEW = 3;
/** A measure whose checkpoints span less than this share of a phase has not seen what it does in it. */
const MOST = 0.5;

/** What is against a phase, each in words: with nothing against it a phase is clear. */
export function doubts(
  name: PhaseName,
  run: RunSeries,
  boundaries: Boundaries,
  start: ChangePoint,
  end: ChangePoint,
): readonly string[] {
  // A memoriser stays one, and a stable network stable: only what lies between can be cut short.
  const cut =
    (name === "circuit formation" && !boundaries.cleanup) || (name === "cleanup" && !boundaries.stable)
      ? ["the run ends in it"]
      : [];
  return [...blurred(run, start, end), ...ownDoubts[name](run, boundaries, start, end), ...cut];
}

/** Three digits. */
export const shown = (value: number): string => String(Number(value.toPrecision(3)));

/** What the checkpoints are too few for. */
function blurred({ test }: RunSeries, start: ChangePoint, end: ChangePoint): readonly string[] {
  const inside = between(test, start.epoch, end.epoch).epochs.filter((epoch) => epoch < end.epoch).length;
  const edges = [["begins", start] as const, ["ends", end] as const];
  return [
    ...edges.flatMap(([does, { earliest, latest }]) =>
      latest > COARSE * earliest ? [`it ${does} anywhere between epochs ${earliest} and ${latest}`] : [],
    ),
    ...(inside < FEW ? [`it has ${inside} checkpoint${inside === 1 ? "" : "s"}`] : []),
  ];
}

/** What the curves say against it, or do not say. */
const ownDoubts: Readonly<
  Record<PhaseName, (run: RunSeries, boundaries: Boundaries, start: ChangePoint, end: ChangePoint) => readonly string[]>
> = {
  memorisation: ({ test }, { circuit, ...turns }) => {
    if (circuit) return turnDoubts(turns);
    const { epoch, value } = turns.highest;
    const last = settledLevel(test).value;
    return value >= LEVEL * last ? [`the test loss has fallen since epoch ${epoch}, to ${shown(last)}`] : [];
  },
  "circuit formation": ({ excluded, restricted }, turns, start, end) => {
    const rise = logChange(excluded, start, end);
    const fall = logChange(restricted, start, end);
    return [
      ...turnDoubts(turns),
      ...(rise !== null && rise < BEGUN ? ["the excluded loss does not rise by a factor e in it"] : []),
      ...(fall !== null && fall > -BEGUN ? ["the restricted loss does not fall by a factor e in it"] : []),
    ];
  },
  cleanup: ({ squares }, _, start, end) => {
    const change = logChange(squares, start, end);
    return change !== null && change > -Math.log(LEVEL) ? ["the sum of squares does not fall in it"] : [];
  },
  stable: () => [],
};

/** Whether two curves agree on where memorisation ends. */
function turnDoubts({ highest, lowest }: Pick<Boundaries, "highest" | "lowest">): readonly string[] {
  if (!lowest) return ["without the excluded loss, only the test loss tells memorisation from circuit formation"];
  return agree(highest, lowest) ? [] : [turnsInWords({ highest, lowest })];
}

const turnsInWords = ({ highest, lowest }: Pick<Boundaries, "highest" | "lowest">) =>
  `the test loss is highest at epoch ${highest.epoch}${lowest ? `, the excluded loss lowest at epoch ${lowest.epoch}` : ""}`;

/** Null where the curve is known over too little of the phase to say anything against it. */
function logChange(curve: Series, start: ChangePoint, end: ChangePoint): number | null {
  const levels = levelsWithin(curve, start.epoch, end.epoch);
  if (!levels) return null;
  const [a, b] = levels;
  return b.epoch - a.epoch < MOST * (end.epoch - start.epoch) ? null : Math.log(b.value / a.value);
}

/** What a phase without doubts rests on. */
export const grounds: Readonly<Record<PhaseName, (boundaries: Boundaries) => string>> = {
  memorisation: (boundaries) =>
    boundaries.circuit
      ? turnsInWords(boundaries)
      : `the test loss stays near its highest, ${shown(boundaries.highest.value)} at epoch ${boundaries.highest.epoch}`,
  "circuit formation": turnsInWords,
  cleanup: ({ highest, cleanup }) =>
    `the steep fall of the test loss from ${shown(highest.value)} begins between epochs ${cleanup?.earliest} and ${cleanup?.latest}`,
  stable: ({ stable }) =>
    `nine tenths of the fall, in the logarithm, are made between epochs ${stable?.earliest} and ${stable?.latest}`,
};
