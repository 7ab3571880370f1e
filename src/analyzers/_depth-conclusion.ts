import { LEARNT_ACCURACY } from "../quantities/training-phases.ts";
import { type DatedRow, type DepthConclusion, READ_OFF, UNCHANGED } from "./_depth-fields.ts";
import { concludedEpoch, lastRows } from "./_figures.ts";

type Concluded<K extends keyof DepthConclusion> = DepthConclusion[K] extends readonly (infer T)[] ? T : never;

/** What the last checkpoint's rows say. */
export function depthConclusion(rows: readonly DatedRow[], chance: number): DepthConclusion {
  const last = lastRows(rows);
  const of = (measure: DatedRow["measure"]) => last.filter((row) => row.measure === measure);
  const [intact] = of("intact");
  const probes = of("probe").map(({ place, part, block, all_accuracy }) => ({
    place,
    part,
    block,
    accuracy: all_accuracy ?? 0,
  }));
  return {
    ...concludedEpoch(rows),
    chance,
    accuracy: intact.all_accuracy ?? 0,
    read_off: probes.find(({ accuracy }) => accuracy >= READ_OFF) ?? null,
    best: probes.reduce((best, one) => (one.accuracy > best.accuracy ? one : best)),
    places: of("probe").map((row): Concluded<"places"> => {
      const lens = of("lens").find(({ place }) => place === row.place);
      const { place, part, block, all_accuracy, control_accuracy } = row;
      return {
        place,
        part,
        block,
        probe_accuracy: all_accuracy ?? 0,
        control_accuracy: control_accuracy ?? 0,
        lens_accuracy: lens?.all_accuracy ?? null,
        lens_loss: lens?.all_loss ?? null,
      };
    }),
    layers: of("neurons").map(
      (row): Concluded<"layers"> => ({
        place: row.place,
        part: row.part,
        block: row.block,
        neurons: row.neurons ?? 0,
        simple_r2: row.simple_r2,
        simple_share: row.simple_share,
        single_share: row.single_share,
        frequencies: row.frequencies,
        main_frequencies: row.main_frequencies,
        approximate_coset_share: row.approximate_coset_share,
        approximate_coset_control: row.approximate_coset_control,
      }),
    ),
    blocks: of("zero").map((zero): Concluded<"blocks"> => {
      const mean = of("mean").find(({ place }) => place === zero.place) ?? zero;
      // The place before the block is the last one of an earlier block.
      const earlier = probes.filter(({ block, place }) => place < zero.place && block !== zero.block);
      const here = probes.find(({ place }) => place === zero.place);
      const probe_gain = (here?.accuracy ?? 0) - (earlier[earlier.length - 1]?.accuracy ?? 0);
      const changed = [
        ...[zero, mean].map((row) => Math.abs((row.all_accuracy ?? 0) - (intact.all_accuracy ?? 0))),
        ...[zero, mean].map((row) => Math.abs((row.all_loss ?? 0) - (intact.all_loss ?? 0))),
        probe_gain,
      ];
      const learnt = (intact.train_accuracy ?? intact.all_accuracy ?? 0) >= LEARNT_ACCURACY;
      return {
        block: zero.block ?? 0,
        zero_loss: zero.all_loss ?? 0,
        zero_accuracy: zero.all_accuracy ?? 0,
        mean_loss: mean.all_loss ?? 0,
        mean_accuracy: mean.all_accuracy ?? 0,
        probe_gain,
        idle: learnt ? changed.every((by) => by <= UNCHANGED) : null,
      };
    }),
  };
}
