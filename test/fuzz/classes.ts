import { readdirSync } from "node:fs";
import * as formats from "#formats/index.js";
import * as layouts from "#layouts/index.js";
import * as logs from "#logs/index.js";
import type { Files, Mutators } from "./mutators.ts";

/** A format of weights or of logs, or a layout, and how files of it are made. */
export interface FuzzClass {
  /** The room and the unit: `formats/torch`. */
  readonly name: string;
  readonly room: string;
  readonly mutators: Mutators;
  readonly seeds: readonly Files[];
}

const UNITS = { formats, logs, layouts } as const;

/** Every unit of the rooms that read files, or those that are wanted: `logs,formats/npy`. Throws where one has no mutators, or there are mutators of none. */
export async function fuzzClasses(wanted?: string): Promise<readonly FuzzClass[]> {
  const units = Object.entries(UNITS).flatMap(([room, all]) => Object.values(all).map(({ name }) => `${room}/${name}`));
  const files = Object.keys(UNITS).flatMap((room) =>
    readdirSync(new URL(`./mutators/${room}/`, import.meta.url))
      .filter((file) => file.endsWith(".js"))
      .map((file) => `${room}/${file.slice(0, -3)}`),
  );
  const without = units.filter((name) => !files.includes(name));
  if (without.length > 0) throw new Error(`test/fuzz/mutators has nothing for ${without.join(", ")}`);
  const spare = files.filter((name) => !units.includes(name));
  if (spare.length > 0) throw new Error(`test/fuzz/mutators has ${spare.join(", ")}, and src no such unit`);
  const asked = wanted?.split(",");
  const named = units.filter((name) => asked?.some((one) => name === one || name.startsWith(`${one}/`)) ?? true);
  if (named.length === 0) throw new Error(`--only ${wanted}: the classes are ${units.join(", ")}`);
  return Promise.all(
    named.map(async (name) => {
      const { default: mutators } = (await import(`./mutators/${name}.js`)) as { readonly default: Mutators };
      return { name, room: name.split("/")[0], mutators, seeds: mutators.seeds() };
    }),
  );
}
