import type { Model } from "../networks/model.ts";
import { mean } from "../numerics/statistics.ts";
import type { AnswerMargins } from "../quantities/certificates/answer-margins.ts";
import { compactCertificate } from "../quantities/certificates/compact.ts";
import { type Described, described, type Wave } from "../quantities/certificates/described.ts";
import { mechanismCertificates } from "../quantities/certificates/mechanism.ts";
import { whyNotOneLayer } from "../quantities/certificates/one-hidden-layer.ts";
import { shares } from "../quantities/certificates/shares.ts";
import { controlFrequencies } from "../quantities/control-frequencies.ts";
import { type GroupIrreps, groupIrreps, taskGroup } from "../quantities/irreps.ts";
import { keyIrreps } from "../quantities/irreps-traces.ts";
import { noKeysInWords } from "../quantities/key-frequencies.ts";
import { modelAt } from "../runs/model-at.ts";
import type { Network, Run } from "../runs/run.ts";
import { NO_ANSWER, type Task } from "../tasks/_task.ts";
import { type ChosenKeys, chosenKeys, type KEY_OPTIONS, keysFor } from "./_keys.ts";
import type { Values } from "./_options.ts";

/** What every checkpoint is told. Plain JSON. */
export interface Prepared extends ChosenKeys {
  /** The key representations of a group that has no frequencies; null where it has, or each checkpoint has its own. */
  readonly irreps: readonly string[] | null;
  readonly kind: Described["kind"] | null;
  /** Why nothing is said of a mechanism, and of a compact proof, in words; null where something is. */
  readonly noMechanism: string | null;
  readonly noCompact: string | null;
}

/** Which frequencies or representations are key, or why there are none. */
export function preparedWaves(run: Run, options: Values<typeof KEY_OPTIONS>): Prepared {
  const chosen = chosenKeys(run, options);
  const network = run.network as Network;
  const of = described(network.task);
  const irreps = of?.kind === "representations" ? keyIrrepsAt(run, options, irrepsOf(network)) : null;
  const last = run.checkpoints.at(-1);
  const none =
    of?.kind === "representations"
      ? irreps?.length === 0
        ? "no representation is key"
        : null
      : chosen.none && noKeysInWords(chosen.none);
  const noMechanism = of ? none : `${network.task.formula} is no group's operation: ${taskGroup(network.task)}`;
  const layers = last ? whyNotOneLayer(modelAt(run, last)) : null;
  return {
    ...chosen,
    irreps,
    kind: of?.kind ?? null,
    noMechanism,
    noCompact:
      noMechanism ?? (layers === null ? null : `${layers}, and the bound is of one layer of neurons without norms`),
  };
}

/** The waves that are key, of all that the task has. */
interface Mechanism {
  readonly of: Described;
  readonly waves: readonly Wave[];
}

/** The keys of a checkpoint. */
interface CheckpointKeys {
  readonly keys: readonly number[];
  readonly irreps: readonly string[] | null;
  /** Null where there are no keys. */
  readonly mechanism: Mechanism | null;
}

/** The key frequencies or representations that hold for a checkpoint. */
export function checkpointKeys(
  model: Model,
  network: Network,
  options: Values<typeof KEY_OPTIONS>,
  prepared: Prepared,
): CheckpointKeys {
  const of = described(network.task);
  const keys = of?.kind === "frequencies" ? keysFor(model, network, options, prepared).keys : [];
  const irreps = of?.kind === "representations" ? (prepared.irreps ?? keyIrreps(model, irrepsOf(network))) : null;
  const names = irreps ?? keys.map(String);
  const waves = of?.waves.filter(({ name }) => names.includes(name)) ?? [];
  return { keys, irreps, mechanism: of && waves.length > 0 ? { of, waves } : null };
}

function irrepsOf({ task }: Network): GroupIrreps {
  return groupIrreps(task) as GroupIrreps;
}

/** The key representations at the checkpoint that the option names; null where each has its own. */
function keyIrrepsAt(run: Run, { keysAt }: Values<typeof KEY_OPTIONS>, irreps: GroupIrreps): readonly string[] | null {
  if (keysAt === "each") return null;
  const at = keysAt === "last" ? run.checkpoints.at(-1) : run.checkpoints.find(({ epoch }) => epoch === keysAt);
  return at ? keyIrreps(modelAt(run, at), irreps) : [];
}

/** The least margin and the largest bound, as cells. */
export function marginCells({ margin, rounding }: AnswerMargins, { task }: Network) {
  const most = answered(rounding, task).reduce((a, b) => Math.max(a, b), 0);
  return { least_margin: least(margin, task), rounding_bound: Number.isFinite(most) ? most : null };
}

/** The least value of the pairs that have an answer; NaN where one of them is. */
function least(values: Float64Array, task: Task): number {
  return answered(values, task).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function answered(values: Float64Array, { answers }: Task): Float64Array {
  return values.filter((_, s) => answers[s] !== NO_ANSWER);
}

/** What the mechanism proves, with its control, as cells; null where there are no keys. */
export function mechanismCells(model: Model, network: Network, mechanism: Mechanism | null) {
  if (!mechanism)
    return {
      train_mechanism: null,
      test_mechanism: null,
      all_mechanism: null,
      train_decided: null,
      test_decided: null,
      all_decided: null,
      r_squared: null,
      mechanism_gap: null,
      control_mechanism: null,
      control_decided: null,
      control_most: null,
      control_r_squared: null,
    };
  const { of, waves } = mechanism;
  const places = waves.map((wave) => of.waves.indexOf(wave) + 1);
  const draws = controlFrequencies(places, of.waves.length).map((draw) => draw.map((place) => of.waves[place - 1]));
  const [own, ...controls] = mechanismCertificates(model, network.task, of, [waves, ...draws]);
  const certified = shares(own.certified, network);
  const decided = shares(own.decided, network);
  const drawn = controls.length > 0;
  const ofDraws = controls.map((draw) => shares(draw.decided, network).all);
  return {
    train_mechanism: certified.train,
    test_mechanism: certified.test,
    all_mechanism: certified.all,
    train_decided: decided.train,
    test_decided: decided.test,
    all_decided: decided.all,
    r_squared: own.rSquared,
    mechanism_gap: own.gap,
    control_mechanism: drawn ? mean(controls.map((draw) => shares(draw.certified, network).all)) : null,
    control_decided: drawn ? mean(ofDraws) : null,
    control_most: drawn ? Math.max(...ofDraws) : null,
    control_r_squared: drawn ? mean(controls.map(({ rSquared }) => rSquared)) : null,
  };
}

/** What the low-rank bound proves, and its cost, as cells; null where there are no keys, or the network is none that it is of. */
export function compactCells(model: Model, network: Network, mechanism: Mechanism | null) {
  if (!mechanism || whyNotOneLayer(model) !== null)
    return {
      train_compact: null,
      test_compact: null,
      all_compact: null,
      compact_bound: null,
      compact_rank: null,
      compact_flops: null,
    };
  const { certified, bound, rank, flops } = compactCertificate(model, network.task, mechanism.of, mechanism.waves);
  const { train, test, all } = shares(certified, network);
  return {
    train_compact: train,
    test_compact: test,
    all_compact: all,
    compact_bound: least(bound, network.task),
    compact_rank: rank,
    compact_flops: flops,
  };
}
