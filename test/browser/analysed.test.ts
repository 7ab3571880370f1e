import { expect, test } from "vitest";
import { type Analysed, analysed } from "#browser/analysed.js";

test("what the quick analyzers say is told before the slow ones are asked, and stays as it was", async () => {
  const told: Analysed[] = [];
  const only = ["depth", "losses", "weight-norms"];
  const all = await analysed("fixtures/tiny/final.pth", { only, onQuick: (quick) => told.push(quick) });
  const names = ({ analysis }: Analysed) => analysis.results.map(({ analyzer }) => analyzer);
  expect(names(all)).toEqual(only);
  expect(told.map(names)).toEqual([["losses", "weight-norms"]]);
  for (const [name, text] of told[0]?.files ?? [])
    if (name !== "analysis.json") expect(all.files.get(name), name).toBe(text);
});

test("of quick ones alone nothing is told beforehand", async () => {
  await analysed("fixtures/tiny/final.pth", { only: ["losses"], onQuick: () => expect.unreachable() });
});
