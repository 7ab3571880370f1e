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

/** One thing that is against a phase. */
export type PhaseDoubt =
  /** Its beginning, or its end, is known only to a factor of more than two. */
  | { readonly kind: "blurred"; readonly edge: "begins" | "ends"; readonly earliest: number; readonly latest: number }
  | { readonly kind: "few checkpoints"; readonly count: number }
  | { readonly kind: "cut short" }
  /** The test loss has fallen since it was highest. */
  | { readonly kind: "fallen"; readonly since: number; readonly to: number }
  | { readonly kind: "no excluded loss" }
  /** The test loss is highest at another epoch than that at which the excluded loss is lowest. */
  | { readonly kind: "turns apart"; readonly highest: number; readonly lowest: number }
  /** A curve does not do what it should. */
  | {
      readonly kind: "unmoved";
      readonly curve: "excluded loss" | "restricted loss" | "sum of squares";
      readonly expected: "rise by e" | "fall by e" | "fall";
    };

/** What a phase without doubts rests on. */
export type PhaseGround =
  | { readonly kind: "turns"; readonly highest: number; readonly lowest: number | null }
  | { readonly kind: "stays high"; readonly epoch: number; readonly value: number }
  | { readonly kind: "fall begins"; readonly from: number; readonly earliest: number; readonly latest: number }
  | { readonly kind: "fall made"; readonly earliest: number; readonly latest: number };

/** What is against a phase: with nothing against it a phase is clear. */
export function doubts(
  name: PhaseName,
  run: RunSeries,
  boundaries: Boundaries,
  start: ChangePoint,
  end: ChangePoint,
): readonly PhaseDoubt[] {
  // A memoriser stays one, and a stable network stable: only what lies between can be cut short.
  const cut =
    (name === "circuit formation" && !boundaries.cleanup) || (name === "cleanup" && !boundaries.stable)
      ? [{ kind: "cut short" } as const]
      : [];
  return [...blurred(run, start, end), ...ownDoubts[name](run, boundaries, start, end), ...cut];
}

/** What the checkpoints are too few for. */
function blurred({ test }: RunSeries, start: ChangePoint, end: ChangePoint): readonly PhaseDoubt[] {
  const count = between(test, start.epoch, end.epoch).epochs.filter((epoch) => epoch < end.epoch).length;
  const edges = [["begins", start] as const, ["ends", end] as const];
  return [
    ...edges.flatMap(([edge, { earliest, latest }]) =>
      latest > COARSE * earliest ? [{ kind: "blurred", edge, earliest, latest } as const] : [],
    ),
    ...(count < FEW ? [{ kind: "few checkpoints", count } as const] : []),
  ];
}

/** What the curves say against it, or do not say. */
const ownDoubts: Readonly<
  Record<
    PhaseName,
    (run: RunSeries, boundaries: Boundaries, start: ChangePoint, end: ChangePoint) => readonly PhaseDoubt[]
  >
> = {
  memorisation: ({ test }, { circuit, ...turns }) => {
    if (circuit) return turnDoubts(turns);
    const { epoch, value } = turns.highest;
    const to = settledLevel(test).value;
    return value >= LEVEL * to ? [{ kind: "fallen", since: epoch, to }] : [];
  },
  "circuit formation": ({ excluded, restricted }, turns, start, end) => {
    const rise = logChange(excluded, start, end);
    const fall = logChange(restricted, start, end);
    return [
      ...turnDoubts(turns),
      ...(rise !== null && rise < BEGUN
        ? [{ kind: "unmoved", curve: "excluded loss", expected: "rise by e" } as const]
        : []),
      ...(fall !== null && fall > -BEGUN
        ? [{ kind: "unmoved", curve: "restricted loss", expected: "fall by e" } as const]
        : []),
    ];
  },
  cleanup: ({ squares }, _, start, end) => {
    const change = logChange(squares, start, end);
    return change !== null && change > -Math.log(LEVEL)
      ? [{ kind: "unmoved", curve: "sum of squares", expected: "fall" }]
      : [];
  },
  stable: () => [],
};

/** Whether two curves agree on where memorisation ends. */
function turnDoubts({ highest, lowest }: Pick<Boundaries, "highest" | "lowest">): readonly PhaseDoubt[] {
  if (!lowest) return [{ kind: "no excluded loss" }];
  return agree(highest, lowest) ? [] : [{ kind: "turns apart", highest: highest.epoch, lowest: lowest.epoch }];
}

/** Null where the curve is known over too little of the phase to say anything against it. */
function logChange(curve: Series, start: ChangePoint, end: ChangePoint): number | null {
  const levels = levelsWithin(curve, start.epoch, end.epoch);
  if (!levels) return null;
  const [a, b] = levels;
  return b.epoch - a.epoch < MOST * (end.epoch - start.epoch) ? null : Math.log(b.value / a.value);
}

/** What a phase without doubts rests on. */
export function ground(name: PhaseName, boundaries: Boundaries): PhaseGround {
  const { highest, lowest, circuit, cleanup, stable } = boundaries;
  const turns: PhaseGround = { kind: "turns", highest: highest.epoch, lowest: lowest?.epoch ?? null };
  switch (name) {
    case "memorisation":
      return circuit ? turns : { kind: "stays high", epoch: highest.epoch, value: highest.value };
    case "circuit formation":
      return turns;
    case "cleanup":
      return { kind: "fall begins", from: highest.value, ...within(cleanup) };
    case "stable":
      return { kind: "fall made", ...within(stable) };
  }
}

/** A phase has begun: so has its boundary. */
function within(change: ChangePoint | null) {
  const { earliest, latest } = change as ChangePoint;
  return { earliest, latest };
}
