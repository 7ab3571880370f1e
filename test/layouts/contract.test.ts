import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readArray } from "#formats/_arrays.js";
import { type NamedArray, safetensorsBytes } from "#formats/_write-safetensors.js";
import { contents } from "#layouts/_contents.js";
import type { Reading, StateDict } from "#layouts/_layout.js";
import { readingsOf } from "#layouts/_read.js";
import { filesAt } from "#runs/_files.js";
import { gathered } from "#runs/_snapshots.js";
import { openRun } from "#runs/open.js";

/** Every fixture with a network, one folder each, by the folder that they lie in. */
const FIXTURES = ["fixtures/layouts", "fixtures/layouts/structural", "fixtures/architectures"]
  .flatMap((at) => readdirSync(at).map((name) => join(at, name)))
  .filter((path) => statSync(path).isDirectory() && !path.endsWith("layouts/structural"));

const folder = mkdtempSync(join(tmpdir(), "contract-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The last state dict of a fixture, and what it and the files beside it state. */
function parts(path: string) {
  const files = filesAt(path);
  const { readable } = files;
  const states = readable.flatMap(({ value }) => contents(value).snapshots.map(({ state }) => state));
  const { config } = gathered(path, files);
  const state = states.at(-1) ?? new Map();
  const arrays = [...state]
    // Masks and counters, which no fixture's network reads.
    .filter(([name]) => !/mask|IGNORE|tracked/.test(name))
    .map(([name, array]): NamedArray => ({ name, shape: array.shape, data: Float32Array.from(readArray(array)) }));
  return { arrays, settings: Object.fromEntries(config), state, config };
}

/** No bias, mask, or table that is computed anew. */
const MATRIX = /^(?!.*(bias|b_|basis|mask|IGNORE|rotary))/;
/** How a network without a matrix is refused … */
const REFUSED = /lacks |no layout fits/;
/** … and what is said of one that can be: the embedding answers, or positions are none, or waves. */
const SAID = /unembedding tied|no table of positions|base \S+ of the positions/;

let count = 0;

/** A checkpoint of these arrays with its configuration beside it. */
function written(arrays: readonly NamedArray[], settings: object): string {
  const path = mkdtempSync(join(folder, `${count++}-`));
  writeFileSync(join(path, "100.safetensors"), safetensorsBytes(arrays, {}));
  writeFileSync(join(path, "config.json"), JSON.stringify(settings));
  return path;
}

const withoutFirstNumber = ({ data, ...array }: NamedArray): NamedArray => ({
  ...array,
  data: Float32Array.from(data, (value, i) => (i === 0 ? Number.NaN : value)),
});

describe.each(FIXTURES)("%s", (path) => {
  let made: ReturnType<typeof parts>;
  beforeAll(() => {
    made = parts(path);
  });

  test("a matrix with a NaN is read, and said first", async () => {
    const { arrays, settings } = made;
    const matrix = arrays.findIndex(
      ({ name, shape }) => shape.length >= 2 && /W_in|W_out|mlp|fc|linear|0|W$/i.test(name),
    );
    const broken = arrays.map((array, i) => (i === Math.max(0, matrix) ? withoutFirstNumber(array) : array));
    const { contradictions } = await openRun(written(broken, settings));
    expect(contradictions[0]).toMatch(/^1 of \d+ weights of the last checkpoint is not finite: \S+$/);
  });

  test("an activation that is not known is an error that names it", async () => {
    const { arrays, settings } = made;
    const rest = Object.entries(settings).filter(([name]) => !/act|linearity/i.test(name));
    const at = written(arrays, { ...Object.fromEntries(rest), activation: "mish" });
    await expect(openRun(at)).rejects.toThrow(/activation "mish": is not known; known are relu/);
  });

  test("without one of its matrices it is an error, or said", () => {
    const { state, config } = made;
    const read = (some: StateDict) => readingsOf("a.pth", some, { config }, {}).readings;
    const words = (readings: readonly Reading[]) =>
      readings.map(({ choices, assumed = [] }) => [...choices, ...assumed].join("; "));
    const whole = words(read(state));
    expect(whole.length).toBeGreaterThan(0);
    for (const name of [...state.keys()].filter((one) => MATRIX.test(one) && (state.get(one)?.shape.length ?? 0) > 1)) {
      const rest = new Map([...state].filter(([other]) => other !== name));
      try {
        for (const { choices, assumed = [] } of read(rest))
          expect([...choices, ...assumed].join("; "), name).toMatch(SAID);
      } catch (error) {
        expect((error as Error).message, name).toMatch(REFUSED);
      }
    }
  });
});
