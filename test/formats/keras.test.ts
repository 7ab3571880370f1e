import { expect, test } from "vitest";
import { withOptimizerApart } from "#formats/_keras.js";
import type { Value } from "#formats/_values.js";

test("an optimiser that Keras keeps among the weights is apart from them", () => {
  const model: [string, Value][] = [["layer", 1]];
  for (const name of ["optimizer", "optimizer_weights"])
    expect(withOptimizerApart(new Map([...model, [name, 2]]))).toEqual(
      new Map<string, Value>([
        ["model", new Map(model)],
        ["optimizer", 2],
      ]),
    );
  const root = new Map(model);
  expect([withOptimizerApart(root), withOptimizerApart(5)]).toEqual([root, 5]);
});
