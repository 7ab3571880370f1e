import type { PhaseDoubt, PhaseGround } from "../quantities/phase-doubts.ts";
import type { Phase } from "../quantities/phase-evidence.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { AXIS, CURVE, kinds, level } from "./_curve-fields.ts";
import { CURVE_SHAPE_FIELDS, LEAKAGE } from "./_curve-shape-fields.ts";
import type { RunPhases } from "./_phase-rows.ts";
import { DOUBT, FACT, VERDICT_FIELDS } from "./_verdict-fields.ts";

type Unmoved = Extract<PhaseDoubt, { readonly kind: "unmoved" }>;

const PHASE_DOUBT: field.TaggedFields<PhaseDoubt> = {
  kind: kinds<PhaseDoubt["kind"]>({
    blurred: "an edge of it is known only to a factor of more than two",
    "few checkpoints": "it has fewer than three",
    "cut short": "the run ends in it",
    fallen: "the test loss has fallen since it was highest",
    "no excluded loss": "the test loss alone tells it",
    "turns apart": "the test loss is highest at another epoch than that at which the excluded loss is lowest",
    unmoved: "a curve does not do in it what it should",
  }),
  edge: column.optionalText<"begins" | "ends">("begins or ends"),
  earliest: column.optionalNumber("between this epoch …"),
  latest: column.optionalNumber("… and this one"),
  count: column.optionalInteger("checkpoints in it"),
  since: column.optionalNumber("the epoch at which the test loss was highest"),
  to: column.optionalNumber("what the test loss fell to", "nats"),
  highest: column.optionalNumber("the epoch at which the test loss is highest"),
  lowest: column.optionalNumber("the epoch at which the excluded loss is lowest"),
  curve: column.optionalText<Unmoved["curve"]>("excluded loss, restricted loss or sum of squares"),
  expected: column.optionalText<Unmoved["expected"]>("what it should do: rise by e, fall by e (a factor), or fall"),
};

const PHASE_GROUND: field.TaggedFields<PhaseGround> = {
  kind: kinds<PhaseGround["kind"]>({
    turns: "where the test loss is highest, and the excluded loss lowest",
    "stays high": "the test loss stays near its highest",
    "fall begins": "the steep fall of the test loss begins",
    "fall made": "nine tenths of it are made, in the logarithm",
  }),
  highest: column.optionalNumber("the epoch at which the test loss is highest"),
  lowest: column.optionalNumber("the epoch at which the excluded loss is lowest; null where that is not known"),
  epoch: column.optionalNumber("the epoch at which the test loss is highest, where it stays so"),
  value: column.optionalNumber("how high it is", "nats"),
  from: column.optionalNumber("from how high the test loss falls", "nats"),
  earliest: column.optionalNumber("between this epoch …"),
  latest: column.optionalNumber("… and this one"),
};

/** What `phases` concludes of each run, as a file can hold the curves of many, with each of its held-out sets. */
export const PHASES_FIELDS = {
  runs: field.records("each run with each of its held-out sets, the primary one first", {
    series: column.text("which run, where a file holds the curves of many; else empty"),
    set: column.text("which held-out set, where a log has several; else empty"),
    axis: AXIS,
    end: column.number("the last epoch at which either set is known"),
    ...VERDICT_FIELDS,
    phases: field.records("one after the other; none where it does not memorise first", {
      name: column.text<Phase["name"]>("memorisation, circuit formation, cleanup or stable"),
      from: column.number("its first epoch"),
      to: column.number("its last, which is the next phase's first"),
      from_within: field.range("it begins between these"),
      to_within: field.range("it ends between these"),
      changes: field.records("what each curve that is known in it does", {
        curve: CURVE,
        from: level("at its beginning"),
        to: level("at its end"),
      }),
      test_loss_to: column.optionalNumber("where the test loss ends, if before the phase does"),
      certainty: column.text<Phase["certainty"]>("clear, or weak where there are doubts"),
      doubts: field.taggedRecords<PhaseDoubt>("what is against it", PHASE_DOUBT),
      ground: field.taggedRecord<PhaseGround>("what it rests on", PHASE_GROUND),
    }),
    ...CURVE_SHAPE_FIELDS,
  }),
};
export type PhasesConclusion = field.FieldValues<typeof PHASES_FIELDS>;
export type ConcludedRun = PhasesConclusion["runs"][number];

/** What a run's curves tell, as it is declared: of each kind of fact, doubt and ground all the fields. */
export function concludedRun(found: RunPhases): ConcludedRun {
  return {
    ...found,
    doubts: found.doubts.map((one) => field.filled(DOUBT, one)),
    evidence: found.evidence.map((one) => field.filled(FACT, one)),
    phases: found.phases.map((phase) => ({
      ...phase,
      doubts: phase.doubts.map((one) => field.filled(PHASE_DOUBT, one)),
      ground: field.filled(PHASE_GROUND, phase.ground),
    })),
    leakage: found.leakage.map((one) => field.filled(LEAKAGE, one)),
  };
}
