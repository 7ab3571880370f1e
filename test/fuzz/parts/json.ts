import type { Anatomy, Edit } from "../mutators.ts";
import { oddName, oddNumber } from "../odd-values.ts";
import type { Random } from "../random.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A place in a JSON value: `holder[key]`. */
interface Place {
  readonly holder: Record<string, Json> | Json[];
  readonly key: string | number;
}

/** Text that JSON.stringify does not write: between these marks, and without the quotes around them. */
const [OPEN, CLOSE] = ["@@", "@@"];
const RAW = /"@@(.*?)@@"/g;
const NUMBERS = [
  "1e400",
  "-1e400",
  "NaN",
  "-Infinity",
  "01",
  "1.",
  ".5",
  "0x10",
  "1e-400",
  "123456789012345678901",
  "- 1",
];

/** Text of JSON: a value is replaced, left out, doubled, renamed, nested, spelt oddly. */
export const json: Anatomy = {
  edits: {
    replace: edit((random, place) => {
      const old = valueAt(place);
      set(place, typeof old === "number" && random.chance(0.6) ? oddNumber(random, old) : oddValue(random));
    }),
    remove: edit((_, { holder, key }) => {
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
    }),
    double: edit((random, place) => {
      const { holder, key } = place;
      if (!Array.isArray(holder)) define(holder, `${key}${random.pick([" ", "2", ".0"])}`, valueAt(place));
      else holder.splice(Number(key), 0, ...Array.from({ length: random.pick([1, 3, 5000]) }, () => valueAt(place)));
    }),
    rename: edit((random, place) => {
      const { holder, key } = place;
      if (Array.isArray(holder)) return;
      const value = valueAt(place);
      delete holder[key];
      define(holder, oddName(random), value);
    }),
    swap: edit((random, place, all) => {
      const other = random.pick(all);
      const [a, b] = [structuredClone(valueAt(place)), structuredClone(valueAt(other))];
      set(place, b);
      set(other, a);
    }),
    spell: edit((random, place) => set(place, `${OPEN}${random.pick(NUMBERS)}${CLOSE}`)),
    nest: edit((random, place) => {
      const depth = random.pick([2, 90, 110, 5000, 50_000]);
      const [open, close] = random.pick([
        ["[", "]"],
        ['{"a":', "}"],
      ]);
      set(place, `${OPEN}${open.repeat(depth)}0${close.repeat(depth)}${CLOSE}`);
    }),
    twice: (random, bytes) => {
      // Two entries of one name: parsers take the last.
      const text = bytes.toString();
      const entries = [...text.matchAll(/"[^"\\]*"\s*:\s*(?:"[^"\\]*"|[-\d.e]+|\[[\d,\s]*\])/g)];
      const { 0: entry, index } = random.pick(entries);
      const changed = random.chance(0.5) ? entry : entry.replace(/\d+/, String(random.below(1000)));
      return Buffer.from(`${text.slice(0, index)}${changed},${text.slice(index)}`);
    },
  },
};

function edit(change: (random: Random, place: Place, all: readonly Place[]) => void): Edit {
  return (random, bytes) => {
    const root: Json[] = [JSON.parse(bytes.toString()) as Json];
    const places = placesIn(root);
    change(random, random.pick(places), places);
    const text = JSON.stringify(root[0] ?? null, undefined, random.pick([0, 0, 1]));
    return Buffer.from(text.replace(RAW, (_, raw: string) => JSON.parse(`"${raw}"`)));
  };
}

function placesIn(holder: Json[] | Record<string, Json>): readonly Place[] {
  return Object.entries(holder).flatMap(([key, value]) => [
    { holder, key },
    ...(typeof value === "object" && value !== null ? placesIn(value) : []),
  ]);
}

const valueAt = ({ holder, key }: Place): Json => (holder as Record<string, Json>)[key] as Json;
const set = ({ holder, key }: Place, value: Json): void => define(holder as Record<string, Json>, String(key), value);

/** Sets an entry of any name, `__proto__` too. */
function define(holder: Record<string, Json>, name: string, value: Json): void {
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
}

function oddValue(random: Random): Json {
  return random.pick<Json>([
    ...[null, true, false, 0, -1, 1.5, 2 ** 31, 2 ** 53, 1e300, "", "float16", "../x"],
    oddName(random),
    [],
    {},
    [[]],
    Array.from({ length: 70 }, () => 1),
    Array.from({ length: random.pick([3, 20_000]) }, () => ({})),
  ]);
}
