import { LayoutError, UsageError } from "../errors.ts";
import { plain } from "../plain.ts";
import { unreadTensors } from "./_accounting.ts";
import { checked } from "./_checked.ts";
import { explained } from "./_explained.ts";
import type { Facts } from "./_facts.ts";
import type { Layout, Reading, StateDict } from "./_layout.ts";
import { mappedReading } from "./_map.ts";
import { roleMap } from "./_role-map.ts";
import { checkSettings, contradiction } from "./_settings.ts";
import { refuseIncomplete, refuseNearly } from "./_tensor-names.ts";
import * as layouts from "./index.ts";

const all: readonly Layout[] = Object.values(layouts);
/** The values of --layout. */
export const layoutNames: readonly string[] = all.map(({ name }) => name);

/** A layout that fits, and every reading of the tensors that it allows. */
export interface LayoutReadings {
  readonly layout: string;
  readonly readings: readonly Reading[];
  /** The weights of another checkpoint of the same run under reading number `at`. */
  readonly reread: (state: StateDict, at: number) => Reading["weights"];
}

/** The largest open language models of dense blocks have two thousand; readings are tried, and tensors held against each other. */
const MAX_TENSORS = 2 ** 12;

/** What a layout makes of the tensors; none, and why, where their axes are not those that their names promise. */
function readingsBy(layout: Layout, state: StateDict, facts: Facts, unread: string[]): readonly Reading[] {
  try {
    return layout.readings(state, facts);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    unread.push(plain(`${layout.name}: ${error.message}`));
    return [];
  }
}

/** What `read` gives. Views of arrays throw a RangeError where axes do not allow them: it is the file's, not ours. */
function attempted<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new LayoutError(where, cause.message, "state each tensor's role and axes with --map", { cause });
  }
}

/** What the user states of the tensors: the layout's name, or a file that gives each its role. */
export interface Stated {
  readonly layout?: string;
  readonly map?: { readonly path: string; readonly json: unknown };
}

/**
 * Asks every layout, or the one named, for its readings of a state dict; `structural` only where no other has any. A map
 * of roles comes before all. Throws a LayoutError whose details say what each tensor could be.
 */
export function readingsOf(where: string, state: StateDict, facts: Facts, stated: Stated): LayoutReadings {
  const { reread, ...found } = attempted(stated.map?.path ?? where, () => decided(where, state, facts, stated));
  return { ...found, reread: (other, at) => attempted(where, () => reread(other, at)) };
}

function decided(where: string, state: StateDict, facts: Facts, { layout: wanted, map }: Stated): LayoutReadings {
  if (state.size > MAX_TENSORS)
    throw new LayoutError(
      where,
      `holds ${state.size} tensors: a network is read of ${MAX_TENSORS} at most`,
      "keep the weights of one network alone",
    );
  if (wanted !== undefined && !layoutNames.includes(wanted)) {
    throw new UsageError("--layout", `"${wanted}" is not a layout`, `choose one of ${layoutNames.join(", ")}`);
  }
  if (map) {
    const roles = roleMap(map.path, map.json);
    const reading = mappedReading(map.path, roles, state);
    checked(map.path, reading);
    return { layout: "map", readings: [reading], reread: (other) => mappedReading(map.path, roles, other).weights };
  }
  checkSettings(facts);
  const unread: string[] = [];
  const asked = all.filter(({ name }) => wanted === undefined || name === wanted);
  const codebases = asked.flatMap(({ tensors }) => tensors?.(state, facts) ?? []);
  refuseNearly(where, state, codebases);
  for (const lastResort of [undefined, true] as const) {
    for (const layout of asked.filter((one) => one.lastResort === lastResort)) {
      const readings = readingsBy(layout, state, facts, unread);
      if (readings.length === 0) continue;
      // A codebase's network is read whole: a tensor too many is of another one.
      const left = lastResort ? [] : unreadTensors(state, readings[0]);
      if (left.length > 0) {
        unread.push(plain(`${layout.name} has no place for ${left.join(", ")}`));
        continue;
      }
      refuseIncomplete(where, state, layout.tensors?.(state, facts));
      const against = contradiction(readings[0].architecture, facts);
      if (against !== undefined)
        throw new LayoutError(
          where,
          `its configuration states ${against}`,
          "give the configuration that it was trained with",
        );
      for (const reading of readings) checked(where, reading);
      return { layout: layout.name, readings, reread: (other, at) => layout.readings(other, facts)[at].weights };
    }
  }
  const problem = `${wanted === undefined ? "no layout fits" : `is not of layout ${wanted}:`} its ${state.size} tensors`;
  const details = [explained(state, facts), ...unread].join("\n");
  throw new LayoutError(where, problem, "state their roles with --map", { details });
}
