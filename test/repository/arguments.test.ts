import { describe, expect, test } from "vitest";
import { analysed, reportHtml } from "#browser/index.js";
import * as surface from "#index.js";

/** What JavaScript's users give by mistake; an object without anything stands for one of another kind. */
const MISTAKES = [undefined, null, 5, "nowhere", {}, [], Promise.resolve()];

/** Every function that the package exports, those of its namespaces too; no classes, which are errors. */
const functions: (readonly [string, (...given: readonly unknown[]) => unknown])[] = Object.entries({
  ...surface,
  analysed,
  reportHtml,
}).flatMap(([name, value]): [string, (...given: readonly unknown[]) => unknown][] => {
  if (typeof value === "function") return /^class\b/.test(value.toString()) ? [] : [[name, value as never]];
  if (Object.prototype.toString.call(value) !== "[object Module]" || name === "analyzers") return [];
  return Object.entries(value).map(([member, inner]) => [`${name}.${member}`, inner as never]);
});

/** What a call throws, at once, by a promise, or when it is asked for its first value. */
async function thrownBy(call: () => unknown): Promise<unknown> {
  try {
    const found: unknown = await call();
    if (typeof found === "object" && found !== null && Symbol.asyncIterator in found)
      await (found as AsyncIterable<unknown>)[Symbol.asyncIterator]().next();
    return undefined;
  } catch (error) {
    return error;
  }
}

test("there are functions to call", () => expect(functions.length).toBeGreaterThan(50));

describe("a function that is called with something else says so in a line that names the call", () => {
  test.each(functions)("%s", async (_, call) => {
    for (const mistake of MISTAKES) {
      const error = await thrownBy(() => call(mistake, mistake, mistake));
      if (error === undefined) continue;
      expect(error, `given ${String(mistake)}`).toBeInstanceOf(surface.GrokError);
      expect((error as Error).message.split("\n")).toHaveLength(1);
    }
  });
});

describe("what is said", async () => {
  const run = await surface.openRun("fixtures/tiny/5000.pth");
  const model = surface.modelAt(run, run.checkpoints[0]);
  test.each<[string, () => unknown, string]>([
    [
      "a run without an analyzer",
      () => surface.analyze(run, undefined as never),
      "analyze: analyzer must be an analyzer, got undefined; take one of `analyzers`, or make one with defineAnalyzer",
    ],
    [
      "a run that is not awaited",
      () => surface.analyze(surface.openRun("fixtures/tiny/5000.pth") as never, surface.analyzers.losses),
      "analyze: run must be a run, got a promise, which has to be awaited; await openRun(path) gives one",
    ],
    [
      "no checkpoint",
      () => surface.modelAt(run, undefined as never),
      "modelAt: checkpoint must be a checkpoint, got undefined; run.checkpoints lists them",
    ],
    [
      "null for options",
      () => surface.analyze(run, surface.analyzers.losses, null as never),
      "analyze: options must be",
    ],
    ["a weight that there is not", () => surface.weight(model, "b_U"), "the network: has no weight b_U; it has W_E, "],
    ["a model's place taken by the run", () => surface.forward(run as never), "forward: model must be a model, got"],
  ])("of %s", async (_, call, words) => {
    expect(String(((await thrownBy(call)) as Error).message)).toContain(words);
  });
});
