import { describe, expect, test } from "vitest";
import { scriptTensors } from "#formats/_torch-script.js";
import { formatError } from "./_builders.ts";

describe("a TorchScript module", () => {
  const inert = (state: unknown) => ({ type: "inert", class: "M", arguments: [], state });
  const array = { type: "array", dtype: "f32" };

  test("has the tensors of its modules by their paths, each module once", () => {
    const inner = inert(new Map([["weight", array]]));
    const state = new Map<string, unknown>([
      ["a", inner],
      ["b", inner],
      ["bias", array],
      ["training", true],
      ["none", inert(null)],
    ]);
    const module = inert(state);
    state.set("self", module);
    expect([...scriptTensors(module as never, "a.pt").keys()]).toEqual(["a.weight", "bias"]);
  });

  test("without any is refused", () => {
    const refusal = "a.pt: a TorchScript archive without parameters; save model.state_dict() with torch.save";
    expect(formatError(() => scriptTensors(inert(new Map()) as never, "a.pt"))).toContain(refusal);
    expect(formatError(() => scriptTensors(3 as never, "a.pt"))).toContain(refusal);
  });
});
