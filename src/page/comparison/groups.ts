import type { ComparisonData } from "./data.ts";
import { type Family, families, familiesBy } from "./families.ts";
import { levelColour } from "./level-colour.ts";
import type { Placed } from "./shown-runs.ts";
import { BY_CONFIGURATION, BY_RUN, BY_VERDICT } from "./view.ts";

/** A family as it is drawn. */
export interface Group extends Omit<Family<Placed>, "level"> {
  /** CSS. */
  readonly colour: string;
  /** Told apart without colours: SVG's stroke-dasharray; none where the colours are of a scale. */
  readonly dash: string;
}

/** More groups than these are not told apart by colours: each has a panel of its own. */
export const MAX_COLOURS = 8;

const DASHES = ["", "7 3", "2 3", "9 3 2 3", "13 4", "4 4", "1 3", "11 3 2 3 2 3"];

/** The families of the runs under the reader's grouping, each with what it looks like. */
export function groupsOf(data: ComparisonData, runs: readonly Placed[], by: string): readonly Group[] {
  const looks = groupLooks(foundBy(data, runs, by));
  if (by !== BY_VERDICT) return looks;
  return looks.map((group) => ({ ...group, colour: `var(--verdict-${group.members[0]?.verdict}-line)`, dash: "" }));
}

/** Families as they are drawn: along a scale where a number orders them, else each in a colour and a dash of its own. */
export function groupLooks(found: readonly Family<Placed>[]): readonly Group[] {
  return found.map(({ label, members, level }, i) => ({
    label: label === "" ? "all runs" : label,
    members,
    colour: level === undefined ? `var(--family-${i % MAX_COLOURS})` : levelColour(level),
    dash: level === undefined ? (DASHES[i % DASHES.length] ?? "") : "",
  }));
}

function foundBy(data: ComparisonData, runs: readonly Placed[], by: string): readonly Family<Placed>[] {
  if (by === BY_CONFIGURATION) return families(runs);
  if (by === BY_RUN) return runs.map((run) => ({ label: run.name, members: [run] }));
  if (by !== BY_VERDICT) return familiesBy(runs, by);
  return data.verdicts.flatMap(({ name }, verdict) => {
    const members = runs.filter((run) => run.verdict === verdict);
    return members.length === 0 ? [] : [{ label: name, members }];
  });
}
